"""What the machines answer: each command in each state, accepted or refused by which error."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from domain.errors import DomainError
from domain.procedure import AnyCommand
from tests.domain.county import County
from tests.domain.machines.given import COMMANDS
from tests.domain.machines.states import MACHINES

TABLE = Path(__file__).with_name("table.txt")
ACCEPTED = "accepted"


def answer(county: County, who: str, command: AnyCommand) -> str:
    """What a command comes to in a state: accepted, or the class of what refuses it."""
    try:
        county.when(who, command)
    except DomainError as refused:
        return type(refused).__name__
    return ACCEPTED


def names(machine: str) -> list[str]:
    """The commands of a machine by name; the second of a kind has a 2 behind it."""
    kinds = [type(command).__name__ for _, command in COMMANDS[machine]]
    return [
        name if kinds[:place].count(name) == 0 else f"{name}{kinds[:place].count(name) + 1}"
        for place, name in enumerate(kinds)
    ]


def cells() -> Iterator[tuple[str, str, str, AnyCommand]]:
    """A machine, the name of a command in the table, who gives it, and the command itself."""
    for machine in MACHINES:
        for name, (who, command) in zip(names(machine), COMMANDS[machine], strict=True):
            yield machine, name, who, command


def answers(machine: str, who: str, command: AnyCommand) -> dict[str, str]:
    """What a command comes to in each state of a machine."""
    return {state: answer(county(), who, command) for state, county in MACHINES[machine].items()}


def table() -> dict[tuple[str, str], list[str]]:
    """The lines of the table, by machine and command."""
    found: dict[tuple[str, str], list[str]] = {}
    machine, name = "", ""
    for line in TABLE.read_text().splitlines():
        if line.startswith("    "):
            found[machine, name].append(line)
        elif line.startswith("  "):
            name = line.strip()
            found[machine, name] = []
        elif not line.startswith("#"):
            machine = line
    return found


def lines(answers: dict[str, str]) -> list[str]:
    """The states of each answer, what is accepted first."""
    by = sorted(answers, key=lambda state: (answers[state] != ACCEPTED, answers[state]))
    return [f"    {answer}: {' '.join(states)}" for answer, states in groupby(by, answers.__getitem__)]
