"""A printed paper of a bridge, and who deals with it: what `test_imported_life` is told with."""

import datetime as dt
from typing import Any

from tests.machines.conftest import Person

REFUSED, FORBIDDEN, MISSING, INVALID = 409, 403, 404, 422
OLD = "Die Brücke über die Aue wird bis 2029 erneuert"
PRINTED_NEW = "Die Brücke über die Aue wird bis 2028 erneuert"
NEW = "Die Brücke über die Aue wird bis 2027 erneuert"
PAPER = f"""Bereich: Bau

Aktenzeichen: 2025-00208

Datum: 13.01.2025

<b>Beratungsfolge:</b>
Gremium	Datum	Ja	Nein	Enth.	Bemerkung
Kreisausschuss	05.02.2025
Kreistag	26.03.2025

**Beratungsgegenstand (Bezeichnung):**

Erneuerung der Auebrücke

**Beschlussvorschlag:**

Der Kreistag beschließt die Erneuerung der Auebrücke.

Dr. Lindenau

## **Sachverhalt (Begründung):**

Die Brücke ist gesperrt.

Folgende Maßnahmen wurden verändert:

Konzept Seite 7, Brücken

Maßnahme alt:

{OLD}

Maßnahme geändert:

{PRINTED_NEW}

**Anlagen:**        Brückenkonzept Fassung Kreisausschuss

**Nachweis der haushaltsrechtlichen Ermächtigung erforderlich:**  ja  nein

Buchungsstelle(n)/Bezeichnung:	/
Planansatz:
abzüglich Bedarf für das laufende Haushaltsjahr:
= überplanmäßig <input type="checkbox"/> außerplanmäßig <input type="checkbox"/>
= Aufwand <input type="checkbox"/> Auszahlung <input type="checkbox"/>
Deckung durch Mehrertrag <input type="checkbox"/> Mehreinzahlung <input type="checkbox"/> bei
Deckung durch Minderaufwand <input type="checkbox"/> Minderauszahlung <input type="checkbox"/> bei

Prüfvermerk durch Fachbereich Finanzen:

(nur für üpl./apl. Aufwendungen und Auszahlungen)
"""


def on(day: str, hour: int = 9, minute: int = 0) -> str:
    """A moment of a day of 2025, in winter time."""
    return f"2025-{day}T{hour:02}:{minute:02}:00+01:00"


class Life:
    """The paper, and how it was after each of its stages."""

    def __init__(self, people: dict[str, Person]) -> None:
        self.people = people
        self.id = ""
        self.states: dict[str, Any] = {}
        self.times: dict[str, str] = {}
        self.steps = self.refusals = 0
        self.bodies: dict[str, str] = {}

    def do(self, who: str, type_: str, when: str | None = None, **fields: Any) -> str:
        """Someone gives a command that must succeed, for this moment."""
        self.steps += 1
        given = fields if when is None else {"happened_at": when, **fields}
        return self.people[who].do(type_, **given)

    def paper(self, who: str, type_: str, when: str, **fields: Any) -> str:
        """Someone gives a command to the paper."""
        return self.do(who, type_, when, vorlage=self.id, **fields)

    def refused(self, status: int, who: str, type_: str, name: str, when: str, **fields: Any) -> None:
        """Someone gives a command that must be refused as this problem."""
        self.refusals += 1
        answer = self.people[who].give(type_, happened_at=when, **fields)
        assert answer.status_code == status, (type_, answer.text)
        assert answer.headers["Content-Type"].startswith("application/problem+json")
        assert answer.json()["type"].endswith(f"/{name}"), answer.text

    def read(self, who: str = "pruefung", **query: Any) -> Any:
        """The paper as someone sees it."""
        return self.people[who].read(f"/api/vorlagen/{self.id}", **query)

    def keep(self, name: str) -> Any:
        """Remember what the paper is now, and when that was."""
        self.states[name] = self.read()
        self.times[name] = dt.datetime.now(dt.UTC).isoformat()
        return self.states[name]

    def stations(self) -> list[tuple[str, str | None, str, str | None]]:
        """The Beratungsfolge: body, role, status, outcome."""
        return [
            (each["committee"], each["role"], each["status"], each["outcome"])
            for each in self.read()["consultations"]
        ]

    def station(self, body: str) -> str:
        """The id of the last station of a body."""
        return str([each["id"] for each in self.read()["consultations"] if each["committee"] == body][-1])


class Sitting:
    """A sitting as it is entered."""

    def __init__(self, life: Life, body: str, day: str, planned: str) -> None:
        self.life, self.day, self.minute = life, day, 0
        committee = life.people["kreistagsbuero"].read(f"/api/committees/{life.bodies[body]}")
        self.members = [seat["id"] for seat in committee["members"] if seat["votes"]]
        self.id = life.do(
            "kreistagsbuero", "PlanSession", planned, committee=life.bodies[body], date=f"2025-{day}"
        )

    def prepare(self, type_: str, when: str, who: str = "kreistagsbuero", **fields: Any) -> str:
        """Someone prepares the sitting."""
        return self.life.do(who, type_, when, session=self.id, **fields)

    def enter(self, type_: str, who: str = "schriftfuehrung", **fields: Any) -> str:
        """The clerk enters what happens in this minute."""
        self.minute += 1
        return self.life.do(who, type_, on(self.day, 17, self.minute), session=self.id, **fields)

    def vote(self, item: str, yes: int, no: int, abstained: int, **about: Any) -> str:
        """A vote from its opening to the chair's word."""
        vote = self.enter("OpenVote", item=item, **about)
        self.enter("RecordVote", vote=vote, yes=yes, no=no, abstained=abstained)
        self.enter("DeclareVote", vote=vote)
        return vote

    def seen(self, who: str = "schriftfuehrung", **query: Any) -> Any:
        """The sitting as someone sees it."""
        return self.life.people[who].read(f"/api/sessions/{self.id}", **query)

    def item(self, id_: str) -> Any:
        """An item as the clerk sees it."""
        return next(each for each in self.seen()["agenda"] if each["id"] == id_)
