"""Read a text as a time: the whole of it, or what belongs to time inside a command."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from bot.when.grammar import LETTERS, Context
from bot.when.model import Choice, Kind, Reading, Refusal, Word
from bot.when.parts import Unreadable, short_day
from bot.when.reading.meaning import meaning
from bot.when.reading.other_languages import read_elsewhere
from bot.when.reading.phrase import Phrase
from bot.when.reading.refusals import example, not_understood, quoted
from bot.when.reading.rest import MAX_LENGTH, cut, rest_of, tidy
from bot.when.reading.strangers import NAMES, stranger
from bot.when.words import LANGUAGES

Order = Literal["DMY", "MDY"]
Purpose = Literal["any", "book"]
_MONTH_FIRST = frozenset(("US", "PH", "FM", "MH", "PW"))


def context_for(now: datetime, zone: ZoneInfo | str, locale: str, order: Order | None) -> Context:
    """Gather what a phrase's meaning depends on; a locale is a Slack one, such as "en-GB"."""
    place = ZoneInfo(zone) if isinstance(zone, str) else zone
    language, _, country = locale.replace("_", "-").partition("-")
    language, country = language.lower() or "en", country.upper() or "GB"
    here = now.astimezone(place)
    usual = "MDY" if country in _MONTH_FIRST and language == "en" else "DMY"
    return Context(here, here.date(), place, language, country, order or usual)


def read(
    text: str,
    *,
    now: datetime,
    zone: ZoneInfo | str,
    locale: str = "en-GB",
    order: Order | None = None,
    purpose: Purpose = "any",
) -> Reading | Refusal:
    """Read a text that is a time and nothing else; a word that can't be accounted for refuses it."""
    context = context_for(now, zone, locale, order)
    text = text.strip()
    if len(text) > MAX_LENGTH:
        return Refusal(
            "too_long", f"That is too long for a time. Type just the time, e.g. {example(context)}."
        )
    if not text:
        return Refusal("empty", f"Type a day and a time, e.g. {example(context)}.")
    return _whole(text, context, purpose)


def find_time(
    text: str,
    *,
    now: datetime,
    zone: ZoneInfo | str,
    locale: str = "en-GB",
    order: Order | None = None,
    purpose: Purpose = "any",
) -> Reading | Refusal | None:
    """Find the time inside a command and hand the other words back as they were typed, in `rest`.

    None where there is no time in it. Only the first 200 characters are looked at; what is behind them is
    handed back too.
    """
    context = context_for(now, zone, locale, order)
    if context.language not in LANGUAGES and (elsewhere := _elsewhere(text, context, purpose)):
        return elsewhere
    head, tail = cut(text)
    phrase = Phrase(head, context, whole=False)
    try:
        found = _understand(phrase, purpose)
    except Unreadable as problem:
        choices, rest = _choices(problem, head, context, purpose)
        told = head[slice(*problem.place)] if problem.place else ""
        if not problem.place:
            rest, told = rest_of(phrase)
        return Refusal(problem.reason, problem.message, choices, f"{rest}{tail}".strip(), told)
    if found is None:
        return None
    if foreign := stranger(phrase):
        return _in_its_language(foreign, head, context, purpose, tail)
    rest, told = rest_of(phrase)
    if context.language not in LANGUAGES and any(letter.isdigit() for letter in rest):
        # the day may well be among the words that only this language has
        words = f"It is not clear what the other numbers mean. Type just the time, e.g. {example(context)}."
        return Refusal("unclear", words, rest=rest, phrase=told)
    return replace(found, rest=f"{rest}{tail}".strip(), phrase=told)


def _in_its_language(
    foreign: tuple[str, str], text: str, context: Context, purpose: Purpose, tail: str = ""
) -> Reading | Refusal:
    """Read a text in the language that one of its words is in, or refuse it: never only what is left."""
    word, language = foreign
    phrase = Phrase(text, replace(context, language=language, guesses=[]), whole=False)
    try:
        found = _understand(phrase, purpose)
    except Unreadable as problem:
        return Refusal(problem.reason, problem.message, phrase=text)
    if found is None or stranger(phrase):
        return Refusal(
            "unclear",
            f"{quoted(word)} is not clear beside that time. Type just the time, e.g. {example(context)}.",
        )
    rest, told = rest_of(phrase)
    note = f"Read as {NAMES[language]}, for {quoted(word)}."
    return replace(found, assumed=(*found.assumed, note), rest=f"{rest}{tail}".strip(), phrase=told)


