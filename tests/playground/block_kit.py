"""Short ways to write blocks down."""

from __future__ import annotations

from typing import Any

from tests.playground.tiny_app import Json, button, plain


def marked(length: int) -> Json:
    return {"type": "mrkdwn", "text": "x" * length}


def words(length: int) -> Json:
    return plain("x" * length)


def options(count: int) -> list[Json]:
    return [{"text": plain(f"o{number}"), "value": str(number)} for number in range(count)]


def actions(*elements: Json) -> list[Json]:
    return [{"type": "actions", "elements": list(elements)}]


def entry(element: Json, **more: Any) -> list[Json]:
    return [{"type": "input", "label": plain("L"), "element": element, **more}]


def rows(count: int, cells: int = 1) -> list[Json]:
    return [{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * cells for _ in range(count)]}]


def chart(categories: int = 1, series: int = 1, label: str = "c", **more: Any) -> list[Json]:
    labels = [f"{label}{number:02}"[-max(2, len(label)) :] for number in range(categories)]
    plotted = [
        {"name": f"s{number}", "data": [{"label": one, "value": 1} for one in labels]}
        for number in range(series)
    ]
    drawn = {"type": "bar", "series": plotted, "axis_config": {"categories": labels}}
    return [{"type": "data_visualization", "title": "t", "chart": drawn, **more}]


def pie(segments: int = 1, **more: Any) -> list[Json]:
    told = [{"label": f"c{number}", "value": 1, **more} for number in range(segments)]
    return [{"type": "data_visualization", "title": "t", "chart": {"type": "pie", "segments": told}}]


def select(**more: Any) -> list[Json]:
    return actions({"type": "static_select", **more})


def confirm(**more: Any) -> list[Json]:
    dialog = {"title": plain("t"), "text": plain("x"), "confirm": plain("y"), "deny": plain("n"), **more}
    return actions(button("b", "a", confirm=dialog))


def one_option(**more: Any) -> list[Json]:
    return select(options=[{"text": plain("o"), "value": "v", **more}])
