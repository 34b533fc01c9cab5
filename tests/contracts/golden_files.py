"""The first encoding of each event, kept for ever: `scripts/golden` writes those that are missing."""

import sys
from pathlib import Path

from infra.store.mapper import EventMapper
from tests.contracts.samples import meta, stored_samples

FOLDER = Path(__file__).parent / "golden"


def path_of(tag: str) -> Path:
    """Return where the file of a tag lies."""
    return FOLDER / f"{tag}.msgpack"


def read(tag: str) -> bytes:
    """Return the stored bytes of a tag."""
    return bytes.fromhex(path_of(tag).read_text(encoding="ascii"))


def write_missing() -> list[str]:
    """Write the files that are missing and return their tags; one that is there is never touched."""
    FOLDER.mkdir(exist_ok=True)
    mapper = EventMapper()
    missing = [(tag, event) for tag, event in stored_samples() if not path_of(tag).exists()]
    for tag, event in missing:
        path_of(tag).write_text(mapper.encode(meta(), event).hex("\n", 55) + "\n", encoding="ascii")
    return [tag for tag, _ in missing]


if __name__ == "__main__":
    sys.stdout.writelines(f"{tag}\n" for tag in write_missing())
