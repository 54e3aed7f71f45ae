"""Take names from typed words: departments and statuses, one or several, in quotes or not."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

from bot.alerts.typed.cursor import Cursor
from bot.alerts.typed.times import Unclear
from bot.alerts.typed.words import ANY, BOUNDS, OFF, ON, TOPICS, Kind, parted
from bot.appointments.filter import STATUSES, Known, departments_meant, no_department, no_status, status_meant
from bot.appointments.folding import bare
from bot.appointments.model import Status

MOST_DEPARTMENTS, LONGEST_NAME = 20, 80
_LONGEST_STATUS = max(len(name.split()) for name in STATUSES)
Value = TypeVar("Value")


def take_departments(cursor: Cursor, known: Known) -> tuple[str, ...]:
    """Take the names of departments; where those that there are are known, only such. Raises Unclear."""

    def one() -> tuple[str, ...]:
        if cursor.is_at(Kind.QUOTED):
            return check_department(cursor.take().text, known)
        run = cursor.run()
        for count in range(len(run), 0, -1):
            names = _known_as(" ".join(run[:count]), known)
            if names:
                cursor.advance(count)
                return names
        if not run:
            raise Unclear('Which department? Type e.g. dept:Leeds, or dept:"Adult Social Care".')
        return check_department(cursor.take().text, known)

    def follows(ahead: int) -> bool:
        word = cursor.ahead(ahead)
        return cursor.is_at(Kind.QUOTED, ahead) or bool(word and word not in BOUNDS and not meant(word))

    return tuple(name for names in _several(cursor, one, follows) for name in names)


def check_department(name: str, known: Known) -> tuple[str, ...]:
    """Give the names of the departments that are meant, as the settings spell them. Raises Unclear where there are none."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise Unclear(f"A department's name has 1 to {LONGEST_NAME} characters.")
    if not known:
        return (name,)
    if spelt := _known_as(name, known) or _known_as(bare(name), known):
        return spelt
    raise Unclear(no_department(name, known))


def read_departments(text: str, known: Known) -> tuple[str, ...]:
    """Read names with commas between them, in quotes or not; none for "" and "any". Raises Unclear."""
    names = parted(text)
    if len(names) == 1 and names[0].casefold() in ANY:
        return ()
    meant = [one for name in names for one in check_department(name, known)]
    found = {name.casefold(): name for name in meant}
    if len(found) > MOST_DEPARTMENTS:
        raise Unclear(f"Name {MOST_DEPARTMENTS} departments at most.")
    return tuple(found.values())


def take_statuses(cursor: Cursor) -> tuple[Status, ...]:
    """Take statuses: "waiting", "in session", "scheduled,waiting". Raises Unclear."""

    def one() -> Status:
        if cursor.is_at(Kind.QUOTED):
            return _status(cursor.take().text)
        for count in range(_LONGEST_STATUS, 0, -1):
            words = [cursor.ahead(number) for number in range(count)]
            found = status_meant(" ".join(words)) if all(words) else None
            if found is not None:
                cursor.advance(count)
                return found
        return _status(cursor.take().text if cursor.word else "")

    def follows(ahead: int) -> bool:
        word, after = cursor.ahead(ahead), cursor.ahead(ahead + 1)
        sets_something = word in TOPICS and (after in OFF | ON or after[:1].isdigit())
        return cursor.is_at(Kind.QUOTED, ahead) or (_begins_status(word) and not sets_something)

    return _several(cursor, one, follows)


def meant(word: str) -> str | None:
    """The word of the rules that somebody meant who typed another, if one is near."""
    from rapidfuzz import fuzz, process  # here: only whoever mistypes needs it

    close = process.extractOne(word.casefold(), sorted(BOUNDS), scorer=fuzz.ratio, score_cutoff=72)
    return close[0] if close and len(word) > 2 else None


def _several(cursor: Cursor, one: Callable[[], Value], follows: Callable[[int], bool]) -> tuple[Value, ...]:
    found = [one()]
    while (cursor.is_at(Kind.COMMA) or cursor.word in {"and", "or", "&"}) and follows(1):
        cursor.take()
        found.append(one())
    return tuple(found)


def _known_as(name: str, known: Known) -> tuple[str, ...]:
    return tuple(one.name for one in departments_meant(name, known) if one.name)


def _status(name: str) -> Status:
    found = status_meant(name)
    if found is None:
        raise Unclear(no_status(name))
    return found


def _begins_status(word: str) -> bool:
    return bool(word) and any(name.split()[0] == re.split("[-_]", word)[0] for name in STATUSES)
