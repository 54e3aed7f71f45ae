"""Play a booking story through the running bot, over real HTTP, and print what each person sees."""

from __future__ import annotations

import asyncio
import secrets
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.apis.vendors import VENDORS
from bot.app import Bot, running_bot
from bot.observe.logs import set_up_logs
from bot.playground.show import show_message, show_modal
from bot.serve.ports import serving
from bot.service.sample import seed
from bot.settings import given_settings
from bot.standins.slack import Channel, Modal, Person, Seen, SlackServer, Workspace
from bot.storage.engine import open_engine
from bot.storage.migrate import migrate

Say = Callable[[str], None]
SETTLES_IN = 30.0
"""Seconds that a scene may take to come to rest."""


class StoryFailed(Exception):
    """The story did not go as it should."""


def play(say: Say = print) -> None:
    """Play the story with a throwaway database and a stand-in Slack; nothing of it stays. Raises StoryFailed."""
    with tempfile.TemporaryDirectory(prefix="frontdesk-") as folder:
        asyncio.run(_play(Path(folder), say))


async def _play(folder: Path, say: Say) -> None:
    slack = Workspace()
    # The first start after an installation may be slow, and the story is not of Slack's three seconds
    slack.waits(SETTLES_IN)
    asha = slack.person("Asha Patel")
    ben = slack.person("Ben Duval", tz="Europe/Paris", locale="fr-FR")
    gus = slack.person("Gus Guest", guest=True)
    desk, lobby = slack.channel("front-desk", private=True), slack.channel("lobby")
    database = f"sqlite:///{folder / 'frontdesk.sqlite3'}"
    await _fill(database)
    async with (
        SlackServer(slack, signing_secret=secrets.token_hex(16)) as slack_server,
        _bot(slack, slack_server, database) as bot,
    ):
        await _tell(slack, bot, asha, ben, gus, desk, lobby, say)
    if slack.complaints:
        raise StoryFailed("; ".join(str(one) for one in slack.complaints))
    say("\nThat was the running bot over real HTTP, signed as Slack signs. Nothing of it was kept.")


async def _tell(
    slack: Workspace,
    bot: Bot,
    asha: Person,
    ben: Person,
    gus: Person,
    desk: Channel,
    lobby: Channel,
    say: Say,
) -> None:
    async def types(person: Person, text: str, channel: Channel) -> None:
        say(f"\n{person.name} types in #{channel.name}:  {text}\n")
        await person.types(text, in_=channel)
        await _at_rest(slack, bot)

    def form(person: Person) -> Modal:
        if person.modal is None:
            raise StoryFailed(f"{person.name} should have a form open")
        return person.modal

    def outcome(person: Person) -> str:
        """The line that she has when a form has closed, or the form where it still stands."""
        if person.modal is not None:
            return show_modal(person.modal)
        return show_message([seen for seen in person.sees(desk) if seen.is_ephemeral][-1])

    def card(person: Person) -> Seen:
        return [seen for seen in person.sees(desk) if not seen.is_ephemeral][-1]

    await types(asha, "/appt help", desk)
    say(show_message(asha.last(desk)))
    await types(asha, "/appt book Jane Doe tomorrow 3pm for 45m in Leeds with a Polish interpreter", desk)
    say(show_modal(form(asha)))
    say(f"\n{asha.name} presses Book.\n")
    await form(asha).submit()
    await _at_rest(slack, bot)
    say(outcome(asha))
    say(f"\nThe card in #{desk.name}, as {ben.name} in Paris sees it:\n")
    say(show_message(card(ben)))
    say(f"\n{ben.name} presses Reschedule, and there +30 min.\n")
    await ben.clicks("Reschedule", on=card(ben))
    await _at_rest(slack, bot)
    await form(ben).press("+30 min")
    await _at_rest(slack, bot)
    say(show_modal(form(ben)))
    await form(ben).submit()
    await _at_rest(slack, bot)
    say(outcome(ben))
    say("\nThe same card, redrawn where it stands:\n")
    say(show_message(card(asha)))
    await types(asha, "/appt tomorrow dept:Leeds", desk)
    say(show_message(asha.last(desk)))
    await types(gus, "/appt book John Smith monday 10am", lobby)
    say(show_message(gus.last(lobby)))
    say(f"\n{asha.name} presses Cancel appointment, gives a reason and sends it.\n")
    await asha.clicks("Cancel appointment", on=card(asha))
    await _at_rest(slack, bot)
    await form(asha).fill("Reason", "Claimant asked for another day")
    say(show_modal(form(asha)))
    await form(asha).submit()
    await _at_rest(slack, bot)
    say(outcome(asha))
    say("\nAnd the card:\n")
    say(show_message(card(asha)))


async def _fill(database: str) -> None:
    """Give the built-in service a few days of sessions."""
    engine = open_engine(database)
    try:
        await migrate(engine)
        await seed(engine, now=datetime.now(UTC), zone=ZoneInfo("Europe/London"), sessions_a_day=6, days=5)
    finally:
        await engine.dispose()


@asynccontextmanager
async def _bot(slack: Workspace, slack_server: SlackServer, database: str) -> AsyncIterator[Bot]:
    settings = given_settings(
        VENDORS,
        log_level="error",
        slack_bot_token=slack.bot_token,
        slack_signing_secret=slack_server.signing_secret,
        slack_api_url=slack_server.api_url,
        database_url=database,
    )
    set_up_logs(settings)
    async with running_bot(settings) as bot, serving(bot.web) as url:
        slack_server.connect(url)
        yield bot


async def _at_rest(slack: Workspace, bot: Bot) -> None:
    """Wait until the bot has nothing in hand and nothing to deliver."""
    async with asyncio.timeout(SETTLES_IN):
        await asyncio.sleep(0.05)
        while not await bot.idle():  # noqa: ASYNC110 - the end of all work is no single event
            await asyncio.sleep(0.03)
    await slack.settled()
