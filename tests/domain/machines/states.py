"""Every state of every machine (DOMAIN, "The machines"), each as a county that came to it step by step."""

import datetime as dt
from collections.abc import Callable, Mapping
from functools import cache

from msgspec.structs import replace

from domain.session.commands.agenda import (
    AddAgendaItem,
    AnnounceSession,
    CancelSession,
    PlanSession,
    SummonSession,
)
from domain.session.commands.attendance import RecordArrival
from domain.session.commands.course import CallItem, CloseSession, ConcludeItem, InterruptSession, OpenSession
from domain.session.commands.minutes import (
    ApproveMinutes,
    CorrectMinutes,
    DraftMinutes,
    ObjectToMinutes,
    SignMinutes,
)
from domain.session.commands.votes import (
    AnnulVote,
    CancelVote,
    CorrectVote,
    DeclareVote,
    OpenVote,
    PrepareVote,
    RecordVote,
)
from domain.session.commands.wording import ChangeWording, FreezeWording, ReadBackWording
from domain.vorlage.commands.aftermath import (
    CompleteImplementation,
    ObjectToResolution,
    StartImplementation,
    WithdrawVorlage,
)
from domain.vorlage.commands.budget import RecordFinanceCheck
from domain.vorlage.commands.consultation import RemoveConsultation, SetCommitteeDate, WaiveConsultation
from domain.vorlage.commands.cosigning import (
    CosignVorlage,
    RefuseCosignature,
    ReleaseVorlage,
    StartCosigning,
    WithdrawCosignature,
)
from domain.vorlage.commands.drafting import ChangeHeader, ReviseText
from domain.vorlage.commands.editions import FreezeEdition, OpenEdition, PublishVorlage
from domain.vorlage.commands.motions import ProposeAmendment, TakeOverAmendment, WithdrawAmendment
from tests.domain.county import (
    BUILDER,
    CHAIR,
    CLERK,
    DECISION,
    FINANZEN,
    ITEM,
    KREISAUSSCHUSS,
    KREISTAG,
    KT_DAY,
    LANDRAT,
    MOTION,
    OFFICE,
    PAPER,
    PRELIMINARY,
    SITTING,
    TREASURER,
    VOTE,
    County,
    at,
    draft,
    members,
    sitting,
)
from tests.domain.lives.rare import furnished, listed, overspending, told
from tests.domain.lives.stages import PRESENT

AGAIN, AGAIN_ITEM, AGAIN_VOTE = "again", "again-item", "again-vote"
OBJECTION, FURTHER, SECOND, RIVAL = "objection", "further-vote", "second-item", "rival"
WEEKS = dt.timedelta(days=20)

MOVE = ProposeAmendment(
    vorlage=PAPER, amendment=MOTION, document="proposed_resolution", start=13, old="beschließt", new="will"
)
OVERLAP = replace(MOVE, amendment=RIVAL, old="beschließt das", new="lehnt ab das")
COUNT = RecordVote(session=SITTING, vote=VOTE, yes=9, no=0, abstained=0)
DECLARE = DeclareVote(session=SITTING, vote=VOTE)
OBJECT = ObjectToResolution(vorlage=PAPER, reason="rechtswidrig", known_at=KT_DAY)


@cache
def released() -> County:
    """Finance signed and checked, the Landrat released."""
    checked = RecordFinanceCheck(vorlage=PAPER, positive=True, ground="unabweisbar", competent=KREISTAG)
    return overspending().when(TREASURER, checked).when(LANDRAT, ReleaseVorlage(vorlage=PAPER))


def convoked(county: County, session: str, item: str, day: dt.date, **named: str) -> County:
    """The Kreistag summoned."""
    return county.all(
        OFFICE,
        PlanSession(session=session, committee=KREISTAG, date=day),
        AddAgendaItem(session=session, item=item, **(named or {"vorlage": PAPER})),  # type: ignore[arg-type]
        SummonSession(session=session),
    )


def sits(county: County, session: str, item: str, day: dt.date) -> County:
    """The Kreistag sitting, the item called."""
    return (
        county.when(CLERK, RecordArrival(session=session, members=PRESENT), at(day, 16, 50))
        .when(CLERK, OpenSession(session=session), at(day))
        .when(CLERK, CallItem(session=session, item=item))
    )


@cache
def planned() -> County:
    """A sitting with the paper on its agenda."""
    return released().all(
        OFFICE,
        PlanSession(session=SITTING, committee=KREISTAG, date=KT_DAY),
        AddAgendaItem(session=SITTING, item=ITEM, vorlage=PAPER),
        AddAgendaItem(session=SITTING, item=SECOND, subject="Verschiedenes"),
    )


@cache
def summoned() -> County:
    """The Kreistag summoned with the paper."""
    return planned().when(OFFICE, SummonSession(session=SITTING))


