"""Kills a real server in the middle of everything, again and again, and counts what is lost.

`python -m tests.machines.kill --rounds N --seed S`: commands, co-editing, a roll call and imports at the same
time; kill -9 at a random moment; then everything that was acknowledged or seen has to be there.
"""

import argparse
import asyncio
import random
import shutil
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, get_args
from uuid import UUID, uuid5

import httpx
from msgspec import Struct, field
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from domain.events import AnyEvent
from domain.vorlage.events.drafting import TextRevised
from infra.demo.people import BAUAUSSCHUSS, BUILDER, CARER, CLERK, OFFICE, SEATED, TREASURER
from infra.demo.story import COUNCIL_ITEM, COUNCIL_SITTING, PLAYGROUNDS
from tests.machines.conftest import Server
from tests.machines.writers import TOKEN, ManyWriter, Writer

PAPER = Path(__file__).parents[2] / "docs" / "examples" / "vorlage.md"
SPACE = UUID("d5f4f2b8-55c1-4a53-9d0a-9f4a7d1e6c10")
WRITERS = (BUILDER, TREASURER, CARER)
KNOWN = frozenset(each.__name__ for each in get_args(AnyEvent))
GONE = (httpx.TransportError, OSError, WebSocketException)
"""What a client meets when its server is killed."""
OK, CREATED, CONFLICT = 200, 201, 409
PATIENCE = 60.0


class Order(Struct):
    """A request that changes something, and its answer if one came."""

    login: str
    path: str
    key: str
    body: Any
    answer: Any = None


class Round(Struct):
    """What clients did between a start and a kill."""

    orders: list[Order] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    typed: int = 0
    synced: int = 0
    """Words of which a client of `/hocuspocus` was told that they are durable."""
    text_commands: int = 0

    @property
    def acknowledged(self) -> list[Order]:
        """What was answered."""
        return [each for each in self.orders if each.answer is not None]


class Tally(Struct):
    """What came of all rounds."""

    rounds: int = 0
    acknowledged: int = 0
    unanswered: int = 0
    imports: int = 0
    typed: int = 0
    synced: int = 0
    seen: int = 0
    lost: int = 0
    revisions: int = 0
    faults: list[str] = field(default_factory=list)

    def fault(self, message: str, lost: int = 0) -> None:
        """Note that something is wrong."""
        self.lost += lost
        self.faults.append(f"round {self.rounds}: {message}")


