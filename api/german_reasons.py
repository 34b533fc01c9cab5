"""German sentences for what msgspec says of JSON that does not fit, for people who read a refusal."""

import re
from collections.abc import Callable
from typing import Final

_KIND: Final = {
    "str": "ein Text",
    "int": "eine ganze Zahl",
    "float": "eine Zahl",
    "bool": "true oder false",
    "array": "eine Liste",
    "object": "ein Objekt",
    "null": "null",
    "decimal": "ein Betrag als Text",
    "date": "ein Datum (JJJJ-MM-TT)",
    "datetime": "ein Zeitpunkt (RFC 3339)",
    "uuid": "eine UUID",
    "bytes": "Base64",
}
_COMPARED: Final = {">=": "mindestens", "<=": "höchstens", ">": "mehr als", "<": "weniger als"}
_UUID: Final = "^[0-9a-f]{8}-"


def _kinds(said: str) -> str:
    return " oder ".join(_KIND.get(each, each) for each in said.split(" | "))


_SENTENCES: Final[tuple[tuple[str, Callable[[re.Match[str]], str]], ...]] = (
    (r"Object missing required field `(.*)`", lambda said: f"Das Feld {said[1]} fehlt"),
    (r"Object contains unknown field `(.*)`", lambda said: f"Das Feld {said[1]} gibt es hier nicht"),
    (r"Invalid value (.*)", lambda said: f"Der Wert {said[1]} ist hier nicht vorgesehen"),
    (r"Invalid enum value (.*)", lambda said: f"Der Wert {said[1]} ist hier nicht vorgesehen"),
    (r"Invalid RFC3339 encoded date", lambda _: "erwartet wird ein Datum ohne Uhrzeit, etwa 2023-03-08"),
    (r"Invalid RFC3339 encoded \w+", lambda _: "erwartet wird ein Zeitpunkt nach RFC 3339, mit Zeitzone"),
    (r"Input data was truncated", lambda _: "der Inhalt hört mitten darin auf"),
    (r"JSON is malformed: .* \(byte (\d+)\)", lambda said: f"ab dem Byte {said[1]} passt es nicht"),
    (r".*codec can't decode byte.*", lambda _: "ein Zeichen ist nicht als UTF-8 geschrieben"),
    (r"Invalid base64 encoded string", lambda _: "erwartet wird Base64"),
    (r"Invalid UUID", lambda _: "erwartet wird eine UUID"),
    (r"Invalid decimal string", lambda _: "erwartet wird ein Betrag als Text, etwa „12.50“"),
    (
        r"Expected `([^`]*)` of length (>=|<=) (\d+)",
        lambda said: f"erwartet wird {_kinds(said[1])} der Länge {_COMPARED[said[2]]} {said[3]}",
    ),
    (
        r"Expected `([^`]*)` (>=|<=|>|<) (-?[\d.]+)",
        lambda said: f"erwartet wird {_kinds(said[1])}, {_COMPARED[said[2]]} {said[3]}",
    ),
    (
        r"Expected `([^`]*)` matching regex '(.*)'",
        lambda said: (
            "erwartet wird eine UUID in kleinen Buchstaben"
            if said[2].startswith(_UUID)
            else f"erwartet wird {_kinds(said[1])} der Form {said[2]}"
        ),
    ),
    (
        r"Expected `([^`]*)`, got `([^`]*)`",
        lambda said: f"erwartet wird {_kinds(said[1])}, nicht {_kinds(said[2])}",
    ),
)
_COMPILED: Final = tuple((re.compile(pattern, re.DOTALL), told) for pattern, told in _SENTENCES)


def reason(said: str) -> str:
    """Say in German what msgspec said; what is not known here stays as it is."""
    for pattern, told in _COMPILED:
        match = pattern.fullmatch(said)
        if match:
            return told(match)
    return said