@cache
def opened() -> County:
    """The Kreistag deals with the paper."""
    return sits(summoned(), SITTING, ITEM, KT_DAY)


def concluded(outcome: str) -> County:
    """The item concluded without a vote."""
    to = {"committee": KREISAUSSCHUSS} if outcome == "referred" else {}
    conclude = ConcludeItem(session=SITTING, item=ITEM, outcome=outcome, reason="x", **to)  # type: ignore[arg-type]
    return opened().when(CLERK, conclude)


def noted() -> County:
    """The only body took note."""
    information = ChangeHeader(vorlage=PAPER, kind="information")
    alone = draft().all(
        BUILDER,
        information,
        RemoveConsultation(vorlage=PAPER, consultation=PRELIMINARY),
        FreezeEdition(vorlage=PAPER),
        StartCosigning(vorlage=PAPER, chain=()),
    )
    alone = alone.when(LANDRAT, ReleaseVorlage(vorlage=PAPER))
    there = sits(convoked(alone, SITTING, ITEM, KT_DAY), SITTING, ITEM, KT_DAY)
    return there.when(CLERK, ConcludeItem(session=SITTING, item=ITEM, outcome="noted"))


def voted(county: County, *, yes: int = 9) -> County:
    """The Kreistag voted on the paper."""
    count = RecordVote(session=SITTING, vote=VOTE, yes=yes, no=9 - yes, abstained=0)
    return county.all(CLERK, OpenVote(session=SITTING, item=ITEM, vote=VOTE), count, DECLARE)


@cache
def resolved() -> County:
    """The Kreistag resolved the paper."""
    return voted(opened())


@cache
def suspended() -> County:
    """The Landrat objected."""
    return resolved().when(LANDRAT, OBJECT)


def decided_again(yes: int) -> County:
    """The Kreistag decided once more, after the objection."""
    there = sits(convoked(suspended(), AGAIN, AGAIN_ITEM, KT_DAY + WEEKS), AGAIN, AGAIN_ITEM, KT_DAY + WEEKS)
    return there.all(
        CLERK,
        OpenVote(session=AGAIN, item=AGAIN_ITEM, vote=AGAIN_VOTE),
        RecordVote(session=AGAIN, vote=AGAIN_VOTE, yes=yes, no=9 - yes, abstained=0),
        DeclareVote(session=AGAIN, vote=AGAIN_VOTE),
    )


@cache
def before_the_authority() -> County:
    """The Landrat objected once more."""
    second = ObjectToResolution(vorlage=PAPER, reason="rechtswidrig", known_at=KT_DAY + WEEKS)
    return decided_again(9).when(LANDRAT, second)


@cache
def implementation() -> County:
    """The finance department carries the resolution out."""
    return resolved().when(LANDRAT, StartImplementation(vorlage=PAPER, department=FINANZEN))


@cache
def revising() -> County:
    """The released paper's texts are open for a new edition."""
    return released().all(
        BUILDER,
        OpenEdition(vorlage=PAPER, reason="ein Fehler"),
        ReviseText(vorlage=PAPER, document="reasons", text="Es ist sehr nötig.\n"),
    )


@cache
def revised() -> County:
    """The new edition is frozen, to be signed off and released."""
    return revising().when(BUILDER, FreezeEdition(vorlage=PAPER, label="Zweite Fassung"))


PAPERS: Mapping[str, Callable[[], County]] = {
    "draft": furnished,
    "frozen": lambda: furnished().when(BUILDER, FreezeEdition(vorlage=PAPER, label="Fassung")),
    "cosigning": overspending,
    "released": released,
    "in_consultation": summoned,
    "revising": revising,
    "revised": revised,
    "published": lambda: summoned().when(OFFICE, PublishVorlage(vorlage=PAPER)),
    "resolved": resolved,
    "rejected": lambda: voted(opened(), yes=0),
    "noted": noted,
    "withdrawn": lambda: released().when(LANDRAT, WithdrawVorlage(vorlage=PAPER, reason="x")),
    "suspended": suspended,
    "authority": before_the_authority,
    "confirmed": lambda: decided_again(9),
    "revoked": lambda: decided_again(0),
    "implementation": implementation,
    "closed": lambda: implementation().when(TREASURER, CompleteImplementation(vorlage=PAPER)),
}
"""`frozen`: a draft. `revising`, `revised`: a new edition. `authority`: suspended before it."""

