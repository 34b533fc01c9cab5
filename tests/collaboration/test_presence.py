from infra.collaboration.presence import GONE, MAX_CLIENTS, MAX_TOLD, Presences, Seen
from infra.collaboration.protocol import Presence
from tests.collaboration.conftest import Person

BAU = Person("id-bau", "bau", "Frau Bau")
FINANZEN = Person("id-finanzen", "finanzen", "Frau Finanzen")


def clients(*numbers: int, clock: int = 1, state: str = "{}") -> list[Presence]:
    return [Presence(number, clock, state) for number in numbers]


def test_a_connection_shows_only_a_few_clients() -> None:
    presences = Presences()
    taken = presences.take(1, BAU, clients(*range(1_000)))
    assert [each.client for each in taken] == list(range(MAX_CLIENTS))
    assert presences.take(2, FINANZEN, clients(*range(1_000)))[0].client == MAX_CLIENTS


def test_a_client_that_is_gone_makes_room_for_another() -> None:
    presences = Presences()
    presences.take(1, BAU, clients(*range(MAX_CLIENTS)))
    assert presences.take(1, BAU, clients(100)) == []
    presences.take(1, BAU, clients(3, clock=2, state=GONE))
    assert [each.client for each in presences.take(1, BAU, clients(100))] == [100]
    assert presences.take(1, BAU, clients(101)) == []


def test_a_client_that_comes_back_over_a_new_connection_counts_there() -> None:
    presences = Presences()
    presences.take(1, BAU, clients(*range(MAX_CLIENTS)))
    presences.take(2, BAU, clients(0, clock=2))
    assert [each.client for each in presences.leave(1)] == list(range(1, MAX_CLIENTS))
    assert [each.client for each in presences.all()] == [0]
    assert [each.client for each in presences.leave(2)] == [0]
    assert presences.leave(2) == []
    assert presences._clients == {}


def shown_by(presences: Presences) -> dict[int, object]:
    return {client: one.connection for client, one in presences._shown.items() if one.connection is not None}


def test_who_is_at_another_node_is_shown_until_that_node_says_otherwise() -> None:
    here, there = Presences(), Presences()
    there.take(1, BAU, clients(1, 2))
    assert [each.client for each in here.take_told(b"n", there.own(), whole=True)] == [1, 2]
    assert here.take_told(b"n", there.own(), whole=True) == []
    assert here.own() == []
    assert here.nodes == [b"n"]
    gone = [each.client for each in there.leave(1)][:1]
    assert [each.state for each in here.take_told(b"n", there.told(gone), whole=False)] == [GONE]
    assert [each.client for each in here.all()] == [2]
    assert [(each.client, each.state) for each in here.take_told(b"n", [], whole=True)] == [(2, GONE)]
    assert here.all() == []


def test_what_a_silent_node_showed_is_gone_and_may_come_back() -> None:
    here = Presences()
    here.take_told(b"n", [Seen(1, 5, "{}", "id-bau")], whole=True)
    assert here.without([b"n"]) == [Presence(1, 5, GONE)]
    assert here.nodes == []
    assert here.take_told(b"n", [Seen(1, 6, "{}", "id-bau")], whole=True) == [Presence(1, 6, "{}")]


def test_whoever_moves_to_this_node_is_shown_from_here_whatever_the_other_still_says() -> None:
    here = Presences()
    here.take_told(b"n", [Seen(1, 5, "{}", BAU.id)], whole=True)
    assert here.take(7, FINANZEN, clients(1, clock=5)) == []
    assert [each.client for each in here.take(7, BAU, clients(1, clock=5))] == [1]
    assert here.take_told(b"n", [Seen(1, 6, GONE, BAU.id)], whole=False) == []
    assert here.take_told(b"n", [Seen(1, 6, "{}", BAU.id)], whole=False) == []
    assert here.without([b"n"]) == []
    assert shown_by(here) == {1: 7}


def test_another_node_shows_a_bounded_number_of_clients() -> None:
    here = Presences()
    many = [Seen(number, 1, "{}", BAU.id) for number in range(MAX_TOLD + 10)]
    assert len(here.take_told(b"n", many, whole=True)) == MAX_TOLD
