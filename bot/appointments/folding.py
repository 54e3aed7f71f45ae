"""Bring what people paste to the signs that they would have typed, once, before anything reads it."""

from __future__ import annotations

import re
import unicodedata


def _every(*ranges: tuple[int, int]) -> list[int]:
    return [code for first, last in ranges for code in range(first, last + 1)]


_INVISIBLE = _every(
    (0x00AD, 0x00AD), (0x034F, 0x034F), (0x061C, 0x061C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180E, 0x180E),
    (0x200B, 0x200B), (0x200E, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164), (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0), (0xFFF9, 0xFFFB), (0xFFFE, 0xFFFF), (0x1D173, 0x1D17A), (0xE0000, 0xE007F),
)  # fmt: skip
"""Soft hyphens, zero widths, directions, fillers, tags: nobody types them, and a word with one in it is not found."""
_CONTROLS = _every((0x00, 0x08), (0x0E, 0x1B), (0x7F, 0x84), (0x86, 0x9F), (0xD800, 0xDFFF))
"""Also half a character, which can't be sent on."""
_LINE_ENDS = (0x0A, 0x0B, 0x0C, 0x0D, 0x1C, 0x1D, 0x1E, 0x85, 0x2028, 0x2029)
_SPACES = (0x09, 0x1F, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x2800, 0x3000)
_TYPED = {
    "-": "‐‑‒–−﹣⁃˗",
    "/": "⁄∕⧸",
    ":": "∶꞉︓﹕",
    ".": "․。｡",
    ",": "、，﹐､",
    "~": "〜∼",
}
_SIGNS: dict[int, str | None] = (
    dict.fromkeys((*_INVISIBLE, *_CONTROLS))
    | dict.fromkeys(_SPACES, " ")
    | dict.fromkeys(_LINE_ENDS, "\n")
    | {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}  # the wide ASCII of East Asian keyboards
    | {code: unicodedata.normalize("NFKC", chr(code)) for code in (*range(0x2460, 0x2474), 0x33C2, 0x33D8)}
    | {ord(sign): typed for typed, signs in _TYPED.items() for sign in signs}
)
_LOOSE_JOINER = re.compile(r"(?<![^\x00-\x7f])[\u200c\u200d]+|[\u200c\u200d]+(?![^\x00-\x7f])")
"""A joiner shapes the letters of many scripts (and of emoji) and is kept there; beside our letters or a space it is dirt."""
_WHITE = re.compile(r"\s+")
_WHITE_IN_LINE = re.compile(r"[^\S\n]+")
_AROUND_LINE_END = re.compile(r" ?\n ?")
_UNTOLD = dict.fromkeys((*_INVISIBLE, *_CONTROLS, *range(0x1C, 0x20)))
_EMPHASIS, _STOPS = "*~_`", ",;:"
_ROUND = _EMPHASIS + _STOPS + "\"“”„«».!?'‘’()[] \n"
_BRACKETS = (("(", ")"), ("[", "]"))
_WRAPS = (
    *_BRACKETS,
    ("'", "'"),
    ("‘", "’"),
    ("“", "”"),
    ("„", "“"),
    ("«", "»"),
    *((mark, mark) for mark in '"' + _EMPHASIS),
)
_PLAIN = re.compile(r"[!-~]+(?: [!-~]+)*")


def fold(text: str, *, lines: bool = False) -> str:
    """Fold white space, typographic hyphens, slashes, colons and digits, and take out what can't be seen.

    Letters, quotation marks and apostrophes stay as they were typed. Ends of lines become spaces too, unless `lines` keeps them.
    """
    if _PLAIN.fullmatch(text):
        return text
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n")).translate(_SIGNS)
    text = unicodedata.normalize("NFC", _LOOSE_JOINER.sub("", text))
    if not lines:
        return _WHITE.sub(" ", text).strip()
    return _AROUND_LINE_END.sub("\n", _WHITE_IN_LINE.sub(" ", text)).strip()


def readable(text: str) -> str:
    """Leave out what can't be seen and what turns a line around, and nothing else: so a service's words are read."""
    return text if text.isascii() and text.isprintable() else text.translate(_UNTOLD)


def bare(text: str) -> str:
    """Take the marks off that stand round a word, a code or a value: they are no part of it.

    A bracket stays whose other half stands within: "Leeds (North)".
    """
    core = text.strip(_ROUND)
    for first, last in _BRACKETS:
        open_in = core.count(first) - core.count(last)
        core += last * min(open_in, text.count(last) - core.count(last))
        core = first * min(-open_in, text.count(first) - core.count(first)) + core
    return core


def bare_name(text: str) -> str:
    """Take off what a whole name stands in: it may begin with an apostrophe, and end with a full stop: ’t Hooft, Jane Doe Jr."""
    before = None
    while text != before:
        before, text = text, unwrapped(text.strip(_STOPS + " \n"))
    return text


def unwrapped(text: str) -> str:
    """Take off the marks that a whole text stands in, but none that stand round its first or last word alone."""
    while any(_wraps(first, last, text) for first, last in _WRAPS):
        text = text[1:-1].strip()
    return text


def _wraps(first: str, last: str, text: str) -> bool:
    within = text[1:-1]
    return text[:1] == first and text[1:][-1:] == last and first not in within and last not in within
