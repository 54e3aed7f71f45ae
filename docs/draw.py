"""Draw the README's picture out of the story that `make play` tells: `python -m docs.draw`."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.text import Text

from bot.playground.story import play

PICTURE = Path(__file__).parent / "pictures" / "story.svg"
BEGINS, ENDS = "types in #front-desk:  /appt book", "presses Reschedule"
"""The excerpt: from the first booking until somebody does something else."""
WIDTH = 92
"""Columns: the story's boxes and a little air."""
_FONT_FROM_ELSEWHERE = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)


def excerpt() -> list[str]:
    """Play the story and keep what belongs into the picture."""
    told: list[str] = []
    play(told.append)
    first = next(i for i, said in enumerate(told) if BEGINS in said)
    after = next(i for i, said in enumerate(told) if i > first and ENDS in said)
    return "\n".join(told[first:after]).strip("\n").splitlines()


def picture(lines: list[str]) -> str:
    """Draw lines as a terminal. Whoever looks at the picture asks nobody else for a font."""
    console = Console(record=True, width=WIDTH, file=StringIO(), color_system="truecolor")
    for line in lines:
        boxed = line[:1] in {"┌", "│", "└"}
        text = Text(line, style="" if boxed else "bold cyan")
        text.highlight_regex(r"\[[^\[\]]+\]", "green")
        console.print(text)
    drawn = console.export_svg(title="make play", unique_id="story")
    return _FONT_FROM_ELSEWHERE.sub("", drawn).replace("Fira Code, monospace", "monospace")


if __name__ == "__main__":
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(picture(excerpt()), "utf-8")
    print(f"wrote docs/pictures/{PICTURE.name}")
