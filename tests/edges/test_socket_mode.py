"""The bot as a process in Socket Mode: no door of Slack's to knock at, and everything works all the same."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from bot.standins.slack import Channel, Person, SlackServer, Workspace
from tests.standins.sqod import StandInSqod
from tests.stories.process import BotProcess
from tests.stories.scene import modal, outcome


@dataclass
class Street:
    """A Slack that sends by websocket, and a bot that listens there."""

    slack: Workspace
    server: SlackServer
    sqod: StandInSqod
    bot: BotProcess
    url: str
    asha: Person
    desk: Channel


@pytest.fixture
async def street(tmp_path: Path) -> AsyncIterator[Street]:
    slack = Workspace()
    asha, desk = slack.person("Asha Patel"), slack.channel("front-desk", private=True)
    with StandInSqod() as sqod:
        async with SlackServer(slack) as server:
            variables = {
                "SLACK_BOT_TOKEN": slack.bot_token,
                "SLACK_APP_TOKEN": slack.app_token,
                "SLACK_API_URL": server.api_url,
                "APPOINTMENTS_PROVIDER": "sqod",
                "APPOINTMENTS_API_URL": sqod.url,
                "APPOINTMENTS_API_TOKEN": sqod.token,
                "DATABASE_URL": f"sqlite:///{tmp_path / 'frontdesk.sqlite3'}",
            }
            async with BotProcess(tmp_path, variables) as bot:
                url = await bot.start()
                await server.courier.links.some_open()
                yield Street(slack, server, sqod, bot, url, asha, desk)


async def test_a_day_at_the_desk(street: Street) -> None:
    asha, desk = street.asha, street.desk
    await asha.types("/appt book Jane Doe tomorrow 3pm for 45m in Leeds", in_=desk)
    await modal(asha).submit()
    card = await asha.sees_soon(desk, containing="Reference")
    booked = street.sqod.has(name="Jane Doe", minutes=45)
    await asha.sees_soon(desk, containing="Booked: Jane Doe")
    assert booked.reference in card.text

    await asha.clicks("Join", on=card)
    answer = await asha.sees_soon(desk, containing="makes whoever opens it the host")
    assert answer.is_ephemeral
    assert booked.host_key in answer.links["Open the room"]

    await street.server.courier.links.ask_to_reconnect()
    await street.server.courier.links.some_open()
    await asha.types("/appt tomorrow", in_=desk)
    assert "Jane Doe" in asha.last(desk).text
    assert asha.warnings == []
    assert street.slack.complaints == []

    async with httpx.AsyncClient(base_url=street.url) as stranger:
        assert (await stranger.get("/healthz")).text == "live"
        assert (await stranger.get("/readyz")).json() == {"ready": True, "problems": {}}
        assert (await stranger.post("/slack/events", content=b"command=/appt")).status_code == 404
        assert (await stranger.get("/slack/events")).status_code == 404

    await street.bot.ask_to_stop()
    assert await street.bot.ended() == 0


async def test_asked_to_stop_it_finishes_what_it_has_begun(street: Street) -> None:
    street.sqod.slows("create", seconds=1.7)
    await street.asha.types("/appt book Jane Doe tomorrow 3pm", in_=street.desk)
    await modal(street.asha).submit()
    assert "Booking…" in outcome(street.asha).text
    await street.bot.ask_to_stop()

    assert await street.bot.ended() == 0
    assert "Booked: Jane Doe" in outcome(street.asha).text
    street.sqod.has(name="Jane Doe")