class Clients:
    """Everybody who works with the county."""

    def __init__(self, address: str, cookies: dict[str, str], chance: random.Random, number: int) -> None:
        self.address = address
        self.cookies = cookies
        self.chance = chance
        self.number = number
        self.round = Round()
        self.http = {
            login: httpx.AsyncClient(
                base_url=f"http://{address}",
                headers=headers_of(cookie, address),
                timeout=PATIENCE,
            )
            for login, cookie in cookies.items()
        }

    async def close(self) -> None:
        """Hang up."""
        for each in self.http.values():
            await each.aclose()

    def room(self, login: str, kind: type[Writer] = Writer) -> connect:
        """Open the text that all write in, or a socket for it."""
        headers = headers_of(self.cookies[login], self.address)
        return connect(f"ws://{self.address}{kind.PATH}", max_size=None, additional_headers=headers)

    def new_key(self) -> str:
        """An idempotency key that the seed decides."""
        return str(UUID(int=self.chance.getrandbits(128), version=4))

    async def send(self, order: Order) -> httpx.Response:
        """Send a request as it is, for the first time or again."""
        http = self.http[order.login]
        headers = {"Idempotency-Key": order.key}
        if isinstance(order.body, str):
            headers["Content-Type"] = "text/markdown"
            return await http.post(order.path, content=order.body.encode(), headers=headers)
        return await http.post(order.path, json=order.body, headers=headers)

    async def order(self, login: str, path: str, body: Any) -> Any:
        """Send a request and keep its answer; None when a rule refuses it."""
        order = Order(login, path, self.new_key(), body)
        self.round.orders.append(order)
        answer = await self.send(order)
        if answer.status_code not in {OK, CREATED}:
            self.round.orders.remove(order)
            if answer.status_code != CONFLICT:  # such as text that did not change
                raise AssertionError(answer.text)
            return None
        order.answer = answer.json()
        return order.answer

    async def give(self, login: str, type_: str, **fields: Any) -> Any:
        """Give a command."""
        return await self.order(login, "/api/commands", {"type": type_, **fields})

    async def read(self, path: str, **query: Any) -> Any:
        """Read as the auditor."""
        answer = await self.http["pruefung"].get(path, params=query)
        assert answer.status_code == OK, answer.text
        return answer.json()

    # -- what they do ------------------------------------------------------------------------------

    async def make_papers(self) -> None:
        """Create papers and remark on their stations, one after the other."""
        count = 0
        while True:
            count += 1
            created = await self.give(
                "kreistagsbuero",
                "CreateVorlage",
                file_reference=f"{self.number}-{count}",
                subject="Unterbrochen",
            )
            paper = created["events"][0]["id"]
            station = await self.give(
                "kreistagsbuero", "AddConsultation", vorlage=paper, committee_name=BAUAUSSCHUSS.name
            )
            remarked = station["events"][0]["id"]
            for turn in range(3):
                await self.give(
                    "kreistagsbuero",
                    "RemarkConsultation",
                    vorlage=paper,
                    consultation=remarked,
                    remark=f"Stand {turn}",
                )

    async def change_header(self, login: str) -> None:
        """Several change the same paper."""
        count = 0
        while True:
            count += 1
            reference = f"{login} {self.number}-{count}"
            await self.give(login, "ChangeHeader", vorlage=PLAYGROUNDS, number=reference)

    async def revise(self) -> None:
        """Rewrite one text and freeze the paper while others type in another one; both seal what is typed."""
        count = 0
        while True:
            count += 1
            self.round.text_commands += 1
            mark = f"{self.number}-{count}"
            text = f"Der Kreistag beschließt den Stand {mark}."
            await self.give(
                "fb-bau", "ReviseText", vorlage=PLAYGROUNDS, document="proposed_resolution", text=text
            )
            await asyncio.sleep(0.1)
            self.round.text_commands += 1
            await self.give("fb-bau", "FreezeEdition", vorlage=PLAYGROUNDS, label=f"Fassung {mark}")
            await asyncio.sleep(0.1)

    async def call_the_roll(self) -> None:
        """A clerk enters roll calls, ballot after ballot."""
        clerk = CLERK.login
        while True:
            opened = await self.give(
                clerk,
                "OpenVote",
                session=COUNCIL_SITTING,
                item=COUNCIL_ITEM,
                about="procedural",
                kind="roll_call",
            )
            vote = opened["events"][0]["id"]
            for member in SEATED:
                choice = self.chance.choice(["yes", "yes", "no", "abstained"])
                await self.give(
                    clerk, "RecordBallot", session=COUNCIL_SITTING, vote=vote, member=member, choice=choice
                )
            await self.give(clerk, "RecordVote", session=COUNCIL_SITTING, vote=vote, not_voting=0)
            await self.give(clerk, "DeclareVote", session=COUNCIL_SITTING, vote=vote)

    async def import_papers(self) -> None:
        """Import one paper after the other."""
        paper = PAPER.read_text(encoding="utf-8")
        count = 0
        while True:
            count += 1
            body = paper.replace("2024-00317", f"2024-{self.number:03}{count:04}")
            await self.order("kreistagsbuero", "/api/vorlagen/import", body)

    async def write(self, login: str, kind: type[Writer]) -> None:
        """Type into the one text."""
        name = f"{login.removeprefix('fb-')}{kind.MARK}x{self.number}"
        async with self.room(login, kind) as socket:
            writer = kind(socket, name)
            try:
                await writer.sync()
                while writer.code is None:
                    await writer.word(self.chance)
                    await asyncio.sleep(self.chance.uniform(0, 0.01))
            finally:
                self.round.typed += len(writer.ends)
                await writer.leave()
                self.round.seen |= writer.seen()
                self.round.synced += len(writer.synced_words())

    async def work(self) -> list[asyncio.Task[None]]:
        """Let everybody work until the server is gone."""
        jobs = [
            self.make_papers(),
            self.change_header("kreistagsbuero"),
            self.change_header("fb-bau"),
            self.revise(),
            self.call_the_roll(),
            self.import_papers(),
            *(self.write(each.login, kind) for each in WRITERS for kind in (Writer, ManyWriter)),
        ]
        return [asyncio.create_task(each) for each in jobs]

    async def prepare_session(self) -> None:
        """Bring the sitting to where a roll can be called, from wherever the kill left it."""
        clerk, session = CLERK.login, COUNCIL_SITTING
        seen = await self.read(f"/api/sessions/{session}")
        if seen["status"] == "summoned":
            await self.give(clerk, "RecordArrival", session=session, members=list(SEATED))
            await self.give(clerk, "OpenSession", session=session)
            await self.give(clerk, "CallItem", session=session, item=COUNCIL_ITEM)
        for vote in (vote for item in seen["agenda"] for vote in item["votes"]):
            if vote["status"] == "opened":
                await self.give(clerk, "CancelVote", session=session, vote=vote["id"], reason="Unterbrechung")
            elif vote["status"] == "counted":
                await self.give(clerk, "DeclareVote", session=session, vote=vote["id"])


