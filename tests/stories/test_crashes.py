"""kill -9 at every bad moment: afterwards there is one appointment and one card, or none and the person is told."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.standins.slack import Channel, Person, SlackServer, Workspace
from bot.standins.slack.modal import Modal
from tests.standins.faults import Fault
from tests.standins.sqod import StandInSqod
from tests.stories.process import BotProcess, connected_to, lies_dead
from tests.stories.scene import SECRET, modal, outcome


@dataclass
class Street:
    """What outlives the bot: Slack, the vendor, the database."""

    slack: Workspace
    server: SlackServer
    sqod: StandInSqod
    bot: BotProcess
    asha: Person
    desk: Channel
    database: Path

    async def restarts(self) -> None:
        """Start it when it has lain dead for longer than a lease lasts."""
        lies_dead(self.database)
        self.server.connect(await self.bot.start())

    async def opens(self, text: str) -> Modal:
        """Type a command and have the form that it opens, however late it comes."""
        await self.asha.types(text, in_=self.desk)
        await until(lambda: self.asha.modal and self.asha.modal.submit_label, within=30)
        return modal(self.asha)

    def count(self, table: str) -> int:
        """How many rows of the bot's own a table has."""
        with closing(sqlite3.connect(self.database)) as database:
            (found,) = database.execute(f"SELECT count(*) FROM {table}").fetchone()
        return int(found)

    def noted(self) -> list[tuple[str]]:
        """Where cards stand by the bot's own book."""
        with closing(sqlite3.connect(self.database)) as database:
            return database.execute("SELECT ts FROM cards").fetchall()

    @property
    def cards(self) -> int:
        return len([seen for seen in self.asha.sees(self.desk) if not seen.is_ephemeral])


@pytest.fixture
async def street(tmp_path: Path) -> AsyncIterator[Street]:
    slack = Workspace()
    asha, desk = slack.person("Asha Patel"), slack.channel("front-desk", private=True)
    with StandInSqod() as sqod:
        async with SlackServer(slack, signing_secret=SECRET) as server:
            settings = {
                **connected_to(server, sqod),
                "APPOINTMENTS_TIMEOUT_SECONDS": "5",  # a machine that stands still for two is no service that hangs
                "APPOINTMENTS_LATE_SECONDS": "1",
                "SQOD_STATUS_WRITES": "no_show",
                "DESK_TIMEZONE": f"Etc/GMT{datetime.now(UTC).hour - 12:+d}",  # it is noon there: the day has hours left
                "DATABASE_URL": f"sqlite:///{tmp_path / 'frontdesk.sqlite3'}",
            }
            async with BotProcess(tmp_path, settings) as bot:
                found = Street(slack, server, sqod, bot, asha, desk, tmp_path / "frontdesk.sqlite3")
                server.connect(await bot.start())
                yield found


async def until(condition: Callable[[], object], within: float = 15) -> None:
    async with asyncio.timeout(within):
        while not condition():  # noqa: ASYNC110 - what is waited for happens in other processes
            await asyncio.sleep(0.02)


async def dies_while_booking(street: Street) -> None:
    form = await street.opens("/appt book Jane Doe tomorrow 3pm")
    submit = asyncio.create_task(form.submit())
    await until(lambda: street.sqod.asked("create"))
    await asyncio.sleep(0.1)
    await street.bot.kill()
    await submit


async def test_killed_before_the_write_nothing_is_booked_and_the_person_is_told(street: Street) -> None:
    street.sqod.hangs("create")
    await dies_while_booking(street)
    await street.restarts()
    told = await street.asha.sees_soon(street.asha.dm, containing="Not booked", within=15)

    assert "nothing under our reference is there. Please book it again." in told.text
    assert street.sqod.appointments == []
    assert street.cards == 0


async def test_killed_after_the_write_there_is_one_appointment_and_one_card(street: Street) -> None:
    street.sqod.hangs("create", after_write=True)
    await dies_while_booking(street)
    await street.restarts()
    await street.asha.sees_soon(street.asha.dm, containing="Booked after all: Jane Doe", within=15)
    await until(street.noted)
    assert street.cards == 1

    street.sqod.has(name="Jane Doe")
    await street.bot.kill()
    await street.restarts()
    await asyncio.sleep(1.5)
    assert street.cards == 1


async def test_killed_before_the_card_it_is_posted_once(street: Street) -> None:
    street.slack.faults.switch_on("chat.postMessage", status=503)
    form = await street.opens("/appt book Jane Doe tomorrow 3pm")
    await form.submit()
    await until(lambda: "Booked: Jane Doe" in outcome(street.asha).text)
    await street.bot.kill()
    street.slack.faults.switch_off()
    assert street.cards == 0

    await street.restarts()
    await until(lambda: street.cards == 1, within=70)
    street.sqod.has(name="Jane Doe")


