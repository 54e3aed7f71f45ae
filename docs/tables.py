"""Markdown tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Draw a table; a bar within a cell stays a bar."""
    return "\n".join(_line(cells) for cells in (head, ["---"] * len(head), *rows))


def code(text: str) -> str:
    return f"`{text}`"


def _line(cells: Sequence[str]) -> str:
    escaped = [cell.replace("|", r"\|") for cell in cells]
    return f"| {' | '.join(escaped)} |"