class Checks:
    """What has to be there after a kill."""

    def __init__(self, clients: Clients, done: Round, tally: Tally) -> None:
        self.clients = clients
        self.done = done
        self.tally = tally

    async def all(self) -> None:
        """Check everything."""
        log = await self._log()
        await self._acknowledged(log)
        self._shape(log)
        await self._imports(log)
        await self._texts()
        await self._unanswered()

    async def _log(self) -> list[Any]:
        log: list[Any] = []
        while page := await self.clients.read("/api/events", after=len(log), limit=1_000):
            log += page
        return log

    async def _acknowledged(self, log: list[Any]) -> None:
        """Every answer is given again, and the log has what it names."""
        places = {each["position"]: (each["stream"], each["type"]) for each in log}

        async def again(order: Order) -> None:
            answer = await self.clients.send(order)
            if answer.status_code not in {OK, CREATED} or answer.json() != order.answer:
                self.tally.fault(f"{order.body} was answered {order.answer}, now {answer.text}", lost=1)
            for event in order.answer.get("events", ()):
                if places.get(event.get("position", order.answer["position"])) is None:
                    self.tally.fault(f"position of {event} is not in the log", lost=1)
                elif "position" in event and places.get(event["position"]) != (
                    event["stream"],
                    event["type"],
                ):
                    self.tally.fault(f"{event} is another event in the log", lost=1)

        await in_groups(again, self.done.acknowledged)
        self.tally.acknowledged += len(self.done.acknowledged)

    async def _unanswered(self) -> None:
        """What got no answer is done or not; given again, it is done once."""
        for order in [each for each in self.done.orders if each.answer is None]:
            self.tally.unanswered += 1
            first, second = await self.clients.send(order), await self.clients.send(order)
            same = first.status_code == second.status_code and first.json() == second.json()
            if first.status_code in {OK, CREATED} and not same:
                self.tally.fault(f"{order.body} was answered {first.text}, then {second.text}")

    def _shape(self, log: list[Any]) -> None:
        """Positions have no gap, types are known, and key strokes are not in it."""
        if [each["position"] for each in log] != list(range(1, len(log) + 1)):
            self.tally.fault("the log has gaps")
        if unknown := {each["type"] for each in log} - KNOWN:
            self.tally.fault(f"unknown events: {unknown}")
        revisions = sum(
            each["type"] == TextRevised.__name__ and each["data"]["origin"] == "typed" for each in log
        )
        # A burst is sealed by each command that looks at texts, by the last one out, and at the start.
        allowed = self.done.text_commands + 4
        if revisions - self.tally.revisions > allowed:
            self.tally.fault(f"{revisions - self.tally.revisions} revisions in one round, {allowed} expected")
        self.tally.revisions = revisions

    async def _imports(self, log: list[Any]) -> None:
        """A paper is there as a whole, or not at all."""
        sizes: dict[str, int] = {}
        for each in log:
            sizes[each["stream"]] = sizes.get(each["stream"], 0) + 1
        orders = [each for each in self.done.orders if each.path.endswith("import")]
        ids = {str(uuid5(UUID(each.key), f"{OFFICE.person}/vorlage/0")): each for each in orders}
        whole = {sizes.get(f"vorlagen/{id_}", 0) for id_ in ids} - {0}
        if len(whole) > 1:
            self.tally.fault(f"imported papers have {sorted(whole)} events")
        for id_, order in ids.items():
            if order.answer is not None and (
                order.answer["id"] != id_ or not sizes.get(f"vorlagen/{id_}", 0)
            ):
                self.tally.fault(f"import {id_} is not there", lost=1)
        self.tally.imports += sum(each.answer is not None for each in orders)

    async def _texts(self) -> None:
        """What anybody saw is in the text, for whoever opens it and for whoever reads the paper."""
        async with self.clients.room(BUILDER.login) as socket:
            reader = Writer(socket, "reader")
            await reader.sync()
            text = str(reader.text)
            await reader.leave()
        lost = self._missing("a fresh client", text)
        async with asyncio.timeout(PATIENCE):
            while (paper := await self.clients.read(f"/api/vorlagen/{PLAYGROUNDS}"))["unsealed"]:
                await asyncio.sleep(0.1)
        lost |= self._missing("the paper", paper["reasons"])
        self.tally.lost += len(lost)
        if paper["reasons"] != text:
            self.tally.fault("the paper's reasons are not what the room shows")
        self.tally.seen += sum(f"x{self.tally.rounds}x" in word for word in self.done.seen)
        self.tally.typed += self.done.typed
        self.tally.synced += self.done.synced

    def _missing(self, where: str, text: str) -> set[str]:
        found = TOKEN.findall(text)
        missing = self.done.seen - set(found)
        if missing:
            self.tally.fault(f"{len(missing)} words are missing in {where}: {sorted(missing)[:5]}")
        if len(found) != len(set(found)):
            self.tally.fault(f"words stand twice in {where}")
        return missing


