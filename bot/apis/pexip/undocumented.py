"""What no public page of Pexip Engage's tells: to cancel, to decline a request, to propose another time, to say how a session went.

Each is off unless the installation says how it is done; then the appointment has the last word.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from bot.apis.pexip.api import PexipApi
from bot.apis.pexip.asks import Call, PexipOptions, times
from bot.appointments.asked import Change
from bot.appointments.correlation import one_action
from bot.appointments.errors import AppointmentError, NoAnswer, NotFound, Refused, Unsupported
from bot.appointments.model import Appointment, Status

LONGEST_REASON = 255


class _Trying(PexipApi):
    """Sends what an installation says, and reads what became of it."""

    async def _do(
        self,
        call: Call | None,
        appointment_id: str,
        said: str,
        asked: Mapping[str, object] | None = None,
    ) -> Appointment:
        if call is None:
            raise Unsupported("nobody says how")
        words = said.strip()[:LONGEST_REASON]
        told: dict[str, object] = {call.key: words} if call.key and words else {}
        with one_action():
            deadline = self._http.deadline()

            async def send(body: dict[str, object]) -> None:
                path = {"id": appointment_id}
                await self._http.request(call.method, call.path, path=path, json=body, deadline=deadline)

            try:
                try:
                    await send({**(asked or {}), **told})
                except Refused as refused:
                    # A malformed request has had no effect, and the reason's key is the likeliest thing to be malformed.
                    if not told or not str(refused).endswith(": 400"):
                        raise
                    await send({**(asked or {})})
            except NotFound:
                await self._get(appointment_id, deadline)  # it is there: then it is the path that is not
                raise Unsupported("no such path") from None
            try:
                return await self._get(appointment_id, deadline)
            except AppointmentError as error:
                raise NoAnswer(f"after {call.path}, {error}") from None


class _Cancelling(_Trying):
    async def cancel(self, appointment_id: str, reason: str) -> Appointment:
        return await self._do(self._options.cancel, appointment_id, reason)


class _Declining(_Trying):
    async def decline(self, appointment_id: str, reason: str) -> Appointment:
        return await self._do(self._options.decline, appointment_id, reason)


class _Proposing(_Trying):
    async def propose(self, appointment_id: str, change: Change, words: str) -> Appointment:
        if change.start is None or change.minutes is None:
            raise Refused("nothing was asked for", {"start": "Give a time and a length."})
        return await self._do(
            self._options.propose, appointment_id, words, times(change.start, change.minutes)
        )


class _Marking(_Trying):
    marks: frozenset[Status] = frozenset()

    async def mark(self, appointment_id: str, status: Status) -> Appointment:
        return await self._do(_marking(self._options).get(status), appointment_id, "")


def _marking(options: PexipOptions) -> dict[Status, Call]:
    """How each status is written, where the installation says how."""
    calls = {Status.COMPLETED: options.complete, Status.NO_SHOW: options.no_show}
    return {status: call for status, call in calls.items() if call is not None}


def pexip_class(options: PexipOptions) -> type[PexipApi]:
    """The class that has a method for all that an installation says how to do, and for nothing else."""
    can = (options.cancel is not None, options.decline is not None, options.propose is not None)
    return _class(*can, marks=frozenset(_marking(options)))


def everything() -> type[PexipApi]:
    """The class of an installation that says how to do all of it."""
    return _class(True, True, True, marks=frozenset({Status.COMPLETED, Status.NO_SHOW}))


@cache
def _class(*can: bool, marks: frozenset[Status]) -> type[PexipApi]:
    ways = (_Cancelling, _Declining, _Proposing, _Marking)
    has = tuple(way for way, there in zip(ways, (*can, bool(marks)), strict=True) if there)
    return type("PexipApi", has, {"marks": marks} if marks else {}) if has else PexipApi
