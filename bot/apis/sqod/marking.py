"""Write a status at SQOD. Its pages name no word for a no-show, so only those words are written that the installation gives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.apis.http.client import Http
from bot.apis.sqod.api import SqodApi
from bot.apis.sqod.asks import SqodOptions
from bot.apis.sqod.wire import meant
from bot.appointments.errors import Unsupported
from bot.appointments.model import Appointment, Status

WRITTEN = (Status.WAITING, Status.NO_SHOW, Status.COMPLETED)
"""What people note that can be a status."""


class MarkingSqodApi(SqodApi):
    """The same with statuses that may be written; what the appointment says afterwards is what counts."""

    marks: frozenset[Status] = frozenset()

    def __init__(self, http: Http, *, name: str, tells_claimant: bool, options: SqodOptions) -> None:
        super().__init__(http, name=name, tells_claimant=tells_claimant, options=options)
        self._words = words_by_status(options.status_writes)
        self.marks = frozenset(self._words)

    @classmethod
    def of(cls, api: SqodApi) -> MarkingSqodApi:
        """The same service, as far as its options say that statuses may be written."""
        return cls(api._http, name=api.name, tells_claimant=api.tells_claimant, options=api._options)

    async def mark(self, appointment_id: str, status: Status) -> Appointment:
        word = self._words.get(status)
        if word is None:
            raise Unsupported(f"mark as {status}")
        return await self._patch(appointment_id, {"status": word})


def words_by_status(words: Iterable[str]) -> Mapping[Status, str]:
    """Sort words by what they mean. Raises ValueError for one that Frontdesk would not read back as anything that people note."""
    found: dict[Status, str] = {}
    for word in words:
        status = meant(word)
        if status not in WRITTEN:
            raise ValueError(
                f"{word!a} is not read back as anything that is noted here. Give words such as waiting, no_show, completed."
            )
        if status in found:
            raise ValueError(f"{found[status]!a} and {word!a} mean the same here. Give one of them.")
        found[status] = word
    return found
