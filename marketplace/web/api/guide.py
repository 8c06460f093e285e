"""Turns the OpenAPI description into a page for people: operations by group, with examples that can be sent."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from marketplace.web.api import belonging

Schema = Mapping[str, Any]
EXAMPLES = {
    "date-time": "2026-11-21T09:00:00Z",
    "date": "2027-06-30",
    "integer": 1,
    "number": 1,
    "boolean": True,
    "string": "…",
}
DEPTH_MAX = 6
DIGEST = "^[0-9a-f]{64}$"


class Field(NamedTuple):
    """One parameter or field: its name, location, type in a word, whether it is required, and what it means."""

    name: str
    place: str
    kind: str
    needed: bool
    about: str


class Operation(NamedTuple):
    """One operation as a person reads it; examples are JSON text, empty where there is none."""

    id: str
    method: str
    path: str
    title: str
    about: str
    fields: list[Field]
    body: str
    status: str
    answer: str
    refusals: list[tuple[str, str]]

    @property
    def changes(self) -> bool:
        """Whether it needs an Idempotency-Key."""
        return self.method != "GET"


def cleaned(spec: dict[str, Any]) -> dict[str, Any]:
    """The description without the line breaks that the library puts into texts, and with the scopes of each field."""
    belonging.describe(spec)
    for operation in _operations(spec):
        operation["description"] = " ".join(operation.get("description", "").replace("<br/>", " ").split())
    return spec


def groups(spec: dict[str, Any]) -> list[tuple[str, str, list[Operation]]]:
    """The operations under their tags: (name, about, operations), in the order of the description."""
    found: dict[str, list[Operation]] = {tag["name"]: [] for tag in spec["tags"]}
    for path, methods in spec["paths"].items():
        for method, operation in methods.items():
            found[operation["tags"][0]].append(_read(spec, path, method, operation))
    return [(tag["name"], tag["description"], found[tag["name"]]) for tag in spec["tags"]]


def _operations(spec: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [operation for methods in spec["paths"].values() for operation in methods.values()]


def _read(spec: Mapping[str, Any], path: str, method: str, operation: Mapping[str, Any]) -> Operation:
    status = next(code for code in sorted(operation["responses"]) if code.startswith("2"))
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    answer = operation["responses"][status]["content"]["application/json"]["schema"]
    fields = [_parameter(parameter) for parameter in operation.get("parameters", [])]
    return Operation(
        id=operation["operationId"],
        method=method.upper(),
        path=path,
        title=operation["summary"],
        about=operation["description"],
        fields=fields + (_body_fields(spec, body) if body else []),
        body=_json(example(spec, body, needed=True)) if body else "",
        status=status,
        answer=_json(example(spec, answer)),
        refusals=[
            (code, told["description"]) for code, told in sorted(operation["responses"].items()) if code >= "400"
        ],
    )


def _parameter(parameter: Mapping[str, Any]) -> Field:
    schema = parameter.get("schema", {})
    about = parameter.get("description") or schema.get("description", "")
    return Field(parameter["name"], parameter["in"], _kind(schema), bool(parameter.get("required")), about)


def _body_fields(spec: Mapping[str, Any], schema: Schema) -> list[Field]:
    whole = _resolved(spec, schema)
    needed = whole.get("required", [])
    return [
        Field(name, "body", _kind(_resolved(spec, field)), name in needed, field.get("description", ""))
        for name, field in whole.get("properties", {}).items()
    ]


def _kind(schema: Schema) -> str:
    chosen = next((part for part in schema.get("anyOf", []) if part.get("type") != "null"), schema)
    if "enum" in chosen:
        return " | ".join(str(word) for word in chosen["enum"])
    return str(chosen.get("format") or chosen.get("type") or "object")


def example(spec: Mapping[str, Any], schema: Schema, *, needed: bool = False, depth: int = 0) -> Any:
    """A value that fits a schema, from its own examples if it has any; `needed` leaves out optional fields."""
    schema = _resolved(spec, schema)
    if depth > DEPTH_MAX:
        return None
    if schema.get("examples"):
        return schema["examples"][0]
    if "enum" in schema:
        return schema["enum"][0]
    if "anyOf" in schema:
        return example(spec, schema["anyOf"][0], needed=needed, depth=depth + 1)
    if schema.get("type") == "array":
        return [example(spec, schema["items"], needed=needed, depth=depth + 1)]
    if "properties" in schema:
        wanted = schema.get("required", []) if needed else list(schema["properties"])
        return {name: example(spec, schema["properties"][name], needed=needed, depth=depth + 1) for name in wanted}
    if schema.get("type") == "object":
        return {}
    if schema.get("pattern") == DIGEST:
        return "9f…"
    return EXAMPLES[schema.get("format") or schema.get("type") or "string"]


def _resolved(spec: Mapping[str, Any], schema: Schema) -> Schema:
    name = schema.get("$ref", "").rpartition("/")[2]
    return spec["components"]["schemas"][name] if name else schema


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
