"""docs/api.md, from the API's own description (OpenAPI) and the table of rights."""

from typing import Any

from api.access import ACCESS
from api.app import create_app
from api.house import House

Schema = dict[str, Any]

_ROLES = {
    "anyone": "anyone",
    "staff": "everybody signed in",
    "discounts": "managers, and waiters where the house lets them discount",
    "manager": "managers",
    "sysadmin": "the local sysadmin",
}
_OWNED = {
    "order": "one's own order",
    "table": "a table that is free or one's own",
    "ticket": "a ticket of one's own order",
    "alert": "an alert of one's own round",
}
_EVERYWHERE = {"400", "413", "422", "500", "503", "507"}
"""Answers that every call documents; said once."""


def api_page() -> str:
    """The whole page."""
    document = create_app(_no_house).openapi()
    calls: dict[str, list[str]] = {}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            tag = operation.get("tags", ["other"])[0]
            calls.setdefault(tag, []).extend(_call(method.upper(), path, operation))
    lines = [*_HEAD, "", *(f"- [{tag}](#{tag})" for tag in calls), "- [bodies](#bodies)"]
    for tag, about in calls.items():
        lines += ["", f"## {tag}", *about]
    lines += ["", "## bodies"]
    for name, schema in sorted(document["components"]["schemas"].items()):
        lines += _body(name, schema)
    return "\n".join([*lines, ""])


_HEAD = [
    "# The site API",
    "",
    "Written by `make docs` from the API itself; don't edit. A running box has it as OpenAPI: `/api/openapi.json`.",
    "",
    "JSON in UTF-8. Money is a decimal string with two places (`12.50`), a quantity one with up to three, a time is",
    "ISO 8601. `Authorization: Bearer` carries the token of `/api/auth/login`. A changing call that bears an",
    "`Idempotency-Key` (8 to 80 printable ASCII characters, new for each tap) has one effect however often it is sent;",
    "a repeat gets the first answer and `Idempotent-Replayed: true`.",
    "",
    "From 400 up every answer is a problem document ([error codes](errors.md)). Beside those named below any call may",
    "answer 400 (unreadable), 413 (too large), 422 (a wrong value), 500 (a fault of ours), 503 (come back after",
    "`Retry-After`) or 507 (the disk is full).",
]


def _no_house() -> House:
    raise RuntimeError("The description is made without a house.")


def _call(method: str, path: str, operation: Schema) -> list[str]:
    lines = ["", f"### {method} {path}", "", _flat(operation.get("description", "")), ""]
    access = next((row for row in ACCESS if (row.method, row.path) == (method, path)), None)
    if access is not None:
        owned = f"; waiters only {_OWNED[access.owns]}" if access.owns else ""
        lines.append(f"- for: {_ROLES[access.role]}{owned}")
    for parameter in operation.get("parameters", []):
        if parameter["name"].lower() != "idempotency-key":
            needed = "" if parameter.get("required") else ", may be left out"
            meaning = f": {_flat(parameter['description'])}" if "description" in parameter else ""
            kind = _kind(parameter["schema"], linked=False)
            lines.append(f"- {parameter['in']} `{parameter['name']}` ({kind}{needed}){meaning}")
    for kind, content in operation.get("requestBody", {}).get("content", {}).items():
        lines.append(f"- body: {_content(kind, content)}")
    for status, answer in operation["responses"].items():
        if status.startswith("2"):
            contents = [_content(kind, content) for kind, content in answer.get("content", {}).items()]
            lines.append(f"- {status}: {' or '.join(contents) or 'nothing'}")
    refusals = [status for status in operation["responses"] if status[0] in "345" and status not in _EVERYWHERE]
    if refusals:
        lines.append(f"- may be refused with {', '.join(refusals)}")
    return lines


def _content(kind: str, content: Schema) -> str:
    schema = content.get("schema", {})
    shown = _kind(schema) if schema else ""
    return shown if kind == "application/json" and shown else f"`{kind}`{f' {shown}' if shown else ''}"


def _body(name: str, schema: Schema) -> list[str]:
    lines = ["", f"### {name}", "", _flat(schema.get("description", ""))]
    if "enum" in schema:
        return [*lines, "", _kind(schema)]
    required = set(schema.get("required", []))
    rows = [
        f"| `{field}` | {_kind(about)} | {'yes' if field in required else ''} | {_flat(about.get('description', ''))} |"
        for field, about in schema.get("properties", {}).items()
    ]
    return [*lines, "", "| field | value | always | meaning |", "|---|---|---|---|", *rows] if rows else lines


def _kind(schema: Schema, *, linked: bool = True) -> str:
    """What a value looks like, in a few words."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})" if linked else name
    for several in ("anyOf", "oneOf", "allOf"):
        if several in schema:
            return " or ".join(dict.fromkeys(_kind(one, linked=linked) for one in schema[several]))
    if "const" in schema:
        return f"`{schema['const']}`"
    if "enum" in schema:
        return ", ".join(f"`{one}`" if one != "" else "`''`" for one in schema["enum"])
    match schema.get("type"):
        case "array":
            return f"list of {_kind(schema.get('items', {}), linked=linked)}"
        case "object":
            return "object"
        case "integer" | "number" as kind:
            return f"{'whole number' if kind == 'integer' else 'number'}{_bounds(schema)}"
        case "string":
            return _text(schema)
        case "boolean":
            return "true or false"
        case "null":
            return "null"
    return "anything"


def _bounds(schema: Schema) -> str:
    least, most = schema.get("minimum"), schema.get("maximum")
    if most is not None and most >= 2**53 - 1:
        most = None
    if least is not None and most is not None:
        return f" {least:g} to {most:g}"
    return f" from {least:g}" if least is not None else f" up to {most:g}" if most is not None else ""


def _text(schema: Schema) -> str:
    known = {"date-time": "time", "date": "day", "binary": "file"}
    if schema.get("format") in known:
        return known[schema["format"]]
    if "contentMediaType" in schema:
        return "file"
    if "pattern" in schema:
        return f"text like `{schema['pattern']}`".replace("|", "\\|")
    return f"text of at most {schema['maxLength']}" if "maxLength" in schema else "text"


def _flat(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
