"""The counts as pictures: over time, and by language. What is plotted once is drawn by Slack, or into a file.

https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta

from msgspec import Struct

from blocks.kit import Block, clip
from blocks.stats.shown import MOST_NAMED, Stats, languages
from blocks.words.counts import (
    BY_DAY,
    BY_LANGUAGE,
    BY_MONTH,
    BY_QUARTER,
    BY_WEEK,
    FEW_IN_A_PICTURE,
    FEW_NAMED,
    LATE,
    NO_SHOWS,
    SESSIONS,
)
from bot.appointments.counts import PLOTTED, Measure
from bot.when import short_day

MOST_CATEGORIES, LABEL = 20, 20


class Plot(Struct, frozen=True):
    """Some series of numbers by the same categories; `x` says what those are."""

    title: str
    x: str
    categories: tuple[str, ...]
    series: tuple[tuple[str, tuple[int, ...]], ...]


def plots(stats: Stats) -> list[Plot]:
    """Tell what is to be seen: how many there were in each day, week or month; and for which languages."""
    found = [_over_time(stats)] if stats.numbers.total(Measure.SESSIONS) else []
    spoken: Counter[str] = Counter()
    for name, number in languages(stats.numbers, MOST_NAMED):
        spoken[FEW_IN_A_PICTURE if name == FEW_NAMED else clip(name, LABEL)] += number
    if spoken:
        found.append(Plot(BY_LANGUAGE, "", tuple(spoken), ((SESSIONS, tuple(spoken.values())),)))
    return found


def charts(stats: Stats) -> list[Block]:
    """Draw them as blocks of Slack's, which come to one workspace after another."""
    return [
        {
            "type": "data_visualization",
            "title": one.title,
            "chart": {
                "type": "bar",
                "series": [
                    {
                        "name": name,
                        "data": [
                            {"label": label, "value": value}
                            for label, value in zip(one.categories, values, strict=True)
                        ],
                    }
                    for name, values in one.series
                ],
                "axis_config": {
                    "categories": list(one.categories),
                    **({"x_label": one.x} if one.x else {}),
                },
            },
        }
        for one in plots(stats)
    ]


def _over_time(stats: Stats) -> Plot:
    """By days, else by weeks, months or quarters: as fine as there is room for."""
    x, parts = _parts(stats.counts_from, stats.last)
    shown = list(parts.items())[-MOST_CATEGORIES:]
    series = []
    for name, measure in zip((SESSIONS, NO_SHOWS, LATE), PLOTTED, strict=True):
        counted = stats.numbers.by_day(measure)
        series.append((name, tuple(sum(counted[day] for day in some) for _, some in shown)))
    return Plot(SESSIONS, x, tuple(label for label, _ in shown), tuple(series))


def _parts(first: date, last: date) -> tuple[str, dict[str, list[date]]]:
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    parts: dict[str, list[date]] = {}
    for x, most, said in _FINENESS:
        parts = {}
        for day in days:
            parts.setdefault(said(day), []).append(day)
        if len(parts) <= most:
            return x, parts
    return BY_QUARTER, parts


def _week(day: date) -> str:
    monday = day - timedelta(days=day.weekday())
    return f"w/c {monday.day} {monday:%b %Y}"


_FINENESS: tuple[tuple[str, int, Callable[[date], str]], ...] = (
    (BY_DAY, 14, lambda day: short_day(day, year=False)),
    (BY_WEEK, MOST_CATEGORIES, _week),
    (BY_MONTH, MOST_CATEGORIES, lambda day: f"{day:%b %Y}"),
    (BY_QUARTER, MOST_CATEGORIES, lambda day: f"Q{(day.month + 2) // 3} {day.year}"),
)
