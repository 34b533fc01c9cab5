"""Words for what any command or question may meet."""

from collections.abc import Mapping
from typing import Final

from api.wording.words import Words
from domain import errors
from domain.rules import NoRuleInForce

GENERAL: Final[Mapping[type[Exception], Words]] = {
    errors.Missing: Words("Nicht gefunden", "Das gibt es nicht, oder nicht für diese Anmeldung."),
    errors.Forbidden: Words("Nicht erlaubt", "Dazu fehlt die Berechtigung."),
    errors.Refused: Words("Jetzt nicht möglich", "Der Stand der Dinge lässt das nicht zu."),
    errors.Invalid: Words("Ungültige Angaben", "Die Angaben können so nicht richtig sein."),
    errors.NoSuch: Words(
        "Nicht gefunden",
        "Hier gibt es nichts mit der Kennung {id} ({kind}). Bitte prüfen Sie sie.",
    ),
    errors.NotEntitled: Words(
        "Keine Berechtigung", "Für „{command}“ braucht es eine dieser Rollen: {needed}."
    ),
    errors.NotDeputy: Words(
        "Keine Vertretung", "Für die Person {represented} ist zu dieser Zeit keine Vertretung eingetragen."
    ),
    errors.WrongState: Words(
        "Falscher Zustand", "„{command}“ passt nicht zum Zustand „{state}“; möglich ist es in: {allowed}."
    ),
    errors.AlreadyExists: Words(
        "Gibt es schon", "Die Kennung {id} ist bereits vergeben ({kind}). Bitte wählen Sie eine andere."
    ),
    errors.NothingChanges: Words("Keine Änderung", "Der Befehl verlangt, was schon so ist ({kind})."),
    errors.HappenedInFuture: Words(
        "Zeitpunkt in der Zukunft", "Der Zeitpunkt {happened_at} liegt noch in der Zukunft."
    ),
    errors.PeriodReversed: Words(
        "Zeitraum verkehrt", "Der Zeitraum endet ({until}), bevor er beginnt ({since})."
    ),
    NoRuleInForce: Words(
        "Keine Regeln", "Für diesen Tag sind keine Regeln hinterlegt. Bitte prüfen Sie das Datum."
    ),
}
