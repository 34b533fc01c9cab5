"""compose.yaml starts what was pinned, and notices when it is not well; checked without an engine."""

import re
import tomllib
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import msgspec
import pytest
from msgspec import Struct, field

from api.cli.arguments import LONGEST_DRAIN
from api.serving import FAREWELL

ROOT = Path(__file__).parents[2]

PINNED = re.compile(r"^[a-z0-9./-]+:\d+(\.\d+){1,2}(-[a-z0-9.-]+)?$")
"""PostgreSQL's versions have two numbers."""

FILES = ("compose.yaml", "compose.one-node.yaml")


class Health(Struct, forbid_unknown_fields=True):
    """How the engine asks whether a service is well."""

    test: list[str]
    interval: str
    timeout: str
    retries: int
    start_period: str = "0s"


class Condition(Struct, forbid_unknown_fields=True):
    """What another service has to be first."""

    condition: Literal["service_healthy", "service_started"]


class Service(Struct, forbid_unknown_fields=True):
    """One service, with the keys that we use; any other is a slip of the pen, or belongs here."""

    image: str
    healthcheck: Health
    restart: str
    read_only: bool
    tmpfs: list[str]
    cap_drop: list[str]
    security_opt: list[str]
    mem_limit: str
    pids_limit: int
    volumes: list[str] = []
    environment: dict[str, str] = {}
    ports: list[str] = []
    build: str | None = None
    command: list[str] = []
    user: str | None = None
    shm_size: str | None = None
    stop_grace_period: str = "10s"
    networks: list[str] = []
    depends_on: dict[str, Condition] = {}


class Subnet(Struct, forbid_unknown_fields=True):
    """The addresses of a network."""

    subnet: str


class Addresses(Struct, forbid_unknown_fields=True):
    """How a network gives addresses."""

    config: list[Subnet]


class Network(Struct, forbid_unknown_fields=True):
    """A network of the services."""

    ipam: Addresses
    internal: bool = False


class Compose(Struct, forbid_unknown_fields=True):
    """A whole file."""

    services: dict[str, Service]
    volumes: dict[str, dict[str, str]]
    networks: dict[str, Network] = {}
    name: str = ""
    node: dict[str, Any] = field(name="x-node", default_factory=dict)


@pytest.fixture(params=FILES)
def compose(request: pytest.FixtureRequest) -> Compose:
    """Read each file as the engine would, and refuse what it does not know."""
    return read(request.param)


def read(name: str) -> Compose:
    """Read a file."""
    return msgspec.yaml.decode((ROOT / name).read_bytes(), type=Compose)


def nodes_of(file: Compose) -> list[Service]:
    """The services that are nodes."""
    return [service for service in file.services.values() if service.build]


def settings() -> set[str]:
    """The variables that the program reads: each is named by one constant."""
    sources = [
        path.read_text("utf-8") for folder in ("api", "infra") for path in (ROOT / folder).rglob("*.py")
    ]
    return {name for source in sources for name in re.findall(r'= "(VORLAGENWERK_[A-Z_]+)"', source)}


