"""What a change was, out of fingerprints: recognised where it is something that sessions, or the filter, have now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from blocks.words.facts import department_name, interpreter_words
from bot.alerts.changes_seen import Edit, Kind, SeenChange
from bot.alerts.compare import Difference, changed_parts
from bot.appointments.filter import Filter
from bot.appointments.model import Appointment, Department, Interpreter, Status
from bot.appointments.versions import Stamp

_NO_INTERPRETER = (Interpreter(), Interpreter(needed=False))
_SOME_LANGUAGE = Interpreter(needed=True)
"""Stands for one that is not recognised: it was needed, whatever the language."""


class Recognised:
    """Puts changes together for one channel; `seen`: departments that sessions had lately."""

    def __init__(
        self, stamp: Stamp, sessions: Sequence[Appointment], only: Filter, seen: Iterable[Department] = ()
    ) -> None:
        self._stamp = stamp
        self._only = only
        departments = {*seen, *(one.department for one in sessions if one.department)}
        self._departments: Mapping[str, Department] = {
            self._stamp.parts(Appointment(id="", department=one))["department"]: one for one in departments
        }
        meant = [one for several in only.meant.values() for one in several]
        names = [*only.departments, *(name for one in meant for name in (one.id, one.name) if name)]
        self._filtered: Mapping[str, str] = {stamp.of(name.casefold()): name for name in names}
        interpreters = {*_NO_INTERPRETER, _SOME_LANGUAGE, *(one.interpreter for one in sessions)}
        self._interpreters: Mapping[str, Interpreter] = {
            self._stamp.parts(Appointment(id="", interpreter=one))["interpreter"]: one for one in interpreters
        }

    def change(self, differences: Sequence[Difference], now_is: Appointment | None) -> SeenChange | None:
        """Put together what came of one appointment in all; None if in the end nothing did."""
        was, kinds = differences[0], {one.kind for one in differences}
        if now_is is None:
            if was.kind is Kind.BOOKED:
                return None
            gone = Appointment(id=was.appointment, department=self._department(was))
            return SeenChange(gone, Kind.GONE, was.was_start, was.was_minutes)
        edits = tuple(
            Edit(part, self._words(part, was))
            for part in changed_parts(was.was_parts, self._stamp.parts(now_is))
        )
        kind = _kind(was, kinds, now_is, edited=bool(edits))
        return SeenChange(now_is, kind, was.was_start, was.was_minutes, edits) if kind else None

    def concerns(self, differences: Sequence[Difference], change: SeenChange) -> bool:
        """Whether the channel hears of it: its filter takes what is, or what was as far as that is known."""
        was = differences[0]
        if self._only.takes(change.appointment):
            return True
        if not was.was_parts:
            return False
        before: dict[str, Any] = {
            "department": self._department(was),
            "interpreter": self._interpreters.get(was.was_parts.get("interpreter", ""), _SOME_LANGUAGE),
        }
        if was.was_status is not None:
            before["status"] = was.was_status
        return self._only.takes(change.appointment.model_copy(update=before))

    def _words(self, part: str, was: Difference) -> str | None:
        if part == "department":
            department = self._department(was)
            known = department is not None or "department.name" not in was.was_parts
            return (department_name(department) if department else "none") if known else None
        interpreter = self._interpreters.get(was.was_parts[part]) if part == "interpreter" else None
        return interpreter_words(interpreter) if interpreter else None

    def _department(self, was: Difference) -> Department | None:
        found = self._departments.get(was.was_parts.get("department", ""))
        if found is not None:
            return found
        named = (
            self._filtered.get(was.was_parts.get(part, "")) for part in ("department.name", "department.id")
        )
        name = next((one for one in named if one), None)
        return Department(name=name) if name else None


def _kind(was: Difference, kinds: set[Kind], now_is: Appointment, *, edited: bool) -> Kind | None:
    """Name what came of it in all."""
    cancelled = now_is.status is Status.CANCELLED
    if was.kind is Kind.BOOKED:
        return None if cancelled else Kind.BOOKED
    if cancelled:
        return Kind.CANCELLED if Kind.CANCELLED in kinds and was.was_status is not Status.CANCELLED else None
    if was.was_status is Status.CANCELLED:
        return Kind.RESTORED
    if (was.was_start, was.was_minutes) != (now_is.start, now_is.minutes):
        return Kind.MOVED
    return Kind.EDITED if edited else None
