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


def select(**more: Any) -> list[Json]:
    return actions({"type": "static_select", **more})


def confirm(**more: Any) -> list[Json]:
    dialog = {"title": plain("t"), "text": plain("x"), "confirm": plain("y"), "deny": plain("n"), **more}
    return actions(button("b", "a", confirm=dialog))


def one_option(**more: Any) -> list[Json]:
    return select(options=[{"text": plain("o"), "value": "v", **more}])
