from infra.collaboration.presence import GONE, MAX_CLIENTS, Presences
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