def version() -> str:
    """Give the version of the project."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return str(project["version"])


def test_every_image_is_pinned_by_its_full_version(compose: Compose) -> None:
    images = [service.image for service in compose.services.values()]
    images += re.findall(r"^FROM (\S+)", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    assert [image for image in images if not PINNED.match(image)] == []


def test_our_own_image_has_the_version_of_the_project(compose: Compose) -> None:
    assert {service.image for service in nodes_of(compose)} == {f"vorlagenwerk:{version()}"}


def test_every_service_is_asked_whether_it_is_well(compose: Compose) -> None:
    for service in compose.services.values():
        assert service.healthcheck.test[0] == "CMD"
        assert len(service.healthcheck.test) > 1
    for node in nodes_of(compose):
        port = node.environment["VORLAGENWERK_PORT"]
        assert f":{port}/health/ready" in node.healthcheck.test[-1]


def test_no_service_may_more_than_it_needs(compose: Compose) -> None:
    user = re.search(r"^USER (\S+)$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    assert user
    assert user[1] not in {"root", "0"}
    for service in compose.services.values():
        assert service.read_only
        assert service.cap_drop == ["ALL"]
        assert service.security_opt == ["no-new-privileges:true"]
        assert service.build or (service.user and not service.user.startswith("0"))


def test_every_setting_is_one_that_the_server_reads(compose: Compose) -> None:
    ours = {key for service in compose.services.values() for key in service.environment}
    assert {key for key in ours if key.startswith("VORLAGENWERK_")} - settings() == set()


def test_every_setting_is_explained() -> None:
    told = (ROOT / "docs" / "operations.md").read_text("utf-8")
    assert {name for name in settings() if f"`{name}" not in told} == set()


def test_a_node_says_what_it_does_line_by_line_and_ends_within_its_time(compose: Compose) -> None:
    for node in nodes_of(compose):
        assert node.environment["VORLAGENWERK_LOG"] == "json"
        drain = float(node.environment["VORLAGENWERK_DRAIN"])
        assert 0 < drain <= LONGEST_DRAIN
        # Then requests under way have their time, and the texts are sealed.
        assert drain + 2 * FAREWELL < float(node.stop_grace_period.removesuffix("s"))


def test_no_password_stands_in_a_file(compose: Compose) -> None:
    for service in compose.services.values():
        for key, value in service.environment.items():
            if "PASSWORD" in key or "AUTH" in key or "://" in value:
                assert "_PASSWORD:?}" in value, key


def test_the_data_lies_in_a_volume_that_outlives_the_container(compose: Compose) -> None:
    mounted = []
    for service in compose.services.values():
        mounts = [mount.split(":") for mount in service.volumes]
        mounted += [source for source, *_ in mounts if not source.startswith("./")]
        assert all((ROOT / source).is_file() for source, *_ in mounts if source.startswith("./"))
        if service.build:
            assert service.environment["VORLAGENWERK_DATA"] in {target for _, target, *_ in mounts}
    # One folder belongs to one node.
    assert sorted(mounted) == sorted(compose.volumes)


def test_the_server_is_reached_from_its_own_machine_only(compose: Compose) -> None:
    ports = [port for service in compose.services.values() for port in service.ports]
    assert len(ports) == 1
    assert [port for port in ports if not port.startswith("127.0.0.1:")] == []


def test_several_nodes_share_a_database_that_is_reached_by_nobody_else() -> None:
    file = read("compose.yaml")
    nodes = nodes_of(file)
    assert len(nodes) >= 2
    assert len({tuple(sorted(node.environment.items())) for node in nodes}) == 1
    database = urlsplit(nodes[0].environment["VORLAGENWERK_DATABASE"].replace(":?", ""))
    redis = urlsplit(nodes[0].environment["VORLAGENWERK_REDIS"].replace(":?", ""))
    for host in (database.hostname, redis.hostname):
        assert host
        assert file.services[host].networks == ["inner"]
        assert file.services[host].ports == []
        assert host in nodes[0].depends_on
    assert file.networks["inner"].internal
    believed = nodes[0].environment["FORWARDED_ALLOW_IPS"].split(",")
    assert believed == [each.ipam.config[0].subnet for each in file.networks.values()]


def test_the_proxy_hands_on_to_every_node() -> None:
    file = read("compose.yaml")
    conf = (ROOT / "deploy" / "nginx.conf").read_text()
    [port] = {node.environment["VORLAGENWERK_PORT"] for node in nodes_of(file)}
    wanted = [f"{name}:{port}" for name, service in file.services.items() if service.build]
    assert re.findall(r"^\s+server (\S+:\d+)", conf, re.MULTILINE) == wanted
    [published] = file.services["proxy"].ports
    assert f"listen {published.rpartition(':')[2]};" in conf


def test_the_proxy_gives_no_figures_away() -> None:
    conf = (ROOT / "deploy" / "nginx.conf").read_text()
    assert re.search(r"location \^~ /metrics \{\s+return 404;\s+\}", conf)


def test_everything_that_the_image_copies_exists_and_is_let_through() -> None:
    copied = re.findall(r"^COPY (.+) \S+$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    paths = {path for line in copied for path in line.split()}
    allowed = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert paths == allowed
    assert [path for path in sorted(paths) if not (ROOT / path).exists()] == []
