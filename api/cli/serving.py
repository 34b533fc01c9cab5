"""`vorlagenwerk serve`."""

import argparse
from pathlib import Path

from api import serving
from api.cli.endings import Code, Ended
from domain.days import day_of
from infra import demo
from infra.county import County
from infra.data_folder import FolderInUse
from infra.placing import DATABASE


def serve(arguments: argparse.Namespace) -> None:
    """Serve until a signal comes."""
    data: Path = arguments.data
    logins: list[demo.Credential] = []

    async def prepare(county: County) -> None:
        if arguments.demo:
            logins.extend(await demo.prepare(county, data, day_of(county.clock())))

    def announce(address: str) -> None:
        lines = ["", f"Vorlagenwerk läuft: {address}", f"  Datenordner: {data.resolve()}"]
        lines += [f"  Schnittstelle: {address}/schema/ui", ""]
        if arguments.demo:
            lines += _logins(logins)
        lines += ["Beenden mit Strg+C."]
        print("\n".join(lines), flush=True)  # noqa: T201 - this is what the command is to say

    try:
        serving.serve(
            data,
            arguments.host,
            arguments.port,
            prepare=prepare,
            announce=announce,
            drain=arguments.drain,
            form=arguments.log,
        )
    except FolderInUse as error:
        raise Ended(Code.REFUSED, in_use(error)) from error
    except serving.DatabaseAway as error:
        raise Ended(
            Code.REFUSED,
            f"Die Datenbank, die {DATABASE} nennt, war {serving.PATIENCE:.0f} Sekunden lang nicht"
            " zu erreichen, oder sie weist die Anmeldung ab.",
        ) from error
    except serving.CannotListen as error:
        raise Ended(
            Code.REFUSED,
            f"Auf {error.host} Port {error.port} kann nicht gelauscht werden: {error.reason}\n"
            "Ein anderer Port geht mit --port NUMMER.",
        ) from error


def in_use(error: FolderInUse) -> str:
    """What to say where another process holds the data folder."""
    folder = error.folder.resolve()
    if error.server is None:
        return f"Der Datenordner {folder} wird gerade von einem anderen Vorlagenwerk benutzt."
    return (
        f"Der Datenordner {folder} wird schon bedient: {error.server.address} (Prozess {error.server.pid}).\n"
        "Ein Ordner hat einen Server; mit --data ORDNER geht ein anderer."
    )


def _logins(logins: list[demo.Credential]) -> list[str]:
    if not logins:
        return ["  Der Datenordner war nicht leer; der Musterkreis wurde nicht angelegt.", ""]
    return [
        "Musterkreis Auenthal, Anmeldungen:",
        "",
        *(f"  {each.login:<16} {each.password:<16} {each.what}" for each in logins),
        "",
    ]
