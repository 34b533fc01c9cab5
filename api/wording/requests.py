"""Words for what is wrong with a request, its login or the moment, before any rule of the county is asked."""

from collections.abc import Mapping
from typing import Final

from api import decoding
from api.http import errors as http
from api.wording.words import Words
from infra.handling import BadETag, Contended, StaleVersion, TimeWithoutZone
from infra.idempotency import CommandIdReused
from infra.identity import AccountExists, LoginFailed, NoAccount, NoPerson, TooManyAttempts
from infra.identity.accounts import BadLogin, BadPassword
from infra.printed_form import Unreadable
from infra.reading.comparing import BadEdge
from infra.reading.listing import BadCursor
from infra.reading.minutes import BadPart
from infra.reading.moments import BadAsOf, BadBasis, BasisNeedsTime, BeyondHead, NotForPublicReaders
from infra.replaying import ReplayUnderWay
from infra.store import StoreBusy, StoreError, StoreFull

REQUESTS: Final[Mapping[type[Exception], Words]] = {
    StaleVersion: Words(
        "Inzwischen geändert", "Es gilt jetzt die Version {etag}. Bitte neu lesen und dann entscheiden."
    ),
    Contended: Words(
        "Gleichzeitige Änderungen", "Andere ändern gerade dasselbe. Bitte versuchen Sie es noch einmal."
    ),
    ReplayUnderWay: Words(
        "Neuaufbau läuft bereits", "Die Sichten werden gerade neu aufgebaut. Bitte warten Sie das Ende ab."
    ),
    CommandIdReused: Words(
        "Kennung schon verwendet",
        "Unter der Kennung {id} wurde schon ein anderer Befehl gegeben. Bitte eine neue verwenden.",
    ),
    TimeWithoutZone: Words("Zeit ohne Zone", "happened_at braucht den Abstand zu UTC, etwa +01:00 oder Z."),
    BadETag: Words("Kein ETag", 'If-Match enthält keinen ETag wie "v7".'),
    LoginFailed: Words("Anmeldung fehlgeschlagen", "Anmeldename und Passwort passen nicht zusammen."),
    TooManyAttempts: Words("Zu viele Versuche", "Bitte versuchen Sie es in {retry_after} Sekunden wieder."),
    AccountExists: Words("Anmeldename vergeben", "Den Anmeldenamen {login} gibt es schon."),
    NoAccount: Words("Kein solches Konto", "Den Anmeldenamen {login} gibt es nicht, oder er ist gesperrt."),
    NoPerson: Words("Keine solche Person", "Das Verzeichnis kennt niemanden mit {person}."),
    BadLogin: Words(
        "Anmeldename ungültig",
        "Ein Anmeldename hat nur kleine Buchstaben, Ziffern und . _ - @ + (hier: {login}).",
    ),
    BadPassword: Words("Passwort ungeeignet", "Ein Passwort hat {shortest} bis {longest} Zeichen."),
    BadAsOf: Words(
        "Zeitpunkt nicht lesbar",
        "as_of ist eine Position, eine Zeit nach RFC 3339 oder ein Datum (hier: {as_of}).",
    ),
    BeyondHead: Words("Position zu groß", "Das Protokoll reicht bis Position {head}, gefragt war {as_of}."),
    BadPart: Words("Teil der Niederschrift unklar", "part ist public oder non_public, nicht {part}."),
    BadBasis: Words("Basis unbekannt", "basis ist known oder true (hier: {basis})."),
    NotForPublicReaders: Words(
        "Nur mit Anmeldung",
        "Ohne Anmeldung wird nach einer Zeit oder einem Tag gefragt, nicht nach Positionen.",
    ),
    BasisNeedsTime: Words(
        "Basis braucht eine Zeit", "basis=true verlangt as_of als Zeit oder Datum, nicht als Position."
    ),
    BadEdge: Words("Stand nicht lesbar", "from und to sind edition:N oder position:N (hier: {edge})."),
    BadCursor: Words("Seite nicht lesbar", "after ist kein Zeiger, den eine Liste gegeben hat."),
    Unreadable: Words(
        "Vorlage nicht lesbar", "Der Text wurde nicht eingelesen; die Zeilen stehen unter problems."
    ),
    StoreFull: Words("Kein Platz mehr", "Auf dem Datenträger ist kein Platz; es wurde nichts gespeichert."),
    StoreBusy: Words("Gerade ausgelastet", "Bitte versuchen Sie es gleich noch einmal."),
    StoreError: Words("Speicher nicht verfügbar", "Bitte versuchen Sie es später noch einmal."),
    decoding.Malformed: Words("Kein JSON", "Der Inhalt ist kein JSON in UTF-8 ({reason})."),
    decoding.KeyTwice: Words(
        "Schlüssel mehrfach", "Der Schlüssel {key} steht mehrfach in einem Objekt; gemeint ist nur ein Wert."
    ),
    decoding.NotACommand: Words("Befehl ungültig", "Die Angabe an der Stelle {path} passt nicht: {reason}."),
    decoding.KeyMissing: Words(
        "Idempotency-Key fehlt", "Jeder Befehl braucht den Kopf Idempotency-Key mit einer UUID."
    ),
    decoding.BadKey: Words("Idempotency-Key ungültig", "Die Kennung des Befehls ist keine UUID."),
    decoding.EnvelopesDiffer: Words(
        "Kopf und Inhalt widersprechen sich", "Kopf und Inhalt nennen verschiedene Werte für {field}."
    ),
    http.NotLoggedIn: Words(
        "Nicht angemeldet", "Bitte melden Sie sich an, oder senden Sie ein gültiges Token."
    ),
    http.Restarting: Words(
        "Gleich wieder da", "Der Server startet neu. Bitte versuchen Sie es in einigen Sekunden noch einmal."
    ),
    http.ForeignOrigin: Words(
        "Fremde Seite", "Die Anfrage kommt von einer anderen Seite als dieser und wurde nicht ausgeführt."
    ),
    http.WrongMediaType: Words("Falscher Medientyp", "Hier wird {wanted} gelesen."),
    http.BadParameter: Words("Parameter ungültig", "Der Parameter {name} passt nicht: {reason}."),
    http.UnknownParameter: Words(
        "Unbekannter Parameter", "Den Parameter {name} gibt es hier nicht; es gibt: {known}."
    ),
}
