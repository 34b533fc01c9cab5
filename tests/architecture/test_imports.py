"""What the import contracts cannot say: the domain imports only msgspec and what is pure in the library.

The contracts between the packages are in pyproject.toml, scripts/check holds them.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]

PURE = {
    "__future__",
    "abc",
    "array",
    "base64",
    "bisect",
    "collections",
    "dataclasses",
    "datetime",
    "decimal",
    "enum",
    "fractions",
    "functools",
    "hashlib",
    "heapq",
    "itertools",
    "math",
    "operator",
    "re",
    "types",
    "typing",
    "unicodedata",
    "uuid",
    "zoneinfo",  # where a day of the county begins is a rule, and its table is data
}
DOMAIN = PURE | {"domain", "msgspec"}
PROJECTIONS = DOMAIN | {"projections"}


def imported(module: Path) -> Iterator[str]:
    """Top-level name of each module that a file imports."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").partition(".")[0]


def foreign(package: str, allowed: set[str]) -> list[str]:
    """Each import of a package that is not allowed, with its file."""
    return [
        f"{module.relative_to(ROOT)}: {name}"
        for module in sorted((ROOT / package).rglob("*.py"))
        for name in imported(module)
        if name not in allowed
    ]


def test_the_domain_imports_only_what_is_pure() -> None:
    assert foreign("domain", DOMAIN) == []


def test_projections_import_only_the_domain_and_what_is_pure() -> None:
    assert foreign("projections", PROJECTIONS) == []


def test_nothing_in_the_domain_or_the_projections_waits() -> None:
    waiting = [
        str(module.relative_to(ROOT))
        for package in ("domain", "projections")
        for module in (ROOT / package).rglob("*.py")
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.AsyncFunctionDef | ast.Await | ast.AsyncFor | ast.AsyncWith)
    ]
    assert waiting == []
