"""What Acme Meetings can do: list, get, book and cancel; a session there has a name, a time and nothing else."""

from datetime import datetime
from typing import Any

from pydantic import SecretStr

from bot.apis.http.client import Http
from bot.appointments.api import Field, Right
from bot.appointments.asked import NewAppointment
from bot.appointments.errors import Refused
from bot.appointments.model import Appointment, Claimant, Status, Window


class AcmeApi:
    name = "Acme Meetings"
    tells_claimant = False
    asks = frozenset({Field.CLAIMANT})
    needs = asks

    def __init__(self, url: str, key: SecretStr, budget: float) -> None:
        self._http = Http(url, key, refusal=lambda fact, body: Refused(fact), budget=budget)

    async def find(self, window: Window) -> list[Appointment]:
        rows: Any = await self._http.request("GET", "/sessions")
        found = [_appointment(row) for row in rows]
        return sorted(
            (one for one in found if one.start and one.start in window),
            key=lambda one: (str(one.start), one.id),
        )

    async def get(self, appointment_id: str) -> Appointment:
        return _appointment(await self._http.request("GET", "/sessions/{id}", path={"id": appointment_id}))

    async def ping(self) -> None:
        await self._http.request("GET", "/sessions")

    async def aclose(self) -> None:
        await self._http.aclose()

    async def book(self, new: NewAppointment) -> Appointment:
        asked = {
            "ours": new.reference,
            "begins": new.start.isoformat(),
            "minutes": new.minutes,
            "who": new.claimant.name,
        }
        return _appointment(await self._http.request("POST", "/sessions", json=asked))

    async def cancel(self, appointment_id: str, reason: str) -> Appointment:
        gone = await self._http.request("DELETE", "/sessions/{id}", path={"id": appointment_id})
        return _appointment(gone)

    async def rights(self) -> list[Right]:
        return [
            Right("reports", "nothing that Frontdesk does yet", granted=False),
            Right("sessions", "all", True),
        ]


def _appointment(row: Any) -> Appointment:
    return Appointment(
        id=row["id"],
        reference=row["ours"],
        status=Status.CANCELLED if row["gone"] else Status.SCHEDULED,
        raw_status="gone" if row["gone"] else "on",
        start=datetime.fromisoformat(row["begins"]),
        minutes=row["minutes"],
        claimant=Claimant(name=row["who"]),
    )
