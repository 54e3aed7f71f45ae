"""The counts as a message: a table, and what one may take away."""

from __future__ import annotations

from blocks import ids
from blocks.kit import Block, Card, actions, button, clip, context, escape, header, plain, section
from blocks.stats.chart import charts
from blocks.stats.shown import Row, Stats, notes, read_out, rows
from blocks.words.counts import HOW_COUNTED, NONE_COUNTED

_HEAD = Row("What", "Number", "Of")
_INDENT = "\u2003"
_CELL = 100


def stats_card(stats: Stats, place: ids.CountsPlace, *, file: bool, picture: bool = False) -> Card:
    """Draw the counts; `file`, `picture`: whoever asked may have them as one, the picture where Slack draws none itself."""
    top: list[Block] = [header(f"Counts: {stats.title}"), *(context(plain(note)) for note in notes(stats))]
    if not stats.numbers:
        text = " ".join([f"Counts: {stats.title}.", NONE_COUNTED, *notes(stats)])
        return Card(escape(text), (*top, section(plain(NONE_COUNTED))))
    carried, told = place.packed(), rows(stats)
    take = [button("As a file", ids.TAKE_COUNTS, carried, spoken="Have these counts sent to you as a file")]
    draw = [
        button("As a picture", ids.DRAW_COUNTS, carried, spoken="Have these counts sent to you as a picture")
    ]
    text, foot = escape(f"Counts: {read_out(stats)}"), context(plain(HOW_COUNTED))
    drawn, takes = charts(stats), take if file else []
    draws = draw if picture and drawn else []

    def card(middle: list[Block], presses: list[Block], instead: Card | None) -> Card:
        below = [foot, *([actions(*presses)] if presses else [])]
        return Card(text, (*top, *middle, *below), instead=instead)

    lines = card([section(plain("\n".join(map(_line, told))))], [*takes, *draws], None)
    table = [_table([_HEAD, *told])]
    bare = card(table, [*takes, *draws], lines)
    return card([*drawn, *table], takes, bare) if drawn else bare


def _line(row: Row) -> str:
    of = f" ({row.of})" if row.of else ""
    return f"{_INDENT if row.is_part else ''}{row.label}: {row.value}{of}"


def _table(told: list[Row]) -> Block:
    """https://docs.slack.dev/reference/block-kit/blocks/table-block"""
    return {
        "type": "table",
        "rows": [
            [_cell(f"{_INDENT * row.is_part}{row.label}"), _cell(row.value), _cell(row.of)] for row in told
        ],
        "column_settings": [{"is_wrapped": True}, {"align": "right"}, {"is_wrapped": True}],
    }


def _cell(said: str) -> Block:
    indent = said[: len(said) - len(said.lstrip(_INDENT))]
    return {"type": "raw_text", "text": indent + (clip(said[len(indent) :], _CELL) or "–")}
