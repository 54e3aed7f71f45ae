"""kill -9 at the worst moments of an installation: after Slack has given a token, and before it is kept."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.teams.town import town
from tests.waiting import until


async def test_killed_between_the_exchange_and_keeping_it_one_installs_again(
    database: str, tmp_path: Path
) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    async with town(database, "Leeds", now=now) as found:
        (leeds,) = found.places
        leeds.slack.faults.switch_on("oauth.v2.access", delay=20, after_work=True, times=1)
        async with found.process(tmp_path) as bot:
            url = await bot.start()
            async with found.browser(url) as browser:
                there = (await browser.get("/slack/install")).headers["location"]
                back = found.distribution.consents(there, leeds.admin)
                coming = asyncio.create_task(browser.get(back))
                await until(lambda: found.distribution.live(leeds.team), within=20)
                await bot.kill()
                await asyncio.gather(coming, return_exceptions=True)
                assert await found.installation(leeds.team) is None
            url = await bot.start()
            async with found.browser(url) as browser:
                page = await browser.get(back)
                assert 'href="/slack/install"' in page.text
                there = (await browser.get("/slack/install")).headers["location"]
                page = await browser.get(found.distribution.consents(there, leeds.admin))
                assert "Frontdesk is installed in Leeds" in page.text
            kept = await found.installation(leeds.team)
            assert kept is not None
            assert kept.token.get_secret_value() == found.distribution.live(leeds.team)[-1].token


async def test_killed_during_a_renewal_it_works_for_as_long_as_the_old_token_holds(
    database: str, tmp_path: Path
) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    async with town(database, "Leeds", rotates=True, now=now - timedelta(hours=11)) as found:
        (leeds,) = found.places
        await found.installs(leeds.admin)
        await found.connects(leeds.team)
        found.clock.now = now
        leeds.slack.faults.switch_on("oauth.v2.access", delay=20, after_work=True, times=1)
        async with found.process(tmp_path) as bot:
            found.server.connect(await bot.start())
            asking = asyncio.create_task(leeds.clerk.types("/appt today", in_=leeds.desk))
            await until(lambda: found.distribution.renewed, within=20)
            await bot.kill()
            await asking
            leeds.slack.complaints.clear()  # one command was met with silence
            found.server.connect(await bot.start())
            await leeds.clerk.types("/appt today", in_=leeds.desk)
            await leeds.clerk.sees_soon(leeds.desk, "No sessions", within=10)
            assert found.distribution.renewed == [leeds.team], "its refresh token is spent"