@pytest.mark.parametrize(("reads", "cards"), [(True, 1), (False, 2)])
async def test_killed_before_the_card_was_noted_it_is_looked_for_where_we_may(
    street: Street, reads: bool, cards: int
) -> None:
    street.slack.scopes |= {"channels:history", "groups:history"} if reads else set()
    await street.bot.kill()
    await street.restarts()
    street.slack.faults.switch_on("chat.postMessage", delay=60, after_work=True)
    form = await street.opens("/appt book Jane Doe tomorrow 3pm")
    await form.submit()
    await until(lambda: street.cards == 1)
    await street.bot.kill()
    street.slack.faults.switch_off()

    await street.restarts()
    await until(lambda: street.noted(), within=40)
    assert street.cards == cards
    street.sqod.has(name="Jane Doe")


async def test_killed_while_cancelling_the_person_is_told_how_it_ended(street: Street) -> None:
    form = await street.opens("/appt book Jane Doe tomorrow 3pm")
    await form.submit()
    await until(lambda: street.cards == 1)
    street.sqod.hangs("cancel", after_write=True)
    card = next(seen for seen in street.asha.sees(street.desk) if not seen.is_ephemeral)
    await street.asha.clicks("Cancel appointment", on=card)
    await until(lambda: street.asha.modal)
    await modal(street.asha).fill("Reason", "Booked twice")
    submit = asyncio.create_task(modal(street.asha).submit())
    await until(lambda: street.sqod.asked("cancel"))
    await street.bot.kill()
    await submit
    await street.restarts()
    await street.asha.sees_soon(street.asha.dm, containing="Done after all", within=15)

    def card_text() -> str:
        return next(seen for seen in street.asha.sees(street.desk) if not seen.is_ephemeral).text

    await until(lambda: "Cancelled" in card_text())


async def test_killed_once_an_interpreter_is_confirmed_the_card_says_so_all_the_same(street: Street) -> None:
    form = await street.opens("/appt book Jane Doe tomorrow 3pm Polish interpreter")
    await form.submit()
    await until(lambda: street.noted())
    street.slack.faults.switch_on("chat.update", status=503)
    card = next(seen for seen in street.asha.sees(street.desk) if not seen.is_ephemeral)
    await street.asha.clicks("Interpreter confirmed", on=card)
    await street.asha.sees_soon(street.desk, containing="Every card, board and alert says so.", within=15)
    await street.bot.kill()
    street.slack.faults.switch_off()
    await street.restarts()

    def drawn() -> str:
        return next(seen for seen in street.asha.sees(street.desk) if not seen.is_ephemeral).text

    await until(lambda: "Noted: interpreter confirmed" in drawn(), within=70)


async def test_asked_to_stop_it_finishes_what_it_has_begun_and_exits_with_0(street: Street) -> None:
    street.sqod.slows("create", seconds=1.7)
    form = await street.opens("/appt book Jane Doe tomorrow 3pm")
    await form.submit()
    assert "Booking…" in outcome(street.asha).text
    await street.bot.ask_to_stop()

    assert await street.bot.ended() == 0
    assert "Booked: Jane Doe" in outcome(street.asha).text


async def test_killed_while_moving_several_the_person_is_told_which_stand_where(street: Street) -> None:
    now = datetime.now(UTC)
    for name, minutes in (("Jane Doe", -15), ("Ravi Shah", 45), ("Zofia Nowak", 90), ("Owen Price", 150)):
        street.sqod.add(at=now + timedelta(minutes=minutes), minutes=30, name=name, department="Leeds")
    street.sqod.faults.add(Fault("update", "hang", skip=1))
    await street.asha.types("/appt late Jane Doe", in_=street.desk)
    form = modal(street.asha)
    await form.fill("Later sessions to move", form.options("Later sessions to move"))
    submit = asyncio.create_task(modal(street.asha).submit())
    await until(lambda: len(street.sqod.asked("update")) == 2)
    await street.bot.kill()
    await submit
    await street.restarts()
    told = await street.asha.sees_soon(street.asha.dm, containing="This is how it stands.", within=40)

    assert "is noted as running late, 10 min." in told.text
    assert "Moved: Owen Price" in told.text
    assert "Not moved: Zofia Nowak stands at" in told.text
    assert "Not tried: Ravi Shah stands at" in told.text
    assert street.sqod.has(name="Zofia Nowak").at == now + timedelta(minutes=90)
    await asyncio.sleep(1.5)
    assert len([seen for seen in street.asha.sees(street.asha.dm) if "Shah" in seen.text]) == 1, "told once"


async def test_killed_in_the_middle_of_a_day_what_was_noted_and_handed_over_is_neither_lost_nor_doubled(
    street: Street,
) -> None:
    street.sqod.add(
        at=datetime.now(UTC) - timedelta(minutes=6), minutes=45, department="Leeds", name="Jane Doe"
    )
    street.sqod.hangs("update")
    street.slack.faults.switch_on("chat.postMessage", status=503)
    await street.asha.types("/appt noshow Jane Doe no contact", in_=street.desk)
    await until(lambda: street.sqod.asked("update"))
    await street.asha.types("/appt handover", in_=street.desk)
    await until(lambda: street.count("shifts"))
    await street.bot.kill()
    street.slack.faults.switch_off()
    await street.restarts()

    await until(lambda: street.sqod.appointments[0].status == "no_show", within=70)
    await until(lambda: street.cards == 1, within=70)
    assert "Asha Patel handed over the desk" in street.asha.sees(street.desk)[-1].text
    assert street.count("states") == street.count("shifts") == 1
