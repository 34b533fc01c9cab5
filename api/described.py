"""What the OpenAPI document says of each address beyond what its handler's signature tells.

Bodies are read strictly by msgspec and query parameters by hand, so both are described here.
"""

from collections.abc import Mapping
from typing import Any, Final, get_args

from msgspec import Struct, field

from api.http.logins import Credentials
from api.http.overview import MOST as MOST_AT_WORK
from api.http.papers import KINDS
from api.http.papers import STATES as PAPER_STATES
from api.http.parameters import LONGEST
from api.http.sittings import STATES as SITTING_STATES
from infra.handling import Answer
from infra.health import Condition
from infra.importing import Imported
from infra.public import Entry as PublicEntry
from infra.reading import AccessShown, EditionDetail, SessionListed, TextShown, VorlageListed
from infra.reading.comparing import Difference
from infra.reading.reading import EventShown, Me
from infra.reading.sittings import DepartmentShown
from infra.reading.trying import Tried
from projections.blame.shown import RunShown
from projections.committee import CommitteeShown
from projections.history.shown import EntryShown
from projections.minutes.extract import ResolutionExtract
from projections.minutes.shown import MinutesShown
from projections.overview import sittings as overview_sittings
from projections.overview.papers import OverviewShown, What
from projections.overview.sittings import SittingAtWorkShown
from projections.session.shown import SessionShown
from projections.vorlage.shown import EditionShown, VorlageShown


class Parameter(Struct, frozen=True):
    """A query parameter or header."""

    name: str
    description: str
    schema: dict[str, Any] = field(default_factory=lambda: {"type": "string"})
    place: str = "query"
    required: bool = False


class Described(Struct, frozen=True):
    """An operation: what it answers (None: no JSON), what it takes."""

    answers: Any
    parameters: tuple[Parameter, ...] = ()
    body: Any = None
    media_type: str = "application/json"


_MOMENT: Final = (
    Parameter("as_of", "Position, Zeit (RFC 3339) oder Datum; ein Datum meint das Ende des Tages in Berlin"),
    Parameter(
        "basis",
        "known: was bis dahin erfasst war; true: was bis dahin geschehen war (nur mit Zeit oder Datum)",
        {"type": "string", "enum": ["known", "true"], "default": "known"},
    ),
    Parameter("purpose", "Zweck, zu dem die Prüfung Personen sehen will; wird festgehalten"),
)
_PAGE: Final = (
    Parameter("limit", "so viele höchstens", {"type": "integer", "minimum": 1, "maximum": 200}),
    Parameter("after", "Zeiger der nächsten Seite, aus dem Kopf Link"),
)
_DAY: Final = {"type": "string", "format": "date"}
_WORDS: Final = {"type": "string", "maxLength": LONGEST}
_PERIOD: Final = (
    Parameter("since", "nur von diesem Tag an", _DAY),
    Parameter("until", "nur bis zu diesem Tag", _DAY),
)
_AT_WORK: Final = (
    Parameter("overdue", "true: nur mit verstrichener Frist", {"type": "boolean"}),
    Parameter("limit", "so viele höchstens", {"type": "integer", "minimum": 1, "maximum": MOST_AT_WORK}),
    _PAGE[1],
)
_LOG: Final = (
    Parameter("after", "nach dieser Position", {"type": "integer", "minimum": 0}),
    Parameter("limit", "so viele höchstens", {"type": "integer", "minimum": 1, "maximum": 1_000}),
)
_KEY: Final = Parameter(
    "Idempotency-Key",
    "Kennung des Befehls; noch einmal gegeben, wird sie beantwortet wie beim ersten Mal. Sie gehört der "
    "Person: unter einer anderen Anmeldung ist dieselbe Kennung ein anderer Befehl",
    {"type": "string", "format": "uuid"},
    "header",
    required=True,
)
_KNOWN: Final = Parameter("If-None-Match", "ETag, der schon bekannt ist: dann 304", place="header")
_PAPER: Final = "/api/vorlagen/{vorlage}"

