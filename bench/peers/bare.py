"""The least that Bolt for Python can do for a list: acknowledge, ask once, reply once. No features.

python bench/peers/bare.py PORT
"""

from __future__ import annotations

import os
import sys
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import uvicorn
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

LONDON = ZoneInfo("Europe/London")

client = AsyncWebClient(token=os.environ["SLACK_BOT_TOKEN"], base_url=f"{os.environ['SLACK_API_URL']}/")
bolt = AsyncApp(client=client, signing_secret=os.environ["SLACK_SIGNING_SECRET"])
api = httpx.AsyncClient(
    base_url=os.environ["APPOINTMENTS_API_URL"],
    headers={"Authorization": f"Bearer {os.environ['APPOINTMENTS_API_TOKEN']}"},
)


@bolt.command("/appt")
async def command(ack: AsyncAck, respond: AsyncRespond, command: dict[str, Any]) -> None:
    await ack()
    day = date.fromisoformat(command["text"].removeprefix("list "))
    start = datetime.combine(day, time(), LONDON)
    span = {"start_at": _utc(start), "end_at": _utc(start + timedelta(days=1))}
    answer = await api.get("/api/v1/appointments", params={**span, "page": "1", "per_page": "50"})
    sessions = sorted(answer.json()["data"], key=lambda session: session["appointment_at"])
    await respond("\n".join(map(_line, sessions)))


def _utc(moment: datetime) -> str:
    return moment.astimezone(ZoneInfo("UTC")).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _line(session: dict[str, Any]) -> str:
    at = datetime.fromisoformat(session["appointment_at"]).astimezone(LONDON)
    return f"{at:%H:%M} {session['claimant']['name']}"


handler = AsyncSlackRequestHandler(bolt)


async def events(request: Request) -> Response:
    return await handler.handle(request)


app = Starlette(routes=[Route("/slack/events", events, methods=["POST"])])

if __name__ == "__main__":
    uvicorn.run(app, port=int(sys.argv[1]), log_level="warning")
