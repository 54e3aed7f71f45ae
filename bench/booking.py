"""How long after the submit a booking's card is seen, above what the service and Slack take: `python -m bench.booking`.

Frontdesk runs in a process of its own, on SQLite; the strict stand-ins for Slack and SQOD run here, and SQOD takes its time.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from pathlib import Path

import httpx
from prometheus_client.parser import text_string_to_metric_families

from bot.apis.sqod.api import LIST, ONE
from bot.standins.slack import Channel, Person, SlackServer, Workspace
from tests.standins.sqod import StandInSqod
from tests.stories.process import BotProcess, connected_to
from tests.stories.scene import SECRET, modal

INITIALS = "ABCDEFGHIJKLMNOPQRST"
"""Of the claimants, each of whom is booked once: who has another session at that time is asked about."""
TOKEN = "token-of-who-measures"
CALL = 0.05
"""Seconds that SQOD takes for each call."""
ALLOWED = 0.020
"""Seconds that we may take on top of the calls."""


async def booked(person: Person, desk: Channel, number: int) -> float:
    """Book once: seconds from the submit until the card stands in the channel. Raises RuntimeError where it is not booked."""
    before = len([seen for seen in person.sees(desk) if not seen.is_ephemeral])
    await person.types(
        f"/appt book Jane {INITIALS[number]} Doe tomorrow {8 + number // 6}:{number % 6}0", in_=desk
    )
    form = modal(person)
    begun = time.monotonic()
    submit = asyncio.create_task(form.submit())
    while len([seen for seen in person.sees(desk) if not seen.is_ephemeral]) == before:
        if submit.done() and person.modal is not None:
            raise RuntimeError(modal(person).text)
        await asyncio.sleep(0.001)
    took = time.monotonic() - begun
    await submit
    return took


async def calls(url: str) -> tuple[float, float]:
    """Seconds that the two calls of the service took together, and one `chat.postMessage`, as Frontdesk itself counts them."""
    async with httpx.AsyncClient(headers={"Authorization": f"Bearer {TOKEN}"}) as prometheus:
        page = (await prometheus.get(f"{url}/metrics")).text
    told = {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(page)
        for sample in family.samples
    }

    def mean(metric: str, **labels: str) -> float:
        those = frozenset(labels.items())
        return told[(f"{metric}_sum", those)] / told[(f"{metric}_count", those)]

    service, slack = "frontdesk_api_request_seconds", "frontdesk_slack_call_seconds"
    create = mean(service, method="POST", path=LIST, outcome="201")
    get = mean(service, method="GET", path=ONE, outcome="200")
    return create + get, mean(slack, method="chat.postMessage", outcome="ok")


async def measured(folder: Path) -> tuple[list[float], tuple[float, float]]:
    """Seconds of each booking; and of the service's calls and Slack's."""
    slack = Workspace()
    asha = slack.person("Asha Patel")
    # Each in a channel of its own: into one channel Slack takes a message a second, and Frontdesk sends no more.
    desks = [slack.channel(f"desk-{number}", private=True) for number in range(len(INITIALS))]
    with StandInSqod() as sqod:
        for operation in ("create", "get"):
            sqod.slows(operation, CALL)
        async with SlackServer(slack, signing_secret=SECRET) as server:
            settings = {
                **connected_to(server, sqod),
                "DATABASE_URL": f"sqlite:///{folder / 'frontdesk.sqlite3'}",
                "METRICS_TOKEN": TOKEN,
            }
            async with BotProcess(folder, settings) as bot:
                url = await bot.start()
                server.connect(url)
                await asyncio.sleep(3)
                times = [await booked(asha, desk, number) for number, desk in enumerate(desks)]
                return times, await calls(url)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        times, (service, slack) = asyncio.run(measured(Path(folder)))
    ours = sorted(1000 * (took - service - slack) for took in times)
    print(
        f"Submit to card, above two calls of the service ({1000 * service:.0f} ms) and one of Slack's "
        f"({1000 * slack:.0f} ms): median {statistics.median(ours):.0f} ms, best {ours[0]:.0f}, worst {ours[-1]:.0f}; "
        f"{1000 * ALLOWED:.0f} ms are allowed."
    )


if __name__ == "__main__":
    main()
