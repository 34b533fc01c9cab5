from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from tests.serving import Served

OURS = (Path(__file__).parents[2] / "docs" / "examples" / "vorlage.md").read_bytes()


async def test_a_paper_becomes_a_vorlage_as_it_is_printed(county: Served) -> None:
    answer = await county.import_paper("kreistagsbuero", OURS)
    assert answer.status_code == httpx.codes.CREATED
    id_ = answer.json()["id"]
    assert answer.headers["Location"] == f"/api/vorlagen/{id_}"
    assert answer.json()["warnings"] == []
    seen = await county.read("kreistagsbuero", f"/api/vorlagen/{id_}")
    assert seen["file_reference"] == "2024-00317"
    assert seen["lead_department_id"] is not None
    assert [each["committee"] for each in seen["consultations"]] == ["Kreisausschuss", "Kreistag"]
    assert all(each["committee_id"] for each in seen["consultations"])
    assert [each["yes"] for each in seen["consultations"]] == [None, None]
    for measure in seen["measures"]:
        [change] = measure["amendments"]
        assert change["cause"] is None
        assert measure["text"] == change["new"] != change["old"]
    assert seen["budget"]["proof_required"] is None
    assert seen["editions"] == []
    assert seen["imported"] is True


@pytest.mark.each_store
async def test_an_import_with_the_same_key_is_answered_with_the_same_vorlage(county: Served) -> None:
    key = str(uuid4())
    first, again = [await county.import_paper("kreistagsbuero", OURS, key) for _ in "ab"]
    assert first.json() == again.json()
    assert len(await county.read("kreistagsbuero", "/api/vorlagen")) == 1
    other = await county.import_paper("kreistagsbuero", OURS.replace(b"00317", b"00318"), key)
    assert other.status_code == 422


async def test_what_cannot_be_read_is_named_with_its_line_and_nothing_is_stored(county: Served) -> None:
    head = await county.county.store.head()
    answer = await county.import_paper("kreistagsbuero", OURS.replace(b"11.09.2024", b"31.02.2024"))
    assert answer.status_code == 422
    [problem] = answer.json()["problems"]
    line = next(n for n, each in enumerate(OURS.splitlines(), 1) if each.startswith(b"Kreisausschuss"))
    assert problem["line"] == line
    for content in (b"", b"\x00\xff" * 100, b"# Einkaufszettel", b"\xff\xfe"):
        assert (await county.import_paper("kreistagsbuero", content)).status_code == 422
    assert await county.county.store.head() == head


async def test_names_that_nobody_knows_are_kept_and_warned_of(county: Served) -> None:
    paper = OURS.replace(b"\nKreisausschuss\t", b"\nJagdbeirat\t").replace(
        "Bereich: Kreistagsbüro".encode(), b"Bereich: Forstamt"
    )
    answer = await county.import_paper("kreistagsbuero", paper)
    assert answer.status_code == httpx.codes.CREATED
    lines = paper.decode().splitlines()
    found = {each["line"]: each["message"] for each in answer.json()["warnings"]}
    assert lines[min(found) - 1].endswith("Forstamt")
    assert lines[max(found) - 1].startswith("Jagdbeirat")
    assert "Jagdbeirat" in found[max(found)]


async def test_an_import_needs_the_right_to_create_a_key_and_a_text(county: Served) -> None:
    assert (await county.import_paper("schriftfuehrung", OURS)).status_code == 403
    path, key = "/api/vorlagen/import", str(uuid4())
    post = county.post
    assert (await post("fb-bau", path, OURS, Content_Type="text/plain")).status_code == 400
    json = await post("fb-bau", path, b"{}", Content_Type="application/json", Idempotency_Key=key)
    assert json.status_code == 415
    large = b"x" * (2 * 1024 * 1024 + 1)
    too_large = await post("fb-bau", path, large, Content_Type="text/plain", Idempotency_Key=key)
    assert too_large.status_code == 413
    early = await post(
        "fb-bau",
        f"{path}?happened_at=2024-08-15T10:00:00%2B02:00",
        OURS,
        Content_Type="text/markdown; charset=utf-8",
        Idempotency_Key=key,
    )
    assert early.status_code == httpx.codes.CREATED
    for bad in ("gestern", "2024-08-15T10:00:00"):
        answer = await post(
            "fb-bau", f"{path}?happened_at={bad}", OURS, Content_Type="text/plain", Idempotency_Key=key
        )
        assert answer.status_code == 422
