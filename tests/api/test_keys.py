"""Keys of a command's JSON, each once; and the key that a command is known by, which belongs to a person."""

import json
from uuid import uuid4

import pytest

from api.decoding import KeyTwice, decode_command
from tests.serving import Served

NOBODY = "3f0c2f0e-6f5c-4a0e-9b64-0d3c7a1f2b11"
COMMAND = '"type": "CreateVorlage", "file_reference": "2024-00317", "subject": "Radwege"'


@pytest.mark.parametrize(
    ("body", "key"),
    [
        (f'{{{COMMAND}, "subject": "Straßen"}}', "subject"),
        (f'{{{COMMAND}, "\\u0073ubject": "Straßen"}}', "subject"),
        (f'{{{COMMAND}, "type": "CreateVorlage"}}', "type"),
        (
            (
                '{"type": "RecordBudget", "budget": {"accounts":'
                ' [{"account": "1", "need": "1.00", "need": "2.00"}]}'
                f', "vorlage": "{NOBODY}"}}'
            ),
            "need",
        ),
    ],
)
def test_a_key_that_comes_twice_is_refused(body: str, key: str) -> None:
    with pytest.raises(KeyTwice) as refused:
        decode_command(body.encode())
    assert refused.value.key == key


def test_the_same_key_in_two_objects_is_none_that_comes_twice() -> None:
    line = {"account": "1", "name": "A", "appropriation": "1.00", "used": None, "need": "2.00"}
    command = {"type": "RecordBudget", "vorlage": NOBODY, "budget": {"accounts": [line, line]}}
    decode_command(json.dumps(command).encode())


async def test_a_key_that_comes_twice_is_told_in_german(county: Served) -> None:
    body = f'{{{COMMAND}, "subject": "Straßen"}}'.encode()
    answer = await county.post(
        "kreistagsbuero", "/api/commands", body, Content_Type="application/json", Idempotency_Key=str(uuid4())
    )
    assert answer.status_code == 400
    assert answer.json()["title"] == "Schlüssel mehrfach"
    assert answer.json()["key"] == "subject"


async def test_the_id_of_a_command_belongs_to_a_person(county: Served) -> None:
    key = str(uuid4())
    first, again, other = [
        await county.give(login, "CreateVorlage", key=key, file_reference="2024-00317", subject="Radwege")
        for login in ("fb-bau", "fb-bau", "fb-finanzen")
    ]
    assert first.json() == again.json()
    assert other.status_code == 200
    assert other.json()["events"][0]["stream"] != first.json()["events"][0]["stream"]
    key_of = (await county.read("fb-bau", "/schema"))["paths"]["/api/commands"]["post"]["parameters"]
    told = next(each["description"] for each in key_of if each["name"] == "Idempotency-Key")
    assert "unter einer anderen Anmeldung ist dieselbe Kennung ein anderer Befehl" in told
