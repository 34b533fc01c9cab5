"""compose.yaml starts what was pinned, and notices when it is not well; checked without an engine."""

import re
import tomllib
from pathlib import Path

import msgspec
from msgspec import Struct

ROOT = Path(__file__).parents[2]

# The settings that the server reads; whoever adds one adds it here, too.
SETTINGS = {
    "VORLAGENWERK_DATA",
    "VORLAGENWERK_DATABASE",
    "VORLAGENWERK_HOST",
    "VORLAGENWERK_PORT",
    "VORLAGENWERK_REDIS",
}
PINNED = re.compile(r"^[a-z0-9./-]+:\d+\.\d+\.\d+(-[a-z0-9.-]+)?$")


class Health(Struct, forbid_unknown_fields=True):
    """How the engine asks whether a service is well."""

    test: list[str]
    interval: str
    timeout: str
    retries: int
    start_period: str = "0s"


class Service(Struct, forbid_unknown_fields=True):
    """One service, with the keys that we use; any other is a slip of the pen, or belongs here."""

    image: str
    healthcheck: Health
    restart: str
    volumes: list[str]
    environment: dict[str, str]
    ports: list[str] = []
    build: str | None = None
    stop_grace_period: str = "10s"
    read_only: bool = False
    tmpfs: list[str] = []
    cap_drop: list[str] = []
    security_opt: list[str] = []


class Compose(Struct, forbid_unknown_fields=True):
    """The whole file."""

    services: dict[str, Service]
    volumes: dict[str, dict[str, str]]


def compose() -> Compose:
    """Read the file as the engine would, and refuse what it does not know."""
    return msgspec.yaml.decode((ROOT / "compose.yaml").read_bytes(), type=Compose)


def version() -> str:
    """Give the version of the project."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return str(project["version"])


def test_every_image_is_pinned_by_its_full_version() -> None:
    images = [service.image for service in compose().services.values()]
    images += re.findall(r"^FROM (\S+)", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    assert [image for image in images if not PINNED.match(image)] == []


def test_our_own_image_has_the_version_of_the_project() -> None:
    built = {service.image for service in compose().services.values() if service.build}
    assert built == {f"vorlagenwerk:{version()}"}


def test_a_node_is_asked_whether_it_is_ready() -> None:
    node = compose().services["vorlagenwerk"]
    port = node.environment["VORLAGENWERK_PORT"]
    assert node.healthcheck.test[0] == "CMD"
    assert f":{port}/health/ready" in node.healthcheck.test[-1]


def test_every_setting_is_one_that_the_server_reads() -> None:
    ours = {key for service in compose().services.values() for key in service.environment}
    assert {key for key in ours if key.startswith("VORLAGENWERK_")} - SETTINGS == set()


def test_the_data_lies_in_a_volume_that_outlives_the_container() -> None:
    file = compose()
    for service in file.services.values():
        mounts = dict(mount.split(":")[:2] for mount in service.volumes)
        assert set(mounts) <= set(file.volumes)
    node = file.services["vorlagenwerk"]
    assert node.environment["VORLAGENWERK_DATA"] in {mount.split(":")[1] for mount in node.volumes}


def test_the_server_is_reached_from_its_own_machine_only() -> None:
    ports = [port for service in compose().services.values() for port in service.ports]
    assert [port for port in ports if not port.startswith("127.0.0.1:")] == []


def test_everything_that_the_image_copies_exists_and_is_let_through() -> None:
    copied = re.findall(r"^COPY (.+) \S+$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    paths = {path for line in copied for path in line.split()}
    allowed = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert paths == allowed
    assert [path for path in sorted(paths) if not (ROOT / path).exists()] == []
