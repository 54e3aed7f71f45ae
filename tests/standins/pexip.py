"""A stand-in Pexip Engage, as strict and as odd as its documents say, on a port of its own.

    with StandInPexip() as pexip:
        api = pexip_api(pexip.url, pexip.enterprise, SecretStr(pexip.token))
        pexip.add(at=tomorrow)                                  # with Asha Patel (55) for Jane Doe (901) in Ghent (7)
        pexip.loses_answer("create")                            # books, then the line goes dead
        …
        booked = pexip.has(reference="K7Q2M9XW4T8ZB1C")         # exactly one such session, or the test fails

Operations are named "token", "list", "get", "create", "edit", "move", "accept", "cancel", "decline", "propose", "timetable", "employees",
"customers", "subjects" and "offices". Faults are as at the stand-in SQOD.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Any, Literal, Self

from bot.standins.pexip.kept import Session, Taking
from bot.standins.pexip.rules import refusal
from bot.standins.pexip.service import ALL_SCOPES
from tests.standins.faults import HTML, Fault, Faults
from tests.standins.pexip_server import Server
from tests.standins.server import Call

__all__ = ["ALL_SCOPES", "Call", "Session", "StandInPexip", "Taking"]

Operation = Literal[
    "token",
    "list",
    "get",
    "create",
    "edit",
    "move",
    "accept",
    "cancel",
    "decline",
    "propose",
    "mark",
    "timetable",
    "employees",
    "customers",
    "subjects",
    "offices",
]


class StandInPexip:
    """The vendor: what it keeps, what goes wrong at it, what it was asked.

    `cancels`, `declines`, `proposes`: whether there is the path that nobody documents; `…_key`: what it takes the words under.
    """

    enterprise = "acme"
    client_id = "frontdesk-client"
    client_secret = "client-secret-never-logged"
    token = "fixed-token-never-logged"

    def __init__(
        self,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        most_per_page: int = 100,
        lists_customers: bool = True,
        cancels: bool = True,
        cancel_key: str | None = "message",
        declines: bool = True,
        decline_key: str | None = "message",
        proposes: bool = True,
        propose_key: str | None = "message",
    ) -> None:
        self.faults = Faults()
        self.now = now
        self.most_per_page = most_per_page
        self.lists_customers = lists_customers
        self.cancels = cancels
        self.cancel_key = cancel_key
        self.declines, self.decline_key = declines, decline_key
        self.proposes, self.propose_key = proposes, propose_key
        self.marks = True
        self.cancel_takes = True
        """Whether a cancel that is answered with success really cancels."""
        self.accepts_itself = True
        """Whether what is booked is accepted at once; else it is a request."""
        self.fixed_scopes: frozenset[str] = ALL_SCOPES
        self.allowed_scopes: frozenset[str] = ALL_SCOPES
        """What the client may ask for; a token has none but those that it asked for."""
        self.free: Iterable[datetime] = ()
        """The times in the timetable."""
        self.slots_key = "timeSlots"
        self._server = Server(self)

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.stop()

    @property
    def url(self) -> str:
        """Its base URL, without `/enterprises/…`."""
        return self._server.url

    @property
    def token_url(self) -> str:
        return f"{self.url}/realms/{self.enterprise}/protocol/openid-connect/token"

    # What it keeps

    @property
    def appointments(self) -> list[Session]:
        """All that is there, in the order of booking, cancelled ones too."""
        return list(self._server.service.sessions.values())

    @property
    def house(self) -> dict[str, dict[str, dict[str, Any]]]:
        """Employees, customers, subjects and offices by their ids, as they are told."""
        return self._server.service.house

    def has(self, **facts: object) -> Session:
        """Give the one session of which all of these hold; fail the test otherwise."""
        found = [
            one for one in self.appointments if all(getattr(one, k) == fact for k, fact in facts.items())
        ]
        assert len(found) == 1, f"{len(found)} sessions with {facts}, of {self.appointments}"
        return found[0]

    def add(self, *, at: datetime | None, **attributes: Any) -> Session:
        """Put a session there, as if it had been booked elsewhere; see `Session` for what can be said of it."""
        session = Session(at=at, **({"created_at": self.now(), "updated_at": self.now()} | attributes))
        self._server.service.sessions[session.id] = session
        return session

    def invite(self, **attributes: Any) -> Session:
        """Put an invite there: it has no time."""
        return self.add(at=None, **({"status": "OUTGOING_INVITE"} | attributes))

    def change(self, id_or_reference: str, **attributes: Any) -> Session:
        """Change a session as someone in the Backoffice would, past all rules."""
        session = next(one for one in self.appointments if id_or_reference in (one.id, one.reference))
        known = {field.name for field in fields(Session)}
        assert attributes.keys() <= known, f"a session has no {attributes.keys() - known}"
        for attribute, value in ({"updated_at": self.now()} | attributes).items():
            setattr(session, attribute, value)
        return session

    def removes(self, id_or_reference: str) -> None:
        """Take a session out altogether: it answers 404 from now on."""
        del self._server.service.sessions[self.change(id_or_reference).id]

    # What goes wrong

    def fails(
        self,
        operation: Operation,
        status: int,
        code: str = "SOME_CODE",
        *,
        message: str = "string",
        retry_after: int | None = None,
        times: int | None = 1,
        after_write: bool = False,
        skip: int = 0,
        **more: Any,
    ) -> None:
        """Answer with this status after `skip` calls that go well: 5xx with HTML, others with the vendor's errors."""
        body: object = refusal(status, code, message, **more).body if 400 <= status < 500 else HTML
        headers = None if retry_after is None else {"Retry-After": str(retry_after)}
        self.faults.add(
            Fault(
                operation, "answer", times, after_write, status=status, body=body, headers=headers, skip=skip
            )
        )

    def answers(
        self,
        operation: Operation,
        body: object,
        *,
        status: int = 200,
        times: int | None = 1,
        after_write: bool = False,
    ) -> None:
        """Answer with this body instead of the true one: text as HTML, anything else as JSON."""
        self.faults.add(Fault(operation, "answer", times, after_write, status=status, body=body))

    def hangs(self, operation: Operation, *, times: int | None = 1, after_write: bool = False) -> None:
        """Never answer."""
        self.faults.add(Fault(operation, "hang", times, after_write))

    def cuts(self, operation: Operation, *, times: int | None = 1, after_write: bool = False) -> None:
        """Cut the connection without an answer; nothing is done unless `after_write`."""
        self.faults.add(Fault(operation, "cut", times, after_write))

    def loses_answer(self, operation: Operation, *, times: int | None = 1) -> None:
        """Do what was asked, then cut the connection without an answer."""
        self.cuts(operation, times=times, after_write=True)

    def slows(self, operation: Operation, seconds: float) -> None:
        """Take this long over each call of the operation."""
        self.faults.seconds[operation] = seconds

    def alters(self, operation: Operation, *, times: int | None = 1, **attributes: object) -> None:
        """Write something else than was asked and say so in the answer: `at=timedelta(hours=1)` off, `status="CANCELLED"`."""

        def alter(session: Session) -> None:
            for attribute, value in attributes.items():
                was = getattr(session, attribute)
                setattr(session, attribute, was + value if isinstance(value, timedelta) else value)

        self.faults.add(Fault(operation, "alter", times, alter=alter))

    def forgets_tokens(self) -> None:
        """Accept none of the tokens that were fetched so far."""
        self._server.service.tokens.clear()

    def recovers(self) -> None:
        """Switch every fault off."""
        self.faults.clear()

    # What it was asked

    @property
    def calls(self) -> list[Call]:
        """Every request since the start, with what it was answered (None: never)."""
        return list(self._server.calls)

    def asked(self, operation: Operation) -> list[Call]:
        """The requests of one operation."""
        return [call for call in self.calls if call.operation == operation]

    @property
    def most_at_once(self) -> int:
        """How many requests were under way at once, at the worst."""
        return self._server.most_at_once
