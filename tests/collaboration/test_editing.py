import asyncio
import threading
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from domain.text import Splice
from infra.clock import utc_now
from infra.collaboration import connection, intake, journal, protocol
from infra.collaboration.encoding import write_uint
from infra.collaboration.journal import Accepted, Entry
from infra.collaboration.judgement import judge
from infra.collaboration.length import LONGEST
from infra.collaboration.ports import Access
from infra.collaboration.replica import Replica
from infra.store.errors import StoreFull
from infra.store.rows import to_microseconds
from infra.store.transaction import Transaction
from tests.collaboration.conftest import PROPOSAL, REASONS, VORLAGE, County, county_at, until
from tests.collaboration.editors import editor, replaced_and_told
from tests.collaboration.typists import Typist

TEXT = bytes.fromhex("010474657874")


async def test_what_one_types_the_other_reads_and_both_are_told_that_it_is_stored(county: County) -> None:
    async with editor(county.reasons("bau")) as bau, editor(county.reasons("finanzen")) as finanzen:
        before = bau.frames
        await bau.insert(0, "Straße 😀")
        await finanzen.reads("Straße 😀")
        await bau.until(lambda: bau.frames > before)
        assert len(await county.journal()) + len(await county.revisions()) >= 1
        await finanzen.insert(0, "Die ")
        await bau.reads("Die Straße 😀")


async def test_nothing_is_shown_that_is_not_stored(patient: County) -> None:
    async with editor(patient.reasons("bau")) as bau, editor(patient.reasons("finanzen")) as finanzen:
        for number in range(20):
            await bau.insert(0, f"{number} ")
            await finanzen.reads("".join(f"{earlier} " for earlier in range(number, -1, -1)))
            stored = Replica(data for _, data in await patient.journal())
            assert str(stored).startswith(f"{number} ")


async def test_a_pause_seals_one_revision_with_all_its_authors(county: County) -> None:
    async with (
        editor(county.reasons("bau"), client=11) as bau,
        editor(county.reasons("finanzen"), client=12) as two,
    ):
        await bau.insert(0, "Sachverhalt")
        await two.reads("Sachverhalt")
        await two.insert(11, " folgt")
        await bau.reads("Sachverhalt folgt")
        [revision] = await county.sealed()
    assert revision.splices == (Splice(0, 0, "Sachverhalt folgt"),)
    assert {(one.actor, one.client, one.end) for one in revision.contributions} == {
        ("id-bau", 11, 11),
        ("id-finanzen", 12, 6),
    }
    assert await county.journal() == []


async def test_the_last_one_who_leaves_seals(patient: County) -> None:
    async with editor(patient.reasons("bau")) as bau:
        await bau.insert(0, "a")
        await bau.until(lambda: bau.frames > 2)
    assert len(await patient.sealed()) == 1


async def test_a_restart_seals_what_was_left_and_loses_nothing(path: Path) -> None:
    async with (
        county_at(path, pause=1_000) as first,
        editor(first.reasons("bau")) as bau,
        editor(first.reasons("finanzen")) as finanzen,
    ):
        await bau.insert(0, "bleibt")
        await finanzen.reads("bleibt")
        await first.texts.stop()
        assert await bau.closed() == 1012
    async with county_at(path) as second, editor(second.reasons("bau")) as bau:
        await bau.reads("bleibt")
        assert len(await second.revisions()) == 1


