"""A stand-in Slack for load, in a process of its own: the Web API methods that are called, and response URLs.

    python -m bench.slack PORT FEED_PORT

What comes to a response URL is noted with the moment at which it came and passed on to whoever is connected to the feed.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from urllib.parse import parse_qs, urlsplit

from bench.wire import Request, run, serve

TEAM, BOT = "T0BENCH", "U0BOT"
TOKEN = "xoxb-of-the-bench"
SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
ANSWERS = "/answers/"


def told(method: str, asked: dict[str, str]) -> object:
    """What a Web API method answers. https://docs.slack.dev/reference/methods"""
    match method:
        case "auth.test":
            return {
                "ok": True,
                "team_id": TEAM,
                "user_id": BOT,
                "bot_id": "B0BOT",
                "team": "Bench",
                "user": "bot",
            }
        case "users.info":
            team = asked.get("team_id", TEAM)  # of many workspaces each says which it is
            user = {"id": asked["user"], "team_id": team, "name": "asha", "real_name": "Asha Patel"}
            return {"ok": True, "user": user | {"tz": "Europe/London", "locale": "en-GB", "profile": {}}}
        case "conversations.info":
            return {"ok": True, "channel": {"id": asked["channel"], "is_private": True, "is_member": True}}
        case _:
            return {"ok": False, "error": "unknown_method"}


class Feed:
    """Passes on what comes to response URLs: one line `KEY SECONDS LENGTH`, then the body."""

    def __init__(self) -> None:
        self._readers: list[asyncio.StreamWriter] = []

    async def connected(self, nothing: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._readers.append(writer)
        await nothing.read()  # nothing is ever sent: this is its end
        self._readers.remove(writer)

    def pass_on(self, key: str, body: bytes) -> None:
        for reader in self._readers:
            reader.write(f"{key} {time.monotonic()} {len(body)}\n".encode() + body)


async def main(port: int, feed_port: int) -> None:
    feed = Feed()
    await asyncio.start_server(feed.connected, "127.0.0.1", feed_port)

    def answer(request: Request) -> bytes:
        url = urlsplit(request.path)
        if url.path.startswith(ANSWERS):
            feed.pass_on(url.path.removeprefix(ANSWERS), request.body)
            return b'"ok"'
        asked = parse_qs(url.query) | parse_qs(request.body.decode())
        method = url.path.rpartition("/")[2]
        return json.dumps(told(method, {key: values[-1] for key, values in asked.items()})).encode()

    await serve(answer, port)


if __name__ == "__main__":
    run(main(int(sys.argv[1]), int(sys.argv[2])))
