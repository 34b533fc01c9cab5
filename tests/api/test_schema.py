from typing import Any, get_args

from domain.procedure import AnyCommand
from tests.serving import Served


def references(node: Any) -> set[str]:
    if isinstance(node, dict):
        own = {node["$ref"]} if isinstance(node.get("$ref"), str) else set()
        return own.union(*(references(each) for each in node.values()))
    if isinstance(node, list):
        return set().union(*(references(each) for each in node))
    return set()


async def test_the_schema_has_every_command_in_one_tagged_union(county: Served) -> None:
    document = (await county.get(None, "/schema")).json()
    union = document["components"]["schemas"]["AnyCommand"]
    names = {each.__name__ for each in get_args(AnyCommand)}
    assert {each["$ref"].rpartition("/")[2] for each in union["anyOf"]} == names
    assert union["discriminator"]["propertyName"] == "type"
    body = document["paths"]["/api/commands"]["post"]["requestBody"]["content"]["application/json"]
    assert body["schema"] == {"$ref": "#/components/schemas/AnyCommand"}
    assert (await county.get(None, "/schema/openapi.json")).json() == document


async def test_whatever_the_schema_refers_to_is_there(county: Served) -> None:
    document = (await county.get(None, "/schema")).json()
    known = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    assert references(document) <= known
    for path, item in document["paths"].items():
        for operation in item.values():
            named = {each["name"] for each in operation.get("parameters", ()) if each["in"] == "path"}
            assert named == {part[1:-1] for part in path.split("/") if part.startswith("{")}


async def test_its_page_loads_nothing_from_outside(county: Served) -> None:
    page = await county.get(None, "/schema/ui")
    assert page.headers["Content-Type"].startswith("text/html")
    assert "AmendMeasure" in page.text
    assert "http" not in page.text.replace("HTTP", "")
    assert "<script" not in page.text
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert (await county.get(None, "/schema/style.css")).headers["Content-Type"].startswith("text/css")
