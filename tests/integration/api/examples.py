"""A plausible body for any route, made from what OpenAPI says of it."""

from typing import Any

JsonSchema = dict[str, Any]


def example_body(openapi: JsonSchema, method: str, path: str, known: dict[str, Any]) -> Any:
    """A body with every required field; `known` holds values by field name, for what must name something real."""
    operation = openapi["paths"][path][method.lower()]
    content = operation.get("requestBody", {}).get("content", {})
    schema = content.get("application/json", {}).get("schema")
    return None if schema is None else _example(openapi, schema, known)


def _example(openapi: JsonSchema, schema: JsonSchema, known: dict[str, Any]) -> Any:
    if "$ref" in schema:
        return _example(openapi, openapi["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]], known)
    for choice in ("anyOf", "oneOf", "allOf"):
        if choice in schema:
            return _example(openapi, schema[choice][0], known)
    if "const" in schema or "enum" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    if schema.get("examples"):
        return schema["examples"][0]
    match schema.get("type"):
        case "object":
            wanted = schema.get("required", [])
            properties = schema.get("properties", {})
            return {n: known[n] if n in known else _example(openapi, properties[n], known) for n in wanted}
        case "array":
            return [_example(openapi, schema["items"], known) for _ in range(schema.get("minItems", 0))]
        case "integer" | "number":
            return schema.get("minimum", 1)
        case "boolean":
            return True
        case "string":
            return "a reason given" if schema.get("maxLength", 99) > 20 else "x" * schema.get("minLength", 1)
    return None