COSIGNATURES: Mapping[str, Callable[[], County]] = {
    "asked": lambda: overspending().when(
        TREASURER, WithdrawCosignature(vorlage=PAPER, department=FINANZEN, reason="x")
    ),
    "signed": overspending,
    "refused": lambda: overspending().when(
        TREASURER, RefuseCosignature(vorlage=PAPER, department=FINANZEN, reason="x")
    ),
    "released": released,
    "lapsed": revised,
    "signed_anew": lambda: revised().when(TREASURER, CosignVorlage(vorlage=PAPER, department=FINANZEN)),
}
"""A cosignature. `asked`: it was taken back. `lapsed`: a new edition changed its scope."""


@cache
def undated() -> County:
    """The decision station without a date."""
    return released().when(OFFICE, SetCommitteeDate(vorlage=PAPER, consultation=DECISION, date=None))


STATIONS: Mapping[str, Callable[[], County]] = {
    "planned": undated,
    "dated": released,
    "on_agenda": planned,
    "summoned": summoned,
    "called": opened,
    "postponed": lambda: concluded("postponed"),
    "referred": lambda: concluded("referred"),
    "taken_off": lambda: concluded("taken_off"),
    "resolved": resolved,
    "waived": lambda: summoned().when(
        OFFICE, WaiveConsultation(vorlage=PAPER, consultation=PRELIMINARY, reason="x")
    ),
}
"""The decision station. `waived`: it is summoned, and does not wait for the station before it."""


@cache
def proposed() -> County:
    """A motion before the Kreistag."""
    return opened().all(CLERK, MOVE, OVERLAP)


def voted_on(*, yes: int) -> County:
    """The Kreistag voted on the motion."""
    return proposed().all(
        CLERK,
        OpenVote(session=SITTING, item=ITEM, vote=FURTHER, about="amendment", amendment=MOTION),
        RecordVote(session=SITTING, vote=FURTHER, yes=yes, no=9 - yes, abstained=0),
        DeclareVote(session=SITTING, vote=FURTHER),
    )


def advised(*, yes: int) -> County:
    """The Kreisausschuss voted on the motion, and the Kreistag deals with the paper."""
    there = (*members(KREISAUSSCHUSS, 9), LANDRAT)
    session, day = "ka", dt.date(2023, 3, 8)
    heard = (
        released()
        .all(CLERK, MOVE, OVERLAP)
        .all(
            OFFICE,
            PlanSession(session=session, committee=KREISAUSSCHUSS, date=day),
            AddAgendaItem(session=session, item="ka-item", vorlage=PAPER, consultation=PRELIMINARY),
            SummonSession(session=session),
        )
        .when(CLERK, RecordArrival(session=session, members=there), at(day, 16, 50))
        .when(CLERK, OpenSession(session=session), at(day))
        .all(
            CLERK,
            CallItem(session=session, item="ka-item"),
            OpenVote(session=session, item="ka-item", vote="ka-vote", about="amendment", amendment=MOTION),
            RecordVote(session=session, vote="ka-vote", yes=yes, no=10 - yes, abstained=0),
            DeclareVote(session=session, vote="ka-vote"),
            OpenVote(session=session, item="ka-item", vote="ka-main"),
            RecordVote(session=session, vote="ka-main", yes=10, no=0, abstained=0),
            DeclareVote(session=session, vote="ka-main"),
            CloseSession(session=session),
        )
    )
    return sits(convoked(heard, SITTING, ITEM, KT_DAY), SITTING, ITEM, KT_DAY)


MOTIONS: Mapping[str, Callable[[], County]] = {
    "moved": lambda: released().all(CLERK, MOVE, OVERLAP),
    "proposed": proposed,
    "recommended": lambda: advised(yes=10),
    "not_recommended": lambda: advised(yes=0),
    "taken_over": lambda: (
        released().all(CLERK, MOVE, OVERLAP).when(BUILDER, TakeOverAmendment(vorlage=PAPER, amendment=MOTION))
    ),
    "carried": lambda: voted_on(yes=9),
    "adopted": lambda: voted(voted_on(yes=9)),
    "rejected": lambda: voted_on(yes=0),
    "withdrawn": lambda: proposed().when(CLERK, WithdrawAmendment(vorlage=PAPER, amendment=MOTION)),
    "obsolete": lambda: voted(proposed(), yes=0),
}
"""A motion. `moved`: between sittings. `carried`: by its own vote, before that on the paper."""


@cache
def vote_opened() -> County:
    """A vote on the paper."""
    return opened().when(CLERK, OpenVote(session=SITTING, item=ITEM, vote=VOTE))


@cache
def counted() -> County:
    """It is counted."""
    return vote_opened().when(CLERK, COUNT)


@cache
def drafted() -> County:
    """The minutes are drafted."""
    return resolved().all(CLERK, CloseSession(session=SITTING), DraftMinutes(session=SITTING))


@cache
def signed() -> County:
    """Both signed."""
    return (
        drafted()
        .when(CHAIR, SignMinutes(session=SITTING, role="chair"))
        .when(CLERK, SignMinutes(session=SITTING, role="clerk"))
    )


