"""What the service says of itself: the OpenAPI description of each operation, and a page of it for people."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse
from pydantic import TypeAdapter

from bot.service import bodies
from bot.service.docs_page import page
from bot.service.reading import FORM, JSON, MULTIPART
from bot.service.wire import Invalid, Problem

DESCRIPTION = (
    "Video appointments, as the SQOD API has them. Times are told in UTC; a time that is sent without a zone is UTC. "
    "The video rooms have no key: whoever knows the link can join."
)

_REFUSALS: dict[int, dict[str, Any]] = {
    400: {"model": Problem, "description": "The body can't be read."},
    404: {"model": Problem, "description": "There is no such appointment."},
    405: {"model": Problem, "description": "Only `_method=PATCH` is known here."},
    413: {"model": Problem, "description": "The body is larger than 1 MB."},
    415: {"model": Problem, "description": "The body's content type is not one of those below."},
    422: {"model": Invalid, "description": "What was sent breaks a rule; nothing was changed."},
    503: {"model": Problem, "description": "The database is busy; try again."},
}
_METHOD = {
    "name": "_method",
    "in": "query",
    "required": True,
    "schema": {"type": "string", "enum": ["PATCH"]},
}
_BODY = (400, 413, 415)
SIGNED_IN: dict[int | str, dict[str, Any]] = {
    401: {"model": Problem, "description": "The bearer token is missing or wrong."}
}


def _refusals(*codes: int) -> dict[int | str, dict[str, Any]]:
    return {code: _REFUSALS[code] for code in sorted((422, 503, *codes))}


def _json_schema(adapter: TypeAdapter[Any]) -> dict[str, Any]:
    schema = adapter.json_schema()
    defined = schema.pop("$defs", {})
    properties = schema["properties"]
    for name, one in properties.items():
        if "$ref" in one:
            properties[name] = defined[one["$ref"].rsplit("/", 1)[1]]
    return schema


def _form_schema(adapter: TypeAdapter[Any]) -> dict[str, Any]:
    """Flatten `claimant` into bracket keys, which is how a form nests; its null is an empty field."""
    schema = _json_schema(adapter)
    claimant = schema["properties"].pop("claimant", {})
    for name, one in claimant.get("properties", {}).items():
        schema["properties"][f"claimant[{name}]"] = one
    properties = {name: _not_null(one) for name, one in schema["properties"].items()}
    required = [name for name in schema.get("required", []) if name != "claimant"]
    required += [f"claimant[{name}]" for name in claimant.get("required", [])]
    return {**schema, "properties": properties, "required": required}


def _not_null(schema: dict[str, Any]) -> dict[str, Any]:
    kinds = [kind for kind in schema.get("anyOf", [schema]) if kind != {"type": "null"}]
    return kinds[0] if len(kinds) == 1 else schema


def _body(adapter: TypeAdapter[Any], *kinds: str, required: bool = True) -> dict[str, Any]:
    content = {kind: {"schema": (_json_schema if kind == JSON else _form_schema)(adapter)} for kind in kinds}
    return {"requestBody": {"required": required, "content": content}}


LIST: dict[str, Any] = {"summary": "List appointments by start", "responses": _refusals()}
CREATE: dict[str, Any] = {
    "summary": "Create an appointment",
    "responses": _refusals(*_BODY),
    "openapi_extra": _body(bodies.NEW, JSON, FORM, MULTIPART),
}
GET: dict[str, Any] = {"summary": "Get an appointment", "responses": _refusals(404)}
CHANGE: dict[str, Any] = {
    "summary": "Change an appointment; only what is sent is changed",
    "responses": _refusals(404, *_BODY),
    "openapi_extra": _body(bodies.CHANGE, JSON, FORM),
}
OVERRIDE: dict[str, Any] = {
    "summary": "Change an appointment where PATCH can't be sent",
    "responses": _refusals(404, 405, *_BODY),
    "openapi_extra": {**_body(bodies.CHANGE, JSON, FORM, MULTIPART), "parameters": [_METHOD]},
}
CANCEL: dict[str, Any] = {
    "summary": "Cancel an appointment",
    "responses": _refusals(404, *_BODY),
    "openapi_extra": _body(bodies.CANCELLATION, JSON, FORM, MULTIPART, required=False),
}


def serve_page(app: FastAPI) -> None:
    """Add /docs: a plain page of our own, because FastAPI's loads scripts from elsewhere."""

    async def docs(_: Request) -> HTMLResponse:
        return HTMLResponse(page(app.openapi()))

    app.add_route("/docs", docs, include_in_schema=False)
