import json
from uuid import uuid4

from tests.serving import BAU, KREISTAG, Served

NEW = {"type": "CreateVorlage", "file_reference": "2024-1", "subject": "Konzept", "lead_department": BAU}


async def paper(county: Served) -> str:
    return await county.do(
        "fb-bau", "CreateVorlage", file_reference="2024-1", subject="Konzept", lead_department=BAU
    )


async def test_a_command_is_answered_with_its_events_and_the_new_version(county: Served) -> None:
    answer = await county.give("fb-bau", "CreateVorlage", file_reference="2024-1", subject="Konzept")
    assert answer.status_code == 200
    body = answer.json()
    [event] = body["events"]
    assert event["type"] == "VorlageCreated"
    assert event["stream"] == f"vorlagen/{event['id']}"
    assert event["position"] == body["position"]
    assert answer.headers["ETag"] == '"v1"'


async def test_the_same_command_again_gets_the_same_answer_and_happens_once(county: Served) -> None:
    key = str(uuid4())
    first, again = [
        await county.give("fb-bau", "CreateVorlage", key=key, file_reference="1", subject="a") for _ in "ab"
    ]
    assert first.json() == again.json()
    assert first.headers["ETag"] == again.headers["ETag"]
    other = await county.give("fb-bau", "CreateVorlage", key=key, file_reference="1", subject="b")
    assert other.status_code == 422
    assert other.json()["type"] == "/problems/command-id-reused"
    elsewhere = await county.give("fb-finanzen", "CreateVorlage", key=key, file_reference="1", subject="b")
    assert elsewhere.status_code == 200


async def test_a_stale_version_is_refused_and_told_the_current_one(county: Served) -> None:
    id_ = await paper(county)
    seen = await county.get("fb-bau", f"/api/vorlagen/{id_}")
    changed = await county.give(
        "fb-bau", "ChangeHeader", vorlage=id_, subject="Neu", if_match=seen.headers["ETag"]
    )
    assert changed.status_code == 200
    assert changed.headers["ETag"] == '"v2"'
    stale = await county.give("fb-bau", "ChangeHeader", vorlage=id_, subject="x", if_match='"v1"')
    assert stale.status_code == 412
    assert stale.headers["ETag"] == '"v2"'
    assert (await county.read("fb-bau", f"/api/vorlagen/{id_}"))["subject"] == "Neu"
    unread = await county.give("fb-bau", "ChangeHeader", vorlage=id_, subject="x", if_match="v2")
    assert unread.status_code == 422


async def test_a_command_needs_a_key_that_is_a_uuid(county: Served) -> None:
    client = county.client("fb-bau")
    assert (await client.post("/api/commands", json=NEW)).status_code == 400
    answer = await client.post("/api/commands", json=NEW, headers={"Idempotency-Key": "eins"})
    assert answer.status_code == 400
    assert answer.json()["title"] == "Idempotency-Key ungültig"


async def test_header_and_body_must_not_contradict_each_other(county: Served) -> None:
    client, id_ = county.client("fb-bau"), str(uuid4())
    assert (await client.post("/api/commands", json={**NEW, "id": id_})).status_code == 200
    both = await client.post(
        "/api/commands", json={**NEW, "id": id_}, headers={"Idempotency-Key": str(uuid4())}
    )
    assert both.status_code == 422
    versions = await client.post(
        "/api/commands",
        json={**NEW, "if_match": '"v1"'},
        headers={"Idempotency-Key": str(uuid4()), "If-Match": '"v2"'},
    )
    assert versions.status_code == 422


BAD = {
    "unknown type": (422, {"type": "BurnVorlage"}),
    "no type": (422, {"vorlage": KREISTAG}),
    "unknown field": (422, {**NEW, "colour": "red"}),
    "wrong type": (422, {**NEW, "subject": 7}),
    "a date that does not exist": (422, {**NEW, "date": "2023-02-30"}),
    "not a uuid": (422, {**NEW, "lead_department": "fb-bau"}),
    "negative count": (
        422,
        {"type": "RecordVote", "session": KREISTAG, "vote": KREISTAG, "yes": -1, "no": 0, "abstained": 0},
    ),
    "huge count": (
        422,
        {"type": "RecordVote", "session": KREISTAG, "vote": KREISTAG, "yes": 10**40, "no": 0, "abstained": 0},
    ),
    "fraction": (
        422,
        {"type": "RecordVote", "session": KREISTAG, "vote": KREISTAG, "yes": 1.5, "no": 0, "abstained": 0},
    ),
    "true for a count": (
        422,
        {"type": "RecordVote", "session": KREISTAG, "vote": KREISTAG, "yes": True, "no": 0, "abstained": 0},
    ),
    "a time without a zone": (422, {**NEW, "happened_at": "2024-01-01T10:00:00"}),
    "a time to come": (422, {**NEW, "happened_at": "2999-01-01T10:00:00Z"}),
    "the first year": (200, {**NEW, "happened_at": "0001-01-01T00:00:00+00:00"}),
    "before the first year": (200, {**NEW, "happened_at": "0001-01-01T00:00:00+01:00"}),
    "a nul": (422, {**NEW, "subject": "a\0b"}),
    "blank": (422, {**NEW, "subject": "   "}),
    "a list": (422, [NEW]),
    "null": (422, None),
    "no such paper": (404, {"type": "ReleaseVorlage", "vorlage": KREISTAG}),
}


