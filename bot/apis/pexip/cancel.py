"""Cancel at Pexip Engage. No public page of the vendor's tells how, so it is off unless the installation says how it is done."""

from __future__ import annotations

from bot.apis.http.client import Http
from bot.apis.pexip.api import PexipApi
from bot.apis.pexip.asks import CancelCall, PexipOptions
from bot.appointments.correlation import one_action
from bot.appointments.errors import AppointmentError, NoAnswer, NotFound, Refused, Unsupported
from bot.appointments.model import Appointment

LONGEST_REASON = 255


class CancellingPexipApi(PexipApi):
    """The same with a way to cancel; what the appointment says afterwards is what counts."""

    def __init__(
        self, http: Http, *, name: str, tells_claimant: bool, options: PexipOptions, call: CancelCall
    ) -> None:
        super().__init__(http, name=name, tells_claimant=tells_claimant, options=options)
        self._call = call

    async def cancel(self, appointment_id: str, reason: str) -> Appointment:
        with one_action():
            deadline = self._http.deadline()
            said = reason.strip()[:LONGEST_REASON]
            asked = {self._call.key: said} if self._call.key and said else {}

            async def send(body: dict[str, str]) -> None:
                await self._http.request(
                    self._call.method,
                    self._call.path,
                    path={"id": appointment_id},
                    json=body,
                    deadline=deadline,
                )

            try:
                try:
                    await send(asked)
                except Refused as refused:
                    # A malformed request has had no effect, and the reason's key is the likeliest thing to be malformed.
                    if not asked or not str(refused).endswith(": 400"):
                        raise
                    await send({})
            except NotFound:
                await self._get(appointment_id, deadline)  # it is there: then it is the path that is not
                raise Unsupported("cancel: no such path") from None
            try:
                return await self._get(appointment_id, deadline)
            except AppointmentError as error:
                raise NoAnswer(f"after a cancel, {error}") from None
