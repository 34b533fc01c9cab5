"""Everything that can happen to a session (Sitzung), by theme.

Tags are `session.<fact>.<version>`; the log is never rewritten, so a tag once shipped is never changed.
Times of arrivals, openings and counts are the `happened_at` of their event.
"""

from domain.session.events.agenda import (
    AgendaItemAdded,
    AgendaItemRemoved,
    AgendaOrdered,
    AnnouncementWithdrawn,
    SessionAnnounced,
    SessionCancelled,
    SessionMoved,
    SessionPlanned,
    SessionSummoned,
)
from domain.session.events.attendance import (
    MemberArrived,
    MemberLeft,
    QuorumEstablished,
    QuorumLost,
    RecusalDeclared,
    RecusalLifted,
    SubstitutionRecorded,
)
from domain.session.events.course import (
    ItemCalled,
    ItemConcluded,
    ItemReopened,
    SessionClosed,
    SessionInterrupted,
    SessionOpened,
    SessionResumed,
)
from domain.session.events.minutes import (
    MinutesApproved,
    MinutesCorrected,
    MinutesDrafted,
    MinutesObjected,
    MinutesSigned,
)
from domain.session.events.proceedings import ProceedingsEvent
from domain.session.events.votes import (
    BallotContradicted,
    BallotRecorded,
    BallotWithdrawn,
    ContradictionResolved,
    CountContradicted,
    DeclarationContradicted,
    ElectionObjected,
    PreparedVoteWithdrawn,
    VoteAnnulled,
    VoteCancelled,
    VoteCorrected,
    VoteDeclared,
    VoteOpened,
    VotePrepared,
    VoteQuestioned,
    VoteRecorded,
)
from domain.session.events.wording import WordingChanged, WordingFrozen, WordingReadBack, WordingWithdrawn

SessionEvent = (
    SessionPlanned
    | SessionMoved
    | SessionCancelled
    | AgendaItemAdded
    | AgendaItemRemoved
    | AgendaOrdered
    | SessionSummoned
    | SessionOpened
    | SessionInterrupted
    | SessionResumed
    | SessionClosed
    | MemberArrived
    | MemberLeft
    | SubstitutionRecorded
    | QuorumLost
    | QuorumEstablished
    | RecusalDeclared
    | RecusalLifted
    | ItemCalled
    | ItemConcluded
    | ItemReopened
    | WordingChanged
    | WordingWithdrawn
    | WordingReadBack
    | WordingFrozen
    | VotePrepared
    | PreparedVoteWithdrawn
    | VoteOpened
    | ElectionObjected
    | VoteCancelled
    | BallotRecorded
    | BallotWithdrawn
    | VoteRecorded
    | VoteDeclared
    | VoteCorrected
    | VoteAnnulled
    | SessionAnnounced
    | AnnouncementWithdrawn
    | VoteQuestioned
    | CountContradicted
    | BallotContradicted
    | DeclarationContradicted
    | ContradictionResolved
    | MinutesDrafted
    | MinutesSigned
    | MinutesObjected
    | MinutesApproved
    | MinutesCorrected
    | ProceedingsEvent
)
"""Every event of a session's stream `sessions/{id}`."""