async def test_orphaned_rows_are_sealed_at_the_start(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with county_at(path, pause=1_000) as first:
        monkeypatch.setattr(first.texts, "_seal", None)  # as if the process had been killed
        async with editor(first.reasons("bau")) as bau:
            await bau.insert(0, "verwaist")
            await bau.until(lambda: bau.frames > 2)
        assert await first.revisions() == []
    async with county_at(path) as second:
        [revision] = await second.revisions()
        assert revision.splices == (Splice(0, 0, "verwaist"),)


async def test_a_command_writes_into_an_open_room(patient: County) -> None:
    async with editor(patient.reasons("bau")) as bau:
        await bau.insert(0, "alt ")
        await bau.until(lambda: bau.frames > 2)
        await patient.revise("alt ", Splice(0, 3, "neu"), Splice(1, 0, "und mehr"))
        await bau.reads("neu und mehr")
        await bau.insert(0, "x")
        assert [one.origin for one in await patient.revisions()] == ["typed", "written"]
    async with editor(patient.reasons("bau")) as again:
        await again.reads("xneu und mehr")


async def test_a_text_that_is_closed_says_so_to_its_writers_and_can_be_read(patient: County) -> None:
    patient.rights["id-leser"] = Access(read=True, write=False)
    async with editor(patient.reasons("bau")) as bau, editor(patient.reasons("leser")) as leser:
        await bau.insert(0, "fertig")
        await leser.reads("fertig")
        await patient.close()
        assert await bau.closed() == 4409
        assert leser.code is None
    assert await patient.journal() == []
    async with editor(patient.reasons("bau")) as late:
        await late.reads("fertig")
        await late.insert(0, "zu spät")
        assert await late.closed() == 4409
    await patient.open()
    async with editor(patient.reasons("bau")) as again:
        await again.insert(0, "un")
        await again.until(lambda: again.frames > 2)
        assert len(await patient.journal()) + len(await patient.revisions()) >= 1


async def test_closing_while_somebody_types_loses_nothing_that_was_shown(patient: County) -> None:
    async with editor(patient.reasons("bau")) as bau, editor(patient.reasons("finanzen")) as finanzen:

        async def type_on() -> None:
            while bau.code is None:
                await bau.insert(0, "a")
                await asyncio.sleep(0)

        typing = asyncio.create_task(type_on())
        await finanzen.until(lambda: len(str(finanzen.text)) > 50)
        await patient.close()
        assert await bau.closed() == 4409
        assert await finanzen.closed() == 4409
        typing.cancel()
        await asyncio.gather(typing, return_exceptions=True)
        shown = str(finanzen.text)
    text = str(Replica(one.update for one in await patient.revisions()))
    assert text == shown
    assert await patient.journal() == []


async def test_what_another_node_left_behind_is_sealed_after_a_minute(path: Path) -> None:
    typist = Typist(7)
    typist.text.insert(0, "alt")
    async with county_at(path, look_round=0.1) as county:

        def leave(seconds: int) -> Callable[[Transaction], object]:
            at = to_microseconds(utc_now() - timedelta(seconds=seconds))
            row = Accepted("id-bau", (7,), typist.updates[0], at)
            return lambda tx: journal.append(tx, [Entry(REASONS, 1, [row], {7: row.login})])

        await county.store.write(leave(seconds=30))
        await asyncio.sleep(0.4)
        assert await county.texts.unsealed(VORLAGE) == ["reasons"]
        await county.store.write(lambda tx: tx.execute("UPDATE text_journal SET at = at - 40000000"))
        [revision] = await county.sealed()
        assert revision.splices == (Splice(0, 0, "alt"),)
        assert await county.texts.unsealed(VORLAGE) == []


async def test_what_another_node_stored_is_read_before_a_gap_is_judged(patient: County) -> None:
    typist = Typist(7)
    async with editor(patient.reasons("bau"), client=8) as bau:
        typist.text.insert(0, "anderswo")
        row = Accepted("id-soziales", (7,), typist.updates[0], to_microseconds(utc_now()))
        await patient.store.write(lambda tx: journal.append(tx, [Entry(REASONS, 1, [row], {7: row.login})]))
        bau.take(typist.updates[0])
        await bau.insert(8, " und hier")
        async with editor(patient.reasons("finanzen")) as finanzen:
            await finanzen.reads("anderswo und hier")
        assert bau.asked == 1


async def test_a_room_that_nobody_is_in_is_given_up_and_opened_again(path: Path) -> None:
    async with county_at(path, stays_open=0.0) as county:
        async with editor(county.reasons("bau")) as bau:
            await bau.insert(0, "bleibt")
            await bau.until(lambda: bau.frames > 2)
        await county.sealed()
        await until(lambda: not county.texts._rooms)
        async with editor(county.reasons("bau")) as again:
            await again.reads("bleibt")
        assert {name: row.writable for name, row in (await county.texts.rooms(VORLAGE)).items()} == {
            "reasons": True,
            "proposed_resolution": True,
        }


async def test_a_room_that_cannot_go_on_is_read_again(
    patient: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    class PanicError(BaseException):
        """What pycrdt raises is no Exception."""

    def panic(*_: object) -> bytes:
        raise PanicError

    async with editor(patient.reasons("bau")) as bau, editor(patient.reasons("finanzen")) as finanzen:
        with monkeypatch.context() as pycrdt:
            pycrdt.setattr(Replica, "apply", panic)
            await bau.insert(0, "gespeichert")
            assert await bau.closed() == 1013
            assert await finanzen.closed() == 1013
    async with editor(patient.reasons("finanzen")) as again:
        await again.reads("gespeichert")


async def test_a_copy_from_before_a_restore_is_told_so(patient: County) -> None:
    async with editor(patient.reasons("bau"), client=7) as bau:
        await bau.insert(0, "verloren")
        await bau.until(lambda: bau.frames > 2)
        await patient.store.write(lambda tx: tx.execute("DELETE FROM text_journal"))
        await patient.store.write(lambda tx: tx.execute("UPDATE rooms SET epoch = 2"))
        patient.texts._rooms.clear()
        async with editor(patient.reasons("bau"), sync=False) as again:
            again.take(bau.doc.get_update())
            await again.socket.send(bytes((0, 0)) + b"\x03\x01\x07\x08")
            assert await again.closed() == 4410
        async with editor(patient.reasons("bau", epoch=1), sync=False) as old:
            assert await old.closed() == 4410
        async with editor(patient.reasons("bau")) as fresh:
            assert fresh.code is None


async def test_while_it_is_paused_nothing_is_stored_and_then_everything(patient: County) -> None:
    async with editor(patient.reasons("bau")) as bau, editor(patient.reasons("finanzen")) as finanzen:
        async with patient.texts.paused(VORLAGE):
            await bau.insert(0, "wartet")
            await asyncio.sleep(0.2)
            assert await patient.journal() == []
        await finanzen.reads("wartet")


async def test_a_reader_may_repeat_what_is_known_but_add_nothing(patient: County) -> None:
    patient.rights["id-leser"] = Access(read=True, write=False)
    async with editor(patient.reasons("bau")) as bau, editor(patient.reasons("leser")) as leser:
        await bau.insert(0, "da")
        await leser.reads("da")
        await leser.socket.send(protocol.step_2(leser.doc.get_update()))
        await leser.show(1, {})
        await leser.until(lambda: leser.doc.client_id in leser.shown)
        await leser.insert(0, "x")
        assert await leser.closed() == 4403
    assert str(Replica(data for _, data in await patient.journal())) in {"da", ""}


async def test_a_right_that_is_lost_ends_editing(patient: County) -> None:
    async with editor(patient.reasons("bau")) as bau, editor(patient.reasons("finanzen")) as finanzen:
        patient.rights["id-bau"] = Access(read=True, write=False)
        patient.rights["id-finanzen"] = Access(read=False, write=False)
        patient.texts.recheck(VORLAGE)
        assert await finanzen.closed() == 4404
        await bau.insert(0, "x")
        assert await bau.closed() == 4403
    assert await patient.journal() == []


async def test_a_client_id_belongs_to_the_login_that_used_it_first(patient: County) -> None:
    async with editor(patient.reasons("bau"), client=77) as bau:
        await bau.insert(0, "meins")
        await bau.until(lambda: bau.frames > 2)
    async with editor(patient.reasons("finanzen"), client=77) as thief:
        await thief.insert(0, "x")
        assert await thief.closed() == 4403
    async with editor(patient.reasons("bau"), client=77) as again:
        await again.insert(0, "wieder ")
        await again.until(lambda: again.frames > 2)
        assert again.code is None


async def test_typing_before_the_sync_is_asked_for_again_and_stored_once(patient: County) -> None:
    async with editor(patient.reasons("bau"), client=7, sync=False) as bau:
        bau.text.insert(0, "offline")
        bau.text.insert(7, "!")
        await bau.deliver(bau.updates[-1])
        await bau.sync()
        await bau.until(lambda: bau.asked >= 1)
        async with editor(patient.reasons("finanzen")) as finanzen:
            await finanzen.reads("offline!")


async def test_a_gap_after_the_sync_makes_the_server_ask_again(patient: County) -> None:
    async with editor(patient.reasons("bau"), client=7) as bau:
        await bau.until(lambda: bau.asked == 1)
        bau.text.insert(0, "verloren ")
        await bau.insert(9, "angekommen")
        await bau.until(lambda: bau.asked == 2)
        async with editor(patient.reasons("finanzen")) as finanzen:
            await finanzen.reads("verloren angekommen")


HOSTILE = {
    "a text message": "hello",
    "nothing": b"",
    "an unknown message": b"\x63",
    "a number without end": b"\xff" * 20,
    "half a sync": b"\x00\x02\x05ab",
    "something after the end": protocol.edit(b"\x00\x00") + b"\x00",
    "an unknown sync": b"\x00\x07\x00",
    "a state vector that lies": b"\x00\x00\x05\xff\xff\xff\xff\x0f",
    "presence that lies": b"\x01\x05\xff\xff\xff\xff\x0f",
    "a nested bomb": protocol.edit(
        b"\x01"
        + write_uint(50_001)
        + b"\x01\x00\x07"
        + TEXT
        + b"\x00"
        + b"\x07\x00\x01\x00\x00" * 50_000
        + b"\x00"
    ),
    "an embed": protocol.edit(b"\x01\x01\x01\x00\x05" + TEXT + b"\x02{}\x00"),
    "another root": protocol.edit(bytes.fromhex("010101000401") + b"\x05other" + b"\x01a\x00"),
}


@pytest.mark.parametrize("frame", HOSTILE.values(), ids=HOSTILE.keys())
async def test_a_hostile_message_closes_only_its_own_socket(patient: County, frame: str | bytes) -> None:
    async with editor(patient.reasons("bau")) as bau, editor(patient.reasons("boese")) as hostile:
        await hostile.socket.send(frame)
        assert await hostile.closed() in range(4400, 4500)
        await bau.insert(0, "geht")
        await bau.until(lambda: bau.frames > 2)
        assert bau.code is None
        assert [login for login, _ in await patient.journal()] == ["id-bau"]


async def test_a_frame_of_more_than_four_mebibytes_is_too_large(patient: County) -> None:
    async with editor(patient.reasons("bau")) as bau:
        await bau.socket.send(protocol.edit(b"\x00" * (4 * 1024 * 1024)))
        assert await bau.closed() == 4413


async def test_who_has_no_login_or_no_such_text_is_told_by_a_close_code(patient: County) -> None:
    patient.rights["id-fremd"] = Access(read=False, write=False)
    for address, code in [
        (patient.reasons(""), 4401),
        (patient.reasons("fremd"), 4404),
        (f"{patient.address}/collab/vorlagen/{VORLAGE}/other?token=bau", 4404),
        (f"{patient.address}/collab/vorlagen/{VORLAGE}/measures/{VORLAGE}?token=bau", 4404),
        (f"{patient.address}/collab/x?token=bau", 4404),
        (patient.reasons("bau", epoch=2), 4410),
        (patient.reasons("bau", epoch="x"), 4410),
        (patient.reasons("bau", epoch="1" * 5_000), 4410),
        (patient.reasons("bau", epoch="\u0661"), 4410),
    ]:
        async with editor(address, sync=False) as refused:
            assert await refused.closed() == code
    async with editor(patient.reasons("bau", epoch=1)) as welcome:
        assert welcome.code is None


async def test_presence_is_relayed_with_the_name_of_the_login(patient: County) -> None:
    async with editor(patient.reasons("bau")) as bau, editor(patient.reasons("finanzen")) as finanzen:
        await bau.show(1, {"user": {"name": "Landrat", "color": "#123456"}, "cursor": {"anchor": 1}})
        own = bau.doc.client_id
        await finanzen.until(lambda: own in finanzen.shown)
        await bau.until(lambda: own in bau.shown)
        assert finanzen.shown[own] == {
            "user": {"name": "Frau Bau", "login": "bau", "color": "#123456"},
            "cursor": {"anchor": 1},
        }
        await finanzen.show(1, {"user": {"name": "Frau Bau"}}, client=own)
        await finanzen.show(5, {"user": {"name": "Frau Bau"}}, client=own)
        await finanzen.show(6, None, client=own)
        await finanzen.show(2, {"eigenes": True})
        await bau.until(lambda: finanzen.doc.client_id in bau.shown)
        assert bau.shown[own]["cursor"] == {"anchor": 1}
        await bau.leave()
        await finanzen.until(lambda: finanzen.shown[own] is None)


async def test_a_state_of_presence_that_is_none_is_ignored(patient: County) -> None:
    async with editor(patient.reasons("bau")) as bau:
        for clock, state in enumerate(
            ["[" * 3_000, "{", '"x"', "3", '{"a":"' + "x" * 5_000 + '"}', "[1]"], 1
        ):
            frame = protocol.presences([protocol.Presence(bau.doc.client_id, clock, state)])
            await bau.socket.send(frame)
        await bau.show(50, {"user": 3})
        await bau.until(lambda: bau.doc.client_id in bau.shown)
        assert bau.shown[bau.doc.client_id]["user"] == {"name": "Frau Bau", "login": "bau"}
        assert bau.code is None


async def test_whoever_asks_is_shown_who_is_there(patient: County) -> None:
    async with editor(patient.reasons("bau")) as bau, editor(patient.reasons("finanzen")) as finanzen:
        await bau.show(1, {})
        await finanzen.until(lambda: bau.doc.client_id in finanzen.shown)
        finanzen.shown.clear()
        await finanzen.socket.send(b"\x03")
        await finanzen.until(lambda: bau.doc.client_id in finanzen.shown)


async def test_edits_that_cannot_be_stored_change_nothing(
    patient: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with (
        editor(patient.reasons("bau"), client=7) as bau,
        editor(patient.reasons("finanzen")) as finanzen,
    ):
        await bau.insert(0, "vorher ")
        await finanzen.reads("vorher ")

        async def full(_: object) -> None:
            raise StoreFull

        with monkeypatch.context() as disk:
            disk.setattr(patient.store, "write", full)
            await bau.insert(0, "nie ")
            assert await bau.closed() == 1013
        assert str(finanzen.text) == "vorher "
        await finanzen.insert(0, "nachher ")
        await patient.stored(2)
        async with editor(patient.reasons("bau"), client=7, sync=False) as again:
            again.take(bau.doc.get_update())
            await again.sync()
            await finanzen.until(lambda: "nie " in str(finanzen.text))
            assert sorted(str(again.text).split()) == ["nachher", "nie", "vorher"]


async def test_texts_of_one_vorlage_have_rooms_of_their_own(patient: County) -> None:
    other = f"{patient.address}/collab/{PROPOSAL}?token=bau"
    async with editor(patient.reasons("bau")) as reasons, editor(other) as proposal:
        await reasons.insert(0, "Gründe")
        await proposal.insert(0, "Beschluss")
        await reasons.until(lambda: reasons.frames > 2)
        await proposal.until(lambda: proposal.frames > 2)
        await patient.seal(VORLAGE)
    found = {one.document: one.splices for one in await patient.revisions()}
    assert found == {
        "reasons": (Splice(0, 0, "Gründe"),),
        "proposed_resolution": (Splice(0, 0, "Beschluss"),),
    }


async def test_ten_type_at_once_and_all_end_with_the_same_text(county: County) -> None:
    async with asyncio.timeout(60):
        async with asyncio.TaskGroup() as group:
            texts = [group.create_task(_type_along(county, number)) for number in range(10)]
    assert len({task.result() for task in texts}) == 1
    assert len(texts[0].result()) == 10 * 30
    assert str(Replica(one.update for one in await county.sealed())) == texts[0].result()


async def _type_along(county: County, number: int) -> str:
    async with editor(county.reasons(f"amt{number}")) as one:
        for _ in range(30):
            await one.insert(0, str(number))
            await asyncio.sleep(0.005)
        await one.until(lambda: len(str(one.text)) == 10 * 30)
        return str(one.text)


async def test_a_login_that_has_ended_adds_nothing_more(patient: County) -> None:
    async with editor(patient.reasons("bau")) as bau, editor(patient.reasons("finanzen")) as finanzen:
        await bau.insert(0, "da")
        await finanzen.reads("da")
        patient.end("bau")
        await bau.insert(0, "nicht mehr ")
        assert await bau.closed() == 4401
        await finanzen.insert(2, "!")
        await patient.stored(2)
        assert finanzen.code is None
        assert str(Replica(data for _, data in await patient.journal())) == "da!"


async def test_a_login_that_has_ended_does_not_even_read_on(
    patient: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "KNOWN_FOR", 0.05)
    async with editor(patient.reasons("bau")) as bau, editor(patient.reasons("finanzen")) as finanzen:
        patient.ended.add("bau")
        assert await bau.closed() == 4401
        assert finanzen.code is None


async def test_a_login_that_cannot_be_asked_for_is_told_to_come_back(patient: County) -> None:
    class Unnamed:
        """A set that cannot be looked into."""

        def __contains__(self, _: object) -> bool:
            raise OSError("no store")

    async with editor(patient.reasons("bau")) as bau:
        patient.ended = Unnamed()  # type: ignore[assignment]
        patient.texts.doubt("id-bau")
        await bau.insert(0, "x")
        assert await bau.closed() == 1013
    assert await patient.journal() == []


async def test_who_opens_a_text_is_noted_before_it_is_shown(
    patient: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with editor(patient.reasons("bau")) as bau:
        assert patient.opened == [("id-bau", REASONS)]
        assert bau.code is None

    async def full(_login: str, _document: str) -> None:
        raise StoreFull

    monkeypatch.setattr(patient.texts, "_note", full)
    async with editor(patient.reasons("finanzen"), sync=False) as refused:
        assert await refused.closed() not in {None, 1000}
        assert refused.frames == 0


async def test_a_text_gets_no_longer_than_a_command_could_make_it(patient: County) -> None:
    async with editor(patient.reasons("bau")) as bau, editor(patient.reasons("finanzen")) as finanzen:
        part = "ä" * 100_000
        for _ in range(LONGEST // len(part)):
            await bau.insert(0, part)
        await finanzen.until(lambda: len(str(finanzen.text)) == LONGEST)
        await replaced_and_told(finanzen, "b" * 100_000)
        await bau.reads("b" * 100_000)
        for _ in range(9):
            await bau.insert(0, part)
        await finanzen.until(lambda: len(str(finanzen.text)) == LONGEST)
        await finanzen.insert(0, "c")
        assert await finanzen.closed() == 4413
        bau.updates.clear()
        del bau.text[0:2]
        await bau.deliver(bau.updates[-1])
        async with editor(patient.reasons("soziales")) as soziales:
            await soziales.until(lambda: len(str(soziales.text)) == LONGEST - 1)
            await soziales.insert(0, "c")
            await bau.until(lambda: str(bau.text).startswith("c"))


async def test_a_large_message_is_judged_in_another_thread(
    patient: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[bool] = []

    def watched(*arguments: Any) -> Any:
        threads.append(threading.current_thread() is threading.main_thread())
        return judge(*arguments)

    monkeypatch.setattr(intake, "judge", watched)
    async with editor(patient.reasons("bau")) as bau, editor(patient.reasons("finanzen")) as finanzen:
        await bau.until(lambda: bau.asked == 1)
        await finanzen.until(lambda: finanzen.asked == 1)
        await bau.insert(0, "kurz")
        await finanzen.reads("kurz")
        assert threads[-1]
        await bau.insert(0, "lang " * 10_000)
        await finanzen.until(lambda: "lang" in str(finanzen.text))
        assert not threads[-1]


async def test_one_person_has_no_more_than_two_hundred_texts_open(patient: County) -> None:
    async with AsyncExitStack() as stack:
        mine = [
            await stack.enter_async_context(editor(patient.reasons("bau"), sync=False)) for _ in range(200)
        ]
        async with editor(patient.reasons("bau"), sync=False) as refused:
            assert await refused.closed() == 1013
        async with editor(patient.reasons("finanzen")) as other:
            assert other.code is None
        await mine[0].leave()
        await until(lambda: sum(len(each.connections) for each in patient.texts._open_rooms()) == 199)
        async with editor(patient.reasons("bau")) as again:
            assert again.code is None


async def test_nothing_stays_of_a_paper_that_nobody_edits(path: Path) -> None:
    async with county_at(path, stays_open=0.0) as county:
        async with county.texts.paused(VORLAGE):
            assert list(county.texts._gates) == [VORLAGE]
        assert not county.texts._gates
        async with editor(county.reasons("bau", epoch=7), sync=False) as refused:
            assert await refused.closed() == 4410
        await until(lambda: not county.texts._rooms)
        assert not county.texts._gates


async def test_a_flood_of_what_is_known_holds_up_nobody(patient: County) -> None:
    async with editor(patient.reasons("bau")) as bau, editor(patient.reasons("finanzen")) as finanzen:
        await bau.insert(0, "a")
        await finanzen.reads("a")
        known = bau.doc.get_update()
        for _ in range(20_000):
            await bau.deliver(known)
        await bau.insert(1, "b")
        await finanzen.reads("ab")
    assert len(await patient.journal()) == 2
