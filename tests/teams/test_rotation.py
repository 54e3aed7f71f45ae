"""Tokens that Slack lets live for twelve hours: renewed once, by whoever needs it first, whatever happens meanwhile."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

from bot.appointments.jobs import AnswerPromised
from bot.storage.engine import open_engine
from bot.storage.outbox import Outbox
from tests.teams.town import running, town
from tests.waiting import until


async def test_many_who_need_it_at_once_in_two_processes_renew_it_once(database: str) -> None:
    async with town(database, "Leeds", rotates=True) as found:
        (leeds,) = found.places
        await found.installs(leeds.admin)
        await found.connects(leeds.team)
        people = [leeds.slack.person(f"Clerk {number}") for number in range(6)]
        async with running(found):
            found.clock.move(hours=11)
            for half, (_, url) in zip((people[:3], people[3:]), found.bots, strict=True):
                found.server.connect(url)
                await asyncio.gather(*(one.types("/appt today", in_=leeds.desk) for one in half))
            for bot, _ in found.bots:
                await until(bot.idle)
        assert found.distribution.renewed == [leeds.team]
        for one in people:
            assert "no sessions" in one.last(leeds.desk).text.casefold()


async def test_the_courier_renews_it_too(tmp_path: Path) -> None:
    async with town(f"sqlite:///{tmp_path}/f.db", "Leeds", rotates=True) as found:
        (leeds,) = found.places
        await found.installs(leeds.admin)
        await found.connects(leeds.team)
        found.clock.move(hours=13)
        engine = open_engine(found.settings.database_url)
        promise = AnswerPromised(user=leeds.clerk.user.id, asked="a", at=found.clock.now, delay=timedelta(0))
        await Outbox(engine, found.clock).add(leeds.team, [promise])
        await engine.dispose()
        found.bot.courier.wake()
        await found.delivered()
        assert "was interrupted" in leeds.clerk.last(leeds.clerk.dm).text
        assert found.distribution.renewed == [leeds.team]


async def test_a_slack_that_gives_none_is_nobody_s_trouble_while_the_old_one_holds(tmp_path: Path) -> None:
    async with town(f"sqlite:///{tmp_path}/f.db", "Leeds", rotates=True) as found:
        (leeds,) = found.places
        await found.installs(leeds.admin)
        await found.connects(leeds.team)
        leeds.slack.faults.switch_on("oauth.v2.access", status=503)
        found.clock.move(hours=11)
        assert "no sessions" in (await found.says(leeds.clerk, "/appt today", leeds.desk)).text.casefold()


async def test_a_token_that_another_process_has_renewed_is_found_where_the_old_one_is_refused(
    tmp_path: Path,
) -> None:
    async with town(f"sqlite:///{tmp_path}/f.db", "Leeds", rotates=True) as found:
        (leeds,) = found.places
        await found.installs(leeds.admin)
        await found.connects(leeds.team)
        await found.says(leeds.clerk, "/appt today", leeds.desk)
        (first,) = found.distribution.live(leeds.team)
        first.expires = found.clock.now  # by Slack's clock, which is ahead of ours
        found.clock.move(minutes=5)
        newest = leeds.slack.person("Nia New")
        assert "no sessions" in (await found.says(newest, "/appt today", leeds.desk)).text.casefold()
        assert found.distribution.renewed == [leeds.team]


async def test_a_workspace_whose_token_is_dead_reads_who_has_to_install_it_again(tmp_path: Path) -> None:
    """The word of its removal was lost on the way."""
    async with town(f"sqlite:///{tmp_path}/f.db", "Leeds") as found:
        (leeds,) = found.places
        await found.installs(leeds.admin)
        await found.connects(leeds.team)
        found.distribution.end(leeds.team)
        answer = (await found.says(leeds.clerk, "/appt today", leeds.desk)).text
        assert "Slack no longer accepts Frontdesk in this workspace (account_inactive)." in answer
        assert "https://desk.example.org/slack/install" in answer
