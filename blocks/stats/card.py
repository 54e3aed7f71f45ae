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


def stats_card(stats: Stats, place: ids.CountsPlace, *, file: bool) -> Card:
    """Draw the counts; `file`: whoever asked may have them as a file."""
    top: list[Block] = [header(f"Counts: {stats.title}"), *(context(plain(note)) for note in notes(stats))]
    if not stats.numbers:
        text = " ".join([f"Counts: {stats.title}.", NONE_COUNTED, *notes(stats)])
        return Card(escape(text), (*top, section(plain(NONE_COUNTED))))
    take = [
        button("As a file", ids.TAKE_COUNTS, place.packed(), spoken="Have these counts sent to you as a file")
    ]
    drawn = charts(stats)
    below: list[Block] = [context(plain(HOW_COUNTED)), *([actions(*take)] if file else [])]
    text, table = escape(f"Counts: {read_out(stats)}"), _table([_HEAD, *rows(stats)])
    plain_card = Card(text, (*top, table, *below))
    return Card(text, (*top, *drawn, table, *below), instead=plain_card) if drawn else plain_card


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