async def test_a_command_that_cannot_be_is_refused_with_its_reason(county: Served) -> None:
    for case, (status, body) in BAD.items():
        head = await county.county.store.head()
        answer = await county.post(
            "fb-bau",
            "/api/commands",
            json.dumps(body).encode(),
            Content_Type="application/json",
            Idempotency_Key=str(uuid4()),
        )
        assert answer.status_code == status, (case, answer.text)
        if status != 200:
            assert answer.headers["Content-Type"] == "application/problem+json"
            assert answer.json()["status"] == status
            assert await county.county.store.head() == head


RAW = {
    "nothing": b"",
    "half": b'{"type": "CreateVorlage"',
    "text": b"hello",
    "not UTF-8": b'{"type": "CreateVorlage", "subject": "\xff\xfe", "file_reference": "1"}',
    "a lone surrogate": b'{"type": "CreateVorlage", "subject": "\\ud800", "file_reference": "1"}',
    "two surrogates of one kind": b'{"type": "ReviseText", "text": "\\ud800\\ud800"}',
    "NaN": b'{"type": "RecordVote", "yes": NaN}',
    "nested deeply": b"[" * 200_000,
    "nested objects": b'{"type":' * 100_000,
    "a deep budget": b'{"type": "RecordBudget", "budget": ' + b'{"a":' * 50_000,
    "two bodies": json.dumps(NEW).encode() * 2,
}


async def test_what_is_no_json_is_refused_as_that(county: Served) -> None:
    for case, body in RAW.items():
        answer = await county.post(
            "fb-bau",
            "/api/commands",
            body,
            Content_Type="application/json",
            Idempotency_Key=str(uuid4()),
        )
        assert answer.status_code in {400, 422}, (case, answer.text)
        assert answer.headers["Content-Type"] == "application/problem+json"


async def test_other_media_types_and_endless_bodies_are_refused(county: Served) -> None:
    key = str(uuid4())
    form = await county.post(
        "fb-bau", "/api/commands", b"type=x", Content_Type="text/plain", Idempotency_Key=key
    )
    assert form.status_code == 415
    large = await county.post(
        "fb-bau",
        "/api/commands",
        b" " * (33 * 1024 * 1024 + 1),
        Content_Type="application/json",
        Idempotency_Key=key,
    )
    assert large.status_code == 413
    assert large.headers["Content-Type"] == "application/problem+json"


async def test_what_one_may_not_see_does_not_exist_and_what_one_may_not_do_is_forbidden(
    county: Served,
) -> None:
    id_ = await paper(county)
    for login in ("fremd", "admin", "mitglied", "sachbearbeitung"):
        wanted = 403 if login == "sachbearbeitung" else 404
        answer = await county.give(login, "ReleaseVorlage", vorlage=id_)
        assert answer.status_code == wanted, login
    assert (await county.give("pruefung", "ReleaseVorlage", vorlage=id_)).status_code == 403
    wrong_state = await county.give("landrat", "ReleaseVorlage", vorlage=id_)
    assert wrong_state.status_code == 409
    assert wrong_state.json()["allowed"] == ["cosigning", "revised"]


async def test_unknown_addresses_and_methods_are_problems_too(county: Served) -> None:
    for method, path, status in (
        ("GET", "/api/nothing", 404),
        ("DELETE", "/api/commands", 405),
        ("GET", "/", 404),
        ("PUT", f"/api/vorlagen/{KREISTAG}", 405),
    ):
        answer = await county.client("fb-bau").request(method, path)
        assert answer.status_code == status
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    allowed = await county.client("fb-bau").request("DELETE", "/api/commands")
    assert "POST" in allowed.headers.get("Allow", "")
