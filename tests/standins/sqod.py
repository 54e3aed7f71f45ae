"""A stand-in SQOD, as strict and as odd as the real one, on a port of its own.

    with StandInSqod() as sqod:
        api = sqod_api(sqod.url, ClientCredentials(sqod.token_url, sqod.client_id, SecretStr(sqod.client_secret)))
        # or with the fixed token: sqod_api(sqod.url, SecretStr(sqod.token))
        sqod.add(name="Jane Doe", at=tomorrow, department="Leeds")       # it was booked before the story begins
        sqod.loses_answer("create")                                      # books, then the line goes dead
        …
        booked = sqod.has(name="John Doe", minutes=45)                   # exactly one such session, or the test fails
        assert len(sqod.appointments) == 2

It runs in a thread with a loop of its own, so a test may block, be asynchronous, or start the bot as a process.
Operations are named "token", "list", "get", "create", "update" and "cancel". A fault holds for the next `times` calls of its
operation (None: until `recovers`); several for one operation come one after the other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Any, Self

from tests.standins.faults import HTML, Fault, Faults
from tests.standins.server import Call
from tests.standins.sqod_faults import MESSAGES, Operation
from tests.standins.sqod_rules import Invalid
from tests.standins.sqod_server import Server
from tests.standins.sqod_session import DEPARTMENTS, Session

__all__ = ["DEPARTMENTS", "Call", "Session", "StandInSqod"]


class StandInSqod:
    """The vendor: what it keeps, what goes wrong at it, what it was asked.

    `now` gives its clock; `words` says whether it takes "true" and "false" in forms (the vendor's sample does, Laravel's own
    rule doesn't); `cancel_answers` what a cancel is answered with: "appointment", "empty" or "message".
    """

    client_id = "frontdesk-client"
    client_secret = "client-secret-never-logged"
    token = "fixed-token-never-logged"

    def __init__(
        self,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        words: bool = True,
        cancel_answers: str = "appointment",
        most_per_page: int = 100,
    ) -> None:
        self.faults = Faults()
        self.now = now
        self.takes_any_reference = False
        """Whether two sessions may have the same reference: the vendor's documents don't say."""
        self._server = Server(self, words=words, cancel_answers=cancel_answers, most_per_page=most_per_page)

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.stop()

    @property
    def url(self) -> str:
        """Its base URL, without `/api/v1`."""
        return self._server.url

    @property
    def token_url(self) -> str:
        return f"{self.url}/oauth2/token"

    # What it keeps

    @property
    def appointments(self) -> list[Session]:
        """All that is there, in the order of booking, cancelled ones too."""
        return list(self._server.sessions.values())

    def has(self, **facts: object) -> Session:
        """Give the one session of which all of these hold (`reference=`, `name=`, `at=`, …); fail the test otherwise."""
        found = [
            one for one in self.appointments if all(getattr(one, key) == fact for key, fact in facts.items())
        ]
        assert len(found) == 1, f"{len(found)} sessions with {facts} at SQOD, which has {self.appointments}"
        return found[0]

    def add(self, *, at: datetime | None, **attributes: Any) -> Session:
        """Put a session there, as if it had been booked elsewhere; see `Session` for what can be said of it."""
        return self._server.keep(Session(at=at, **({"created_at": self.now()} | attributes)))

    def change(self, id_or_reference: str, **attributes: Any) -> Session:
        """Change a session as someone in the vendor's own portal would, past all rules."""
        session = self._named(id_or_reference)
        known = {field.name for field in fields(Session)}
        assert attributes.keys() <= known, f"a session has no {attributes.keys() - known}"
        for attribute, value in attributes.items():
            setattr(session, attribute, value)
        return session

    def cancels(self, id_or_reference: str, reason: str = "Cancelled in the portal") -> Session:
        """Cancel as someone in the portal would. The status stays what it was, as only `cancelled_at` is certain."""
        return self.change(id_or_reference, cancelled_at=self.now(), cancellation_reason=reason)

    def claimant_arrives(self, id_or_reference: str) -> Session:
        return self.change(id_or_reference, status="waiting")

    def starts(self, id_or_reference: str) -> Session:
        return self.change(id_or_reference, session_started_at=self.now())

    def ends(self, id_or_reference: str) -> Session:
        return self.change(id_or_reference, session_ended_at=self.now())

    def removes(self, id_or_reference: str) -> None:
        """Take a session out altogether: it answers 404 from now on."""
        del self._server.sessions[self._named(id_or_reference).id]

    # What goes wrong

    def fails(
        self,
        operation: Operation,
        status: int,
        *,
        errors: Mapping[str, str | list[str]] | None = None,
        message: str | None = None,
        retry_after: int | str | None = None,
        times: int | None = 1,
        after_write: bool = False,
        skip: int = 0,
    ) -> None:
        """Answer with this status, after `skip` calls that go well: 422 with `errors` (dotted SQOD keys), 5xx with HTML, others with Laravel's JSON.

        With `after_write` the thing is done all the same and only the answer is wrong.
        """
        body: object = {"message": message or MESSAGES.get(status, "Refused.")}
        if errors:
            body = Invalid(
                {key: [told] if isinstance(told, str) else told for key, told in errors.items()}
            ).body
        elif status >= 500 or status < 300:
            body = HTML
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

    def commits_late(
        self, operation: Operation, seconds: float, *, status: int = 504, times: int | None = 1
    ) -> None:
        """Answer the next calls with a gateway's error, and carry them out seconds later."""
        self.faults.add(Fault(operation, "answer", times, status=status, late=seconds))

    def slows(self, operation: Operation, seconds: float) -> None:
        """Take this long over each call of the operation."""
        self.faults.seconds[operation] = seconds

    def alters(self, operation: Operation, *, times: int | None = 1, **attributes: object) -> None:
        """Write something else than was asked and say so in the answer: `at=timedelta(hours=1)` off, `department=None`."""

        def alter(session: Session) -> None:
            for attribute, value in attributes.items():
                was = getattr(session, attribute)
                setattr(session, attribute, was + value if isinstance(value, timedelta) else value)

        self.faults.add(Fault(operation, "alter", times, alter=alter))

    def repeats_rows(self, how_many: int = 1) -> None:
        """Begin each further page with the last rows of the one before, as when something is booked meanwhile."""
        self._server.repeated = how_many

    def forgets_tokens(self) -> None:
        """Accept none of the tokens that were fetched so far, as after an early end."""
        self._server.tokens.clear()

    def recovers(self) -> None:
        """Switch every fault off."""
        self.faults.clear()
        self._server.repeated = 0

    # What it was asked

    @property
    def calls(self) -> list[Call]:
        """Every request since the start, with what it was answered (None: never)."""
        return list(self._server.calls)

    def asked(self, operation: Operation) -> list[Call]:
        """The requests of one operation."""
        return [call for call in self.calls if call.operation == operation]

    def _named(self, id_or_reference: str) -> Session:
        return next(one for one in self.appointments if id_or_reference in (one.id, one.reference))
