"""Which words the command line understands."""

import argparse
import datetime as dt
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Final, NoReturn, get_args

from api.cli import (
    accounts,
    backing_up,
    giving,
    persons,
    preparing,
    reading,
    rejudging,
    replaying,
    serving,
    verifying,
)
from api.cli.endings import Code
from api.logbook import LOG, Form
from domain.organisation.events import Role

DATA: Final = "VORLAGENWERK_DATA"
HOST: Final = "VORLAGENWERK_HOST"
PORT: Final = "VORLAGENWERK_PORT"
DRAIN: Final = "VORLAGENWERK_DRAIN"
LONGEST_DRAIN: Final = 300
"""Seconds."""
LONGEST: Final = 300
"""Characters of a name or a contact."""
MOST_EDITS: Final = 1_000_000
MOST_EVENTS: Final = 100_000_000
SHORTEST_TURN: Final = 0.01
LONGEST_TURN: Final = 600.0

Run = Callable[[argparse.Namespace], None]


class Parser(argparse.ArgumentParser):
    """Says in German what is wrong, and ends with 2."""

    def error(self, message: str) -> NoReturn:
        """End with usage and message."""
        self.print_usage()
        self.exit(Code.WRONG_USE, f"Falscher Aufruf von {self.prog}: {message}\n")


def parser() -> argparse.ArgumentParser:
    """Everything that `vorlagenwerk` understands."""
    whole = Parser(
        prog="vorlagenwerk",
        description="Vorlagen eines Kreistags gemeinsam schreiben, beraten, abstimmen und nachvollziehen.",
        epilog="Endet mit 0: erledigt, 1: von einer Regel abgelehnt, 2: falscher Aufruf oder unlesbar.",
    )
    commands = whole.add_subparsers(metavar="BEFEHL", required=True, parser_class=Parser)
    _serve(commands)
    _import(commands)
    _readings(commands)
    _events(commands)
    _add(commands, "replay", replaying.replay, "jede Sicht aus dem Protokoll neu aufbauen und vergleichen")
    _parked(commands)
    _keeping(commands)
    _rejudge(commands)
    _accounts(commands)
    _persons(commands)
    _command(commands)
    _bench(commands)
    return whole


def _parked(commands: "Commands[Parser]") -> None:
    named = _add(commands, "parked", replaying.parked, "Ströme nennen, denen eine Sicht nicht folgen kann")
    named.add_argument("--repair", action="store_true", help="sie neu falten und ihnen wieder folgen")


Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse has no public name for what it returns


def _add(commands: "Commands[Parser]", name: str, run: Run, help_: str) -> argparse.ArgumentParser:
    added = commands.add_parser(name, help=help_, description=help_[0].upper() + help_[1:] + ".")
    added.add_argument(
        "--data",
        type=Path,
        metavar="ORDNER",
        default=Path(os.environ.get(DATA) or "var"),
        help=f"Datenordner (sonst {DATA}, sonst var)",
    )
    added.set_defaults(run=run)
    return added


def _serve(commands: "Commands[Parser]") -> None:
    serve = _add(commands, "serve", serving.serve, "den Server starten")
    serve.add_argument(
        "--host",
        default=os.environ.get(HOST) or "127.0.0.1",
        help=f"Adresse, auf der gelauscht wird (sonst {HOST}, sonst 127.0.0.1)",
    )
    serve.add_argument(
        "--port",
        type=_port,
        metavar="NUMMER",
        default=os.environ.get(PORT) or "8000",
        help=f"Port, 0 für einen freien (sonst {PORT}, sonst 8000)",
    )
    serve.add_argument(
        "--drain",
        type=_drain,
        metavar="SEKUNDEN",
        default=os.environ.get(DRAIN) or "0",
        help=f"nach dem Signal zum Beenden so lange weiter bedienen (sonst {DRAIN}, sonst 0)",
    )
    serve.add_argument(
        "--log",
        type=_form,
        metavar="FORM",
        default=os.environ.get(LOG) or "text",
        help=f"Form des Betriebsprotokolls, text oder json (sonst {LOG}, sonst text)",
    )
    serve.add_argument(
        "--demo", action="store_true", help="in einem leeren Datenordner den Musterkreis anlegen"
    )


def _import(commands: "Commands[Parser]") -> None:
    import_ = _add(commands, "import", giving.import_, "eine Vorlage in der gedruckten Form übernehmen")
    import_.add_argument("file", metavar="DATEI", help="Markdown oder Text; - liest die Standardeingabe")
    import_.add_argument("--json", action="store_true", help="Antwort als JSON")
    _acting(import_)


