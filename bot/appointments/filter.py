"""Filters: which sessions a list, a board, an alert or a search is about, by department, status and interpreter.

One meaning wherever it is typed: a department is named by its id, its name or a part of it, whatever the capitals, accents and spaces.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

from pydantic import Field

from bot.appointments.model import Appointment, Department, Frozen, Interpreter, Status

STATUS_NAMES: Mapping[Status, str] = {
    Status.REQUESTED: "requested",
    Status.INVITED: "invited",
    Status.ALTERNATIVE_REQUESTED: "another time requested",
    Status.SCHEDULED: "scheduled",
    Status.WAITING: "in the waiting room",
    Status.IN_PROGRESS: "in session",
    Status.ON_HOLD: "on hold",
    Status.COMPLETED: "done",
    Status.NO_SHOW: "no-show",
    Status.CANCELLED: "cancelled",
}
"""What people read of a status, and so what they type."""
_STATUSES = {
    **{name.replace("-", " "): status for status, name in STATUS_NAMES.items()},
    "waiting room": Status.WAITING,
    "scheduled": Status.SCHEDULED,
    "booked": Status.SCHEDULED,
    "finished": Status.COMPLETED,
    "canceled": Status.CANCELLED,
    "noshow": Status.NO_SHOW,
    "hold": Status.ON_HOLD,
}
STATUSES: Mapping[str, Status] = {status.value.replace("_", " "): status for status in Status} | _STATUSES
"""The words for statuses, as `status_meant` compares them."""
_ONE_SIGN = str.maketrans(
    {"‘": "'", "’": "'", "‐": "-", "‑": "-", "–": "-", "—": "-"} | dict(zip("łŁøØđĐ", "lLoOdD", strict=True))
)
_LOOKS_LIKE = str.maketrans(
    "аеіјорѕсухһԁԛԝѵӏΑΒΕΖΗΙΚΜΝΟΡΤΥΧοАВЕЗІЈКМНОРЅСТУХ", "aeijopscuxhdqwvlABEZHIKMNOPTYXoABE3IJKMHOPSCTYX"
)
"""Letters of Greece and Russia that nobody can tell from ours: what looks alike is alike."""
_IN_WORDS = str.maketrans("_-", "  ")

_SHOWN_NAME, _SHOWN_KNOWN = 40, 20
Known = Mapping[str, str | None]
"""The departments that there are, each with the service's id where that is known; none: nobody knows which there are."""


class Filter(Frozen):
    """What is empty lets everything through."""

    departments: tuple[str, ...] = ()
    """As they were typed: ids, names or parts of names."""
    meant: Mapping[str, tuple[Department, ...]] = Field(default_factory=dict, repr=False)
    """What these are, where that is known: then no other department is, though its name has the same words."""
    statuses: tuple[Status, ...] = ()
    interpreter: bool = False
    """Only sessions for which an interpreter is needed or a language is named."""

    def takes(self, appointment: Appointment) -> bool:
        """Whether an appointment is one of those."""
        if self.statuses and appointment.status not in self.statuses:
            return False
        if not (self.departments or self.interpreter):
            return True
        return self.is_about(appointment.department, appointment.interpreter)

    def is_about(self, department: Department | None, interpreter: Interpreter) -> bool:
        """Whether such sessions are of these departments, and have an interpreter where one is asked for."""
        if self.departments and not self.has(department):
            return False
        return not self.interpreter or interpreter.is_needed

    def among(self, known: Known) -> Filter:
        """The same, with its departments read by those that there are."""
        if not self.departments or not known:
            return self
        meant = {word: tuple(departments_meant(word, known)) for word in self.departments}
        return self.model_copy(update={"meant": meant})

    def has(self, department: Department | None) -> bool:
        """Whether a department is one of those that were typed."""
        if department is None:
            return False
        for word in self.departments:
            known = self.meant.get(word)
            if any(_is(one, department) for one in known) if known else _names(word, department):
                return True
        return False


EVERYTHING = Filter()


def narrowing(departments: tuple[str, ...], statuses: tuple[Status, ...], *, interpreter: bool) -> Filter:
    """Make a filter of what was asked for; `EVERYTHING` where nothing was, as nearly always."""
    if departments or statuses or interpreter:
        return Filter(departments=departments, statuses=statuses, interpreter=interpreter)
    return EVERYTHING


def departments_meant(word: str, known: Known) -> list[Department]:
    """The known departments that a word means: one that it is the whole name or id of, else all that it is a part of."""
    there = [Department(id=key, name=name) for name, key in known.items()]
    compared = _compared(word)
    whole = [
        one for one in there if compared and compared in {_compared(one.name or ""), _compared(one.id or "")}
    ]
    return whole or [one for one in there if _names(word, one)]


def no_department(word: str, known: Known) -> str:
    """Say that no department is called so, which was probably meant, and which there are."""
    shown = word if len(word) <= _SHOWN_NAME else f"{word[: _SHOWN_NAME - 1]}…"
    from rapidfuzz import process  # here: only whoever mistypes needs it

    close = process.extractOne(folded(word), {name: folded(name) for name in known}, score_cutoff=60)
    meant = f" {close[2]}?" if close else ""
    more = f" and {len(known) - _SHOWN_KNOWN} more" if len(known) > _SHOWN_KNOWN else ""
    there = f" Known: {', '.join(list(known)[:_SHOWN_KNOWN])}{more}." if known else ""
    return f"No department is called {shown}.{meant}{there}"


def status_meant(words: str) -> Status | None:
    """The status that is called so, whatever stands between its words: "in_session", "In-Session", "in session"."""
    return STATUSES.get(" ".join(folded(words).translate(_IN_WORDS).split()))


def no_status(word: str) -> str:
    """Say that no status is called so, and which there are, as people read them."""
    shown = word if len(word) <= 40 else f"{word[:39]}…"
    return f"No session has the status “{shown}”. Choose: {', '.join(STATUS_NAMES.values())}."


def folded(text: str) -> str:
    """A text as it is compared: without capitals, accents, and more than one space."""
    if not text.isascii():
        signs = unicodedata.normalize("NFKD", text).translate(_ONE_SIGN)
        text = "".join(sign for sign in signs if not unicodedata.combining(sign)).translate(_LOOKS_LIKE)
    return " ".join(text.casefold().split())


def has_words(text: str, words: Iterable[str]) -> bool:
    """Whether a text has all of these words, which are folded, or parts of words."""
    told = folded(text)
    return all(word in told for word in words)


@lru_cache(maxsize=1024)
def _compared(name: str) -> str:
    """Of a department or a filter: there are few, and each look compares them with every session."""
    return folded(name)


def _names(word: str, department: Department) -> bool:
    """Whether a word is a department's id, or its name or a part of it."""
    return _fits(word, department.name or "", department.id or "")


@lru_cache(maxsize=1024)
def _fits(word: str, name: str, key: str) -> bool:
    compared = _compared(word)
    return bool(compared) and (compared in _compared(name) or compared == _compared(key))


def _is(known: Department, department: Department) -> bool:
    """Whether a department is a known one: some services tell its name alone, some its id."""
    told = {_compared(one) for one in (department.name, department.id) if one}
    return any(one and _compared(one) in told for one in (known.name, known.id))
