"""The embedded appointment service as an ASGI app: SQOD's contract over our own database."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Query, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import SecretStr
from sqlalchemy import RowMapping
from starlette.datastructures import URL
from starlette.exceptions import HTTPException

from bot.service import documents
from bot.service.bodies import CANCELLATION, CHANGE, NEW, ListQuery, read
from bot.service.book import AppointmentBook
from bot.service.paging import Page, page_of
from bot.service.reading import Fields
from bot.service.refusals import WrongMethod, refuse_like_laravel
from bot.service.wire import Single, shown
from bot.storage.asynchronous import AsyncEngine

APPOINTMENTS = "/api/v1/appointments"
TEAM = "frontdesk.team"
"""Where a request that comes from inside the process says whose appointments it is about; from outside nobody can."""
ONE = APPOINTMENTS + "/{appointment}"
_BEARER = HTTPBearer(auto_error=False, description="The token that the service was started with.")


def create_service(
    engine: AsyncEngine,
    *,
    token: SecretStr | None,
    clock: Callable[[], datetime],
    meet_host: str = "meet.jit.si",
    public_url: str | None = None,
) -> FastAPI:
    """Make the app on a migrated database, which stays the caller's to close.

    Without a token nobody is asked for one: only for use inside the process. An empty one lets nobody in. `meet_host` is where the video rooms are;
    `public_url` starts the links between pages; by default that is the address that was listened on.
    """
    app = FastAPI(
        title="Frontdesk appointments",
        version="1.0.0",
        description=documents.DESCRIPTION,
        dependencies=[Depends(_bearer(token))] if token is not None else [],
        responses=documents.SIGNED_IN if token is not None else {},
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    refuse_like_laravel(app)
    documents.serve_page(app)
    public_url = public_url.rstrip("/") if public_url else None

    def book(request: Request) -> AppointmentBook:
        return AppointmentBook(engine, clock, request.scope.get(TEAM, ""))

    def single(row: RowMapping) -> Single:
        return Single(data=shown(row, meet_host))

    def today() -> date:
        return clock().astimezone(UTC).date()

    @app.get(APPOINTMENTS, **documents.LIST)
    async def list_appointments(request: Request, query: Annotated[ListQuery, Query()]) -> Page:
        rows, total = await book(request).page(
            query.start_at, query.end_at, per_page=query.per_page, page=query.page
        )
        items = [shown(row, meet_host) for row in rows]
        asked = URL(f"{public_url or _reached(request)}{APPOINTMENTS}?{request.url.query}")
        return page_of(items, total=total, page=query.page, per_page=query.per_page, asked=asked)

    @app.post(APPOINTMENTS, status_code=201, **documents.CREATE)
    async def create_appointment(fields: Fields, request: Request) -> Single:
        # A claimant who was left out altogether is told by field, like one of whom only the name is missing.
        return single(await book(request).create(read(NEW, {"claimant": {}, **fields}, today())))

    @app.get(ONE, **documents.GET)
    async def get_appointment(appointment: str, request: Request) -> Single:
        return single(await book(request).get(appointment))

    @app.patch(ONE, **documents.CHANGE)
    async def update_appointment(appointment: str, fields: Fields, request: Request) -> Single:
        return single(await book(request).change(appointment, read(CHANGE, fields, today())))

    @app.post(ONE, **documents.OVERRIDE)
    async def update_appointment_by_post(appointment: str, fields: Fields, request: Request) -> Single:
        if request.query_params.get("_method", "").upper() != "PATCH":
            raise WrongMethod
        return await update_appointment(appointment, fields, request)

    @app.post(ONE + "/cancel", **documents.CANCEL)
    async def cancel_appointment(appointment: str, fields: Fields, request: Request) -> Single:
        reason = read(CANCELLATION, fields, today()).get("cancellation_reason")
        return single(await book(request).cancel(appointment, reason))

    return app


def _reached(request: Request) -> str:
    """Where the caller reached us, by the connection itself: what a request says of its host is anybody's word."""
    host, port = request.scope.get("server") or ("localhost", None)
    name = f"[{host}]" if ":" in host else host
    return f"{request.url.scheme}://{name}" + (f":{port}" if port else "")


def _bearer(token: SecretStr) -> Callable[..., Any]:
    expected = token.get_secret_value().encode()

    async def signed_in(given: Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)]) -> None:
        if given is None or not secrets.compare_digest(given.credentials.encode(), expected):
            raise HTTPException(401, "Unauthenticated.", {"WWW-Authenticate": "Bearer"})

    return signed_in
