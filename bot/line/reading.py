"""What a booking line says, field by field, and what it leaves to be asked."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec import Struct

from bot import when
from bot.appointments.values import replace
from bot.line.account import Line, Typist, Way
from bot.line.courtesy import CHANGE
from bot.line.interpreters import NONE
from bot.line.lattice import Kind, Span
from bot.line.words import Word

_OF_TIME = (Kind.TIME, Kind.LENGTH)


class Understood(Struct, frozen=True):
    """The fields of a booking as a line tells them; what is empty was not told."""

    name: str = ""
    when: str = ""
    minutes: int | None = None
    department: str = ""
    interpreter: bool | None = None
    language: str = ""
    phone: str = ""
    email: str = ""
    birth: str = ""
    left: tuple[str, ...] = ()
    """The words that were understood as nothing."""
    rest: str = ""
    """All words that are not of the time, as typed."""
    words: tuple[tuple[str, Kind], ...] = ()
    """Every word of the line, with what it was taken for."""
    changes: bool = False
    """It speaks of something that was said before: "make it 4pm"."""


def read_line(text: str, typist: Typist) -> Understood:
    """Account for every word of a booking line."""
    line = Line(text, typist)
    best, other = line.best()
    spans = best.cover.spans
    by_kind = {kind: [span for span in spans if span.kind is kind] for kind in Kind}
    phone = next((line.text[slice(*map(int, span.value.split(":")))] for span in by_kind[Kind.PHONE]), "")
    interpreter = by_kind[Kind.INTERPRETER]
    language = next((span.value for span in interpreter if span.value not in ("", NONE)), "")
    name = _name(line, by_kind[Kind.NAME], spans)
    told = replace(
        Understood(),
        name=name,
        minutes=best.time.minutes if best.time else None,
        department=next((span.value for span in by_kind[Kind.DEPARTMENT]), ""),
        interpreter=not any(span.value == NONE for span in interpreter) if interpreter else None,
        language=language,
        phone=phone,
        email=next((span.value for span in by_kind[Kind.EMAIL]), ""),
        birth=next((span.value for span in by_kind[Kind.BIRTH]), ""),
        words=tuple((_text(line, span), span.kind) for span in spans),
        changes=any(span.value == CHANGE for span in by_kind[Kind.COURTESY]),
        rest=" ".join(_text(line, span) for span in spans if span.kind not in _OF_TIME),
    )
    asked, doubtful = _when(line, best, other)
    left = [_text(line, span) for span in by_kind[Kind.NOTHING] if span.first not in doubtful]
    left += [_text(line, span) for span in by_kind[Kind.REFERENCE]]
    left += [line.beyond] if line.beyond else []
    return replace(told, when=asked, left=tuple(left))


def warm() -> None:
    """Do the slow things before the first line: word lists, languages, and the library that knows phone numbers."""
    when.warm()
    london = ZoneInfo("Europe/London")
    read_line(
        "Jane Doe tomorrow 3pm with a Polish interpreter 07700 900123",
        Typist(datetime.now(tz=london), london),
    )


def _text(line: Line, span: Span) -> str:
    return line.text[line.words[span.first].start : line.words[span.last - 1].end]


# --- the name -----------------------------------------------------------------------------------------------


def _name(line: Line, named: list[Span], spans: tuple[Span, ...]) -> str:
    """The name as typed, with the figures that hang on it: they are named as not understood, and stay to be mended."""
    parts = []
    for span in named:
        first, last = span.first, span.last
        hanging = [one for one in spans if one.kind in (Kind.REFERENCE, Kind.NOTHING)]
        while more := next((one for one in hanging if _hangs(line, last, one)), None):
            last = more.last
        parts.append(_typed(line, first, last))
    return " ".join(parts)


def _hangs(line: Line, last: int, span: Span) -> bool:
    """Whether figures stand right behind a name, with no comma between."""
    between = line.words[last : span.first]
    told = line.words[span.first : span.last]
    figures = span.kind is Kind.REFERENCE or all(
        word.figures and word.letters and word.text[0] != "#" for word in told
    )
    return span.first >= last and figures and all(word.text in ("(", "#", "+") for word in between)


def _typed(line: Line, first: int, last: int) -> str:
    """Some words as typed, with the brackets and quotation marks that belong to them."""
    words, text = line.words, line.text
    start, end = words[first].start, words[last - 1].end
    inside = text[start:end]
    if inside.count("(") > inside.count(")") and last < len(words) and words[last].text == ")":
        end = words[last].end
    for opening, closing in ("“”", '""'):
        if start and text[start - 1] == opening and text[end : end + 1] == closing:
            start, end = start - 1, end + 1
    return " ".join(text[start:end].split())


# --- the time -----------------------------------------------------------------------------------------------


def _when(line: Line, best: Way, other: Way | None) -> tuple[str, set[int]]:
    """What is to stand in *When*, so that the form reads there what was read here; and words that went there as doubtful."""
    time = best.time
    if time is None:
        return "", set()
    if other and other.time:
        return " or ".join(_exactly(way.time.outcome) for way in (best, other) if way.time), set()
    told = when.joined(line.text, when.without_length(time.places)).replace("\n", " ")
    strangers = _beside_lone_clock(line, best)
    if strangers:
        told = _with(line, time, strangers)
    start = time.outcome.start if isinstance(time.outcome, when.Reading) and not strangers else None
    if not isinstance(start, datetime):
        return told, strangers
    if (
        not strangers
        and told in line.text
        and isinstance(time.outcome, when.Reading)
        and not time.outcome.assumed
    ):
        return told, strangers
    typist = line.typist
    again = when.read(
        told,
        now=typist.now,
        zone=typist.zone,
        locale=typist.locale,
        purpose="book",
        anchor=typist.anchor,
        nation=typist.nation,
    )
    same = isinstance(again, when.Reading) and again.start == start
    return (told if same else _exactly(time.outcome)), strangers


def _exactly(outcome: when.Reading | when.Refusal) -> str:
    """Write a moment so that it can be read in one way only."""
    if not isinstance(outcome, when.Reading) or not isinstance(outcome.start, datetime):
        return ""
    return f"{when.short_day(outcome.start.date())} {outcome.start:%H:%M}"


def _beside_lone_clock(line: Line, way: Way) -> set[int]:
    """Words that nobody knows, beside a time of day with no day: one of them may be the day."""
    time = way.time
    if time is None or not isinstance(time.outcome, when.Reading):
        return set()
    if time.outcome.kind not in (when.Kind.INSTANT, when.Kind.INTERVAL):
        return set()
    if any(
        taken_as != "time of day" and ("day" in taken_as or taken_as == "moment")
        for _, _, taken_as in time.places
    ):
        return set()
    timed = {n for span in way.cover.spans if span.kind is Kind.TIME for n in range(span.first, span.last)}
    nothing = [span for span in way.cover.spans if span.kind is Kind.NOTHING]
    return {
        span.first
        for span in nothing
        if (line.words[span.first].letters or line.words[span.first].figures)
        and {_over(line.words, span.first, -1), _over(line.words, span.first, 1)} & timed
    }


def _over(words: list[Word], n: int, step: int) -> int:
    """The next word in a direction, over commas."""
    n += step
    while 0 <= n < len(words) and words[n].text == ",":
        n += step
    return n


def _with(line: Line, time: when.Found, more: set[int]) -> str:
    places = [
        *when.without_length(time.places),
        *((line.words[n].start, line.words[n].end, "") for n in more),
    ]
    return when.joined(line.text, sorted(places)).replace("\n", " ")
