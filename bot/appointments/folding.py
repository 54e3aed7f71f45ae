"""Bring what people paste to the signs that they would have typed, once, before anything reads it."""

from __future__ import annotations

import re
import unicodedata


def _every(*ranges: tuple[int, int]) -> list[int]:
    return [code for first, last in ranges for code in range(first, last + 1)]


_INVISIBLE = _every(
    (0x00AD, 0x00AD), (0x034F, 0x034F), (0x061C, 0x061C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180E, 0x180E),
    (0x200B, 0x200B), (0x200E, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x20E3, 0x20E3), (0x3164, 0x3164),
    (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF9, 0xFFFC), (0xFFFE, 0xFFFF), (0x1D173, 0x1D17A),
)  # fmt: skip
"""Soft hyphens, zero widths, directions, fillers: nobody types them, and a word with one in it is not found."""
_INVISIBLE_BLOCKS = ((0xD800, 0xDFFF), (0xE000, 0xEFFF), (0xF100, 0xF8FF), (0xE0000, 0xE007F))
"""Half a character, which can't be sent on; what stands for a picture; tags. One by one they would take a megabyte."""
_CONTROLS = _every((0x00, 0x08), (0x0E, 0x1B), (0x7F, 0x84), (0x86, 0x9F))
_WINDOWS = {
    code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0) if code not in (0x85, 0x9F)
}
"""Where text of Windows was taken for Latin-1, signs stand as controls: the apostrophe of O\x92Brien."""
_LINE_ENDS = (0x0A, 0x0B, 0x0C, 0x0D, 0x1C, 0x1D, 0x1E, 0x85, 0x2028, 0x2029)
_SPACES = (0x09, 0x1F, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x2800, 0x3000)
_TYPED = {
    "-": "‐‑‒–−﹣⁃˗﹘",
    "/": "⁄∕⧸╱⟋",
    ":": "∶꞉︓﹕ː˸",
    ".": "․。｡",
    ",": "、，﹐､",
    "~": "〜∼",
    '"': "‟〝〞〟″‶❝❞",
    "'": "‚‛′‵´‹›❛❜",
    "•": "‣◦▪●○■□∙⁌⁍" + "".join(map(chr, range(0xF000, 0xF100))),  # the last ones are Word's own bullets
}
_AS_TYPED = {ord(sign): typed for typed, signs in _TYPED.items() for sign in signs}
_ORNATE = _every(
    (0xB2, 0xB3), (0xB9, 0xB9), (0x2B0, 0x2B8), (0x1D43, 0x1D5B), (0x2070, 0x2099), (0x2460, 0x24EA), (0x33C2, 0x33C2),
    (0x33D8, 0x33D8), (0xFB00, 0xFB06), (0x1D400, 0x1D6A3), (0x1D7CE, 0x1D7FF),
)  # fmt: skip
"""Raised, lowered, circled, bold and joined letters and figures: of layouts, and of PDFs ("Griﬃths")."""
_ZEROS = (0x660, 0x6F0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xE50)
"""Where the figures of other scripts begin: Arabic, Urdu, Hindi, Bengali, Punjabi, Gujarati, Thai."""
_SIGNS: dict[int, str | None] = (
    dict.fromkeys((*_INVISIBLE, *_CONTROLS))
    | _AS_TYPED
    | {code: sign.translate(_AS_TYPED) for code, sign in _WINDOWS.items()}
    | dict.fromkeys(_SPACES, " ")
    | dict.fromkeys(_LINE_ENDS, "\n")
    | {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}  # the wide ASCII of East Asian keyboards
    | {code: unicodedata.normalize("NFKC", chr(code)) for code in _ORNATE}
    | {code: str(digit) for code in _ZEROS for digit, code in enumerate(range(code, code + 10))}
)
_LOOSE_JOINER = re.compile(r"(?<![^\x00-\x7f])[\u200c\u200d\ufe00-\ufe0f]+|[\u200c\u200d]+(?![^\x00-\x7f])")
"""A joiner shapes the letters of many scripts (and of emoji) and is kept there; beside our letters or a space it is dirt.

So is what chooses between two drawings of a sign.
"""
_LONG_DASH = re.compile(r"(?<=\d)[—―](?=\d)")
_WHITE = re.compile(r"\s+")
_LINE_END = re.compile(rf"\s*[\t{''.join(map(chr, _LINE_ENDS))}]+\s*")
_WHITE_IN_LINE = re.compile(r"[^\S\n]+")
_AROUND_LINE_END = re.compile(r" ?\n ?")
_UNTOLD: dict[int, str | None] = dict.fromkeys((*_INVISIBLE, *_CONTROLS, *range(0x1C, 0x20))) | _WINDOWS
_EMPHASIS, _STOPS = "*~_`", ",;:"
_DRESSING = frozenset(f"{_EMPHASIS}<>\n")
"""Without one of these a text that begins with a letter or a figure has nothing to be taken off."""
_ROUND = _EMPHASIS + _STOPS + "\"“”„«».!?…'‘’()[]{}|•-— \n"
_BRACKETS = (("(", ")"), ("[", "]"), ("{", "}"))
_WRAPS = (
    *_BRACKETS,
    ("'", "'"),
    ("‘", "’"),
    ("“", "”"),
    ("„", "“"),
    ("«", "»"),
    *((mark, mark) for mark in '"|' + _EMPHASIS),
)
_OPENING = frozenset(first for first, _ in _WRAPS)
_AROUND = "\"“”„«»'‘’()[]{}<>|,;:!?"
_FORMATTED = re.compile(r"(?<![\w/])([*_~])(?=[\w*_~\"'“”„‘’«(\[+#@<])([^\n]{1,300}?)(?<=[^\s:])\1(?![\w@/])")
_ANGLED = re.compile(r"<(?=\w)([^<>\n]+)>")
_AS_APOSTROPHE = re.compile(r"(?<=[^\W\d_])`(?=[^\W\d_])")
_LINE_MARK = re.compile(r"^[ >|•]*(?:[*–—-] +)?[ >|•]*", re.MULTILINE)
_DEEPEST = 6
_STRAIGHT = str.maketrans(dict.fromkeys("“”„«»", '"'))
_PLAIN = re.compile(r"[!-~]+(?: [!-~]+)*")