async def in_groups(work: Callable[[Order], Awaitable[None]], orders: list[Order], size: int = 16) -> None:
    """Do something for each order, so many at a time."""
    for first in range(0, len(orders), size):
        await asyncio.gather(*(work(each) for each in orders[first : first + size]))


def headers_of(cookie: str, address: str) -> dict[str, str]:
    """What the pages of this very server send."""
    return {"Cookie": cookie, "Origin": f"http://{address}"}


async def log_in(server: Server) -> dict[str, str]:
    """Log in everybody; logins outlive the server's process."""
    cookies = {}
    printed = (server.data / "demo-logins.txt").read_text(encoding="utf-8").splitlines()
    for login, password, _ in (line.split("\t") for line in printed):
        async with httpx.AsyncClient(base_url=f"http://{server.address}", timeout=PATIENCE) as http:
            answer = await http.post("/api/login", json={"login": login, "password": password})
            assert answer.status_code in {OK, CREATED}, answer.text
            cookies[login] = "; ".join(f"{name}={value}" for name, value in http.cookies.items())
    return cookies


def causes(error: BaseException) -> Iterator[BaseException]:
    """The single errors of a group."""
    if isinstance(error, BaseExceptionGroup):
        for each in error.exceptions:
            yield from causes(each)
    else:
        yield error


async def play(server: Server, cookies: dict[str, str], chance: random.Random, tally: Tally) -> None:
    """One round: work, kill, start, check."""
    clients = Clients(server.address, cookies, chance, tally.rounds)
    await clients.prepare_session()
    tasks = await clients.work()
    await asyncio.sleep(chance.uniform(0.1, 2.0))
    await asyncio.to_thread(server.kill)
    for ended in await asyncio.gather(*tasks, return_exceptions=True):
        for cause in causes(ended) if isinstance(ended, BaseException) else ():
            if not isinstance(cause, (*GONE, TimeoutError)):
                tally.fault(f"a client ended with {cause!r}")
    await clients.close()
    if tally.rounds % 2:
        replay(server, tally)
    await asyncio.to_thread(server.start)
    back = Clients(server.address, cookies, chance, tally.rounds)
    await Checks(back, clients.round, tally).all()
    await back.close()


def replay(server: Server, tally: Tally) -> None:
    """Rebuild the views from the log; each equals the one that was kept."""
    code, printed = server.run("replay")
    if code != 0:
        tally.fault(f"replay ended with {code}: {printed}")


async def kill_again_and_again(data: Path, rounds: int, seed: int) -> Tally:
    """Play so many rounds on one data folder."""
    tally = Tally()
    chance = random.Random(seed)  # noqa: S311 - a test that can be repeated
    server = Server(data)
    await asyncio.to_thread(server.start)
    async with AsyncExitStack() as stack:
        stack.callback(end, server)
        cookies = await log_in(server)
        for number in range(1, rounds + 1):
            tally.rounds = number
            await play(server, cookies, chance, tally)
        if code := await asyncio.to_thread(server.stop):
            tally.fault(f"the server ended with {code}")
        replay(server, tally)
    return tally


def end(server: Server) -> None:
    """Leave no process behind."""
    if server.process.poll() is None:
        server.kill()


def summary(tally: Tally) -> str:
    """What to say in the end."""
    return (
        f"{tally.rounds} rounds: {tally.acknowledged} acknowledged ({tally.imports} imports), "
        f"{tally.unanswered} unanswered; {tally.typed} words typed, "
        f"{tally.synced} of them told to be durable, {tally.seen} seen, "
        f"{tally.revisions} revisions by typing in the log; {tally.lost} lost, {len(tally.faults)} faults"
    )


def main() -> int:
    """Kill as often as the command line says; 0 when nothing was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="vorlagenwerk-kill-"))
    tally = asyncio.run(kill_again_and_again(folder / "var", arguments.rounds, arguments.seed))
    for each in tally.faults:
        print(each)  # noqa: T201 - this is what the script is to say
    print(summary(tally))  # noqa: T201
    if tally.faults:
        print(f"the data folder is left in {folder}")  # noqa: T201
        return 1
    shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
