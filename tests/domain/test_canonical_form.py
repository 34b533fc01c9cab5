"""What `docs/canonical-form.md` says is what the code does, and enough to do it again without the code."""

import json
import re
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple
from unicodedata import normalize

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.vorlage.editions.content import Content, MeasureContent, amendment_hash
from domain.vorlage.events.budget import Budget

PAGE = Path(__file__).parents[2] / "docs" / "canonical-form.md"
EMPTY: dict[str, object] = {
    "accounts": None,
    "appropriation": None,
    "cover": [],
    "finance_check": None,
    "need": None,
    "posting": None,
    "proof_required": None,
    "spending": None,
}
EMPTY_ACCOUNT = dict.fromkeys(("account", "appropriation", "name", "need", "used"))
EMPTY_COVER = dict.fromkeys(("account", "amount", "kind"))


class Vector(NamedTuple):
    """One vector of the page."""

    title: str
    given: dict[str, Any]
    canonical: bytes
    hashes: dict[str, str]


def vectors() -> list[Vector]:
    """The vectors of the page."""
    found = []
    for part in PAGE.read_text(encoding="utf-8").split("\n### ")[1:]:
        blocks = dict(re.findall(r"^```(json|canonical|hashes)\n(.*?)^```$", part, re.DOTALL | re.MULTILINE))
        hashes = dict(line.rsplit(" ", 1) for line in blocks["hashes"].splitlines())
        canonical = blocks.get("canonical", "").encode()
        found.append(Vector(part.partition("\n")[0], json.loads(blocks["json"]), canonical, hashes))
    return found


PAPERS = [vector for vector in vectors() if vector.canonical]
MOTIONS = [vector for vector in vectors() if not vector.canonical]


def content(vector: Vector) -> Content:
    """What the domain makes of a vector."""
    return msgspec.convert({**vector.given, "salt": bytes.fromhex(vector.given["salt"])}, Content)


def by_the_page(paper: dict[str, Any]) -> dict[str, bytes]:
    """The framed sections of a paper, made from what the page says and nothing else."""
    budget = {**EMPTY, **paper["budget"]}
    if budget["accounts"] is not None:
        budget["accounts"] = [EMPTY_ACCOUNT | each for each in budget["accounts"]]
    budget["cover"] = [EMPTY_COVER | each for each in budget["cover"]]
    bodies = {name: paper[name] for name in ("subject", "proposed_resolution", "reasons")}
    bodies |= {f"measures/{each['id']}": canonical_json(each) for each in paper["measures"]}
    bodies["budget"] = canonical_json(budget)
    bodies |= {f"attachments/{each['id']}": canonical_json(each) for each in paper["attachments"]}
    return {name: framed(name, body) for name, body in bodies.items()}


def canonical_json(value: dict[str, Any]) -> str:
    """JSON as the page describes it."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def framed(name: str, body: str) -> bytes:
    """A section as the page describes it."""
    composed = normalize("NFC", body).encode()
    return f"{name} {len(composed)}\n".encode() + composed + b"\n"


def test_the_page_has_vectors() -> None:
    assert (len(PAPERS), len(MOTIONS)) == (2, 2)


@pytest.mark.parametrize("vector", PAPERS, ids=lambda vector: vector.title)
def test_the_code_gives_the_bytes_and_hashes_of_the_page(vector: Vector) -> None:
    found = content(vector)
    assert found.canonical() == vector.canonical
    assert {"content": found.hash(), **found.section_hashes()} == vector.hashes
    assert list(found.section_hashes()) == list(vector.hashes)[1:]


@pytest.mark.parametrize("vector", PAPERS, ids=lambda vector: vector.title)
def test_the_bytes_and_hashes_can_be_made_from_the_page_alone(vector: Vector) -> None:
    salt = vector.given["salt"].encode() + b"\n"
    sections = by_the_page(vector.given)
    whole = salt + b"".join(sections.values())
    assert whole == vector.canonical
    hashes = {name: sha256(salt + section).hexdigest() for name, section in sections.items()}
    assert {"content": sha256(whole).hexdigest(), **hashes} == vector.hashes


@pytest.mark.parametrize("vector", MOTIONS, ids=lambda vector: vector.title)
def test_the_hash_of_a_motion_is_that_of_the_page(vector: Vector) -> None:
    motion = vector.given
    salt = bytes.fromhex(motion["salt"])
    document = motion.get("document") or f"measures/{motion['measure']}"
    made = amendment_hash(salt, document, motion["old"], motion["new"], motion.get("start"))
    assert made == vector.hashes["motion"]
    whole = motion["salt"].encode() + b"\n"
    names = [each for each in ("measure", "document", "start", "old", "new") if each in motion]
    whole += b"".join(framed(name, str(motion[name])) for name in names)
    assert sha256(whole).hexdigest() == vector.hashes["motion"]


def test_the_page_names_every_key_of_the_json() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for name in (*Budget.__struct_fields__, *MeasureContent.__struct_fields__):
        assert f"`{name}`" in page


@given(reasons=st.text(max_size=20), other=st.text(max_size=20))
def test_papers_have_the_same_bytes_only_if_they_read_the_same(reasons: str, other: str) -> None:
    def bytes_of(text: str) -> bytes:
        paper = {**PAPERS[0].given, "salt": b"", "reasons": text}
        return msgspec.convert(paper, Content).canonical()

    same = normalize("NFC", reasons) == normalize("NFC", other)
    assert (bytes_of(reasons) == bytes_of(other)) is same


def test_a_text_cannot_pretend_to_be_the_next_section() -> None:
    honest = {**PAPERS[0].given, "salt": b"", "proposed_resolution": "a", "reasons": "b"}
    forged = {**honest, "proposed_resolution": "a\nreasons 1\nb", "reasons": ""}
    assert msgspec.convert(honest, Content).hash() != msgspec.convert(forged, Content).hash()
