"""A paper in the printed form, and what is said of it when it is read."""

import pytest

from infra.printed_form import (
    Unreadable,
    read,
)

PAPER = """Bereich: Bauamt

Aktenzeichen: 2024-77

Datum: 05.02.2024

**Beratungsfolge:**
Gremium\tDatum\tJa\tNein\tEnth.\tBemerkung
Kreistag\t06.03.2024\t\t\t\t

**Beratungsgegenstand (Bezeichnung):**

Neubau der Brücke

**Beschlussvorschlag:**

Der Kreistag beschließt den Neubau.

Dr. Muster

**Sachverhalt (Begründung):**

Die Brücke ist alt.

Sie wird ersetzt.

Folgende Maßnahmen wurden verändert:

Konzept Seite 7, Brücken

Maßnahme alt:

Bau in Holz

Maßnahme geändert:

Bau in Stahl

**Anlagen:** Plan Fassung Kreistag

**Nachweis der haushaltsrechtlichen Ermächtigung erforderlich:** ja nein

Buchungsstelle(n)/Bezeichnung:\t/
Planansatz:
abzüglich Bedarf für das laufende Haushaltsjahr:
= überplanmäßig <input type="checkbox"/> außerplanmäßig <input type="checkbox"/>
= Aufwand <input type="checkbox"/> Auszahlung <input type="checkbox"/>
Deckung durch Mehrertrag <input type="checkbox"/> Mehreinzahlung <input type="checkbox"/> bei
Deckung durch Minderaufwand <input type="checkbox"/> Minderauszahlung <input type="checkbox"/> bei

Prüfvermerk durch Fachbereich Finanzen:

(nur für üpl./apl. Aufwendungen und Auszahlungen)
"""


def changed(old: str, new: str) -> str:
    assert PAPER.count(old) == 1
    return PAPER.replace(old, new)


def problems(data: bytes | str) -> list[tuple[int, str]]:
    with pytest.raises(Unreadable) as caught:
        read(data)
    return [(problem.line, problem.code) for problem in caught.value.problems]
