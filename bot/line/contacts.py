"""Recognise how somebody is reached, when they were born, and the references that stand beside a name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from bot.line.lattice import Kind, Span
from bot.line.phones import labelled, phone
from bot.line.words import Word, listed
from bot.when import Refusal, read_birth_date

_MAIL_LABELS = frozenset(["email", "e-mail", "mail", "e"])
_BORN_LABELS = frozenset(("dob", "d/o/b", "born", "birthday", "birthdate", "db"))
_REFERENCE_LABELS = listed(
    "ref reference case claim file nhs ni nino nin urn id crn policy invoice ticket order account acct "
    "uan hmrc ho ooref hoc laa aref"
)
_PLACES = listed(
    "room rm flat apt apartment unit floor ward bay desk booth counter window door gate court courtroom "
    "suite block house building hall"
)
_HOUSE = re.compile(r"\d{1,4}[A-Za-z]?")
_STREETS = listed(
    "st street rd road ave avenue ln lane cl close dr drive way crescent cres terrace place pl court "
    "gardens grove hill park square sq row mews walk"
)
_INSURANCE = re.compile(r"[A-Za-z]{2}\d{6}[A-Da-d]?")
_POSTCODE_OUT, _POSTCODE_IN = re.compile(r"[A-Za-z]{1,2}\d[A-Za-z\d]?"), re.compile(r"\d[A-Za-z]{2}")
_MOST_BIRTHS = 2


def contacts(words: Sequence[Word], today: date, locale: str) -> Iterator[Span]:
    """Offer e-mail addresses, phone numbers, dates of birth, and references, each with the label before it."""
    place, births = 0, 0
    while place < len(words):
        born = _born(words, place, today, locale) if births < _MOST_BIRTHS else None
        births += born is not None
        found = _mail(words, place) or born or _reference(words, place) or phone(words, place)
        if found:
            yield found
            place = found.last
        else:
            place += 1


def _mail(words: Sequence[Word], place: int) -> Span | None:
    first = labelled(words, place, _MAIL_LABELS)
    if first >= len(words):
        return None
    text = words[first].text.removeprefix("mailto:")
    if not is_address(text):
        return None
    return Span(place, first + 1, Kind.EMAIL, 1.0, text)


_ASKED_ABOUT = frozenset({"which_century", "future"})
"""A date all the same, which the form asks about."""


def is_address(word: str) -> bool:
    """Whether a word has the shape of an e-mail address."""
    name, at, host = word.partition("@")
    return bool(name and at and "." in host.strip(".") and "@" not in host)


def _born(words: Sequence[Word], place: int, today: date, locale: str) -> Span | None:
    first = labelled(words, place, _BORN_LABELS)
    if first == place and _keys(words, place, 3) == ("date", "of", "birth"):
        first = place + 3 + (place + 3 < len(words) and words[place + 3].text == ":")
    if first == place:
        return None
    if first < len(words) and words[first].key == "on":
        first += 1
    for last in range(min(first + 5, len(words)), first, -1):
        if any(word.mark and word.text != "," for word in words[first:last]):
            continue
        text = " ".join(word.text for word in words[first:last] if not word.mark)
        found = read_birth_date(text, today=today, locale=locale)
        if not isinstance(found, Refusal) or found.reason in _ASKED_ABOUT:
            return Span(place, last, Kind.BIRTH, 1.0, text)
    figures = first < len(words) and words[first].figures
    return Span(place, first + 1, Kind.BIRTH, 1.0, words[first].text) if figures else None


def _keys(words: Sequence[Word], place: int, count: int) -> tuple[str, ...]:
    return tuple(word.key for word in words[place : place + count])


def _reference(words: Sequence[Word], place: int) -> Span | None:
    word = words[place]
    if word.text in ("+", "#") and place and words[place - 1].letters and not words[place - 1].figures:
        counted = (
            place + 1 < len(words) and words[place + 1].text.isdigit() and len(words[place + 1].text) < 3
        )
        return Span(place, place + 2, Kind.REFERENCE, 2.0) if counted else None  # "Jane Doe + 2"
    if word.mark:
        return None
    if word.text[0] == "#" and word.text[1:].isdigit() and len(word.text) < 12:
        return Span(place, place + 1, Kind.REFERENCE, 2.0)
    if word.key in _PLACES:
        told = place + 1 < len(words) and words[place + 1].figures and len(words[place + 1].text) < 6
        return Span(place, _street(words, place + 2) or place + 2, Kind.REFERENCE, 2.0) if told else None
    if street := _street(words, place):
        return Span(place, street, Kind.REFERENCE, 2.0)
    first = place
    if (
        word.key in ("our", "your", "my")
        and _keys(words, place + 1, 1)[:1]
        and words[place + 1].key in _REFERENCE_LABELS
    ):
        first += 1
    begin = labelled(words, first, _REFERENCE_LABELS)
    while (
        begin > first
        and begin < len(words)
        and (words[begin].key in ("no", "number") or words[begin].text in (":", "#"))
    ):
        begin += 1
    if begin > first:
        last = begin
        while (
            last < len(words)
            and words[last].figures
            and last < begin + 4
            and (last == begin or words[last].text.isdigit())
        ):
            last += 1
        return Span(place, last, Kind.REFERENCE, 2.0) if last > begin else None
    if _INSURANCE.fullmatch(word.text):
        return Span(place, place + 1, Kind.REFERENCE, 2.0)
    if (
        _POSTCODE_OUT.fullmatch(word.text)
        and place + 1 < len(words)
        and _POSTCODE_IN.fullmatch(words[place + 1].text)
    ):
        return Span(place, place + 2, Kind.REFERENCE, 2.0)
    return None


def _street(words: Sequence[Word], place: int) -> int:
    """Where an address ends that begins with the number of a house; 0 where it is none."""
    if place >= len(words) or not _HOUSE.fullmatch(words[place].text):
        return 0
    for last in range(place + 2, min(place + 5, len(words))):
        between = words[place + 1 : last]
        if (
            all(word.capital and not word.figures and not word.mark for word in between)
            and words[last].key in _STREETS
        ):
            return last + 1
    return 0
