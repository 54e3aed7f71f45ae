"""Read a body, JSON or form, into one nested dictionary; text is trimmed and empty text is null, as Laravel has it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Annotated, Any
from urllib.parse import parse_qsl

from fastapi import Depends, Request
from pydantic_core import from_json
from starlette.exceptions import HTTPException
from starlette.types import Message, Receive

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
MAX_BYTES = 1_000_000
UNDECODABLE = "The form's text can't be decoded: it must be UTF-8."
MAX_FIELDS = 200
_NESTED = re.compile(r"([^\[\]]+)\[([^\[\]]+)\]")


async def read_fields(request: Request) -> dict[str, Any]:
    """Read the body by its content type. Raises 400 for what can't be parsed, 413 and 415."""
    request = Request(request.scope, _counted(request.receive))
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == JSON:
        return _from_json(await request.body())
    if kind == FORM:
        return _from_pairs(_form(await _text(request)))
    if kind == MULTIPART and request.method != "PATCH":
        await _text(request)  # Starlette takes what is no UTF-8 for Latin 1
        form = await request.form(max_fields=MAX_FIELDS, max_files=0)
        return _from_pairs(form.multi_items())
    if kind == MULTIPART:
        raise HTTPException(415, "PATCH takes no multipart form: use POST with ?_method=PATCH.")
    if not kind and not await request.body():
        return {}
    raise HTTPException(415, f"The body must be {JSON}, {FORM} or {MULTIPART}.")


Fields = Annotated[dict[str, Any], Depends(read_fields)]


def _counted(receive: Receive) -> Receive:
    so_far = 0

    async def receive_counted() -> Message:
        nonlocal so_far
        message = await receive()
        so_far += len(message.get("body", b""))
        if so_far > MAX_BYTES:
            raise HTTPException(413)
        return message

    return receive_counted


async def _text(request: Request) -> str:
    try:
        return (await request.body()).decode()
    except UnicodeError:
        raise HTTPException(400, UNDECODABLE) from None


def _form(text: str) -> list[tuple[str, str]]:
    """Take a form apart. What can't be decoded is refused: Starlette would keep a name with a hole in it."""
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MAX_FIELDS)
    except UnicodeError:
        raise HTTPException(400, UNDECODABLE) from None
    except ValueError:
        raise HTTPException(400, f"Too many fields. Maximum number of fields is {MAX_FIELDS}.") from None


def _from_json(body: bytes) -> dict[str, Any]:
    if not body.strip():
        return {}
    try:
        fields = from_json(body, allow_inf_nan=False)
    except ValueError:
        raise HTTPException(400, "The body is not valid JSON.") from None
    if not isinstance(fields, dict):
        raise HTTPException(400, "The body must be a JSON object.")
    return {key: _cleaned(value) for key, value in fields.items()}


def _from_pairs(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Nest `claimant[name]`; what is nested deeper is nothing that the service knows."""
    fields: dict[str, Any] = {}
    for key, value in pairs:
        nested = _NESTED.fullmatch(key)
        if not nested:
            fields[key] = _cleaned(value)
            continue
        outer, inner = nested.groups()
        if not isinstance(fields.get(outer), dict):
            fields[outer] = {}
        fields[outer][inner] = _cleaned(value)
    return fields


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, dict):
        return {key: _cleaned(inner) for key, inner in value.items()}
    return value
