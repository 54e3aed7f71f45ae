"""A stand-in appointment service for load, in a process of its own: SQOD's contract, its lists rendered beforehand.

python -m bench.vendor PORT [SESSIONS]
"""

from __future__ import annotations

import json
import sys
from datetime import date, datetime
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import NAMESPACE_OID, uuid5

from bench.days import LONDON, SESSIONS, days, name, starts
from bench.wire import Request, run, serve
from tests.standins.sqod_pages import listed
from tests.standins.sqod_session import Session

BASE = "https://sqod.invalid"
LANGUAGES = (None, "Polish", None, "Urdu", None)
DEPARTMENTS = ("Leeds", "Manchester", "London")


def session(key: str, called: str, number: int, at: datetime, **more: Any) -> Session:
    """One session of a list: with a department, contact details and now and then an interpreter."""
    return Session(
        at=at,
        minutes=45,
        reference=uuid5(NAMESPACE_OID, key).hex[:18].upper(),
        id=str(uuid5(NAMESPACE_OID, f"id of {key}")),
        name=called,
        phone=f"0770090{number % 10000:04d}",
        email=f"jane.{number}@example.org",
        date_of_birth="1980-02-29",
        department=DEPARTMENTS[number % 3],
        interpreter_needed=bool(LANGUAGES[number % 5]),
        interpreter_language=LANGUAGES[number % 5],
        number=number,
        **more,
    )


@cache
def sessions(day: date, count: int) -> list[Session]:
    """The sessions of a day."""
    named = [(name(day, number), number, start) for number, start in enumerate(starts(day, count))]
    return [session(called, called, number, start) for called, number, start in named]


@cache
def page(query: str, count: int) -> bytes:
    """One page of a list, as the vendor writes it."""
    asked = {key: values[-1] for key, values in parse_qs(query).items()}
    first, last = (
        datetime.fromisoformat(asked[key]).astimezone(LONDON).date() for key in ("start_at", "end_at")
    )
    there = [session for day in days(40) if first <= day <= last for session in sessions(day, count)]
    most = 1000
    return json.dumps(listed(there, asked, BASE, most=most, repeated=0), separators=(",", ":")).encode()


@cache
def one(path: str, count: int) -> bytes:
    """One session by its id."""
    there = (session for day in days(40) for session in sessions(day, count))
    found = next((session for session in there if path.endswith(session.id)), None)
    return json.dumps({"data": found.wire(BASE) if found else {}}, separators=(",", ":")).encode()


async def main(port: int, count: int) -> None:
    def answer(request: Request) -> bytes:
        asked = urlsplit(request.path)
        return page(asked.query, count) if asked.query else one(asked.path, count)

    await serve(answer, port)


if __name__ == "__main__":
    run(main(int(sys.argv[1]), int((sys.argv[2:] or [str(SESSIONS)])[0])))
