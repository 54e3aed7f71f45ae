"""A stand-in GOV.UK Notify, as strict as its documents, on a port of its own.

    with StandInNotify(now=clock) as notify:
        booked = notify.account.write("sms", "Your appointment: ((when)). ((link))")
        notify.loses_answer("sms")          # sends it, then the line goes dead
        …
        (text,) = notify.sent               # what reached somebody

Operations are named "sms", "email", "list", "get" and "templates".
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Literal, Self

from aiohttp import web

from bot.standins.notify import rules
from bot.standins.notify.service import Account, Message, NotifyService, Path
from tests.standins.faults import Fault, Faults
from tests.standins.server import Call, Do, StandInServer

Operation = Literal["sms", "email", "list", "get", "templates"]


class Server(StandInServer):
    def __init__(self, account: Account, faults: Faults) -> None:
        super().__init__("GOV.UK Notify", faults)
        self._service = NotifyService(account)

    def routes(self, router: web.UrlDispatcher) -> None:
        for path in self._service.paths():
            router.add_route(path.method, path.path, self.answer(path.operation, _serving(path)))

    def turned_away(self, request: web.Request, operation: str) -> web.Response | None:
        return None  # the service itself looks at the token, for it depends on the clock


def _serving(path: Path) -> Do:
    async def do(request: web.Request, call: Call, fault: Fault | None) -> web.Response:
        try:
            return await path.do(request)
        except rules.Refusal as refusal:
            return web.json_response(refusal.body, status=refusal.status)

    return do


class StandInNotify:
    """What it keeps, what goes wrong at it, what it was asked."""

    def __init__(self, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.account = Account(now)
        self.faults = Faults()
        self._server = Server(self.account, self.faults)

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.stop()

    @property
    def url(self) -> str:
        return self._server.url

    @property
    def sent(self) -> list[Message]:
        """What it took to send, the oldest first."""
        return list(self.account.messages)

    def asked(self, *operations: Operation) -> list[Call]:
        """What it was asked, in order."""
        return [call for call in self._server.calls if not operations or call.operation in operations]

    # What goes wrong

    def fails(
        self, operation: Operation, status: int = 500, body: Any = "<h1>Error</h1>", **more: Any
    ) -> None:
        self.faults.add(Fault(operation, "answer", status=status, body=body, **more))

    def hangs(self, operation: Operation, **more: Any) -> None:
        self.faults.add(Fault(operation, "hang", **more))

    def loses_answer(self, operation: Operation, **more: Any) -> None:
        """Do it, and then the line goes dead."""
        self.faults.add(Fault(operation, "cut", after_write=True, **more))
