"""Say no the way Laravel does: `{"message": …}`, and `{"message": …, "errors": {field: [sentence]}}` for what was typed."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException
from starlette.routing import Match

_OUTAGES = (DBAPIError, OSError)
"""How a database that can't be used shows; the second, when PostgreSQL's server can't be reached."""
_RULES = {
    "rule": "The {field} field {words}.",
    "missing": "The {field} field is required.",
    "required_with": "The {field} field is required when {other} is present.",
    "string_type": "The {field} field must be a string.",
    "string_unicode": "The {field} field must be a string.",
    "string_too_long": "The {field} field must not be greater than {max_length} characters.",
    "int_type": "The {field} field must be an integer.",
    "int_parsing": "The {field} field must be an integer.",
    "int_parsing_size": "The {field} field must be an integer.",
    "int_from_float": "The {field} field must be an integer.",
    "greater_than_equal": "The {field} field must be at least {ge}.",
    "less_than_equal": "The {field} field must not be greater than {le}.",
    "dict_type": "The {field} field must be an array.",
}
_log = logging.getLogger(__name__)
_OTHERWISE = "The selected {field} is invalid."


class Unfit(Exception):
    """What was sent can't be taken: sentences by field, nested ones with a dot."""

    def __init__(self, errors: Mapping[str, Sequence[str]]) -> None:
        super().__init__(", ".join(errors))
        self.errors = {field: list(sentences) for field, sentences in errors.items()}

    @classmethod
    def of(cls, error: ValidationError) -> Unfit:
        return cls(_sentences(error.errors(include_url=False)))


class NotThere(HTTPException):
    def __init__(self) -> None:
        super().__init__(404, "There is no such appointment.")


class WrongMethod(HTTPException):
    def __init__(self) -> None:
        super().__init__(405)


def refuse_like_laravel(app: FastAPI) -> None:
    """Give every refusal of the app its shape."""

    @app.exception_handler(Unfit)
    async def unfit(_: Request, error: Unfit) -> JSONResponse:
        return _invalid(error.errors)

    @app.exception_handler(RequestValidationError)
    async def unfit_query(_: Request, error: RequestValidationError) -> JSONResponse:
        return _invalid(_sentences([{**one, "loc": one["loc"][1:]} for one in error.errors()]))

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> JSONResponse:
        match error.status_code:
            case 405:
                return _wrong_method(request)
            case 404 if not isinstance(error, NotThere):
                return _answer(404, f"The route {_route(request)} could not be found.")
            case 413:
                return _answer(413, "The POST data is too large.")
        return _answer(error.status_code, error.detail, error.headers)

    async def busy(_: Request, error: Exception) -> JSONResponse:
        _log.error("the database refused: %s", getattr(error, "orig", error))
        return _answer(503, "Service Unavailable", {"Retry-After": "1"})

    for outage in _OUTAGES:
        app.add_exception_handler(outage, busy)

    @app.exception_handler(Exception)
    async def broken(_: Request, __: Exception) -> JSONResponse:
        return _answer(500, "Server Error")


def _answer(status: int, message: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    return JSONResponse({"message": message}, status, headers)


def _invalid(errors: Mapping[str, list[str]]) -> JSONResponse:
    first, *more = [sentence for sentences in errors.values() for sentence in sentences]
    count = f" (and {len(more)} more error{'s' if len(more) > 1 else ''})" if more else ""
    return JSONResponse({"message": first + count, "errors": errors}, 422)


def _sentences(problems: Sequence[Any]) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    for problem in problems:
        key = ".".join(str(part) for part in problem["loc"])
        kind = (
            "missing" if problem["input"] is None and problem["type"] != "required_with" else problem["type"]
        )
        sentence = _RULES.get(kind, _OTHERWISE).format(field=key.replace("_", " "), **problem.get("ctx", {}))
        errors.setdefault(key, []).append(sentence)
    return errors


def _route(request: Request) -> str:
    return request.url.path.lstrip("/")


def _wrong_method(request: Request) -> JSONResponse:
    asked = request.method
    matching = [route for route in request.app.routes if route.matches(request.scope)[0] is not Match.NONE]
    allowed = sorted({method for route in matching for method in route.methods} - {asked})
    listed = ", ".join(allowed)
    return _answer(
        405,
        f"The {asked} method is not supported for route {_route(request)}. Supported methods: {listed}.",
        {"Allow": listed},
    )
