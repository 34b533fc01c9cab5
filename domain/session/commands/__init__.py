"""Everything that can be asked of a session, by theme.

`override` is the chair's reason for going on although procedure speaks against it; the result is flagged.
"""

from domain.session.commands.agenda import (
    AddAgendaItem,
    AnnounceSession,
    CancelSession,
    MoveSession,
    OrderAgenda,
    RemoveAgendaItem,
    SummonSession,
    WithdrawAnnouncement,
)
from domain.session.commands.attendance import (
    DeclareRecusal,
    EstablishQuorum,
    LiftRecusal,
    RecordArrival,
    RecordLeaving,
    RecordSubstitution,
)
from domain.session.commands.course import (
    CallItem,
    CloseSession,
    ConcludeItem,
    InterruptSession,
    OpenSession,
    ResumeSession,
)
from domain.session.commands.minutes import (
    ApproveMinutes,
    CorrectMinutes,
    DraftMinutes,
    ObjectToMinutes,
    SignMinutes,
)
from domain.session.commands.proceedings import ProceedingsChange
from domain.session.commands.votes import (
    AnnulVote,
    CancelVote,
    CorrectVote,
    DeclareVote,
    ObjectToOpenElection,
    OpenVote,
    PrepareVote,
    RecordBallot,
    RecordVote,
    ResolveContradiction,
    WithdrawBallot,
)
from domain.session.commands.wording import ChangeWording, FreezeWording, ReadBackWording, WithdrawWording

SessionChange = (
    MoveSession
    | CancelSession
    | AddAgendaItem
    | RemoveAgendaItem
    | OrderAgenda
    | SummonSession
    | OpenSession
    | InterruptSession
    | ResumeSession
    | CloseSession
    | RecordArrival
    | RecordLeaving
    | RecordSubstitution
    | EstablishQuorum
    | DeclareRecusal
    | LiftRecusal
    | CallItem
    | ConcludeItem
    | ChangeWording
    | WithdrawWording
    | ReadBackWording
    | FreezeWording
    | PrepareVote
    | OpenVote
    | ObjectToOpenElection
    | CancelVote
    | RecordBallot
    | WithdrawBallot
    | RecordVote
    | DeclareVote
    | CorrectVote
    | AnnulVote
    | AnnounceSession
    | WithdrawAnnouncement
    | ResolveContradiction
    | DraftMinutes
    | SignMinutes
    | ObjectToMinutes
    | ApproveMinutes
    | CorrectMinutes
    | ProceedingsChange
)
"""Every command to a session that exists."""
