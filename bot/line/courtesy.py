"""Recognise what is said for politeness, and the labels of what follows: neither is anybody's name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from bot.line.lattice import Kind, Span
from bot.line.words import Word, listed

_POLITE = """
please, pls, plz, plse, thanks, thank you, thank you very much, thankyou, thx, ta, cheers, many thanks, thanks in advance, with thanks,
kind regards, regards, best wishes, best, warm regards, hi, hiya, hello, hey, hi there, hello there, good morning, good afternoon, good evening,
morning, afternoon, dear all, hi all, hi team, morning all, dear team, dear sir, dear madam, dear colleagues, urgent, asap please,
if that's ok, if thats ok, if ok, if you can, when you can, if possible please, ok, okay, great, fyi, cc, sorry, hope you are well,
hope you're well, that would be great, much appreciated, xx, x, available, free, in, termin für, termin fur, termin, rendez-vous pour,
rendez-vous avec, rendez-vous, rdv, rdv pour, cita para, cita, wizyta dla, wizyta, apwyntiad i, apwyntiad, bitte, merci, gracias,
por favor, prosze, proszę, diolch, danke, s'il vous plaît, svp
"""
_ASKING = listed(
    "please pls plz can could would may might we i i'd id we'd you u he she they us me need needs needing "
    "want wants like to get have make book booked booking bookings arrange schedule reserve set up put "
    "add slot pencil fit in an a another the my our her his their new first next follow-up followup "
    "appointment appt appts app apt appointments meeting mtg session call video interview visit review "
    "for with of client's see meet is be wanting requesting request requests"
)
_ANCHORS = listed(
    "book booked booking bookings arrange schedule reserve appointment appt appts app apt appointments "
    "meeting mtg session interview review slot pencil need needs want wants requesting request requests "
    "add put"
)
"""A run of words with which people ask has one of these in it."""
_LEFT_OPEN = frozenset(("in", "next", "first", "a", "the", "up"))
"""What does not end such a run: it belongs to what comes behind."""
_LABELS = """
name, full name, client, client name, claimant, claimant name, customer, customer name, patient, applicant, appellant, service user,
attendee, guest, who, for, date, time, when, start, starts, day, date and time, date/time, day and time, preferred date, preferred time,
preferred day, requested date, requested time, appointment date, appointment time, duration, length, how long, tel, telephone, phone,
mob, mobile, email, e-mail, dob, date of birth, dept, department, ref, reference, interpreter, language, lang, notes, note, address,
subject, re, contact, contact number, number, location, where, booking, details, from, to, reason
"""
_BEFORE_NAME = listed(
    "for with re für fur pour para dla avec mit i client claimant customer patient applicant appellant "
    "attendee named"
)
_TO_END_OF_LINE = frozenset(("address", "notes", "note", "subject", "reason", "details", "location"))
"""Labels of what the form has no place for."""
_LONGEST = 6
_SMALL_ONLY = frozenset(("best", "ta", "free", "ok", "x", "xx", "great", "available"))
_CHANGING = listed(
    "make it that this them change move put set switch to the time day date name length actually wait and also "
    "plus instead rather better her his their is it's its should be can could you we i we'll i'll let's lets say how "
    "what about then but meant mean ok okay yes yep yeah please sorry hmm oh no on second thoughts "
    "number phone mobile email e-mail mail"
)
"""Words with which what was said before is changed: "no, make it 4pm", "and in Leeds", "on Thursday instead"."""
_CHANGES = listed(
    "make it that change move put set switch actually wait and also plus instead rather it's its should let's lets "
    "how about but meant mean yes yep yeah no name her his their"
)
"""A run of them has one of these in it."""
_GREETINGS = frozenset(("morning", "afternoon", "evening"))
"""What is a part of the day elsewhere."""


@cache
def _phrases(listed: str) -> frozenset[tuple[str, ...]]:
    return frozenset(
        tuple(one.split()) for one in (part.strip() for part in listed.replace("\n", " ").split(",")) if one
    )


CHANGE = "change"


def courtesies(words: Sequence[Word], *, changes: bool = False) -> Iterator[Span]:
    """Offer polite words, what asks for an appointment, and labels with a colon or with what they lead to.

    `changes`: the line may change what was said before, and the words for that are courtesy too.
    """
    if changes:
        yield from _changing(words)
    yield from _asking(words)
    yield from _labels(words)
    polite = _phrases(_POLITE)
    for place, word in enumerate(words):
        if word.mark:
            continue
        for last in range(min(place + _LONGEST, len(words)), place, -1):
            keys = tuple(one.key for one in words[place:last])
            if keys in polite and _is_polite(words, place, last, keys):
                yield Span(place, last, Kind.COURTESY, 1.0, "greeting" if keys[-1] in _GREETINGS else "")
                break


def _asking(words: Sequence[Word]) -> Iterator[Span]:
    """Offer each run of words with which people ask: "could we please book", "needs an appointment"."""
    place = 0
    while place < len(words):
        last = place
        if _begins(words, place) or not words[place].capital:
            while last < len(words) and _asks(words, place, last):
                last += 1
        while last > place and words[last - 1].key in _LEFT_OPEN:
            last -= 1
        if any(word.key in _ANCHORS for word in words[place:last]):
            yield Span(place, last, Kind.COURTESY, 1.0)
        place = max(last, place + 1)


def _changing(words: Sequence[Word]) -> Iterator[Span]:
    """Offer the runs of words that change something, where a line begins, breaks or ends."""
    place = 0
    while place < len(words):
        last = place
        while last < len(words) and not words[last].mark and words[last].key in _CHANGING:
            last += 1
        edge = _begins(words, place) or last == len(words) or words[last].mark
        while last > place and not words[last - 1].mark and _belongs_ahead(words, last):
            last -= 1
        if edge and any(word.key in _CHANGES for word in words[place:last]):
            yield Span(place, last, Kind.COURTESY, 0.5, CHANGE)
        place = max(last, place + 1)


def _belongs_ahead(words: Sequence[Word], last: int) -> bool:
    """Whether the last word of a run is one of what comes behind: "no interpreter", "on Thursday", "the 3rd"."""
    more = last < len(words) and not words[last].mark
    return more and words[last - 1].key in ("no", "on", "the", "day")


def _asks(words: Sequence[Word], first: int, place: int) -> bool:
    word = words[place]
    return word.key in _ASKING and (place == first or not word.capital or word.key.startswith("i"))


def _begins(words: Sequence[Word], place: int) -> bool:
    return place == 0 or words[place - 1].mark


def _labels(words: Sequence[Word]) -> Iterator[Span]:
    labels, told = _phrases(_LABELS), 0
    for place, word in enumerate(words):
        if word.mark or place < told:
            continue
        for last in range(min(place + 3, len(words) - 1), place, -1):
            if words[last].text in (":", "=") and tuple(one.key for one in words[place:last]) in labels:
                yield Span(place, last + 1, Kind.LABEL, 1.0)
                if words[last - 1].key in _TO_END_OF_LINE:
                    told = next((n for n in range(last, len(words)) if words[n].text == "\n"), len(words))
                    yield Span(place, told, Kind.NOTHING, 1.0)
                break
        if word.key in _BEFORE_NAME and not word.capital and _leads_to_name(words, place):
            yield Span(place, place + 1, Kind.LABEL, 2.0)


def _is_polite(words: Sequence[Word], first: int, last: int, keys: tuple[str, ...]) -> bool:
    """Whether the words are no name: in small letters, or at the beginning of a line."""
    if keys == ("in",):
        return last < len(words) and words[last].key in ("for", "on", "at")
    if len(keys) == 1 and keys[0] in _GREETINGS:
        return _begins(words, first) and last < len(words) and words[last].mark
    shouted = all(word.text.isupper() for word in words if word.letters)
    small = shouted or not all(word.capital for word in words[first:last])
    return small or (_begins(words, first) and keys[0] not in _SMALL_ONLY)


def _leads_to_name(words: Sequence[Word], place: int) -> bool:
    after = words[place + 1] if place + 1 < len(words) else None
    return after is not None and not after.mark and after.letters and not after.figures
