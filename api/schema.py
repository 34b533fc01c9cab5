"""The OpenAPI document at `/schema`, with every command as one tagged union."""

from litestar.openapi import OpenAPIConfig


def openapi() -> OpenAPIConfig:
    """How the document is served."""
    return OpenAPIConfig(title="Vorlagenwerk", version="0.1.0", path="/schema")
