"""Names in the query of an address: those that it takes, and no others."""

from tests.serving import Served

NOBODY = "3f0c2f0e-6f5c-4a0e-9b64-0d3c7a1f2b11"


async def test_a_name_that_an_address_does_not_take_is_refused(county: Served) -> None:
    for path, name in (
        (f"/api/vorlagen/{NOBODY}/what-if", "amendment"),
        (f"/api/vorlagen/{NOBODY}/diff", "form"),
        (f"/api/vorlagen/{NOBODY}", "asof"),
        ("/api/vorlagen", "state"),
        ("/api/sessions", "body"),
        ("/api/committees", "as_of"),
        ("/api/me", "purpose"),
        ("/api/overview", "departments"),
    ):
        answer = await county.get("pruefung", path, **{name: "2024-01-01"})
        assert answer.status_code == 400, path
        told = answer.json()
        assert (told["type"], told["title"]) == ("/problems/unknown-parameter", "Unbekannter Parameter")
        assert told["name"] == name
        assert name not in told["known"]


async def test_every_address_takes_what_the_reference_says_of_it(county: Served) -> None:
    document = (await county.get("pruefung", "/schema")).json()
    for path, item in document["paths"].items():
        if not path.startswith("/api/") or "get" not in item:
            continue
        filled = "/".join(NOBODY if part.startswith("{") else part for part in path.split("/"))
        for each in item["get"].get("parameters", ()):
            if each["in"] == "query":
                answer = await county.get("pruefung", filled, **{each["name"]: "1"})
                assert answer.json().__class__ is list or answer.json().get("type") != (
                    "/problems/unknown-parameter"
                ), (path, each["name"])


async def test_a_name_without_a_login_asks_for_the_login_first(county: Served) -> None:
    assert (await county.get(None, "/api/overview", departments="own")).status_code == 401
    assert (await county.get(None, "/api/public/changes", after="0", limit="1")).status_code == 200
    assert (await county.get(None, "/api/public/changes", since="0")).status_code == 400


async def test_probes_may_say_what_they_like(county: Served) -> None:
    assert (await county.get(None, "/health/live", at="12")).status_code == 200
