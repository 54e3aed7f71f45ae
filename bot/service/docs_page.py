"""Draw an OpenAPI description as one HTML page, with no script and nothing loaded from elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1d1c1d}"
    "code{font-family:ui-monospace,monospace}h2{margin-top:2.5rem}table{border-collapse:collapse;width:100%}"
    "td,th{text-align:left;vertical-align:top;padding:.25rem .75rem .25rem 0;border-bottom:1px solid #ddd}"
)


def page(api: Mapping[str, Any]) -> str:
    """Make the page: every operation with what it takes and answers, then every object."""
    info = api["info"]
    operations = [
        _operation(verb, path, operation)
        for path, verbs in api["paths"].items()
        for verb, operation in verbs.items()
    ]
    objects = [
        f"<h3 id='{escape(name)}'>{escape(name)}</h3>{_prose(schema)}{_fields(schema)}"
        for name, schema in api.get("components", {}).get("schemas", {}).items()
    ]
    return (
        f"<!doctype html><html lang='en-GB'><meta charset='utf-8'><title>{escape(info['title'])}</title>"
        f"<meta name='viewport' content='width=device-width'><style>{_STYLE}</style>"
        f"<h1>{escape(info['title'])}</h1><p>{escape(info['description'])}</p>"
        f"<p>The same for programs: <a href='openapi.json'>openapi.json</a>.</p>"
        f"{''.join(operations)}<h2>Objects</h2>{''.join(objects)}</html>"
    )


def _operation(verb: str, path: str, operation: Mapping[str, Any]) -> str:
    query = {one["name"]: one["schema"] for one in operation.get("parameters", []) if one["in"] == "query"}
    content = operation.get("requestBody", {}).get("content", {})
    body: Mapping[str, Any] = next((kind["schema"] for kind in content.values()), {})
    parts = [
        f"<h2>{escape(operation['summary'])}</h2><p><code>{verb.upper()} {escape(path)}</code></p>",
        f"<h3>Query</h3>{_fields({'properties': query})}" if query else "",
        f"<h3>Body</h3><p>{', '.join(map(escape, content))}</p>{_fields(body)}" if content else "",
        "<h3>Answers</h3>",
        _table(
            [code, escape(answer["description"]), _answer(answer)]
            for code, answer in operation["responses"].items()
        ),
    ]
    return "".join(parts)


def _answer(answer: Mapping[str, Any]) -> str:
    return ", ".join(_kind(media["schema"]) for media in answer.get("content", {}).values())


def _fields(schema: Mapping[str, Any], prefix: str = "") -> str:
    return _table(_rows(schema, prefix))


def _rows(schema: Mapping[str, Any], prefix: str) -> list[list[str]]:
    rows: list[list[str]] = []
    for name, one in schema.get("properties", {}).items():
        needed = "required" if name in schema.get("required", []) else ""
        words = " ".join(filter(None, (needed, escape(one.get("description", "")))))
        rows.append([f"<code>{escape(prefix + name)}</code>", _kind(one), words])
        rows += _rows(one, f"{prefix}{name}.")
    return rows


def _kind(schema: Mapping[str, Any]) -> str:
    if "$ref" in schema:
        name = escape(schema["$ref"].rsplit("/", 1)[1])
        return f"<a href='#{name}'>{name}</a>"
    if "anyOf" in schema:
        return " or ".join(_kind(one) for one in schema["anyOf"])
    if "enum" in schema:
        return ", ".join(f"<code>{escape(str(word))}</code>" for word in schema["enum"])
    kinds = schema.get("type", "anything")
    words = " or ".join(kinds) if isinstance(kinds, list) else str(kinds)
    if kinds == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    return escape(f"{words} ({schema['format']})" if "format" in schema else words)


def _prose(schema: Mapping[str, Any]) -> str:
    return f"<p>{escape(schema['description'])}</p>" if "description" in schema else ""


def _table(rows: Any) -> str:
    return f"<table>{''.join('<tr>' + ''.join(f'<td>{cell}</td>' for cell in row) + '</tr>' for row in rows)}</table>"
