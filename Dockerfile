# The node that compose.yaml starts: the same set-up as on any machine, run once when the image is built.
FROM python:3.13.7-slim-bookworm

WORKDIR /srv/vorlagenwerk
COPY pyproject.toml requirements.lock README.md LICENSE ./
COPY scripts scripts
COPY domain domain
COPY projections projections
COPY infra infra
COPY api api
COPY docs/examples docs/examples
# The server may not write here later, so Python's byte code is made now.
RUN UV_COMPILE_BYTECODE=1 scripts/setup serve && rm -rf .tools /root/.cache
RUN useradd --system --uid 10001 vorlagenwerk && mkdir /data && chown vorlagenwerk /data

USER vorlagenwerk
ENV PYTHONDONTWRITEBYTECODE=1 VORLAGENWERK_DATA=/data
VOLUME /data
EXPOSE 8000
CMD [".venv/bin/vorlagenwerk", "serve"]