def _readings(commands: "Commands[Parser]") -> None:
    for name, run, help_ in (
        ("show", reading.show, "eine Vorlage zeigen, wie sie ist oder war"),
        ("history", reading.history, "die Änderungsgeschichte einer Vorlage zeigen"),
        ("blame", reading.blame, "zeigen, wer was in einem Text geschrieben hat"),
        (
            "what-if",
            reading.what_if,
            "eine Vorlage mit diesen Änderungsanträgen zeigen",
        ),
        ("session", reading.session, "eine Sitzung zeigen, wie sie ist oder war"),
        ("overview", reading.overview, "Vorlagen in Arbeit: wer am Zug ist, nächste Beratung, Fristen"),
        ("minutes", reading.minutes, "die Niederschrift einer Sitzung zeigen, wie sie ist oder war"),
        ("extract", reading.extract, "den Beschlussauszug zu einem Tagesordnungspunkt zeigen"),
    ):
        added = _add(commands, name, run, help_)
        if name == "overview":
            _filters(added)
        elif name == "blame":
            added.add_argument("document", metavar="TEXT", help="etwa vorlagen/ID/reasons")
        else:
            added.add_argument("id", metavar="ID")
        if name == "what-if":
            added.add_argument("amendments", metavar="ANTRAG", nargs="+")
        if name == "extract":
            added.add_argument("item", metavar="TOP", help="Kennung des Tagesordnungspunkts")
        added.add_argument(
            "--as-of", metavar="WANN", help="Position im Protokoll, Zeit (RFC 3339) oder Tag (JJJJ-MM-TT)"
        )
        added.add_argument(
            "--basis",
            choices=("known", "true"),
            help="known: was bis dahin bekannt war; true: was bis dahin geschehen war",
        )
        added.add_argument("--format", choices=("text", "json"), default="text")
        if name == "blame":
            added.add_argument(
                "--json", action="store_const", const="json", dest="format", help="wie --format json"
            )
        if name == "minutes":
            added.add_argument(
                "--part",
                choices=("public", "non_public"),
                default="public",
                help="welcher Teil (sonst public)",
            )
        _purpose(added)
        _acting(added)


def _filters(overview: argparse.ArgumentParser) -> None:
    overview.add_argument(
        "--department",
        metavar="BEREICH",
        help="ein Fachbereich, Kennung oder Name; own: die eigenen (sonst alle)",
    )
    overview.add_argument("--status", metavar="STAND", help="nur Vorlagen in diesem Stand")
    overview.add_argument("--what", metavar="WAS", help="nur, wo das zu tun ist, etwa cosign")
    overview.add_argument("--overdue", action="store_true", help="nur mit verstrichener Frist")
    overview.add_argument("--sessions", action="store_true", help="nur die Sitzungen in Arbeit")


def _events(commands: "Commands[Parser]") -> None:
    events = _add(commands, "events", reading.events, "das Protokoll zeigen, ein Ereignis je Zeile")
    events.add_argument("--after", type=_count, default=0, metavar="N", help="erst hinter dieser Position")
    events.add_argument("--stream", metavar="STROM", help="nur dieser Strom, etwa vorlagen/ID")
    events.add_argument("--json", action="store_true", help="ein JSON-Objekt je Zeile")
    _purpose(events)
    _acting(events)


def _keeping(commands: "Commands[Parser]") -> None:
    verify = _add(
        commands, "verify", verifying.verify, "den Datenbestand prüfen, auch während er bedient wird"
    )
    verify.add_argument("--json", action="store_true", help="Befund als JSON-Objekt")
    backup = _add(
        commands, "backup", backing_up.backup, "den Datenbestand sichern, auch während er bedient wird"
    )
    backup.add_argument("file", type=Path, metavar="DATEI", help="wird angelegt, nie überschrieben")
    restore = _add(
        commands, "restore", backing_up.restore, "eine Sicherung prüfen und in den Datenordner legen"
    )
    restore.add_argument("file", type=Path, metavar="DATEI", help="was vorlagenwerk backup geschrieben hat")
    restore.add_argument(
        "--replace",
        action="store_true",
        help="den Datenbestand ersetzen; der bisherige bleibt daneben liegen",
    )
    restore.add_argument(
        "--despite-faults", action="store_true", help="auch was vorlagenwerk verify beanstandet"
    )
    _add(
        commands,
        "restored",
        backing_up.restored,
        "nach einer Wiederherstellung mit anderen Mitteln (PostgreSQL) Texte und Anmeldungen neu beginnen",
    )


