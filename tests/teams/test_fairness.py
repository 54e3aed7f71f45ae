"""One workspace's trouble takes no other's turn: a service that hangs, and a heap of jobs."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.appointments.jobs import SettleWrite
from bot.storage.engine import open_engine
from bot.storage.outbox import Outbox
from tests.standins.sqod import StandInSqod
from tests.teams.town import town
from tests.waiting import until

JANE = "Jane Doe"


async def test_a_service_that_hangs_and_a_thousand_jobs_hold_up_no_other_workspace(database: str) -> None:
    async with town(database, "Leeds", "York") as found:
        leeds, york = found.places
        with StandInSqod(now=found.clock) as theirs, StandInSqod(now=found.clock) as sqod:
            for place, service in ((leeds, theirs), (york, sqod)):
                await found.installs(place.admin)
                await found.connects(place.team, service)
                await found.says(place.clerk, "/appt today", place.desk)
            sqod.add(at=found.clock.now + timedelta(hours=1), minutes=30, department="York", name=JANE)
            theirs.hangs("list", times=None)
            theirs.hangs("get", times=None)
            engine = open_engine(found.settings.database_url)
            heap = [
                SettleWrite(form=f"K7Q2M9XW4T8ZBH{number:04d}", user=leeds.clerk.user.id)
                for number in range(1000)
            ]
            await Outbox(engine, found.clock).add(leeds.team, heap)
            await engine.dispose()
            people = [leeds.slack.person(f"Clerk {number}") for number in range(20)]
            hanging = [asyncio.create_task(one.types("/appt week", in_=leeds.desk)) for one in people]
            await york.clerk.types("/appt today", in_=york.desk)
            await york.clerk.sees_soon(york.desk, JANE)
            await york.clerk.types("/appt book John Roe tomorrow 3pm for 45m", in_=york.desk)
            await until(lambda: york.clerk.modal is not None and york.clerk.modal.submit_label, within=5)
            assert york.clerk.modal is not None
            await york.clerk.modal.submit()
            await york.clerk.sees_soon(york.desk, "Reference:")
            theirs.recovers()
            await asyncio.gather(*hanging)
