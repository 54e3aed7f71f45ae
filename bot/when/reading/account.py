"""Find the time in a text, and account for each stretch that belongs to it, also where it has to be asked about."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct

from bot.appointments.values import replace
from bot.when.grammar import Context
from bot.when.model import Choice, Kind, Reading, Refusal, Word
from bot.when.parts import Unreadable, short_day
from bot.when.reading.lexer import HIDDEN
from bot.when.reading.meaning import meaning
from bot.when.reading.other_languages import read_elsewhere
from bot.when.reading.phrase import Phrase
from bot.when.reading.refusals import example, quoted
from bot.when.reading.rest import Place, joined, rest_of, tidy
from bot.when.reading.strangers import NAMES, stranger
from bot.when.words import LANGUAGES

_AROUND = f"{HIDDEN} ,;:\n-"
Purpose = Literal["any", "book"]


class Found(Struct, frozen=True):
    """What a text says of time, and where."""

    outcome: Reading | Refusal
    places: tuple[Place, ...]
    """Each stretch of the text that belongs to it: start, end, what it was taken for; in order."""
    minutes: int | None = None
    """How long it lasts, where that was told."""


def find(text: str, context: Context, purpose: Purpose) -> Found | None:
    """Find the time inside a text; None where there is none."""
    phrase = Phrase(text, context, whole=False)
    try:
        found = understand(phrase, purpose)
    except Unreadable as problem:
        if context.language not in LANGUAGES and (whole := _elsewhere(text, context, purpose)):
            return whole
        return _asked(problem, phrase, purpose)
    if context.language not in LANGUAGES and (found is None or _strangers(phrase)):
        whole = _elsewhere(text, context, purpose)
        if whole or found is None:
            return whole
    if found is None:
        return None
    if foreign := stranger(phrase):
        return in_its_language(foreign, text, context, purpose)
    return Found(found, tuple(phrase.spans()), found.minutes)


def _strangers(phrase: Phrase) -> bool:
    """Whether it has words that were not understood, and that are not known to be something else."""
    return any(HIDDEN not in phrase.typed(item) for item in phrase.left())


def understand(phrase: Phrase, purpose: Purpose) -> Reading | None:
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
            "past", f"{when}{clock} is in the past. Choose a later time, e.g. {example(context)}."
        )


def in_its_language(foreign: tuple[str, str], text: str, context: Context, purpose: Purpose) -> Found:
    """Read a text in the language that one of its words is in, or refuse it: never only what is left."""
    word, language = foreign
    phrase = Phrase(text, replace(context, language=language, guesses=[]), whole=False)
    try:
        found = understand(phrase, purpose)
    except Unreadable as problem:
        return Found(
            Refusal(problem.reason, problem.message), tuple(phrase.asked(problem.place or problem.about))
        )
    if found is None or stranger(phrase):
        words = f"{quoted(word)} is not clear beside that time. Type just the time, e.g. {example(context)}."
        return Found(Refusal("unclear", words), tuple(phrase.asked(None)))
    note = f"Read as {NAMES[language]}, for {quoted(word)}."
    return Found(replace(found, assumed=(*found.assumed, note)), tuple(phrase.spans()), found.minutes)


def _elsewhere(text: str, context: Context, purpose: Purpose) -> Found | None:
    start, end = len(text) - len(text.lstrip(_AROUND)), len(text.rstrip(_AROUND))
    if HIDDEN in text[start:end]:
        return None
    told = elsewhere(text[start:end], context, purpose)
    return Found(told, ((start, end, "day and time of day"),)) if told else None


def elsewhere(text: str, context: Context, purpose: Purpose) -> Reading | Refusal | None:
    """Try a language whose words are not all known here."""
    try:
        found = read_elsewhere(text, context)
        if found and purpose == "book":
            _not_past(found, context)
    except Unreadable as problem:
        return Refusal(problem.reason, problem.message, problem.choices, phrase=text)
    return found


# --- questions ----------------------------------------------------------------------------------------------


def _asked(problem: Unreadable, phrase: Phrase, purpose: Purpose) -> Found:
    """Put a question, with all the words that it is about."""
    choices = choices_of(problem, phrase, purpose)
    refusal = Refusal(problem.reason, problem.message, choices)
    about = problem.place or problem.about
    return Found(refusal, tuple(phrase.asked(about)), phrase.length(about))


def choices_of(problem: Unreadable, phrase: Phrase, purpose: Purpose) -> tuple[Choice, ...]:
    """Complete the choices of a rule that saw only its own words, and keep those that can be read."""
    text = phrase.text
    start, end = problem.place or (0, len(text))
    choices = []
    for choice in problem.choices:
        words = f"{text[:start]} {choice.phrase} {text[end:]}" if problem.place else choice.phrase
        again = Phrase(tidy(words), phrase.context, whole=False)
        if understood := _readable(again, purpose):
            told = joined(again.text, again.spans())
            pressed = _readable(Phrase(told, phrase.context, whole=False), purpose)
            if pressed and pressed.start == understood.start:
                choices.append(Choice(choice.label or _label(understood), told))
    return tuple(choices)


def _readable(phrase: Phrase, purpose: Purpose) -> Reading | None:
    try:
        return understand(phrase, purpose)
    except Unreadable:
        return None


def _label(reading: Reading) -> str:
    """Name what a reading comes to, for a button."""
    if reading.start is None:
        return f"{reading.minutes} min"
    on = reading.start.date() if isinstance(reading.start, datetime) else reading.start
    return f"{short_day(on)} {reading.start:%H:%M}" if isinstance(reading.start, datetime) else short_day(on)


def handed_back(found: Found, text: str) -> Reading | Refusal:
    """Put with the outcome the words that tell the time, and those that don't."""
    rest, told = rest_of(text, found.places)
    if isinstance(found.outcome, Refusal) or not found.outcome.phrase:
        return replace(found.outcome, rest=rest, phrase=told)
    return replace(found.outcome, rest=rest)
