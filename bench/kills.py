"""Kill the bot at random moments while people book, move and cancel, and count what was lost, doubled, untold or told twice.

    python -m bench.kills --kills 60
    python -m bench.kills --kills 40 --database postgresql --processes 3

In each round several clerks send a form at the same moment; the service is slow, silent or loses answers as it likes, and so is
Slack; one process is killed, and started again. Then everybody's words are read as a person reads them.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from bot.standins.slack import Channel, Person, Seen, SlackServer, Workspace
from bot.standins.slack.state import DEFAULT_SCOPES
from tests.postgres import postgres_server
from tests.standins.sqod import Session, StandInSqod
from tests.stories.process import BotProcess, connected_to
from tests.stories.scene import SECRET

Deed = Literal["book", "move", "cancel"]
CLERKS = 5
PATIENCE = 40.0
"""Seconds in which everybody must have been told how it ended, and have the card of what they booked."""
SURE = 9.0
"""Seconds after which nothing that a dead process sent is carried out any more, so that a form which failed before Slack's eyes has failed."""
QUIET = 4.0
"""Seconds after which what could be said twice has been."""
ENDS = {
    "book": ("Booked", "Not booked"),
    "move": ("Rescheduled", "Done after all", "Not rescheduled", "Check this"),
    "cancel": ("Cancelled", "Done after all", "Not cancelled", "Check this"),
}
SERVICE = {"book": "create", "move": "update", "cancel": "cancel"}


@dataclass
class Ward:
    """What outlives the processes."""

    slack: Workspace
    server: SlackServer
    sqod: StandInSqod
    desk: Channel
    bots: list[BotProcess]
    addresses: list[str] = field(default_factory=list)

    async def starts(self, number: int) -> None:
        address = await self.bots[number].start()
        self.addresses[number : number + 1] = [address]


@dataclass
class Sent:
    """One form that somebody sent."""

    person: Person
    name: str
    deed: Deed
    session: Session | None
    started: datetime

    def said(self) -> list[str]:
        """All that this person was told of it, where they can see it: in the form, in the channel, in messages."""
        told = []
        form = self.person.modal
        if form is not None:
            told.append(form.text)
        told += [seen.text for seen in self.person.sees(self.person.dm)]
        told += [seen.text for seen in self.person.sees(self._desk) if seen.is_ephemeral]
        return [text for text in told if any(end in text for end in ENDS[self.deed])]

    _desk: Channel = field(init=False, repr=False)

    def settled(self) -> bool:
        """Whether the person knows: by our word, or because Slack itself says that nothing went through."""
        form = self.person.modal
        return bool(self.said()) or (form is not None and form.notice is not None and not self.happened())

    def happened(self) -> bool:
        raise NotImplementedError


