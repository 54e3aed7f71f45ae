"""The counts as a picture in a file, for where Slack draws none; matplotlib draws it, an extra that is loaded when one is asked for."""

from __future__ import annotations

import io
from functools import cache
from importlib.util import find_spec
from threading import Lock
from typing import Any

from blocks.files import File
from blocks.kit import clip, escape
from blocks.stats.chart import Plot, plots
from blocks.stats.shown import Stats, read_out

_COLOURS = (("#0072b2", ""), ("#d55e00", "//"), ("#e69f00", ".."))
"""Told apart by whoever sees no colours too. https://jfly.uni-koeln.de/color/"""
_TITLE, _ALT = 150, 1000
_ONE_AT_A_TIME = Lock()
"""matplotlib is not made for several threads."""


@cache
def can_draw() -> bool:
    """Whether the extra is installed; it is not loaded for that."""
    return find_spec("matplotlib") is not None


def stats_picture(stats: Stats) -> File:
    """Draw it, in some tenths of a second: not for the event loop's own thread."""
    said = f"Counts: {read_out(stats)}"
    with _ONE_AT_A_TIME:
        content = _png(plots(stats), stats.title, said)
    return File(f"counts-{stats.first}-{stats.last}.png", content, escape(said), clip(said, _ALT))


def _png(drawn: list[Plot], title: str, said: str) -> bytes:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 0.6 + 3.6 * len(drawn)), dpi=110, layout="constrained")
    figure.suptitle(_with_glyphs(clip(title, _TITLE)), wrap=True, parse_math=False)
    for place, plot in enumerate(drawn, 1):
        _plot(figure.add_subplot(len(drawn), 1, place), plot)
    content = io.BytesIO()
    figure.savefig(content, format="png", metadata={"Description": said})
    return content.getvalue()


def _plot(axes: Any, plot: Plot) -> None:
    width = 0.8 / len(plot.series)
    for place, (name, values) in enumerate(plot.series):
        colour, hatch = _COLOURS[place % len(_COLOURS)]
        at = [number + (place - (len(plot.series) - 1) / 2) * width for number in range(len(values))]
        bars = axes.bar(at, values, width, label=name, color=colour, hatch=hatch, edgecolor="white")
        axes.bar_label(bars, fontsize=8)
    crowded = len(plot.categories) > 6
    axes.set_xticks(
        range(len(plot.categories)),
        plot.categories,
        rotation=45 if crowded else 0,
        ha="right" if crowded else "center",
        parse_math=False,
    )
    axes.set_title(plot.title, loc="left", fontsize=11)
    axes.set_xlabel(plot.x)
    axes.yaxis.get_major_locator().set_params(integer=True)
    axes.spines[["top", "right"]].set_visible(False)
    if len(plot.series) > 1:
        axes.legend(loc="upper right", bbox_to_anchor=(1, 1.16), ncols=len(plot.series), frameon=False)


def _with_glyphs(text: str) -> str:
    """A text of signs that the picture's font has; others would be said to be missing for each picture anew."""
    from matplotlib.font_manager import findfont, get_font

    font = get_font(findfont("DejaVu Sans"))
    return "".join(sign if font.get_char_index(ord(sign)) else "□" for sign in text)