def fold(text: str, *, lines: bool = False) -> str:
    """Fold white space, typographic hyphens, slashes, colons and digits, and take out what can't be seen.

    Letters, quotation marks and apostrophes stay as they were typed. Ends of lines become spaces too, unless `lines` keeps them.
    """
    if _PLAIN.fullmatch(text):
        return text
    text = _visible(unicodedata.normalize("NFC", text.replace("\r\n", "\n")).translate(_SIGNS))
    text = _LONG_DASH.sub("-", unicodedata.normalize("NFC", _LOOSE_JOINER.sub("", text)))
    if not lines:
        return _WHITE.sub(" ", text).strip()
    return _AROUND_LINE_END.sub("\n", _WHITE_IN_LINE.sub(" ", text)).strip()


def readable(text: str) -> str:
    """Leave out what can't be seen and what turns a line around, and nothing else: so a service's words are read."""
    return text if text.isascii() and text.isprintable() else _visible(text.translate(_UNTOLD))


def _visible(text: str) -> str:
    if text.isprintable():
        return text
    signs = map(ord, set(text))
    unseen = [sign for sign in signs if any(first <= sign <= last for first, last in _INVISIBLE_BLOCKS)]
    return text.translate(dict.fromkeys(unseen)) if unseen else text


def in_one_line(text: str) -> str:
    """Have a space where a line ends."""
    return _LINE_END.sub(" ", text)


def undressed(text: str) -> str:
    """Take off what Slack, Word and e-mails format with, wherever it stands: *bold*, _italic_, ~struck~, `code`, > quotes and bullets."""
    if text[:1].isalnum() and _DRESSING.isdisjoint(text):
        return text.strip()  # nearly always
    text = _ANGLED.sub(r"\1", _AS_APOSTROPHE.sub("'", text).replace("`", ""))
    for _ in range(_DEEPEST):
        before, text = text, _FORMATTED.sub(r"\2", text)
        if text == before:
            break
    return _LINE_MARK.sub("", text).strip()


def straight(text: str) -> str:
    """Give quotation marks as a keyboard types them."""
    return text.translate(_STRAIGHT)


def unmarked(text: str) -> str:
    """Take off the quotation marks, brackets and stops round each word, but for full stops: "3 p.m."."""
    return " ".join(filter(None, (word.strip(_AROUND) for word in text.split())))


def bare(text: str) -> str:
    """Take the marks off that stand round a word, a code or a value: they are no part of it.

    A bracket stays whose other half stands within: "Leeds (North)".
    """
    core = text.strip(_ROUND)
    if core == text:
        return text
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
    while text[:1] in _OPENING and any(_wraps(first, last, text) for first, last in _WRAPS):
        text = text[1:-1].strip()
    return text


def _wraps(first: str, last: str, text: str) -> bool:
    within = text[1:-1]
    return text[:1] == first and text[1:][-1:] == last and first not in within and last not in within
