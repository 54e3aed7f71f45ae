"""The page's own little server: its files, what happens as server-sent events, and what a person does as JSON posts.

It answers this machine only: a name that leads here from somebody else's page is turned away.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from bot.playground.hands import Hands
from bot.playground.house import House, as_seen
from bot.playground.weather import Sky
from bot.serve.ports import is_loopback
from bot.standins.slack import NotThere, SlackError
from bot.standins.slack.model import Json

PAGE = Path(__file__).parent / "page"
LONGEST_LEAP = timedelta(days=60)
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src http: https: data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

Deed = Callable[[Hands, Json], Awaitable[Any]]


async def _use(hands: Hands, told: Json) -> Json:
    if "view" in told:
        heard = await hands.use_in_view(
            told["view"],
            told["block"],
            told["action"],
            told.get("value"),
            told.get("values", {}),
            told.get("moment", "change"),
        )
    else:
        heard = await hands.use_in_message(
            told["channel"], told["ts"], told["block"], told["action"], told.get("value")
        )
    return {"heard": heard}


async def _suggest(hands: Hands, told: Json) -> Json:
    menu = told["block"], told["action"], told["typed"]
    if "view" in told:
        return {"options": await hands.suggestions(told["view"], *menu)}
    return {"options": await hands.suggestions_in_message(told["channel"], told["ts"], *menu)}


DEEDS: dict[str, Deed] = {
    "say": lambda hands, told: hands.say(told["channel"], told["text"], told.get("thread")),
    "use": _use,
    "suggest": _suggest,
    "submit": lambda hands, told: hands.submit(told["view"], told["values"]),
    "close": lambda hands, told: hands.close(told["view"], everything=bool(told.get("everything"))),
    "choose": lambda hands, told: hands.choose(told["name"], told.get("channel"), told.get("ts")),
    "home": lambda hands, told: hands.open_home(),
}
"""What a person can do on the page."""


class Site:
    """The routes of the page over a house."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.app = web.Application(middlewares=[_this_machine_only])
        self.app.router.add_get("/", self._index)
        self.app.router.add_static("/page", PAGE, append_version=False)
        self.app.router.add_get("/live", self._live)
        self.app.router.add_post("/do/{deed}", self._do)
        self.app.router.add_get("/file/{file}", self._file)
        self.app.router.add_post("/set/clock", self._set_clock)
        self.app.router.add_post("/set/sky", self._set_sky)
        self.app.router.add_post("/set/reset", self._reset)

    async def _index(self, _: web.Request) -> web.StreamResponse:
        return web.FileResponse(PAGE / "index.html", headers={"Content-Security-Policy": _POLICY})

    async def _live(self, request: web.Request) -> web.StreamResponse:
        """Tell one person all that changes on her screen, beginning with the whole of it."""
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        await response.prepare(request)
        with self.house.watching() as watcher, suppress(ConnectionResetError):
            while (news := await watcher.get()).kind != "end":
                stage = await self.house.stage()
                person = stage.people.get(request.query.get("as", "")) or next(iter(stage.people.values()))
                drawn = as_seen(news, stage, person)
                if drawn is not None:
                    line = f"event: {news.kind}\ndata: {json.dumps(drawn, default=str)}\n\n"
                    await response.write(line.encode())
        return response

    async def _do(self, request: web.Request) -> web.StreamResponse:
        deed = DEEDS.get(request.match_info["deed"])
        told = await _told(request)
        stage = await self.house.stage()
        person = stage.people.get(str(told.get("as")))
        if deed is None or person is None:
            raise web.HTTPNotFound
        try:
            done = await deed(Hands(person), told)
        except NotThere as gone:
            return web.json_response({"error": str(gone)}, status=409)
        except (KeyError, TypeError, ValueError, SlackError) as wrong:
            return web.json_response({"error": f"not understood: {wrong}"}, status=400)
        return web.json_response(done if isinstance(done, dict) else {})

    async def _file(self, request: web.Request) -> web.StreamResponse:
        """Give a person a file that stands in one of her conversations."""
        stage = await self.house.stage()
        person = stage.people.get(str(request.query.get("as")))
        file = stage.workspace.files.all.get(request.match_info["file"])
        if person is None or file is None or file.deleted or not file.content:
            raise web.HTTPNotFound
        if not any(person.user.id in stage.workspace.channels[one].members for one in file.shared_in):
            raise web.HTTPNotFound
        name = {"Content-Disposition": f'attachment; filename="{file.name}"'}
        return web.Response(body=file.content, content_type="application/octet-stream", headers=name)

    async def _set_clock(self, request: web.Request) -> web.StreamResponse:
        told = await _told(request)
        try:
            by = timedelta(minutes=float(told["minutes"]))
        except (KeyError, TypeError, ValueError, OverflowError):
            raise web.HTTPBadRequest(text="minutes: a number is needed") from None
        if not timedelta() <= by <= LONGEST_LEAP:
            raise web.HTTPBadRequest(text="minutes: the clock goes forward only, and 60 days at most")
        (await self.house.stage()).advance(by)
        self.house.tell("screen")
        return web.json_response({})

    async def _set_sky(self, request: web.Request) -> web.StreamResponse:
        told = await _told(request)
        try:
            sky = Sky(str(told.get("sky")))
        except ValueError:
            raise web.HTTPBadRequest(text="sky: there is no such weather") from None
        (await self.house.stage()).weather.sky = sky
        self.house.tell("controls")
        return web.json_response({})

    async def _reset(self, request: web.Request) -> web.StreamResponse:
        await _told(request)
        await self.house.begin_anew()
        return web.json_response({})


async def _told(request: web.Request) -> Json:
    """Read a JSON post. Another site's page can't send this type without being asked about first, and is refused then."""
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType(text="application/json is needed")
    try:
        told = await request.json()
    except ValueError:
        raise web.HTTPBadRequest(text="that is not JSON") from None
    if not isinstance(told, dict):
        raise web.HTTPBadRequest(text="a JSON object is needed")
    return told


@web.middleware
async def _this_machine_only(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    if not is_loopback(urlsplit(f"//{request.host}").hostname or ""):
        raise web.HTTPForbidden(text="The playground answers this machine only.")
    return await handler(request)
