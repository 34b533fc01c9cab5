import datetime as dt
from collections.abc import Callable

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from infra.identity import AccountExists, NoAccount
from infra.identity.accounts import BadLogin, BadPassword
from infra.identity.attempts import PER_ADDRESS, PER_LOGIN, PER_PAIR, Attempts, TooManyAttempts
from infra.identity.identity import COOKIES
from tests.collaboration.editors import Editor
from tests.serving import BAU, PASSWORD, SERVICE_KEY, Served, person


async def log_in(county: Served, login: str, password: str, **headers: str) -> httpx.Response:
    async with httpx.AsyncClient(base_url=county.address) as browser:
        return await browser.post("/api/login", json={"login": login, "password": password}, headers=headers)


async def test_whoever_logs_in_gets_a_cookie_that_scripts_and_other_pages_cannot_use(county: Served) -> None:
    answer = await log_in(county, "fb-bau", PASSWORD)
    assert answer.status_code == 200
    assert answer.json() == {
        "id": person("fb-bau"),
        "login": "fb-bau",
        "name": "Frau Fb-Bau",
        "roles": ["department", "head"],
        "departments": [{"id": BAU, "name": "Fachbereich Bau", "finance": False}],
        "deputy_for": [],
    }
    cookie = answer.headers["Set-Cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "secure" not in cookie


async def test_behind_https_the_cookie_is_secure(county: Served) -> None:
    answer = await log_in(county, "fb-bau", PASSWORD, **{"X-Forwarded-Proto": "https"})
    assert "secure" in answer.headers["Set-Cookie"].lower()


async def test_a_wrong_password_and_an_unknown_login_are_told_the_same(county: Served) -> None:
    wrong, unknown = await log_in(county, "fb-bau", "falsch"), await log_in(county, "niemand", "falsch")
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json() == unknown.json()
    assert (await log_in(county, "kommandozeile", "falsch")).status_code == 401


async def test_after_too_many_failures_even_the_right_password_has_to_wait(county: Served) -> None:
    for _ in range(PER_PAIR):
        assert (await log_in(county, "fb-bau", "falsch")).status_code == 401
    refused = await log_in(county, "fb-bau", PASSWORD)
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    assert (await log_in(county, "landrat", PASSWORD)).status_code == 200


async def test_whoever_guesses_a_password_elsewhere_does_not_lock_its_owner_out(county: Served) -> None:
    elsewhere = {"X-Forwarded-For": "192.0.2.7"}
    for _ in range(PER_PAIR):
        await log_in(county, "fb-bau", "falsch", **elsewhere)
    assert (await log_in(county, "fb-bau", PASSWORD, **elsewhere)).status_code == 429
    assert (await log_in(county, "fb-bau", PASSWORD)).status_code == 200


def test_failures_are_bounded_for_a_pair_an_address_and_a_login() -> None:
    tries = (
        (PER_PAIR, "a", "x"),
        (PER_ADDRESS, "login {}", "x"),
        (PER_LOGIN, "a", "address {}"),
    )
    for most, login, address in tries:
        attempts = Attempts(lambda: 0.0, list[bytes]().append)
        for number in range(most):
            attempts.begin(login.format(number), address.format(number))
        with pytest.raises(TooManyAttempts):
            attempts.begin(login.format(most), address.format(most))


async def test_a_person_has_so_many_cookies_and_one_more_ends_the_oldest(county: Served) -> None:
    identity = county.county.identity
    cookies = [(await identity.log_in("fb-bau", PASSWORD, "x"))[1] for _ in range(COOKIES + 1)]
    assert await identity.by_cookie(cookies[0]) is None
    assert await identity.by_cookie(cookies[1]) is not None
    assert await identity.by_cookie(cookies[-1]) is not None


async def test_logging_out_ends_the_cookie_on_the_server(county: Served) -> None:
    token = (await log_in(county, "fb-bau", PASSWORD)).cookies["vorlagenwerk"]
    async with httpx.AsyncClient(base_url=county.address, cookies={"vorlagenwerk": token}) as browser:
        assert (await browser.get("/api/me")).status_code == 200
        assert (await browser.post("/api/logout")).status_code == 204
    async with httpx.AsyncClient(base_url=county.address, cookies={"vorlagenwerk": token}) as thief:
        assert (await thief.get("/api/me")).status_code == 401


async def test_a_page_of_another_origin_cannot_use_the_cookie(county: Served) -> None:
    token = (await log_in(county, "kreistagsbuero", PASSWORD)).cookies["vorlagenwerk"]
    async with httpx.AsyncClient(base_url=county.address, cookies={"vorlagenwerk": token}) as browser:
        for headers in (
            {"Origin": "https://elsewhere.example"},
            {"Origin": "null"},
            {"Sec-Fetch-Site": "cross-site"},
        ):
            refused = await browser.post("/api/logout", headers=headers)
            assert refused.status_code == 403
        assert (await browser.post("/api/logout", headers={"Origin": county.address})).status_code == 204
    assert (await log_in(county, "fb-bau", PASSWORD, Origin="https://elsewhere.example")).status_code == 403


@pytest.mark.each_store
async def test_a_disabled_account_ends_at_once_with_its_cookies_and_tokens(county: Served) -> None:
    token = (await log_in(county, "fb-bau", PASSWORD)).cookies["vorlagenwerk"]
    await county.county.identity.disable("fb-bau")
    async with httpx.AsyncClient(base_url=county.address, cookies={"vorlagenwerk": token}) as browser:
        assert (await browser.get("/api/me")).status_code == 401
    assert (await county.get("fb-bau", "/api/me")).status_code == 401
    assert (await log_in(county, "fb-bau", PASSWORD)).status_code == 401
    await county.county.identity.disable("fb-bau", disabled=False)
    assert (await county.get("fb-bau", "/api/me")).status_code == 401


async def test_a_token_ends_when_it_was_said_to(county: Served) -> None:
    identity = county.county.identity
    short = await identity.issue_token("fb-bau", lasts=dt.timedelta(seconds=-1))
    assert await identity.by_token(short) is None
    lasting = await identity.issue_token("fb-bau", lasts=dt.timedelta(hours=1))
    who = await identity.by_token(lasting)
    assert who is not None
    assert who.login == "fb-bau"


async def test_the_store_keeps_neither_passwords_nor_tokens(county: Served) -> None:
    await log_in(county, "fb-bau", PASSWORD)
    rows = await county.county.store.read(
        lambda db: [
            *db.execute("SELECT token_hash FROM tokens"),
            *db.execute("SELECT token_hash FROM logins"),
            *db.execute("SELECT password_hash FROM accounts"),
        ]
    )
    kept = {row[0] if isinstance(row[0], bytes) else row[0].encode() for row in rows}
    assert not any(token.encode() in kept for token in county.tokens.values())
    assert not any(PASSWORD.encode() in each for each in kept)
    assert all(each.startswith(b"$argon2id$") for each in kept if len(each) != 32)


async def test_nobody_reads_anything_but_what_is_public(county: Served) -> None:
    paths = (
        "/api/me",
        f"/api/vorlagen/{BAU}",
        f"/api/sessions/{BAU}",
        f"/api/vorlagen/{BAU}/texts",
        "/api/departments",
        "/api/events",
        "/api/access-log",
    )
    for path in paths:
        answer = await county.get(None, path)
        assert answer.status_code == 401, path
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.headers["Cache-Control"] == "no-store"
    for path in ("/api/vorlagen", "/api/sessions", "/api/public/changes"):
        assert (await county.get(None, path)).json() == []
    for path in ("/health/live", "/health/ready", "/schema", "/schema/ui", "/schema/style.css"):
        assert (await county.get(None, path)).status_code == 200, path
    stranger = await county.client(None).get("/api/me", headers={"Authorization": "Bearer made-up"})
    assert stranger.status_code == 401


async def test_the_command_line_may_stand_in_for_a_login(county: Served) -> None:
    headers = {"Authorization": f"Bearer {SERVICE_KEY}"}
    itself = await county.client(None).get("/api/me", headers=headers)
    assert itself.json()["login"] == "kommandozeile"
    acting = await county.client(None).get("/api/me", headers={**headers, "Vorlagenwerk-As": "landrat"})
    assert acting.json()["id"] == person("landrat")
    nobody = await county.client(None).get("/api/me", headers={**headers, "Vorlagenwerk-As": "niemand"})
    assert nobody.status_code == 409


async def test_an_account_needs_a_login_of_its_own_and_a_password_of_some_length(county: Served) -> None:
    identity = county.county.identity
    for login, password, error in (
        ("fb-bau", None, AccountExists),
        ("kommandozeile", None, AccountExists),
        ("Mit Leerzeichen", None, BadLogin),
        ("neu", "zu kurz", BadPassword),
    ):
        with pytest.raises(error):
            await identity.add_account(login, "Frau Neu", password)
    with pytest.raises(NoAccount):
        await identity.issue_token("niemand")


async def test_another_password_ends_the_cookies_that_the_old_one_gave(county: Served) -> None:
    token = (await log_in(county, "fb-bau", PASSWORD)).cookies["vorlagenwerk"]
    await county.county.identity.set_password("fb-bau", "ein ganz anderes")
    assert await county.county.identity.by_cookie(token) is None
    assert (await log_in(county, "fb-bau", PASSWORD)).status_code == 401
    assert (await log_in(county, "FB-Bau ", "ein ganz anderes")).status_code == 200


async def test_a_socket_with_a_cookie_must_come_from_our_own_page(county: Served) -> None:
    token = (await log_in(county, "fb-bau", PASSWORD)).cookies["vorlagenwerk"]
    address = county.address.replace("http", "ws") + "/live"
    cookie = {"Cookie": f"vorlagenwerk={token}"}
    async with connect(
        address, additional_headers={**cookie, "Origin": "https://elsewhere.example"}
    ) as foreign:
        with pytest.raises(ConnectionClosed) as closed:
            await foreign.recv()
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 4401
    async with connect(address, additional_headers={**cookie, "Origin": county.address}) as own:
        await own.send("{}")
        assert "problem" in await own.recv()


def test_whoever_goes_from_node_to_node_has_no_more_tries() -> None:
    nodes: list[Attempts] = []

    def saying(number: int) -> Callable[[bytes], None]:
        def say(word: bytes) -> None:
            for each in nodes[:number] + nodes[number + 1 :]:
                each.hear(word)

        return say

    nodes += [Attempts(lambda: 0.0, saying(number)) for number in range(3)]
    for number in range(PER_PAIR):
        nodes[number % 3].begin("landrat", "10.0.0.1")
    for node in nodes:
        with pytest.raises(TooManyAttempts):
            node.begin("landrat", "10.0.0.1")
    # Who knows the password after all is forgiven everywhere, and what is no attempt is passed over.
    nodes[0].succeeded("landrat", "10.0.0.1")
    nodes[1].hear(b"\xc1")
    for node in nodes:
        node.begin("landrat", "10.0.0.1")


def test_what_is_remembered_of_attempts_does_not_grow_with_what_was_typed() -> None:
    told: list[bytes] = []
    attempts = Attempts(lambda: 0.0, told.append)
    for number in range(50):
        attempts.begin("x" * 60_000 + str(number), "10.0.0.1")
    assert max(map(len, told)) < 100
    assert {len(key) for key in attempts._failures} == {16}


async def test_whoever_logs_out_adds_nothing_more_to_a_text_that_is_still_open(county: Served) -> None:
    paper = await county.do(
        "fb-bau", "CreateVorlage", file_reference="2024-1", subject="Radwege", lead_department=BAU
    )
    room = f"{county.address.replace('http', 'ws')}/collab/vorlagen/{paper}/reasons"
    token = (await log_in(county, "fb-bau", PASSWORD)).cookies["vorlagenwerk"]
    cookie = {"Cookie": f"vorlagenwerk={token}", "Origin": county.address}
    async with (
        connect(room, additional_headers=cookie) as socket,
        connect(f"{room}?token={county.tokens['kreistagsbuero']}") as other,
        httpx.AsyncClient(base_url=county.address, cookies={"vorlagenwerk": token}) as browser,
    ):
        one, two = Editor(socket), Editor(other)
        await one.sync()
        await two.sync()
        await one.insert(0, "bis hier")
        await two.reads("bis hier")
        assert (await browser.post("/api/logout")).status_code == 204
        await one.insert(8, " und weiter")
        assert await one.closed() == 4401
        await two.insert(8, ".")
        await two.reads("bis hier.")
        await two.leave()
