"""What an answer means: pure decisions, apart from the network."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from msgspec import Struct
from pydantic_core import from_json

from bot.apis.http.connections import MOST, Answer
from bot.apis.http.mending import Why
from bot.appointments.errors import (
    AppointmentError,
    NoAnswer,
    NotFound,
    NotPermitted,
    NotSignedIn,
    Refused,
    TooBusy,
    Unreachable,
    Unreadable,
    Unsupported,
)

PASSING = frozenset({429, 502, 503, 504})
MOVED = frozenset({301, 307, 308})
PLAIN = Why("plain http at a port of https", "Check the port in its address, or whether https:// is meant.")
_MEANT_HTTPS = re.compile(
    rb"(plain HTTP|HTTP) request (was sent )?to (an )?HTTPS (port|server)", re.IGNORECASE
)
LONGEST_WAIT = 24 * 3600.0

Refusal = Callable[[str, object], Refused]
"""Makes a `Refused` of what may be logged about it and of the parsed body (None where there was no JSON)."""


class Reply(Struct, frozen=True):
    """A usable 2xx; `body` is the parsed JSON, None where the answer was empty; or its bytes, for whoever reads them."""

    body: object


class Failure(Struct, frozen=True):
    """Why there is no reply, whether another try may help, how many seconds the service asks us to wait, and whether we had no more time."""

    error: AppointmentError
    passing: bool = False
    wait: float | None = None
    broken_off: bool = False


def judge(
    answer: Answer, label: str, refusal: Refusal, optional: bool = False, *, unread: bool = False
) -> Reply | Failure:
    """Decide what an answer means. `label` is its method and path template, all that an error may say of it.

    `optional`: there may be no such path at all. `unread`: whoever asked reads the body, and wants its bytes.
    """
    status = answer.status
    fact = f"{label}: {status}"
    if 200 <= status < 300:
        return _read(answer, fact, unread=unread)
    if status in MOVED and "location" in answer.headers:
        moved = f"{fact}, moved to {moved_to(answer) or 'another path there'}"
        return Failure(
            Unreachable(moved, mend="Write the new address into the settings: no token is sent after it.")
        )
    if 300 <= status < 400:
        # Laravel, and most gateways, send whoever is not signed in to a login page.
        return Failure(NotSignedIn(f"{fact}, a redirect: check the address and the sign-in"))
    return _refused(answer, label, fact, refusal, optional)


def _refused(answer: Answer, label: str, fact: str, refusal: Refusal, optional: bool) -> Failure:
    """Say of a status of 4xx or 5xx, or of one that there is not, what it means here."""
    wait = retry_after(answer.headers)
    match answer.status:
        case 401:
            return Failure(NotSignedIn(fact))
        case 403:
            return Failure(NotPermitted(fact))
        case 404 | 410 if optional:
            return Failure(Unsupported(fact))
        case 404 | 410 if "{" in label:
            return Failure(NotFound(fact))
        case 404 | 410:
            # No appointment was named, so it is the service itself that isn't at this address.
            return Failure(Unreachable(f"{fact}: check the address"))
        case 405:
            return Failure(Unsupported(fact))
        case 429:
            return Failure(TooBusy(fact, retry_after=wait), passing=True, wait=wait)
        case 400 if _MEANT_HTTPS.search(answer.body[:2000]):
            return Failure(Unreachable(f"{fact}, {PLAIN.kind}", mend=PLAIN.mend))
        case 408:
            return Failure(NoAnswer(fact))
        case status if 400 <= status < 500:
            return Failure(refusal(fact, parsed(answer)))
        case status:
            return Failure(NoAnswer(fact, retry_after=wait), passing=status in PASSING, wait=wait)


def parsed(answer: Answer) -> object:
    """Read a body as JSON, whatever its type is said to be; None where it is none."""
    try:
        return as_json(answer.body)
    except ValueError:
        return None


def as_json(body: bytes) -> object:
    """Read JSON; a byte order mark is no part of it, and half a character spoils no more than itself. Raises ValueError."""
    body = body.removeprefix(b"\xef\xbb\xbf")
    try:
        return from_json(body)
    except ValueError:
        if b"\\ud" not in body.lower():
            raise
    return _mended(json.loads(body))


def _mended(told: object) -> object:
    """The same with a mark in place of each half of a character."""
    if isinstance(told, str):
        return told.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(told, list):
        return [_mended(one) for one in told]
    if isinstance(told, dict):
        return {_mended(key): _mended(value) for key, value in told.items()}
    return told


def moved_to(answer: Answer) -> str | None:
    """Where a redirect leads: the host alone, for the rest of its address may name somebody."""
    if not 300 <= answer.status < 400:
        return None
    try:
        there = urlsplit(answer.headers.get("location", ""))
        return f"{there.scheme}://{there.hostname}" if there.scheme and there.hostname else None
    except ValueError:
        return None


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Read Retry-After, seconds or a date, as seconds from now; a date is held against the server's own clock."""
    text = headers.get("retry-after", "").strip()
    if re.fullmatch(r"[0-9]{1,9}", text):
        return min(float(text), LONGEST_WAIT)
    moment = _http_date(text)
    if moment is None:
        return None
    now = _http_date(headers.get("date", "")) or datetime.now(UTC)
    return min(max((moment - now).total_seconds(), 0.0), LONGEST_WAIT)


def _read(answer: Answer, fact: str, *, unread: bool) -> Reply | Failure:
    if not answer.whole:
        return Failure(Unreadable(f"{fact}, more than {MOST // 1024 // 1024} MB"))
    if not answer.body.strip():
        return Reply(None)
    if unread:
        return Reply(answer.body)
    try:
        return Reply(as_json(answer.body))
    except ValueError:
        return Failure(Unreadable(f"{fact}, not JSON"))


def _http_date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
