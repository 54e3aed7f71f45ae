"""The readers that are compared: ours, dateparser as it comes, and dateparser with the settings that suit it best."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import dateparser
from dateparser.date import DateDataParser

from bot.when import find_time
from bot.when.cli import answer

Case = Mapping[str, Any]
Answer = Mapping[str, Any]
REFUSED: Answer = {"refused": True}


def ours(case: Case) -> Answer:
    found = find_time(
        case["text"],
        now=datetime.fromisoformat(case["ref"]),
        zone=case["tz"],
        locale=case["locale"],
        order=case["order"],
        purpose=case["purpose"],
    )
    return answer(case["text"], found)


def plain_dateparser(case: Case) -> Answer:
    """Nothing is set but the moment of typing: without that no answer could be right."""
    found = dateparser.parse(case["text"], settings={"RELATIVE_BASE": _wall_clock(case)})
    return {"start": found.isoformat()} if found else REFUSED


def best_dateparser(case: Case) -> Answer:
    """Language, order and future are set; the zone is put to the answer, since dateparser's own handling shifts it."""
    parser = DateDataParser(
        languages=[case["locale"][:2]],
        settings={
            "RELATIVE_BASE": _wall_clock(case),
            "PREFER_DATES_FROM": "future",
            "DATE_ORDER": case["order"],
            "RETURN_TIME_AS_PERIOD": True,
        },
    )
    data = parser.get_date_data(case["text"])
    found = data.date_obj
    if found is None:
        return REFUSED
    if data.period == "month":
        return {"start": found.date().replace(day=1).isoformat()}
    aware = found if found.tzinfo else found.replace(tzinfo=ZoneInfo(case["tz"]))
    on_the_clock = data.period == "time" or found.time() == _wall_clock(case).time()
    return {"start": aware.isoformat() if on_the_clock else aware.date().isoformat()}


def _wall_clock(case: Case) -> datetime:
    return datetime.fromisoformat(case["ref"]).astimezone(ZoneInfo(case["tz"])).replace(tzinfo=None)


READERS: dict[str, Callable[[Case], Answer]] = {
    "bot.when": ours,
    "dateparser, plain": plain_dateparser,
    "dateparser, at its best": best_dateparser,
}
