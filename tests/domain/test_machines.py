"""Each machine of DOMAIN, cell by cell: what each command comes to in each state.

The table is `machines/table.txt`: a machine, a command, and the states in which it is accepted or refused by
which error. The second of a kind (`ChangeHeader2`) is another way to fill the same command, see `given.py`.
"""

from typing import get_args

import pytest

from domain.procedure import AnyCommand
from domain.session.commands import SessionChange
from domain.session.commands.agenda import PlanSession
from domain.session.state import Status
from domain.vorlage.commands import VorlageChange
from domain.vorlage.commands.drafting import CreateVorlage
from domain.vorlage.phases import DECIDED, Undecided
from tests.domain.county import SITTING
from tests.domain.machines.answers import answers, cells, lines, table
from tests.domain.machines.given import COMMANDS
from tests.domain.machines.states import MACHINES, PAPERS, SITTINGS

CELLS = list(cells())
TABLE = table()


@pytest.mark.parametrize(
    ("machine", "name", "who", "command"), CELLS, ids=[f"{machine}-{name}" for machine, name, *_ in CELLS]
)
def test_each_cell_is_as_the_table_says(machine: str, name: str, who: str, command: AnyCommand) -> None:
    assert lines(answers(machine, who, command)) == TABLE[machine, name]


def test_the_table_says_nothing_of_what_is_not_asked() -> None:
    assert list(TABLE) == [(machine, name) for machine, name, *_ in CELLS]


def test_every_state_and_every_command_is_in_the_table() -> None:
    papers = {county().paper.status for county in PAPERS.values()}
    assert papers == {each.NAME for each in (*get_args(Undecided), *DECIDED)}
    statuses = {county().world.sessions[SITTING].status for county in SITTINGS.values()}
    assert statuses == {value for part in get_args(Status) for value in (get_args(part) or (part,))}
    asked = {type(command) for commands in COMMANDS.values() for _, command in commands}
    assert asked == {*get_args(VorlageChange), *get_args(SessionChange)}
    assert asked.isdisjoint({CreateVorlage, PlanSession})
    assert set(MACHINES) == set(COMMANDS)
