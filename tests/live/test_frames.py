"""Ready frames: what a client reads of them, and that they never pass what waits."""

import asyncio
from collections.abc import Generator

import pytest
from websockets.frames import Frame, Opcode
from websockets.streams import StreamReader

from api.live.frames import Frames, frame
from api.live.outbox import Letter, Outbox
from api.pushing import PushingProtocol
from infra.demo import story
from infra.demo.people import CHAIR, CLERK, KREISTAG
from tests.live.watchers import SITTING, Served


def read(data: bytes) -> Frame:
    """Read a frame as a client does."""
    reader = StreamReader()
    reader.feed_data(data)
    reading: Generator[None, None, Frame] = Frame.parse(reader.read_exact, mask=False)
    with pytest.raises(StopIteration) as done:
        next(reading)
    assert reader.buffer == b""
    found = done.value.value
    assert isinstance(found, Frame)
    return found


@pytest.mark.parametrize("length", [0, 1, 125, 126, 65_535, 65_536])
def test_a_client_reads_a_text_of_any_length_from_its_frame(length: int) -> None:
    found = read(frame("x" * length))
    assert (found.opcode, found.fin, bytes(found.data)) == (Opcode.TEXT, True, b"x" * length)


def test_lengths_of_frames_are_of_bytes_not_of_characters() -> None:
    assert bytes(read(frame("ü" * 100)).data).decode() == "ü" * 100


def test_a_text_is_framed_once_for_all_who_are_sent_it() -> None:
    frames, text, other = Frames(), "eins" * 100, "zwei" * 100
    made = frames.of(text)
    assert made == frame(text)
    assert frames.of(text) is made
    assert frames.of(other) == frame(other)
    assert frames.of(text) == frame(text)


async def test_a_letter_goes_straight_only_where_nothing_waits() -> None:
    straight: list[str] = []
    has_room = True

    def push(letter: Letter) -> bool:
        if has_room:
            straight.append(letter.text)
        return has_room

    outbox = Outbox(push)
    outbox.put(Letter("vor dem ersten Warten"))
    sent = [(await outbox.get()).text]
    outbox.put(Letter("während gesendet wird"))
    sent.append((await outbox.get()).text)
    assert straight == []
    waiting = asyncio.create_task(outbox.get())
    await asyncio.sleep(0)
    outbox.put(Letter("geradewegs"))
    has_room = False
    outbox.put(Letter("ohne Platz"))
    has_room = True
    outbox.put(Letter("dahinter"))
    assert straight == ["geradewegs"]
    sent += [(await waiting).text, (await outbox.get()).text]
    assert sent == ["vor dem ersten Warten", "während gesendet wird", "ohne Platz", "dahinter"]


async def test_a_node_sends_the_same_frame_to_all_who_watch(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    pushed: list[bytes] = []
    push = PushingProtocol.push

    def counted(protocol: PushingProtocol, frame: bytes) -> bool:
        pushed.append(frame)
        return push(protocol, frame)

    monkeypatch.setattr(PushingProtocol, "push", counted)
    async with served.client(CLERK.login) as clerk, served.client(CHAIR.login) as chair:
        await clerk.subscribe(SITTING)
        await chair.subscribe(SITTING)
        pushed.clear()
        members = KREISTAG.members[:1]
        assert (await clerk.give("RecordArrival", session=story.COUNCIL_SITTING, members=members)).get("ok")
        assert (await chair.receive())["type"] == "MemberArrived"
    events = [each for each in pushed if b"MemberArrived" in each]
    assert len(events) == 2
    assert events[0] is events[1]
