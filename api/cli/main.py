"""From words on the command line to what is done."""

import os
import sys
from collections.abc import Sequence

from api.cli.arguments import parser
from api.cli.endings import Code, Ended
from infra.placing import DATABASE, BadAddress
from infra.rules import BadRules
from infra.store import StoreUnavailable


def main(words: Sequence[str] | None = None) -> int:
    """Do what the command line says; returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        # Names have umlauts, whatever the machine's locale says.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    arguments = parser().parse_args(words)
    try:
        arguments.run(arguments)
        sys.stdout.flush()
    except Ended as ended:
        print(ended.message, file=sys.stderr)  # noqa: T201 - this is where it is said
        return ended.code
    except BadRules as error:
        print(f"Das Regelwerk ist nicht brauchbar: {error}", file=sys.stderr)  # noqa: T201
        return Code.WRONG_USE
    except BadAddress as error:
        kinds = " oder ".join(error.schemes)
        print(f"{error.variable} muss mit {kinds} beginnen und einen Rechner nennen.", file=sys.stderr)  # noqa: T201
        return Code.WRONG_USE
    except StoreUnavailable:
        where = f"Die Datenbank, die {DATABASE} nennt," if os.environ.get(DATABASE) else "Der Datenbestand"
        print(f"{where} ist nicht zu erreichen.", file=sys.stderr)  # noqa: T201
        return Code.REFUSED
    except BrokenPipeError:
        # Whoever read our output has enough of it, as `head` does.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Code.DONE
    except KeyboardInterrupt:
        return Code.REFUSED
    return Code.DONE
