"""What handling needs of co-editing: which commands look at texts, write or close them."""

from collections.abc import Collection, Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Final, Protocol

from domain.procedure import AnyCommand
from domain.recorded import Recorded
from domain.session.commands.course import ConcludeItem
from domain.session.commands.minutes import CorrectMinutes, DraftMinutes
from domain.session.commands.votes import DeclareVote, OpenVote
from domain.session.commands.wording import ChangeWording, FreezeWording
from domain.vorlage.commands.aftermath import WithdrawVorlage
from domain.vorlage.commands.cosigning import StartCosigning, WithdrawRelease
from domain.vorlage.commands.drafting import AddAttachment, ReplaceAttachment, ReviseText
from domain.vorlage.commands.editions import DiscardEdition, FreezeEdition
from domain.vorlage.commands.measures import AddMeasure, AmendMeasure, RemoveMeasure
from domain.vorlage.commands.motions import ProposeAmendment, RestateAmendment, TakeOverAmendment
from domain.vorlage.events.drafting import TextRevised
from infra.collaboration.sealing import Collected
from infra.store import Transaction

TOUCHES_TEXTS: Final = (
    AddMeasure,
    AmendMeasure,
    ConcludeItem,
    DeclareVote,
    DiscardEdition,
    FreezeEdition,
    RemoveMeasure,
    ReviseText,
    StartCosigning,
    TakeOverAmendment,
    WithdrawRelease,
    WithdrawVorlage,
)
"""Commands that look at texts, write or close them: what was typed is sealed before they are decided."""

WRITES_MINUTES: Final = (DraftMinutes, CorrectMinutes)
"""Commands that need all that was recorded of a sitting, not only what it came to."""

COMPARES_TEXTS: Final = (ChangeWording, FreezeWording, OpenVote, ProposeAmendment, RestateAmendment)
"""Commands that compare texts, which takes its time where they are long."""

TAKES_TIME: Final = frozenset((*TOUCHES_TEXTS, *COMPARES_TEXTS))
"""Commands that are decided in a thread."""

MAY_BE_LONG: Final = TAKES_TIME | {AddAttachment, ReplaceAttachment}
"""Commands that may hold so much that it is hashed in a thread."""


class Texts(Protocol):
    """The texts of a county."""

    async def collect(self, vorlage: str, names: Collection[str] | None = None) -> Collected:
        """What a seal of these texts would record now; of all, where none are named."""

    def discard(self, tx: Transaction, collected: Collected) -> None:
        """Delete the collected journal rows. Raises `JournalChanged`."""

    async def write(self, vorlage: str, event: TextRevised, actor: str) -> TextRevised:
        """Fill in the Yjs update of a revision."""

    def open(self, tx: Transaction, vorlage: str, documents: Iterable[str]) -> None:
        """Open texts for writing."""

    def close(self, tx: Transaction, vorlage: str) -> None:
        """Close all texts for writing. Raises `JournalChanged`."""

    def paused(self, vorlage: str) -> AbstractAsyncContextManager[None]:
        """Hold back what editors deliver meanwhile."""

    def recheck(self, vorlage: str) -> None:
        """Ask anew who may read and write."""

    def is_open(self, vorlage: str) -> bool:
        """Whether someone has a text of this paper open here."""

    def forget(self, vorlage: str) -> None:
        """Forget what was going to be recorded and is not."""

    async def committed(self, vorlage: str, recorded: Sequence[Recorded]) -> None:
        """Take note of what was recorded."""


def sealed_first(commands: Sequence[AnyCommand]) -> frozenset[str] | None:
    """Which texts must be sealed before these commands are decided; None: all of a paper.

    Others go on being typed undisturbed: a seal at every command would put key strokes into the log.
    """
    names: set[str] = set()
    for command in commands:
        match command:
            case (
                ConcludeItem()
                | DeclareVote()
                | DiscardEdition()
                | FreezeEdition()
                | StartCosigning()
                | WithdrawRelease()
                | WithdrawVorlage()
            ):
                return None
            case ReviseText():
                names.add(command.document)
            case AmendMeasure() | RemoveMeasure():
                names.add(f"measures/{command.measure}")
            case _:
                pass
    return frozenset(names)
