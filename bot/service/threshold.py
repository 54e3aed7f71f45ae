"""Who may come in where the service has a port of its own: no page of another site, and nobody by a name that is not ours."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

FOREIGN_NAME = "This service does not answer under that name."
FOREIGN_PAGE = "Another site's page may not ask this service."


def guarded(app: ASGIApp, is_ours: Callable[[str], bool]) -> ASGIApp:
    """Turn away what a browser sends for another site, and requests for a host that is not ours.

    A name that somebody else makes lead here would let their page read as if it were ours ("DNS rebinding").
    """

    async def asked(scope: Scope, receive: Receive, send: Send) -> None:
        refusal = _refusal(Headers(scope=scope), is_ours) if scope["type"] == "http" else None
        if refusal is not None:
            await JSONResponse({"message": refusal}, 403)(scope, receive, send)
            return
        await app(scope, receive, send)

    return asked


def _refusal(headers: Headers, is_ours: Callable[[str], bool]) -> str | None:
    hosts = headers.getlist("host")
    if len(hosts) != 1 or not is_ours(_name(f"//{hosts[0]}")):
        return FOREIGN_NAME
    origin = headers.get("origin")
    if origin is not None and _netloc(origin) != hosts[0].lower():
        return FOREIGN_PAGE
    if headers.get("sec-fetch-site", "none") not in {"none", "same-origin"}:
        return FOREIGN_PAGE
    return None


def _netloc(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc.lower() or None
    except ValueError:
        return None


def _name(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