def _rejudge(commands: "Commands[Parser]") -> None:
    rejudge = _add(
        commands,
        "rejudge",
        rejudging.run,
        "frühere Abstimmungen nennen, die nach anderen Regeln anders ausgingen",
    )
    rejudge.add_argument(
        "--rules", required=True, metavar="REGELWERK", help="Kennung eines Regelwerks oder eine TOML-Datei"
    )
    rejudge.add_argument(
        "--since", type=_day, metavar="TAG", default=dt.date.min, help="Sitzungen ab diesem Tag"
    )
    rejudge.add_argument("--until", type=_day, metavar="TAG", default=dt.date.max, help="bis zu diesem Tag")
    rejudge.add_argument("--json", action="store_true", help="ein JSON-Objekt je Zeile")


def _accounts(commands: "Commands[Parser]") -> None:
    user = commands.add_parser("user", help="Konten verwalten", description="Konten verwalten.")
    kinds = user.add_subparsers(metavar="BEFEHL", required=True, parser_class=Parser)
    add = _add(kinds, "add", accounts.add, "ein Konto anlegen")
    add.add_argument("login", metavar="LOGIN")
    add.add_argument("--name", required=True, help="Name der Person")
    add.add_argument("--role", action="append", default=[], choices=get_args(Role), help="mehrfach möglich")
    add.add_argument(
        "--department", action="append", default=[], metavar="BEREICH", help="Name oder ID, mehrfach möglich"
    )
    disable = _add(kinds, "disable", accounts.disable, "ein Konto sperren, Anmeldungen und Token beenden")
    enable = _add(kinds, "enable", accounts.enable, "ein gesperrtes Konto wieder öffnen")
    password = _add(kinds, "password", accounts.password, "einem Konto ein anderes Passwort geben")
    for each in (disable, enable, password):
        each.add_argument("login", metavar="LOGIN")
    for each in (add, password):
        each.add_argument(
            "--password-stdin",
            action="store_true",
            help="Passwort von der Standardeingabe; sonst wird eines gewürfelt und ausgegeben",
        )
    token = _add(commands, "token", accounts.token, "ein Zugriffstoken für Programme ausgeben")
    token.add_argument("login", metavar="LOGIN")


def _persons(commands: "Commands[Parser]") -> None:
    person = commands.add_parser(
        "person", help="das Verzeichnis pflegen", description="Das Verzeichnis pflegen."
    )
    kinds = person.add_subparsers(metavar="BEFEHL", required=True, parser_class=Parser)
    add = _add(kinds, "add", persons.add, "eine Person ohne Konto eintragen und ihre ID ausgeben")
    add.add_argument("name", type=_name, metavar="NAME")
    change = _add(kinds, "change", persons.change, "Name oder Kontakt einer Person ändern")
    change.add_argument("person", metavar="PERSON", help="ID oder Anmeldename")
    change.add_argument("--name", type=_name)
    for each in (add, change):
        each.add_argument("--contact", type=_contact, help='Anschrift oder Adresse; "" löscht sie')
    listed = _add(kinds, "list", persons.listed, "alle Personen nennen, eine je Zeile")
    listed.add_argument("--json", action="store_true", help="ein JSON-Objekt je Zeile")


def _command(commands: "Commands[Parser]") -> None:
    command = _add(commands, "command", giving.command, "Befehle geben, wie POST /api/commands sie nimmt")
    command.add_argument(
        "file", metavar="DATEI", help="ein JSON-Objekt oder eines je Zeile; - liest die Standardeingabe"
    )
    _acting(command)