VOTES: Mapping[str, Callable[[], County]] = {
    "none": opened,
    "prepared": lambda: opened().when(CLERK, PrepareVote(session=SITTING, item=ITEM, vote=VOTE)),
    "opened": vote_opened,
    "roll_call": lambda: opened().when(
        CLERK, OpenVote(session=SITTING, item=ITEM, vote=VOTE, kind="roll_call")
    ),
    "election": lambda: opened().when(
        CLERK,
        OpenVote(
            session=SITTING,
            item=ITEM,
            vote=VOTE,
            about="election",
            kind="election",
            candidates=("A", "B"),
            round=1,
        ),
    ),
    "cancelled": lambda: vote_opened().when(CLERK, CancelVote(session=SITTING, vote=VOTE, reason="x")),
    "counted": counted,
    "corrected": lambda: counted().when(
        CLERK, CorrectVote(session=SITTING, vote=VOTE, yes=8, no=1, abstained=0, reason="x")
    ),
    "annulled": lambda: counted().when(CLERK, AnnulVote(session=SITTING, vote=VOTE, reason="x")),
    "declared": resolved,
    "closed": lambda: resolved().when(CLERK, CloseSession(session=SITTING)),
    "signed": signed,
}
"""A vote. `roll_call`, `election`: opened, of that kind. `closed`, `signed`: declared, and the sitting is."""


def next_sitting(county: County) -> County:
    """The Kreistag sits again."""
    day = KT_DAY + WEEKS
    minutes = {"subject": "Niederschrift", "kind": "minutes"}
    return sits(convoked(county, AGAIN, AGAIN_ITEM, day, **minutes), AGAIN, AGAIN_ITEM, day)


@cache
def objected() -> County:
    """A member objected, and the body voted for the minutes in its next sitting."""
    objects = ObjectToMinutes(session=SITTING, text="Nein.", objection=OBJECTION)
    return next_sitting(signed().when(PRESENT[0], objects)).all(
        CLERK,
        OpenVote(session=AGAIN, item=AGAIN_ITEM, vote=AGAIN_VOTE, about="minutes"),
        RecordVote(session=AGAIN, vote=AGAIN_VOTE, yes=9, no=0, abstained=0),
        DeclareVote(session=AGAIN, vote=AGAIN_VOTE),
    )


SITTINGS: Mapping[str, Callable[[], County]] = {
    "planned": planned,
    "summoned": summoned,
    "announced": lambda: summoned().when(OFFICE, AnnounceSession(session=SITTING)),
    "opened": opened,
    "interrupted": lambda: opened().when(CLERK, InterruptSession(session=SITTING)),
    "closed": lambda: resolved().when(CLERK, CloseSession(session=SITTING)),
    "cancelled": lambda: summoned().when(OFFICE, CancelSession(session=SITTING, reason="x")),
    "drafted": drafted,
    "signed": lambda: next_sitting(signed()),
    "objected": objected,
    "approved": lambda: objected().when(
        CHAIR, ApproveMinutes(session=SITTING, sitting=AGAIN, vote=AGAIN_VOTE)
    ),
    "corrected": lambda: next_sitting(signed()).when(
        OFFICE, CorrectMinutes(session=SITTING, reason="x", before="ja", after="Ja")
    ),
}
"""A sitting and its minutes. In `signed`, `objected` and `corrected` the next one sits."""


CHANGE_ALOUD = ChangeWording(session=SITTING, item=ITEM, document="reasons", text="Es ist sehr nötig.\n")


@cache
def changed() -> County:
    """Words were changed aloud."""
    return opened().when(CLERK, CHANGE_ALOUD)


@cache
def read_back() -> County:
    """And read back."""
    return changed().when(CLERK, ReadBackWording(session=SITTING, item=ITEM))


WORDINGS: Mapping[str, Callable[[], County]] = {
    "as_submitted": opened,
    "changed": changed,
    "read_back": read_back,
    "frozen": lambda: read_back().when(CLERK, FreezeWording(session=SITTING, item=ITEM)),
    "resolved": resolved,
}
"""The sitting's own copy of the paper's words."""

LISTS: Mapping[str, Callable[[], County]] = {"opened": sitting, "listed": listed, "told": told}
"""`listed`: agenda approved, a note, the public out, an item concluded without it. `told`: it is back."""


MACHINES: Mapping[str, Mapping[str, Callable[[], County]]] = {
    "paper": PAPERS,
    "cosignature": COSIGNATURES,
    "station": STATIONS,
    "motion": MOTIONS,
    "vote": VOTES,
    "sitting": SITTINGS,
    "wording": WORDINGS,
    "list": LISTS,
}
