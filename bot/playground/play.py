"""Run the playground: the real bot, a stand-in Slack and a page to use it with, all on this machine, all throwaway."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from aiohttp import web

from bot.playground.clock import PlayClock
from bot.playground.house import House
from bot.playground.site import Site
from bot.playground.stage import SESSIONS_A_DAY, TRIES, USUAL, Stage, staged
from bot.serve.ports import is_loopback

Say = Callable[[str], None]
MakeClock = Callable[[], PlayClock]
OnStage = Callable[[House], None]


class CannotPlay(Exception):
    """The playground can't be opened; the message says why and what to do."""


def run_playground(
    host: str = "127.0.0.1",
    port: int = 8765,
    say: Say = print,
    provider: str = USUAL,
) -> None:
    """Play until Ctrl-C or SIGTERM. Raises CannotPlay."""
    if provider not in TRIES:
        raise CannotPlay(f"There is no {provider} to play with. Give {' or '.join(TRIES)}.")
    if not is_loopback(host):
        raise CannotPlay(f"The playground is for this machine only; {host} can be reached from others.")
    with suppress(KeyboardInterrupt):  # pressed while one stage went and the next was not there yet
        asyncio.run(_until_told_to_stop(host, port, say, provider))


async def _until_told_to_stop(host: str, port: int, say: Say, provider: str) -> None:
    say("Setting the stage …")
    async with playground(host, port, on_stage=_ends_by_signal, provider=provider) as (address, house):
        say(f"The playground is open at {address}\nPress Ctrl-C to end it; nothing of it is kept.")
        await house.over.wait()
        say("Clearing the stage …")


def _ends_by_signal(house: House) -> None:
    """Take the signals over. The bot's own server wants them too and takes them whenever it starts."""
    loop = asyncio.get_running_loop()
    for one in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(one, house.over.set)


@asynccontextmanager
async def playground(
    host: str = "127.0.0.1",
    port: int = 0,
    *,
    clock: MakeClock = PlayClock,
    sessions_a_day: int = SESSIONS_A_DAY,
    on_stage: OnStage = lambda house: None,
    provider: str = USUAL,
) -> AsyncIterator[tuple[str, House]]:
    """Open the playground; gives the page's address. `on_stage` is called whenever a stage stands, anew after a reset."""
    house = House()
    async with _page(house, host, port) as address:
        playing = asyncio.create_task(
            _plays(house, clock, sessions_a_day, on_stage, provider), name="playground"
        )
        try:
            await _first_stage(house, playing)
            yield address, house
        finally:
            house.tell("end")
            playing.cancel()
            with suppress(asyncio.CancelledError):
                await playing


async def _first_stage(house: House, playing: asyncio.Task[None]) -> Stage:
    """Wait for the first stage, or for the reason why there is none."""
    standing = asyncio.ensure_future(house.stage())
    await asyncio.wait((standing, playing), return_when=asyncio.FIRST_COMPLETED)
    if not standing.done():
        standing.cancel()
        await playing
    return await standing


async def _plays(
    house: House, clock: MakeClock, sessions_a_day: int, on_stage: OnStage, provider: str
) -> None:
    """Set one stage after the other, each when somebody wants to begin anew."""
    try:
        while True:
            async with staged(clock(), sessions_a_day=sessions_a_day, provider=provider) as stage:
                on_stage(house)
                with house.playing(stage):
                    await house.curtain.wait()
    finally:
        house.over.set()


@asynccontextmanager
async def _page(house: House, host: str, port: int) -> AsyncIterator[str]:
    runner = web.AppRunner(Site(house).app, access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as taken:
            raise CannotPlay(
                f"Port {port} on {host} can't be listened on: {os.strerror(taken.errno or 0)}. "
                "Perhaps another playground is open: close it, or give another port."
            ) from taken
        name, number = runner.addresses[0][:2]
        yield f"http://[{name}]:{number}" if ":" in name else f"http://{name}:{number}"
    finally:
        await runner.cleanup()
