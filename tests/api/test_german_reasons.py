"""Whoever sends JSON that does not fit reads in German what is wrong."""

import json
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

import domain
from api.decoding import Malformed, NotACommand, decode_command
from api.german_commands import COMMAND, PARTS
from domain.procedure import AnyCommand

ENGLISH = re.compile(r"\b(Expected|Object|Invalid|malformed|truncated|missing|unknown|got|length|codec)\b")
ID = "00000000-0000-4000-8000-000000000009"
WRONG: list[Any] = [
    None,
    True,
    -1,
    1.5,
    "",
    "x" * 100_001,
    "2023-13-45",
    [],
    ["a", "a"],
    {},
    {"x": 1},
    10**30,
]


def reason(body: bytes) -> str:
    """Why it was refused; nothing where it was not."""
    try:
        decode_command(body)
    except (Malformed, NotACommand) as refused:
        return refused.reason
    return ""


@pytest.mark.parametrize("command", AnyCommand.__args__, ids=lambda each: each.__name__)
def test_no_reason_is_left_in_english(command: type[msgspec.Struct]) -> None:
    told = set()
    for field in msgspec.structs.fields(command):
        for value in WRONG:
            given = {"type": command.__name__, field.encode_name: value}
            others = {each.encode_name: ID for each in msgspec.structs.fields(command) if each.required}
            told.add(reason(json.dumps(others | given).encode()))
    assert not [each for each in told if ENGLISH.search(each)]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b'{"type":"CreateVorlage","file_reference":""}', "erwartet wird ein Text der Länge mindestens 1"),
        (b'{"type":"CreateVorlage","file_reference":1}', "erwartet wird ein Text, nicht eine ganze Zahl"),
        (b'{"type":"CreateVorlage"}', "Das Feld file_reference fehlt"),
        (b'{"type":"Nichts"}', "Der Wert 'Nichts' ist hier nicht vorgesehen"),
        (b'{"type":', "der Inhalt hört mitten darin auf"),
        (b'{"type";', "ab dem Byte 7 passt es nicht"),
        (b'{"type":"\xff"}', "ein Zeichen ist nicht als UTF-8 geschrieben"),
        (b"[]", "erwartet wird ein Objekt, nicht eine Liste"),
    ],
)
def test_a_reason_says_what_is_expected(body: bytes, said: str) -> None:
    assert reason(body) == said


def test_a_moment_is_told_apart_from_a_day() -> None:
    plan = {"type": "PlanSession", "committee": ID, "date": "2023-03-08T17:00:00+01:00"}
    release = {"type": "ReleaseVorlage", "vorlage": ID, "happened_at": "2023-03-08"}
    assert reason(json.dumps(plan).encode()) == "erwartet wird ein Datum ohne Uhrzeit, etwa 2023-03-08"
    assert reason(json.dumps(release).encode()) == "erwartet wird ein Zeitpunkt nach RFC 3339, mit Zeitzone"


def test_whatever_somebody_is_not_entitled_to_is_said_in_german() -> None:
    root = Path(domain.__file__).parent.parent
    sources = [each.read_text() for part in ("domain", "infra") for each in (root / part).rglob("*.py")]
    named = {name for each in sources for name in re.findall(r"NotEntitled\(\s*\"([\w.]+)\"", each)}
    assert "ProposeAmendment.proposer" in named
    assert named <= {*COMMAND, *PARTS}
