"""Recognise an interpreter that is asked for or not, and the language, with all the words that stand around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.line.languages import LONGEST, all_languages, common, first_words, folded, needs, usual
from bot.line.lattice import Kind, Span
from bot.line.words import Word, listed

NONE = "no"
"""The value of a span that says that no interpreter is needed; otherwise it is the language, empty where none is told."""
_INTERPRETER = listed(
    "interpreter interpreters interpretor interpretors interpretter interperter intepreter interpeter "
    "interprter interpretation interpreting interp interps terp terps translator translators translation "
    "translating"
)
_SHORT = frozenset(("int", "int'r", "trans"))
"""Only beside a language."""
_SPEAKS = frozenset(["speaks", "speaking", "speak"])
_SPEAKER = frozenset(["speaker", "speakers", "speaking"])
_LANGUAGE = frozenset(["lang", "language", "languages"])
_ARTICLES = frozenset(["a", "an", "the", "his", "her", "their", "any"])
_LEADS = listed(
    "with w and needs need needing requires require requiring required via plus wants having has req "
    "needed book booked"
)
_BEHIND = listed(
    "needed required requested booked confirmed please pls tbc tba req reqd wanted arranged support "
    "service provided present attending"
)
_WHICH = listed(
    "female male woman man lady same-sex qualified registered same gender telephone video remote "
    "face-to-face f2f on-site"
)
_NOT_NEEDED = frozenset(("not", "doesn't", "doesnt", "don't", "dont", "won't", "wont", "no"))
_WITHOUT = frozenset(("no", "without", "w/o"))
_FAMILIES = listed(
    "kurdish arabic chinese portuguese punjabi creole romani pashto somali persian english oromo"
)
"""What a dialect may stand behind: "Kurdish Badini"."""
_JOINED = frozenset(("/", "and", "or", "&", "+", ","))


def interpreters(words: Sequence[Word]) -> Iterator[Span]:
    """Offer each stretch that is about an interpreter or a language."""
    for place, word in enumerate(words):
        if word.mark:
            continue
        if word.key in _INTERPRETER or (word.key in _SHORT and _language_before(words, place) < place):
            yield _around(words, place)
        elif word.key in _SPEAKS or word.key in _LANGUAGE:
            first = place + 1 + (place + 1 < len(words) and words[place + 1].text in (":", "="))
            last = language_at(words, first)
            if last > first:
                yield Span(place, last, Kind.INTERPRETER, 1.0, spelled(words, first, last))
        elif word.key in _SPEAKER:
            first = _language_before(words, place)
            if first < place:
                yield Span(first, place + 1, Kind.INTERPRETER, 1.0, spelled(words, first, place))
        else:
            yield from _alone(words, place)


def _alone(words: Sequence[Word], place: int) -> Iterator[Span]:
    """A need that can be nothing else (BSL), or a language that stands apart from every name."""
    if words[place].key not in first_words():
        return
    for last in range(min(place + LONGEST, len(words)), place, -1):
        name = _name(words, place, last)
        if name in needs() and (len(name) > 3 or words[place].text.isupper()):
            first = place - (place > 0 and words[place - 1].key in _LEADS)
            yield Span(first, last, Kind.INTERPRETER, 1.0, spelled(words, place, last))
            return
        tied = place > 0 and words[place - 1].key in _LEADS
        if name in common() and not _beside_name(words, place - tied, last):
            yield Span(place - tied, last, Kind.INTERPRETER, 3.0, spelled(words, place, last))
            return


def _beside_name(words: Sequence[Word], first: int, last: int) -> bool:
    """Whether a word that may be a name stands right beside: "Ms Polish", "Anne French"."""
    beside = [words[place] for place in (first - 1, last) if 0 <= place < len(words)]
    return any(not word.mark and not word.figures and word.letters for word in beside)


def _name(words: Sequence[Word], first: int, last: int) -> str:
    if any(word.mark for word in words[first:last]):
        return ""
    return folded(" ".join(word.text.strip(".") for word in words[first:last]))


def language_at(words: Sequence[Word], first: int) -> int:
    """Where the languages end that begin at a place: "Urdu/Punjabi", "Polish and Urdu"; the place itself where none does."""
    last = _one_language(words, first)
    while last > first and last + 1 < len(words) and words[last].text.lower() in _JOINED:
        more = _one_language(words, last + 1)
        if more == last + 1:
            break
        last = more
    return last


def _one_language(words: Sequence[Word], first: int) -> int:
    for last in range(min(first + LONGEST, len(words)), first, -1):
        name = _name(words, first, last).removesuffix("-speaking")
        if name in all_languages():
            dialect = name in _FAMILIES and _name(words, last, last + 1) in all_languages()
            return last + dialect
    return first


def _language_before(words: Sequence[Word], place: int) -> int:
    """Where the languages begin that end before a place; the place itself where none does."""
    last = place
    if last and words[last - 1].key == "speaking":
        last -= 1
    for first in range(max(0, last - 2 * LONGEST), last):
        if language_at(words, first) == last:
            return first
    return place


def spelled(words: Sequence[Word], first: int, last: int) -> str:
    """Write the languages as typed."""
    out = ""
    for place in range(first, last):
        glued = place > first and words[place].start == words[place - 1].end
        out += words[place].text if glued or not out else f" {words[place].text}"
    return usual(out.strip(".").removesuffix("-speaking"))


def _around(words: Sequence[Word], place: int) -> Span:
    """Take in what stands before and behind the word for an interpreter."""
    first, last, language = place, place + 1, ""
    if last < len(words) and words[last].text == ":":
        last += 1
    before = _bracketed_language(words, place) or (_language_before(words, place), place)
    if before[0] < place:
        first, language = before[0], spelled(words, *_inner(words, *before))
    while first and words[first - 1].key in _WHICH:
        first -= 1
    tied = first and words[first - 1].key in _ARTICLES | _LEADS
    if not language and first > 1 and not tied and _is_told(words, first - 1):
        first, language = first - 1, words[first - 1].text  # "with a Zaghawan interpreter": whatever it is
    while first and words[first - 1].key in _ARTICLES:
        first -= 1
    refused = False
    if first and words[first - 1].key in _WITHOUT:
        first, refused = first - 1, True
    while (
        first
        and words[first - 1].key in _LEADS | {"/"}
        and (words[first - 1].key != "/" or words[first - 2].key == "w")
    ):
        first -= 1
    if first and words[first - 1].key in _NOT_NEEDED:
        first, refused = first - 1, True
        first -= first > 0 and words[first - 1].key in ("do", "does")
    last, told, said_not = _behind(words, last)
    return Span(first, last, Kind.INTERPRETER, 1.0, NONE if refused or said_not else language or told)


def _is_told(words: Sequence[Word], place: int) -> bool:
    """Whether a word is tied to the interpreter by an article before it."""
    word = words[place]
    return word.letters and not word.mark and place > 0 and words[place - 1].key in {"a", "an"}


def _bracketed_language(words: Sequence[Word], place: int) -> tuple[int, int] | None:
    """ "Farsi (Dari) interpreter": where the first name begins, and where the bracket ends."""
    if place < 3 or words[place - 1].text != ")":
        return None
    inner = next(
        (n for n in range(place - 2, max(-1, place - 2 - LONGEST), -1) if words[n].text == "("), None
    )
    first = inner and _language_before(words, inner)
    if inner is None or first is None or (language_at(words, inner + 1) != place - 1 and first == inner):
        return None
    return first, place


def _inner(words: Sequence[Word], first: int, last: int) -> tuple[int, int]:
    """The language itself: of two, what stands in the bracket is the exact one."""
    if words[last - 1].text != ")":
        return first, last - (words[last - 1].key == "speaking")
    opened = next(n for n in range(last - 1, first - 1, -1) if words[n].text == "(")
    if language_at(words, opened + 1) != last - 1:
        return first, last  # "Arabic (Iraqi)"
    return opened + 1, last - 1


def _behind(words: Sequence[Word], last: int) -> tuple[int, str, bool]:
    """Go on behind the word: where it ends, the language that is told there, and whether none is needed."""
    language, refused = "", False
    while last < len(words):
        step, told = last, ""
        while step < len(words) and words[step].text in ("(", ":", "-", "=", ")"):
            step += 1
        key = _key(words, step)
        if not language and key in ("for", "in", "who", "to"):
            step += 1 + (step + 1 < len(words) and words[step + 1].key in _SPEAKS)
            end = language_at(words, step)
        else:
            end = language_at(words, step)
        if not language and end > step:
            told, step = spelled(words, step, end), end
        elif key == "not" and _key(words, step + 1) in _BEHIND:
            refused, step = True, step + 2
        elif key in ("no", "none", "n/a") and words[step - 1].text == ":":
            refused, step = True, step + 1
        elif (
            key == "yes"
            or key in _BEHIND
            or key in _WHICH
            or (key == "is" and _key(words, step + 1) in _BEHIND | {"not"})
        ):
            step += 1
        else:
            return last, language, refused
        language = language or told
        last = step + (step < len(words) and words[step].text == ")")
    return last, language, refused


def _key(words: Sequence[Word], place: int) -> str:
    return words[place].key if place < len(words) and not words[place].mark else ""