def _bench(commands: "Commands[Parser]") -> None:
    bench = commands.add_parser("bench", help="Messungen", description="Messungen.")
    kinds = bench.add_subparsers(metavar="BEFEHL", required=True, parser_class=Parser)
    prepare = _add(kinds, "prepare", preparing.prepare, "Texte im Entwurf und ein Token bereitstellen")
    prepare.add_argument("--documents", type=_some, required=True, metavar="N", help="wie viele Texte")
    texts = _add(kinds, "collab", _collab, "Öffnen oft bearbeiteter Texte messen, auch neben anderen Servern")
    texts.add_argument("--json", action="store_true", help="als JSON")
    texts.add_argument("--edits", type=_edits, default=100_000, metavar="N", help="Änderungen (sonst 100000)")
    texts.add_argument("--rounds", type=_some, default=5, metavar="N", help="Durchgänge (sonst 5)")
    engine = _add(kinds, "engine", _engine, "Speicher, Sichten und Verbindungen messen")
    engine.add_argument("--json", action="store_true", help="als JSON")
    engine.add_argument(
        "--secs", type=_seconds, default=1.0, metavar="N", help="Sekunden je Durchgang (sonst 1)"
    )
    engine.add_argument("--rounds", type=_some, default=5, metavar="N", help="Durchgänge (sonst 5)")
    engine.add_argument(
        "--events",
        type=_events_some,
        default=1_000_000,
        metavar="N",
        help="Ereignisse des Protokolls, aus dem neu aufgebaut wird (sonst 1000000)",
    )
    engine.add_argument("--only", nargs="+", type=_row, metavar="ZEILE", help="nur diese Zeilen der Tabelle")
    engine.add_argument(
        "--postgres",
        default="",
        metavar="ADRESSE",
        help="Server, auf dem eigene Datenbanken angelegt werden (sonst VORLAGENWERK_DATABASE, sonst ein"
        " eigener)",
    )


def _acting(added: argparse.ArgumentParser) -> None:
    added.add_argument(
        "--as", dest="acting_as", metavar="LOGIN", help="mit den Rechten dieses Kontos (sonst kommandozeile)"
    )


def _purpose(added: argparse.ArgumentParser) -> None:
    added.add_argument(
        "--purpose", metavar="ZWECK", help="wozu Personen genannt werden sollen; wird aufgezeichnet"
    )


def _engine(arguments: argparse.Namespace) -> None:
    # What measures brings drivers and rivals along, which a server does not hold in memory.
    from api.cli import benching  # noqa: PLC0415

    benching.engine(arguments)


def _collab(arguments: argparse.Namespace) -> None:
    from api.cli import benching  # noqa: PLC0415 - as above

    benching.texts(arguments)


def _row(text: str) -> str:
    from infra.bench.engine import ROWS  # noqa: PLC0415 - as above

    if text not in ROWS:
        raise argparse.ArgumentTypeError(f"keine Zeile: {text}; es gibt {', '.join(ROWS)}")
    return text


def _name(text: str) -> str:
    name = _contact(text)
    if not name:
        raise argparse.ArgumentTypeError("der Name ist leer")
    return name


def _contact(text: str) -> str:
    contact = " ".join(text.split())
    if len(contact) > LONGEST:
        raise argparse.ArgumentTypeError(f"länger als {LONGEST} Zeichen")
    return contact


def _count(text: str) -> int:
    if not re.fullmatch("[0-9]{1,18}", text):
        raise argparse.ArgumentTypeError(f"keine Zahl ab 0: {text}")
    return int(text)


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"kein Tag (JJJJ-MM-TT): {text}") from error


def _some(text: str) -> int:
    number = _count(text)
    if not 1 <= number <= preparing.MOST:
        raise argparse.ArgumentTypeError(f"nicht zwischen 1 und {preparing.MOST}: {text}")
    return number


def _events_some(text: str) -> int:
    number = _count(text)
    if not 1 <= number <= MOST_EVENTS:
        raise argparse.ArgumentTypeError(f"nicht zwischen 1 und {MOST_EVENTS}: {text}")
    return number


def _edits(text: str) -> int:
    number = _count(text)
    if not 1 <= number <= MOST_EDITS:
        raise argparse.ArgumentTypeError(f"nicht zwischen 1 und {MOST_EDITS}: {text}")
    return number


def _seconds(text: str) -> float:
    try:
        number = float(text.replace(",", "."))
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"keine Zahl: {text}") from error
    if not SHORTEST_TURN <= number <= LONGEST_TURN:
        raise argparse.ArgumentTypeError(f"nicht zwischen {SHORTEST_TURN} und {LONGEST_TURN}: {text}")
    return number


def _form(text: str) -> str:
    if text not in get_args(Form):
        raise argparse.ArgumentTypeError(f"weder text noch json: {text}")
    return text


def _drain(text: str) -> int:
    number = _count(text)
    if number > LONGEST_DRAIN:
        raise argparse.ArgumentTypeError(f"mehr als {LONGEST_DRAIN} Sekunden: {text}")
    return number


def _port(text: str) -> int:
    number = _count(text)
    if number >= 1 << 16:
        raise argparse.ArgumentTypeError(f"kein Port: {text}")
    return number
