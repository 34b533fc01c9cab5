"""Words for the refusals about departments, roles, committees and their seats."""

from collections.abc import Mapping
from typing import Final

from api.wording.words import Words
from domain.committee import errors as committee
from domain.organisation import errors as organisation

ORGANISATION: Final[Mapping[type[Exception], Words]] = {
    organisation.DepartmentNameTaken: Words(
        "Name vergeben", "Es gibt schon einen Fachbereich „{name}“. Bitte wählen Sie einen anderen Namen."
    ),
    organisation.DepartmentNeeded: Words(
        "Fachbereich passt nicht zur Rolle",
        "Die Rollen „Fachbereich“ und „Leitung eines Fachbereichs“ gehören zu einem Fachbereich, die anderen "
        "zu keinem (hier: {role}).",
    ),
    organisation.OwnDeputy: Words(
        "Eigene Vertretung", "Niemand kann sich selbst vertreten oder zur Vertretung bestellen."
    ),
    organisation.OwnGrant: Words(
        "Eigene Rolle", "Niemand gibt sich selbst eine Rolle (hier: {role}). Bitten Sie eine andere Person."
    ),
    committee.AbbreviationTaken: Words(
        "Kürzel vergeben", "Ein anderes Gremium hat schon das Kürzel {abbreviation}."
    ),
    committee.CommitteeNameTaken: Words(
        "Name vergeben", "Es gibt schon ein Gremium „{name}“. Bitte wählen Sie einen anderen Namen."
    ),
    committee.SubstituteAlready: Words(
        "Schon Stellvertretung",
        "{substitute} ist für {member} in diesem Zeitraum schon bestellt.",
    ),
    committee.NoSubstitute: Words(
        "Keine Stellvertretung",
        "{substitute} ist an diesem Tag nicht für {member} bestellt.",
    ),
    committee.OwnSubstitute: Words(
        "Eigene Stellvertretung",
        "Niemand vertritt sich selbst; ein Sitz hat eine Stimme.",
    ),
    committee.SeatTaken: Words(
        "Sitz schon vergeben", "Die Person {member} hat in diesem Zeitraum bereits einen Sitz."
    ),
    committee.NoSeat: Words("Kein Sitz", "Die Person {member} hat an diesem Tag keinen Sitz im Gremium."),
    committee.SeatsExhausted: Words(
        "Alle Sitze besetzt",
        "Die gesetzliche Zahl von {lawful_number} stimmberechtigten Mitgliedern ist erreicht.",
    ),
}
