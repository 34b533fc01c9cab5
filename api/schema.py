"""The OpenAPI 3.1 document at `/schema`, with every command as one tagged union, and a page of it.

The page is rendered here and loads nothing from outside; it works without a script.
"""

from collections.abc import Iterator, Sequence
from html import escape
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from typing import Any, Final, get_args

import msgspec
from litestar import Request, Router, get
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin, OpenAPIRenderPlugin

from api.described import EXAMPLES, OPERATIONS, Described
from api.http.guarding import ANONYMOUS, COOKIE
from domain.procedure import AnyCommand

REFERENCE: Final = "#/components/schemas/{name}"
STYLE: Final = "/schema/style.css"

AnyRequest = Request[Any, Any, Any]
Schema = dict[str, Any]


class Document(JsonRenderPlugin):
    """The document as JSON."""

    def __init__(self) -> None:
        super().__init__(path=["/", "/openapi.json"])

    def render(self, _: AnyRequest, openapi_schema: Schema) -> bytes:
        """Render the completed document."""
        return msgspec.json.encode(completed(openapi_schema))


class Page(OpenAPIRenderPlugin):
    """The document as a page."""

    def __init__(self) -> None:
        super().__init__(path="/ui")

    def render(self, _: AnyRequest, openapi_schema: Schema) -> bytes:
        """Render the page."""
        return "".join(_page(completed(openapi_schema))).encode()


def openapi() -> OpenAPIConfig:
    """How the document and its page are served."""
    return OpenAPIConfig(
        title="Vorlagenwerk",
        version=_version(),
        openapi_router=Router("/schema", route_handlers=[], opt={ANONYMOUS: True}, include_in_schema=False),
        render_plugins=[Document(), Page()],
    )


def _version() -> str:
    try:
        return version("vorlagenwerk")
    except PackageNotFoundError:  # run from a checkout that was not installed
        return "0"


def style() -> HTTPRouteHandler:
    """Make the handler of the page's style sheet."""

    @get(STYLE, media_type="text/css", opt={ANONYMOUS: True}, include_in_schema=False)
    async def sheet() -> bytes:
        return files("api").joinpath("static/schema.css").read_bytes()

    return sheet


def completed(document: Schema) -> Schema:
    """The document with bodies, answers and parameters described."""
    commands = get_args(AnyCommand)
    types = [each for described in OPERATIONS.values() for each in (described.answers, described.body)]
    wanted = [each for each in types if each not in {None, "commands"}]
    schemas, components = msgspec.json.schema_components(
        [AnyCommand, Problem, *wanted], ref_template=REFERENCE
    )
    union, problem, *rest = schemas
    found = dict(zip(map(repr, wanted), rest, strict=True))
    for command in commands:
        if command.__name__ in EXAMPLES:
            components[command.__name__]["examples"] = [EXAMPLES[command.__name__]]
    components["AnyCommand"] = union
    components["Problem"] = components.pop("Problem", problem)
    paths = {
        path: {
            method: _operation(operation, OPERATIONS.get((method, path)), found)
            for method, operation in item.items()
        }
        for path, item in document["paths"].items()
    }
    return {
        **document,
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer"},
                "cookie": {"type": "apiKey", "in": "cookie", "name": COOKIE},
            },
        },
        "security": [{"token": []}, {"cookie": []}],
    }


class Problem(msgspec.Struct, frozen=True):
    """Problem details (RFC 9457); an error's own fields stand beside these."""

    type: str
    title: str
    status: int
    detail: str
    rule: str | None = None


def _operation(operation: Schema, described: Described | None, found: dict[str, Schema]) -> Schema:
    told = {name: value for name, value in operation.items() if name != "requestBody"}
    refused = {
        "description": "Problem",
        "content": {"application/problem+json": {"schema": {"$ref": REFERENCE.format(name="Problem")}}},
    }
    # 400 and the like are all told in the same way.
    told["responses"] = {
        status: answer
        for status, answer in operation["responses"].items()
        if int(status) < 400  # noqa: PLR2004
    } | {"default": refused}
    if described is None:
        return told
    for answer in told["responses"].values():
        if answer is not refused and described.answers is not None:
            answer["content"] = {"application/json": {"schema": found[repr(described.answers)]}}
    told["parameters"] = [*operation.get("parameters", ()), *_parameters(described)]
    if described.body is not None:
        schema = (
            {"$ref": REFERENCE.format(name="AnyCommand")}
            if described.body == "commands"
            else found[repr(described.body)]
        )
        told["requestBody"] = {"required": True, "content": {described.media_type: {"schema": schema}}}
    return told