class Round:
    """One kill."""

    def __init__(self, ward: Ward, dice: random.Random, number: int) -> None:
        self._ward = ward
        self._dice = dice
        self._number = number
        self.found = Counter[str]()
        self.notes: list[str] = []

    async def run(self) -> None:
        sent = [await self._opens(clerk) for clerk in range(CLERKS)]
        self._weather()
        submits = [asyncio.create_task(self._submits(one)) for one in sent]
        victim = self._dice.randrange(len(self._ward.bots))
        await asyncio.sleep(self._dice.uniform(0.0, 3.2))
        await self._ward.bots[victim].kill()
        await asyncio.gather(*submits)
        self._clears(victim)
        await self._ward.starts(victim)
        await self._until_told(sent)
        await asyncio.sleep(QUIET)
        for one in sent:
            self._judge(one)
            form = one.person.modal
            if form is not None:
                with suppress(Exception):
                    await form.close(everything=True)

    async def _opens(self, clerk: int) -> Sent:
        deed: Deed = self._dice.choice(("book", "book", "move", "cancel"))
        name = f"Jane Doe{chr(97 + clerk)}{_letters(self._number)}"
        person = self._ward.slack.person(f"Clerk {self._number} {clerk}")
        start = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(days=2)
        session = None if deed == "book" else self._ward.sqod.add(at=start, name=name, minutes=30)
        words = {
            "book": f"book {name} in 2 days at 3pm for 30m",
            "move": f"move {session.reference if session else ''} in 3 days at 4pm",
            "cancel": f"cancel {session.reference if session else ''}",
        }[deed]
        self._ward.server.connect(self._dice.choice(self._ward.addresses))
        for _ in range(10):  # a form that came too late for Slack is asked for again
            await person.types(f"/appt {words}", in_=self._ward.desk)
            with suppress(TimeoutError):
                async with asyncio.timeout(10):
                    while person.modal is None or person.modal.submit_label is None:  # noqa: ASYNC110
                        await asyncio.sleep(0.05)
                break
        assert person.modal is not None
        if deed == "cancel":
            await person.modal.fill("Reason", "Booked twice")
        one = Sent(person, name, deed, session, start)
        one._desk = self._ward.desk
        one.happened = lambda: self._happened(one)  # type: ignore[method-assign]
        return one

    async def _submits(self, one: Sent) -> None:
        await asyncio.sleep(self._dice.uniform(0, 0.5))
        self._ward.server.connect(self._dice.choice(self._ward.addresses))
        form = one.person.modal
        assert form is not None
        await form.submit()

    def _weather(self) -> None:
        sqod, slack = self._ward.sqod, self._ward.slack
        for operation in ("create", "update", "cancel"):
            sqod.slows(operation, self._dice.choice((0.0, 0.0, 0.4, 1.0, 2.2)))
            match self._dice.randrange(5):
                case 0:
                    sqod.loses_answer(operation)
                case 1:
                    sqod.commits_late(operation, self._dice.uniform(0.2, 1.0), times=2)
        match self._dice.randrange(4):
            case 0:
                slack.faults.switch_on("chat.postMessage", error="ratelimited", retry_after=1, times=3)
            case 1:
                slack.faults.switch_on("views.update", delay=1.5, times=3)
            case 2:
                slack.faults.switch_on("chat.postMessage", status=503, times=3)

    def _clears(self, victim: int) -> None:
        self._ward.sqod.recovers()
        self._ward.slack.faults.switch_off()

    async def _until_told(self, sent: Sequence[Sent]) -> None:
        with suppress(TimeoutError):
            sure = asyncio.get_running_loop().time() + SURE
            async with asyncio.timeout(PATIENCE):
                while not all(self._is_through(one, sure) for one in sent):  # noqa: ASYNC110
                    await asyncio.sleep(0.1)

    def _is_through(self, one: Sent, sure: float) -> bool:
        """Whether a person knows, and what they booked has its card."""
        late = asyncio.get_running_loop().time() > sure
        return (bool(one.said()) or (late and one.settled())) and self._has_card(one)

    def _has_card(self, one: Sent) -> bool:
        """Whether what somebody booked has its card; a dead process's hold on that job lasts some seconds."""
        return one.deed != "book" or not self._happened(one) or bool(self._cards(one))

    def _cards(self, one: Sent) -> list[Seen]:
        seen = one.person.sees(self._ward.desk)
        return [card for card in seen if not card.is_ephemeral and one.name in card.text]

    def _happened(self, one: Sent) -> bool:
        mine = [session for session in self._ward.sqod.appointments if session.name == one.name]
        match one.deed:
            case "book":
                return bool(mine)
            case "move":
                return mine[0].at != one.started
            case _:
                return mine[0].cancelled_at is not None

    def _judge(self, one: Sent) -> None:
        mine = [session for session in self._ward.sqod.appointments if session.name == one.name]
        self.found["sent"] += 1
        if len(mine) > 1:
            self._note("doubled", one)
        cards = self._cards(one)
        if one.deed == "book" and mine and len(cards) != 1:
            self._note("lost" if not cards else "card twice", one)
        said = one.said()
        if not one.settled():
            self._note("untold", one)
        elif len(said) > 1:
            self._note("told twice", one)
        happened = self._happened(one)
        denied = any("Not " in text for text in said[-1:])
        if said and happened == denied:
            self._note("told wrongly", one)

    def _note(self, what: str, one: Sent) -> None:
        self.found[what] += 1
        form = one.person.modal
        self.notes.append(
            f"round {self._number}: {what}: {one.deed} {one.name}; said {one.said()}; form {form.text[:90] if form else None!r}"
        )


def _letters(number: int) -> str:
    """A number as letters, since digits are no part of a name."""
    return "".join(chr(97 + int(digit)) for digit in str(number))


@asynccontextmanager
async def ward(folder: Path, database: str, processes: int, *, blind: bool) -> AsyncIterator[Ward]:
    slack = Workspace(
        scopes=DEFAULT_SCOPES if blind else (*DEFAULT_SCOPES, "channels:history", "groups:history")
    )
    desk = slack.channel("front-desk", private=True)
    with StandInSqod() as sqod:
        async with AsyncExitStack() as stack:
            server = await stack.enter_async_context(SlackServer(slack, signing_secret=SECRET))
            settings = {
                **connected_to(server, sqod),
                "APPOINTMENTS_TIMEOUT_SECONDS": "3",
                "APPOINTMENTS_LATE_SECONDS": "2",
                "DATABASE_URL": database,
            }
            bots = []
            for number in range(processes):
                own = folder / f"process-{number}"
                own.mkdir()
                bots.append(await stack.enter_async_context(BotProcess(own, settings)))
            found = Ward(slack, server, sqod, desk, bots)
            found.addresses = [await bot.start() for bot in bots]
            yield found


async def run(kills: int, database: str, processes: int, seed: int, *, blind: bool) -> int:
    found, notes = Counter[str](), []
    dice = random.Random(seed)
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        address = f"sqlite:///{folder / 'frontdesk.sqlite3'}"
        if database == "postgresql":
            postgres = stack.enter_context(postgres_server())
            address = await stack.enter_async_context(postgres.migrated())
        async with ward(folder, address, processes, blind=blind) as town:
            for number in range(kills):
                one = Round(town, dice, number)
                await one.run()
                found += one.found
                notes += one.notes
                for note in one.notes:
                    print(note, flush=True)
    faults = ("lost", "card twice", "doubled", "untold", "told twice", "told wrongly")
    print(f"{kills} kills on {database}, {processes} processes, {found['sent']} forms sent: ", end="")
    print(", ".join(f"{what} {found[what]}" for what in faults))
    return sum(found[what] for what in faults)


def main() -> None:
    """Run as many kills as asked for; the exit code says whether any fault was found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--blind",
        action="store_true",
        help="without the scopes to read channels: then a kill may post one card twice",
    )
    said = parser.parse_args()
    found = run(said.kills, said.database, said.processes, said.seed, blind=said.blind)
    raise SystemExit(min(1, asyncio.run(found)))


if __name__ == "__main__":
    main()
