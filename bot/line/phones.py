"""Recognise phone numbers: groups of figures, with a label before them or an extension behind."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.line.lattice import Kind, Span
from bot.line.words import Word, listed

_PHONE_LABELS = listed("tel telephone phone mob mobile cell ph t m contact number no call landline home work")
_DIGITS = re.compile(r"[+(]{0,2}\d[\d().-]*")
_EXTENSION = frozenset(("ext", "x", "extn", "extension"))
_DATE = re.compile(
    r"\d{1,2}[.-]\d{1,2}[.-]\d{2,4}|\d{4}[.-]\d{1,2}[.-]\d{1,2}|(?:[01]?\d|2[0-3])[0-5]\d-(?:[01]?\d|2[0-3])[0-5]\d|\d{1,2}\.\d\d(?:-\d{1,2}\.\d\d)?"
)
_DAY_GLUED = re.compile(r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d\d")
_LEAST_DIGITS = 7
"""So many and more are a phone number, right or wrong: the form checks it."""
_MOST_DIGITS = 15
_LONGEST_PHONE = 8
"""Groups of figures."""


def labelled(words: Sequence[Word], place: int, labels: frozenset[str]) -> int:
    """Where what a label is for begins, behind its colon; the place itself where there is no such label."""
    after = place
    while after < len(words) and words[after].key in labels and after < place + 2:
        after += 1
    if after > place and after < len(words) and words[after].text in (":", "#", "="):
        after += 1
    return after


def phone(words: Sequence[Word], place: int) -> Span | None:
    first = labelled(words, place, _PHONE_LABELS)
    told = first > place
    begin = first
    while begin < len(words) and words[begin].text in ("(", "+") and begin < first + 2:
        begin += 1
    groups: list[int] = []
    last = begin
    while last < len(words) and len(groups) < _LONGEST_PHONE:
        word = words[last]
        if groups and word.text in (")", "(", "-"):
            last += 1
        elif word.mark or not _DIGITS.fullmatch(word.text) or _DATE.fullmatch(word.text):
            break
        else:
            groups.append(last)
            last += 1
    if not groups:
        return None
    plus = "+" in (words[begin - 1].text if begin else "") or words[groups[0]].text.startswith("+")
    return _best(
        words,
        place,
        begin if not plus or words[groups[0]].text.startswith("+") else begin - 1,
        groups,
        told=told,
        plus=plus,
    )


def _best(
    words: Sequence[Word], place: int, begin: int, groups: list[int], *, told: bool, plus: bool
) -> Span | None:
    """Take as many groups of figures as make a number; a valid one is best."""
    enough: list[tuple[int, str]] = []
    for end in groups:
        text = _digits(words, begin, end)
        if len(text) > _MOST_DIGITS:
            break
        if len(text) >= _LEAST_DIGITS:
            enough.append((end, text))
    lone = _digits(words, groups[0], groups[0])
    begins = told or plus or lone.startswith("0") or len(lone) >= _LEAST_DIGITS
    if not enough or not begins or (not told and _DAY_GLUED.fullmatch(lone)):
        return None
    longest = enough[0] if len(lone) >= _LEAST_DIGITS else enough[-1]
    end, _ = next((one for one in enough if _is_valid(("+" if plus else "") + one[1])), longest)
    last = end + 1
    while last < len(words) and words[last].text == ")" and any(w.text == "(" for w in words[begin:last]):
        last += 1
    if last + 1 < len(words) and words[last].key in _EXTENSION and words[last + 1].text.isdigit():
        last += 2
    return Span(place, last, Kind.PHONE, 1.0, f"{words[begin].start}:{words[last - 1].end}")


def _digits(words: Sequence[Word], first: int, last: int) -> str:
    return "".join(letter for word in words[first : last + 1] for letter in word.text if letter.isdigit())


def _is_valid(number: str) -> bool:
    import phonenumbers  # large, and few lines have one

    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(number, "GB"))
    except phonenumbers.NumberParseException:
        return False
