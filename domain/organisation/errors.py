"""Why a change of the organisation is refused."""

from dataclasses import dataclass

from domain.errors import Invalid, Refused


@dataclass(eq=False)
class DepartmentNameTaken(Refused):
    """Another department has this name; a printed name could no longer be linked."""

    RULE = "organisation"
    name: str


@dataclass(eq=False)
class DepartmentNeeded(Invalid):
    """The roles `department` and `head` belong to a department, the others to none."""

    RULE = "organisation"
    role: str


@dataclass(eq=False)
class OwnGrant(Refused):
    """Nobody grants himself a role: who looks after accounts reads no content."""

    RULE = "15"
    role: str


@dataclass(eq=False)
class OwnDeputy(Invalid):
    """Nobody is his own deputy, or makes himself somebody's."""

    RULE = "15"
    person: str
