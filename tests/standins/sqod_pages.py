"""The stand-in SQOD's lists: filtered by time alone, ten to a page, with Laravel's links that lose the filters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tests.standins.sqod_rules import Invalid, stored_time
from tests.standins.sqod_session import Session


def listed(
    sessions: Sequence[Session], query: Mapping[str, str], base_url: str, *, most: int, repeated: int
) -> dict[str, Any]:
    """Answer a list. `most` is the largest `per_page`, `repeated` how many rows a page shares with the one before it."""
    bounds = {key: stored_time(query[key]) for key in ("start_at", "end_at") if key in query}
    if "start_at" in bounds and "end_at" not in bounds:
        raise Invalid({"end_at": ["The end at field is required when start at is present."]})
    if "end_at" in bounds and "start_at" not in bounds:
        raise Invalid({"start_at": ["The start at field is required when end at is present."]})
    if bad := [key for key, moment in bounds.items() if moment is None]:
        raise Invalid({key: [f"The {key.replace('_', ' ')} field must be a valid date."] for key in bad})
    page, per_page = _count(query.get("page", "1")), _count(query.get("per_page", "10"))
    if page is None:
        raise Invalid({"page": ["The page field must be at least 1."]})
    if per_page is None or per_page > most:
        raise Invalid({"per_page": [f"The per page field must be between 1 and {most}."]})
    # Newest first and both bounds inclusive: the documents promise neither an order nor half-open spans.
    rows = list(reversed(sessions))
    start, end = bounds.get("start_at"), bounds.get("end_at")
    if start and end:
        rows = [row for row in rows if row.at and start <= row.at <= end]
    return _page(rows, page, per_page, base_url, repeated)


def _page(rows: list[Session], page: int, per_page: int, base_url: str, repeated: int) -> dict[str, Any]:
    last = max(1, -(-len(rows) // per_page))
    before = (page - 1) * per_page
    shown = rows[max(0, before - repeated) : before + per_page]
    path = f"{base_url}/api/v1/appointments"

    def link(number: int) -> str | None:
        return f"{path}?page={number}" if 1 <= number <= last else None

    numbered = [{"label": str(n), "active": n == page, "url": link(n)} for n in range(1, last + 1)]
    return {
        "data": [row.wire(base_url) for row in shown],
        "meta": {
            "current_page": page,
            "from": before + 1 if shown else None,
            "last_page": last,
            "links": [{"label": "&laquo; Previous", "active": False, "url": link(page - 1)}, *numbered],
            "path": path,
            "per_page": per_page,
            "to": before + len(shown) if shown else None,
            "total": len(rows),
        },
        "links": {"first": link(1), "last": link(last), "prev": link(page - 1), "next": link(page + 1)},
    }


def _count(text: str) -> int | None:
    return int(text) if text.isdecimal() and int(text) >= 1 else None
