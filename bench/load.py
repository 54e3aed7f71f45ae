"""The load generator, in a process of its own: commands signed as Slack signs them, so many at once.

    python -m bench.load APP_PORT SLACK_PORT FEED_PORT

Each line on its standard input asks for a run (`{"commands": 300, "at_once": 16}`); each on its output tells of one.
"""

from __future__ import annotations

import asyncio
import hmac
import itertools
import json
import sys
import time
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from urllib.parse import urlencode

from bench.days import days, shows
from bench.slack import ANSWERS, SECRET, TEAM
from bench.wire import Line, run

PATIENCE = 30.0
"""Seconds after which an answer, or an app's start, is no longer waited for."""
PEOPLE = 64
"""Who ask in turn: one person may have five things under way, and no more is measured here."""


@dataclass
class Seen:
    """One command: seconds until its acknowledgement and until its answer, and the answer's body."""

    day: date
    acknowledged: float
    answered: float
    answer: bytes


@dataclass
class Run:
    """What one run was like. Times in milliseconds."""

    commands: int
    right: int
    seconds: float
    ack: list[float]
    answer: list[float]


class Load:
    def __init__(self, app: int, slack: int) -> None:
        self._app, self._slack = app, slack
        self._numbers = itertools.count()
        self._days = itertools.cycle(days())
        self._waiting: dict[str, asyncio.Future[tuple[float, bytes]]] = {}

    async def listen(self, feed: int) -> None:
        """Take what comes to the response URLs."""
        reader, _ = await asyncio.open_connection("127.0.0.1", feed)
        while line := await reader.readline():
            key, at, length = line.decode().split()
            body = await reader.readexactly(int(length))
            waiting = self._waiting.get(key)
            if waiting is not None and not waiting.done():
                waiting.set_result((float(at), body))

    async def run(self, commands: int, at_once: int) -> Run:
        """Send so many commands, `at_once` of them under way all the time; the answers are read afterwards."""
        left = iter(range(commands))
        seen: list[Seen] = []

        async def clerk() -> None:
            line = Line(self._app)
            for _ in left:
                seen.append(await self.one(line))
            line.close()

        begun = time.monotonic()
        await asyncio.gather(*(clerk() for _ in range(at_once)))
        took = time.monotonic() - begun
        return Run(
            commands=len(seen),
            right=sum(shows(one.answer, one.day) for one in seen),
            seconds=took,
            ack=[1000 * one.acknowledged for one in seen],
            answer=[1000 * one.answered for one in seen],
        )

    async def first(self, since: float) -> Run:
        """Ask from the moment the app takes connections; times count from `since`."""
        line = Line(self._app)
        while True:
            try:
                seen = await self.one(line)
            except OSError as error:
                if time.monotonic() - since > PATIENCE:
                    raise TimeoutError("the app does not start") from error
                await asyncio.sleep(0.002)
                continue
            line.close()
            took = time.monotonic() - since
            return Run(1, int(shows(seen.answer, seen.day)), took, [1000 * took], [1000 * took])

    async def one(self, line: Line) -> Seen:
        """Send one command and wait until its answer is seen: in the acknowledgement or at the response URL."""
        key, day = f"r{next(self._numbers)}", next(self._days)
        there = self._waiting[key] = asyncio.get_running_loop().create_future()
        body = self._body(key, day)
        begun = time.monotonic()
        status, said = await line.post("/slack/events", headers_of(body), body)
        acknowledged = time.monotonic()
        if status != 200:
            raise AssertionError(f"the app answered {status}: {said[:200]!r}")
        if str(day).encode() + b"/" in said:
            answered, answer = acknowledged, said
        else:
            answered, answer = await asyncio.wait_for(there, PATIENCE)
        del self._waiting[key]
        return Seen(day, acknowledged - begun, answered - begun, answer)

    def _body(self, key: str, day: date) -> bytes:
        """A slash command. https://docs.slack.dev/interactivity/implementing-slash-commands"""
        number = next(self._numbers)
        return urlencode(
            {
                "token": "unused",
                "team_id": TEAM,
                "team_domain": "bench",
                "channel_id": "C0DESK",
                "channel_name": "front-desk",
                "user_id": f"U0CLERK{number // 2 % PEOPLE}",
                "user_name": "asha",
                "command": "/appt",
                "text": f"list {day}",
                "api_app_id": "A0BENCH",
                "is_enterprise_install": "false",
                "response_url": f"http://127.0.0.1:{self._slack}{ANSWERS}{key}",
                "trigger_id": f"{number}.1.{key}",
            }
        ).encode()


def headers_of(body: bytes) -> dict[str, str]:
    """https://docs.slack.dev/authentication/verifying-requests-from-slack"""
    now = str(int(time.time()))
    signature = hmac.new(SECRET.encode(), b":".join((b"v0", now.encode(), body)), sha256).hexdigest()
    return {
        "Content-Type": "application/x-www-form-urlencoded",
        "Accept": "application/json,*/*",
        "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        "X-Slack-Request-Timestamp": now,
        "X-Slack-Signature": f"v0={signature}",
    }


async def main(app: int, slack: int, feed: int) -> None:
    load = Load(app, slack)
    listening = asyncio.create_task(load.listen(feed))
    loop = asyncio.get_running_loop()
    while asked := await loop.run_in_executor(None, sys.stdin.readline):
        what = json.loads(asked)
        done = await (load.first(what["since"]) if "since" in what else load.run(**what))
        print(json.dumps(asdict(done)), flush=True)
    listening.cancel()


if __name__ == "__main__":
    run(main(*map(int, sys.argv[1:4])))