def _whole(text: str, context: Context, purpose: Purpose) -> Reading | Refusal:
    phrase = Phrase(text, context, whole=True)
    try:
        found = _understand(phrase, purpose)
    except Unreadable as problem:
        return Refusal(
            problem.reason, problem.message, _choices(problem, text, context, purpose)[0], phrase=text
        )
    left = [item for item in phrase.left() if item.tag != LETTERS["empty"]]
    if found is None or left:
        if left and (foreign := stranger(phrase)):
            told = _in_its_language(foreign, text, context, purpose)
            if not told.rest:
                return told
        if context.language != "en" and (elsewhere := _elsewhere(text, context, purpose)):
            return elsewhere
        return not_understood(text, left, context, nothing=found is None)
    return replace(found, phrase=text)


def _elsewhere(text: str, context: Context, purpose: Purpose) -> Reading | Refusal | None:
    """Try a language whose words are not all known here."""
    try:
        found = read_elsewhere(text, context)
        if found and purpose == "book":
            _not_past(found, context)
    except Unreadable as problem:
        return Refusal(problem.reason, problem.message, problem.choices, phrase=text)
    return found


def _understand(phrase: Phrase, purpose: Purpose) -> Reading | None:
    """Tell the meaning of a phrase, None where it holds no time."""
    try:
        pieces = phrase.pieces()
        if not phrase.used:
            return None
        reading = meaning(pieces, phrase.context)
    except OverflowError as error:
        raise Unreadable(
            "impossible", "That is too far away to be meant. Type e.g. 3 Dec at 10:00."
        ) from error
    if purpose == "book":
        _not_past(reading, phrase.context)
    words = tuple(Word(phrase.text[start:end], taken_as) for start, end, taken_as in phrase.spans())
    return replace(reading, words=words)


def _not_past(reading: Reading, context: Context) -> None:
    """Refuse what is over: nobody can be booked yesterday."""
    edge = reading.end if reading.kind is Kind.RANGE else reading.start
    if isinstance(edge, datetime):
        over = edge < context.now.replace(second=0, microsecond=0)
    else:
        over = edge is not None and (
            edge < context.today or (edge == context.today and reading.kind is Kind.RANGE)
        )
    if over and edge:
        when = short_day(edge.date() if isinstance(edge, datetime) else edge)
        clock = f" at {edge:%H:%M}" if isinstance(edge, datetime) else ""
        raise Unreadable(
            "past", f"{when}{clock} is in the past. Type a time to come, e.g. {example(context)}."
        )


def _choices(
    problem: Unreadable, text: str, context: Context, purpose: Purpose
) -> tuple[tuple[Choice, ...], str]:
    """Complete the choices of a rule that saw only its own words, and keep those that can be read.

    The second value is what else the text says.
    """
    start, end = problem.place or (0, len(text))
    rest = tidy(f"{text[:start]} {text[end:]}")
    choices = []
    for choice in problem.choices:
        phrase = f"{text[:start]} {choice.phrase} {text[end:]}" if problem.place else choice.phrase
        again = Phrase(tidy(phrase), context, whole=False)
        try:
            understood = _understand(again, purpose)
        except Unreadable:
            continue
        if understood:
            left, told = rest_of(again, with_length=True)
            choices.append(Choice(choice.label, told))
            rest = left if problem.place else rest
    return tuple(choices), rest


def warm() -> None:
    """Do the slow things before the first person asks: word lists, zones, bank holidays."""
    now = datetime.now(tz=ZoneInfo("Europe/London"))
    for language in LANGUAGES:
        read("24 Dec 15:00", now=now, zone="Europe/London", locale=language)
    read("Easter Monday at 3pm London time", now=now, zone="Europe/London")
