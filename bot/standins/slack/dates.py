"""Write Slack's date tokens as one reader's client does: her zone, her clock, her order of day and month."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class DateStyle:
    """Her zone and her habits. Names of months and days are English whatever the locale."""

    tz: str = "Europe/London"
    american: bool = False
    hour24: bool = True

    @property
    def zone(self) -> tzinfo:
        return ZoneInfo(self.tz)


def written(moment: float, form: str, style: DateStyle, now: datetime) -> str | None:
    """Fill `form` for a unix time in seconds; None where it has a token that Slack does not know.

    Slack writes the first letter large, so a form that starts with `{date_short_pretty}` says "Today".
    """
    try:
        local = datetime.fromtimestamp(moment, UTC).astimezone(style.zone)
    except (OverflowError, ValueError, OSError):
        return None
    unknown: list[str] = []

    def fill(found: re.Match[str]) -> str:
        shown = _token(found[1], local, now.astimezone(style.zone), style)
        if shown is None:
            unknown.append(found[1])
        return shown or ""

    text = re.sub(r"\{(\w+)\}", fill, form)
    if unknown:
        return None
    return text[:1].upper() + text[1:]


def _token(name: str, local: datetime, now: datetime, style: DateStyle) -> str | None:
    if name.endswith("_pretty") and (near := _near(local, now)):
        return near
    match name.removesuffix("_pretty"):
        case "date_num":
            return f"{local:%Y-%m-%d}"
        case "date_slash":
            return f"{local:%m/%d/%Y}" if style.american else f"{local:%d/%m/%Y}"
        case "date":
            return _day(local, style, "%B", with_year=local.year != now.year)
        case "date_long_full":
            return _day(local, style, "%B", with_year=True)
        case "date_short":
            return _day(local, style, "%b", with_year=True)
        case "date_long":
            return f"{local:%A}, {_day(local, style, '%B', with_year=True)}"
        case "day_divider":
            return f"{local:%A}, {_day(local, style, '%B', with_year=local.year != now.year)}"
        case "time":
            return _time(local, style, "%H:%M", "%I:%M %p")
        case "time_secs":
            return _time(local, style, "%H:%M:%S", "%I:%M:%S %p")
        case "ago":
            return _ago(now - local)
    return None


def _near(local: datetime, now: datetime) -> str | None:
    days = (local.date() - now.date()).days
    return {-1: "yesterday", 0: "today", 1: "tomorrow"}.get(days)


def _day(local: datetime, style: DateStyle, month: str, *, with_year: bool) -> str:
    name = local.strftime(month)
    year = f" {local.year}" if with_year else ""
    return f"{name} {local.day}{',' if year else ''}{year}" if style.american else f"{local.day} {name}{year}"


def _time(local: datetime, style: DateStyle, long: str, short: str) -> str:
    return local.strftime(long) if style.hour24 else local.strftime(short).lstrip("0")


def _ago(gone: timedelta) -> str:
    seconds = abs(gone.total_seconds())
    for length, name in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= length:
            count = int(seconds // length)
            span = f"{count} {name}{'s' if count > 1 else ''}"
            return f"{span} ago" if gone > timedelta() else f"in {span}"
    return "just now"