def _parameters(described: Described) -> Iterator[Schema]:
    for each in described.parameters:
        yield {
            "name": each.name,
            "in": each.place,
            "required": each.required,
            "description": each.description,
            "schema": each.schema,
        }


def _page(document: Schema) -> Iterator[str]:
    yield "<!doctype html><html lang=de><meta charset=utf-8>"
    yield "<meta name=viewport content='width=device-width, initial-scale=1'>"
    yield f"<title>Vorlagenwerk: Schnittstelle</title><link rel=stylesheet href='{STYLE}'>"
    yield f"<main><h1>Vorlagenwerk {escape(document['info']['version'])}: Schnittstelle</h1>"
    yield "<p>Das Dokument für Programme: <a href='/schema'>OpenAPI als JSON</a>.</p>"
    yield "<h2>Adressen</h2>"
    for path, item in document["paths"].items():
        for method, operation in item.items():
            yield from _of_operation(method, path, operation)
    yield "<h2 id=commands>Befehle</h2><p>Jeder geht an <code>POST /api/commands</code>.</p>"
    schemas = document["components"]["schemas"]
    names = sorted(each.__name__ for each in get_args(AnyCommand))
    for name in names:
        yield from _of_schema(name, schemas[name])
    yield "<h2>Antworten</h2>"
    for name in sorted(set(schemas) - set(names) - {"AnyCommand"}):
        yield from _of_schema(name, schemas[name])
    yield "</main></html>"


def _of_operation(method: str, path: str, operation: Schema) -> Iterator[str]:
    yield f"<details><summary><span class=method>{method.upper()}</span> <code>{escape(path)}</code> "
    yield f"{escape(operation.get('summary') or '')}</summary>"
    body = operation.get("requestBody", {}).get("content", {})
    for media_type, content in body.items():
        yield f"<p>Inhalt: {escape(media_type)}, {_kind(content['schema'])}</p>"
    rows = [
        (each["name"], each["in"], each.get("description") or "") for each in operation.get("parameters", ())
    ]
    yield from _table(("Name", "Ort", "Bedeutung"), rows)
    for status, answer in operation["responses"].items():
        kinds = ", ".join(_kind(each.get("schema", {})) for each in answer.get("content", {}).values())
        yield f"<p>{escape(status)}: {kinds or 'ohne Inhalt'}</p>"
    yield "</details>"


def _of_schema(name: str, schema: Schema) -> Iterator[str]:
    yield f"<details id='{escape(name)}'><summary><code>{escape(name)}</code></summary>"
    yield f"<p>{escape(schema.get('description', ''))}</p>"
    required = schema.get("required", ())
    rows = [
        (field + ("" if field in required else "?"), _plain(each))
        for field, each in schema.get("properties", {}).items()
    ]
    yield from _table(("Feld", "Art"), rows)
    for example in schema.get("examples", ()):
        yield f"<pre>{escape(msgspec.json.format(msgspec.json.encode(example)).decode())}</pre>"
    yield "</details>"


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    if rows:
        yield "<table><tr>" + "".join(f"<th scope=col>{escape(each)}</th>" for each in head) + "</tr>"
        for row in rows:
            yield "<tr>" + "".join(f"<td>{escape(each)}</td>" for each in row) + "</tr>"
        yield "</table>"


def _kind(schema: Schema) -> str:
    name = schema.get("$ref", "").rpartition("/")[2]
    target = "commands" if name == "AnyCommand" else name
    return f"<a href='#{escape(target)}'>{escape(name)}</a>" if name else escape(_plain(schema))


def _plain(schema: Schema) -> str:
    """A schema in a few words."""
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if "anyOf" in schema:
        return " | ".join(_plain(each) for each in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(str(each) for each in schema["enum"])
    if schema.get("type") == "array":
        return f"[{_plain(schema.get('items', {}) or {})}]"
    return str(schema.get("format") or schema.get("const") or schema.get("type") or "JSON")