OPERATIONS: Final[Mapping[tuple[str, str], Described]] = {
    ("post", "/api/login"): Described(Me, body=Credentials),
    ("get", "/api/me"): Described(Me),
    ("post", "/api/commands"): Described(
        Answer,
        (_KEY, Parameter("If-Match", "ETag dessen, worauf der Befehl zielt; veraltet: 412", place="header")),
        body="commands",
    ),
    ("get", "/api/vorlagen"): Described(
        list[VorlageListed],
        (
            Parameter("status", "nur in diesem Zustand", {"type": "string", "enum": [*PAPER_STATES]}),
            Parameter("kind", "nur dieser Art", {"type": "string", "enum": [*KINDS]}),
            Parameter("lead_department", "nur dieses Fachbereichs: Kennung oder Name"),
            Parameter("committee", "nur mit einer Beratung dieses Gremiums: Kennung oder Name"),
            Parameter("q", "Wörter in Gegenstand, Aktenzeichen oder Nummer", _WORDS),
            Parameter("due", "nur mit einer offenen Beratung bis zu diesem Tag", _DAY),
            *_PERIOD,
            *_PAGE,
            *_MOMENT,
        ),
    ),
    ("post", "/api/vorlagen/import"): Described(
        Imported,
        (_KEY, Parameter("happened_at", "Zeit der Tat (RFC 3339)")),
        body=str,
        media_type="text/markdown",
    ),
    ("get", _PAPER): Described(VorlageShown, (*_MOMENT, _KNOWN)),
    ("get", f"{_PAPER}/history"): Described(list[EntryShown], _MOMENT),
    ("get", f"{_PAPER}/editions"): Described(list[EditionShown], _MOMENT),
    ("get", f"{_PAPER}/editions/{{edition}}"): Described(
        EditionDetail,
        (
            Parameter(
                "format",
                "canonical: die Bytes selbst (auch mit Accept: application/octet-stream)",
                {"type": "string", "enum": ["json", "canonical"]},
            ),
            *_MOMENT,
        ),
    ),
    ("get", f"{_PAPER}/diff"): Described(
        Difference,
        (
            Parameter("from", "edition:N oder position:N", required=True),
            Parameter("to", "edition:N oder position:N; sonst der jetzige Stand"),
            *_MOMENT,
        ),
    ),
    ("get", f"{_PAPER}/what-if"): Described(
        Tried,
        (
            Parameter("amendments", "Änderungsanträge in dieser Reihenfolge, durch Komma; keiner: ohne"),
            *_MOMENT,
        ),
    ),
    ("get", f"{_PAPER}/texts"): Described(list[TextShown], _MOMENT),
    ("get", f"{_PAPER}/texts/{{name}}/blame"): Described(list[RunShown], _MOMENT),
    ("get", f"{_PAPER}/texts/measures/{{measure}}/blame"): Described(list[RunShown], _MOMENT),
    ("get", "/api/sessions"): Described(
        list[SessionListed],
        (
            Parameter("status", "nur in diesem Zustand", {"type": "string", "enum": [*SITTING_STATES]}),
            Parameter("committee", "nur dieses Gremiums: Kennung oder Name"),
            Parameter("q", "Wörter im Gegenstand eines Tagesordnungspunkts", _WORDS),
            *_PERIOD,
            *_PAGE,
            *_MOMENT,
        ),
    ),
    ("get", "/api/sessions/{session}"): Described(SessionShown, (*_MOMENT, _KNOWN)),
    ("get", "/api/sessions/{session}/items/{item}/extract"): Described(
        ResolutionExtract,
        (
            Parameter(
                "format",
                "text: wie er gedruckt wird (auch mit Accept: text/plain)",
                {"type": "string", "enum": ["json", "text"], "default": "json"},
            ),
            *_MOMENT,
        ),
    ),
    ("get", "/api/sessions/{session}/minutes"): Described(
        MinutesShown,
        (
            Parameter(
                "part",
                "der Teil der Niederschrift; sonst der öffentliche",
                {"type": "string", "enum": ["public", "non_public"], "default": "public"},
            ),
            Parameter(
                "format",
                "text: wie sie gedruckt wird; canonical: die Bytes, von denen hash ist (auch mit Accept)",
                {"type": "string", "enum": ["json", "text", "canonical"], "default": "json"},
            ),
            *_MOMENT,
        ),
    ),
    ("get", "/api/overview"): Described(
        list[OverviewShown],
        (
            Parameter(
                "department", "nur, was diesen Fachbereich betrifft: Kennung oder Name; own: die eigenen"
            ),
            Parameter("status", "nur in diesem Zustand", {"type": "string", "enum": [*PAPER_STATES]}),
            Parameter(
                "what", "nur, wo jemand dies zu tun hat", {"type": "string", "enum": [*get_args(What)]}
            ),
            Parameter("q", "Wörter in Gegenstand, Aktenzeichen oder Nummer", _WORDS),
            *_AT_WORK,
            *_MOMENT,
        ),
    ),
    ("get", "/api/overview/sessions"): Described(
        list[SittingAtWorkShown],
        (
            Parameter("committee", "nur dieses Gremiums: Kennung oder Name"),
            Parameter(
                "what",
                "nur, wo jemand dies zu tun hat",
                {"type": "string", "enum": [*get_args(overview_sittings.What)]},
            ),
            Parameter(
                "who",
                "nur, wo diese am Zug sind",
                {"type": "string", "enum": [*get_args(overview_sittings.Who)]},
            ),
            *_AT_WORK,
            *_MOMENT,
        ),
    ),
    ("get", "/api/committees"): Described(list[CommitteeShown]),
    ("get", "/api/committees/{committee}"): Described(CommitteeShown, (*_MOMENT, _KNOWN)),
    ("get", f"{_PAPER}/attachments/{{attachment}}"): Described(None, _MOMENT),
    ("get", "/api/public/changes"): Described(list[PublicEntry], _LOG),
    ("get", "/api/departments"): Described(list[DepartmentShown]),
    ("get", "/api/events"): Described(
        list[EventShown], (*_LOG, Parameter("stream", "nur dieses Stroms"), _MOMENT[2])
    ),
    ("get", "/api/access-log"): Described(list[AccessShown], _LOG),
    ("get", "/health/ready"): Described(Condition),
}

QUERIES: Final[Mapping[tuple[str, str], tuple[str, ...]]] = {
    operation: tuple(each.name for each in described.parameters if each.place == "query")
    for operation, described in OPERATIONS.items()
}
"""The names that each address takes in its query; any other is refused."""

EXAMPLES: Final[Mapping[str, dict[str, Any]]] = {
    "CreateVorlage": {
        "type": "CreateVorlage",
        "file_reference": "2024-00317",
        "subject": "Radverkehrskonzept des Landkreises Auenthal",
    },
    "SetCommitteeDate": {
        "type": "SetCommitteeDate",
        "vorlage": "3f0c2f0e-6f5c-4a0e-9b64-0d3c7a1f2b11",
        "consultation": "5a1de3c8-0c55-4a68-8a55-8a1f3f9f7c02",
        "date": "2024-09-11",
    },
    "RecordVote": {
        "type": "RecordVote",
        "session": "7d1d5a44-52be-4a5b-9a2d-0e6d2f3c4b03",
        "vote": "9e2f6b55-63cf-4b6c-8b3e-1f7e3a4d5c04",
        "yes": 9,
        "no": 0,
        "abstained": 1,
        "happened_at": "2024-09-11T17:42:00+02:00",
    },
}
