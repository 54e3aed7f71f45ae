"""Read a text as a time: the whole of it, or what belongs to time inside a command."""

from __future__ import annotations

from datetime import datetime
from threading import Lock
from typing import Literal
from zoneinfo import ZoneInfo

from bot.appointments.cache import Lately
from bot.appointments.folding import fold
from bot.appointments.values import replace
from bot.settings.nations import Nation
from bot.when.grammar import LETTERS, Context
from bot.when.model import Reading, Refusal
from bot.when.parts import Unreadable
from bot.when.reading.account import (
    Found,
    Purpose,
    choices_of,
    elsewhere,
    find,
    handed_back,
    in_its_language,
    understand,
)
from bot.when.reading.lexer import HIDDEN
from bot.when.reading.phrase import Phrase
from bot.when.reading.refusals import example, not_understood
from bot.when.reading.rest import MAX_LENGTH, cut
from bot.when.reading.strangers import stranger
from bot.when.words import LANGUAGES
from bot.when.words.world import everywhere

Order = Literal["DMY", "MDY"]
LONGEST_LINE = 600
MEANINGS = 1024
"""Texts of which is kept what they mean all day: those at a desk type the same few words from morning till evening."""
_ready: set[str] = set()
_getting_ready = Lock()
_meanings: Lately[tuple[object, ...], Reading] = Lately(MEANINGS, 24 * 3600)
_MONTH_FIRST = frozenset(("US", "PH", "FM", "MH", "PW"))


def context_for(
    now: datetime,
    zone: ZoneInfo | str,
    locale: str,
    order: Order | None,
    purpose: Purpose = "any",
    anchor: datetime | None = None,
    nation: Nation = Nation.ENGLAND,
) -> Context:
    """Gather what a phrase's meaning depends on; a locale is a Slack one, such as "en-GB"."""
    place = ZoneInfo(zone) if isinstance(zone, str) else zone
    language, country = _language(locale), locale.replace("_", "-").partition("-")[2].upper() or "GB"
    here = now.astimezone(place)
    usual = "MDY" if country in _MONTH_FIRST and language == "en" else "DMY"
    booking, anchor = purpose == "book", anchor and anchor.replace(second=0, microsecond=0)
    return Context(
        here,
        here.date(),
        place,
        language,
        country,
        order or usual,
        nation=nation,
        booking=booking,
        anchor=anchor,
    )


def read(
    text: str,
    *,
    now: datetime,
    zone: ZoneInfo | str,
    locale: str = "en-GB",
    order: Order | None = None,
    purpose: Purpose = "any",
    anchor: datetime | None = None,
    nation: Nation = Nation.ENGLAND,
) -> Reading | Refusal:
    """Read a text that is a time and nothing else; a word that can't be accounted for refuses it.

    `anchor`: when what is to be moved is now, in the zone whose clocks it keeps. Then "4pm" is that day, "later" is
    from its time, and a day alone keeps its time of day. `nation`: whose bank holidays are meant.
    """
    context = context_for(now, zone, locale, order, purpose, anchor, nation)
    text = fold(text)
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
    anchor: datetime | None = None,
    nation: Nation = Nation.ENGLAND,
) -> Reading | Refusal | None:
    """Find the time inside a text and hand the other words back as they were typed, in `rest`.

    None where there is no time in it. Only the first 200 characters are looked at; what is behind them is
    handed back too.
    """
    head, tail = cut(fold(text))
    found = find(head, context_for(now, zone, locale, order, purpose, anchor, nation), purpose)
    if found is None:
        return None
    told = handed_back(found, head)
    return replace(told, rest=f"{told.rest}{tail}".strip())


def time_in(
    text: str,
    hidden: list[tuple[int, int]],
    *,
    now: datetime,
    zone: ZoneInfo | str,
    locale: str = "en-GB",
    anchor: datetime | None = None,
    nation: Nation = Nation.ENGLAND,
) -> Found | None:
    """Find the time to book in a line, folded, some stretches of which are known to be something else.

    Only the first 600 characters are looked at.
    """
    text = text[:LONGEST_LINE]
    for start, end in hidden:
        text = f"{text[:start]}{HIDDEN * (end - start)}{text[end:]}"
    return find(text, context_for(now, zone, locale, None, "book", anchor, nation), "book")


def _whole(text: str, context: Context, purpose: Purpose) -> Reading | Refusal:
    """Read all of a text. What it means all day is kept for the day, where it is a time and nothing else: a name never is."""
    place = (context.zone, context.language, context.country, context.order, context.nation)
    key = (text, context.today, *place) if context.anchor is None and purpose == "any" else None
    if key is not None and (known := _meanings.get(key)):
        return known
    phrase = Phrase(text, context, whole=True)
    try:
        found = understand(phrase, purpose)
    except Unreadable as problem:
        if context.language not in LANGUAGES and (told := elsewhere(text, context, purpose)):
            return told
        return Refusal(problem.reason, problem.message, choices_of(problem, phrase, purpose), phrase=text)
    left = [item for item in phrase.left() if item.tag != LETTERS["empty"]]
    if found is None or left:
        if left and (foreign := stranger(phrase)):
            read_so = handed_back(in_its_language(foreign, text, context, purpose), text)
            if isinstance(read_so, Refusal) or not read_so.rest:
                return replace(read_so, phrase=text, rest="")
        if context.language != "en" and (told := elsewhere(text, context, purpose)):
            return told
        return not_understood(text, left, context, nothing=found is None)
    meant = replace(found, phrase=text)
    if key is not None and not context.is_of_the_moment:
        _meanings.turn()
        _meanings.put(key, meant)
    return meant


def is_ready(locale: str) -> bool:
    """Whether reading in a person's language loads nothing any more; for English, `warm` sees to it."""
    language = _language(locale)
    return language == "en" or language in _ready


def get_ready(locale: str) -> None:
    """Load what reading in a language takes, once: with the first that is not English dateparser, 100 ms, then 20 ms each.

    Whoever has others to answer does it in a thread.
    """
    language = _language(locale)
    with _getting_ready:
        if language not in _ready:
            now = datetime.now(tz=ZoneInfo("Europe/London"))
            for text in ("24 Dec 15:00", "xyz 24"):
                read(text, now=now, zone="Europe/London", locale=language)
            _ready.add(language)


def warm() -> None:
    """Do the slow things before the first person asks: English, words of all languages, zones, bank holidays.

    What other languages take, 0.8 MB each and dateparser, is for `get_ready`, once somebody speaks one.
    """
    everywhere()
    get_ready("en")
    now = datetime.now(tz=ZoneInfo("Europe/London"))
    read("Easter Monday at 3pm London time", now=now, zone="Europe/London")


def _language(locale: str) -> str:
    return locale.replace("_", "-").partition("-")[0].lower() or "en"
