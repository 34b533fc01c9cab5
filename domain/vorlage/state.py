"""A Vorlage as the log tells it.

Its phase is a union, so that what belongs to one phase cannot exist in another; `evolve` only applies facts.
"""

import datetime as dt

from msgspec import Struct

from domain.vorlage.editions.content import AttachmentContent, Content, MeasureContent, nfc
from domain.vorlage.events.budget import Budget
from domain.vorlage.events.cosigning import Link
from domain.vorlage.motions.state import Motion
from domain.vorlage.parts import (
    Attachment,
    Consultation,
    Cosignature,
    Edition,
    FinanceCheck,
    Measure,
    Publication,
    Revision,
)
from domain.vorlage.phases import Cosigning, Draft, InConsultation, Phase, Released, Resolved, Withdrawn
from domain.vorlage.terms import Kind


class Vorlage(Struct, frozen=True, kw_only=True):
    """A paper put to a body."""

    kind: Kind
    public: bool
    file_reference: str
    subject: str
    salt: bytes
    creator: str
    last_editor: str
    created_for: str | None = None
    edited_for: str | None = None
    """Whom a deputy represented who created the paper, or edited it last (rule 15)."""
    imported: bool = False
    lead_department: str | None = None
    lead_department_name: str | None = None
    number: str | None = None
    date: dt.date | None = None
    signatory: str | None = None
    phase: Phase = Draft()
    invited: frozenset[str] = frozenset()
    texts: dict[str, str] = {}
    consultations: tuple[Consultation, ...] = ()
    measures: tuple[Measure, ...] = ()
    taken_out: tuple[Measure, ...] = ()
    """Measures that were taken out of the paper, the last one first."""
    motions: tuple[Motion, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    budget: Budget = Budget()
    check: FinanceCheck | None = None
    editions: tuple[Edition, ...] = ()
    base: int = 0
    """The number of the edition that the working text goes on from; 0: of none."""
    revision: Revision | None = None
    resolved: Resolved | None = None
    """What was resolved, also while it is suspended or carried out."""
    rejected: int | None = None
    """The edition that the deciding body voted down, also while that is objected to."""
    decided_on: dt.date | None = None
    """When the body decided last."""
    decided_at: str | None = None
    """The station whose vote decided it, as far as no objection followed."""
    objections: int = 0
    publications: tuple[Publication, ...] = ()
    chain: tuple[Link, ...] = ()
    """Who is asked to sign off; after the release, who was."""
    cosignatures: dict[str, Cosignature] = {}
    """By department; whether one still counts is a question of its hashes."""
    writing: str | None = None
    """The motion that the revision which follows writes into a text."""

    @property
    def status(self) -> str:
        """The name of the phase."""
        return self.phase.NAME

    @property
    def states(self) -> tuple[str, ...]:
        """What the rights table asks for: the status first, then what else goes on."""
        return (self.status,) if self.revision is None else (self.status, self.revision.stage)

    @property
    def texts_open(self) -> bool:
        """Whether the drafting group may write."""
        return isinstance(self.phase, Draft) or "revising" in self.states

    @property
    def cosigners(self) -> frozenset[str]:
        """The departments that are asked to sign off now; a new edition after the release is put to them."""
        if self.states[0] != Cosigning.NAME and "revised" not in self.states:
            return frozenset()
        return frozenset(each.department for each in self.chain)

    @property
    def released(self) -> bool:
        """Whether the paper has left the drafting group: a release was given and not taken back."""
        match self.phase:
            case Draft() | Cosigning():
                return False
            case Withdrawn(released):
                return released
            case _:
                return True

    @property
    def published_at(self) -> dt.datetime | None:
        """Since when the public may read it; None: it may not."""
        if not self.public or not self.released:
            return None
        return min((each.at for each in self.publications), default=None)

    @property
    def authors(self) -> frozenset[str]:
        """Who created the paper or edited it last, and whom they represented."""
        persons = (self.creator, self.created_for, self.last_editor, self.edited_for)
        return frozenset(each for each in persons if each is not None)

    @property
    def summoned(self) -> bool:
        """Whether any body was ever summoned with the paper."""
        return any(each.edition is not None for each in self.consultations)

    def text(self, document: str) -> str:
        """One text in Unicode's composed form; "" while nothing was written."""
        return nfc(self.texts.get(document, ""))

    def consultation(self, id_: str) -> Consultation | None:
        """A station by its id."""
        return next((each for each in self.consultations if each.id == id_), None)

    def measure(self, id_: str) -> Measure | None:
        """A measure by its id."""
        return next((each for each in self.measures if each.id == id_), None)

    def motion(self, id_: str) -> Motion | None:
        """A motion by its id."""
        return next((each for each in self.motions if each.id == id_), None)

    def attachment(self, id_: str) -> Attachment | None:
        """An attachment by its id."""
        return next((each for each in self.attachments if each.id == id_), None)

    @property
    def submittable(self) -> Edition:
        """The edition that may be put to a body: the last one released, or what was decided on."""
        now = self.phase if isinstance(self.phase, Released | InConsultation) else self.resolved
        number = self.rejected if now is None else now.edition
        assert number is not None, "it is asked for once it was released"
        return self.editions[number - 1]

    def submitted(self, consultation: str) -> Edition:
        """The edition that a station's body has before it, from its summons on.

        Bodies deal with what it says (`Edition.content`), never with the working text.
        """
        station = self.consultation(consultation)
        assert station is not None, "it is asked for a station of the paper"
        assert station.edition is not None, "a body is summoned before it deals with a paper"
        return self.editions[station.edition - 1]

    def content(self) -> Content:
        """What the working text says now."""
        return Content(
            salt=self.salt,
            subject=self.subject,
            proposed_resolution=self.text("proposed_resolution"),
            reasons=self.text("reasons"),
            measures=tuple(
                MeasureContent(
                    id=each.id,
                    document=each.document,
                    page=each.page,
                    topic=each.topic,
                    text=self.text(f"measures/{each.id}"),
                )
                for each in self.measures
            ),
            budget=self.budget,
            attachments=tuple(
                AttachmentContent(id=each.id, title=each.title, sha256=each.sha256)
                for each in self.attachments
            ),
        )
