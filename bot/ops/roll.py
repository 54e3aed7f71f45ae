"""The roll of workspaces: a line each."""

from __future__ import annotations

import asyncio

from bot.app import now_utc
from bot.connecting.connecting import Connecting, service_of
from bot.settings import BadSettings, Settings, UnknownVendor
from bot.storage.asynchronous import AsyncEngine
from bot.storage.connections import Told
from bot.storage.installations import Installations
from bot.storage.vault import Vault

AT_ONCE = 10
"""Services that are asked at the same time how they are."""


async def roll(settings: Settings, engine: AsyncEngine) -> list[tuple[str, str, str, str]]:
    """Give of every workspace its id, its name, its service, and how it is."""
    connecting = Connecting(settings, engine, now_utc)
    said = await connecting.kept.said_by_all()
    names = await Installations(engine, now_utc, Vault(settings.secret_keys)).names()
    turns = asyncio.Semaphore(AT_ONCE)

    async def line(team: str) -> tuple[str, str, str, str]:
        async with turns:
            how = await _how(connecting, team, is_connected=team in said, is_installed=team in names)
        return team, names.get(team, "-"), _service(said.get(team)), how

    return list(await asyncio.gather(*(line(team) for team in sorted({*said, *names}))))


def _service(said: object) -> str:
    if not isinstance(said, dict):
        return "-"
    try:
        return service_of(Told(said))
    except UnknownVendor:
        return "unknown"


async def _how(connecting: Connecting, team: str, *, is_connected: bool, is_installed: bool) -> str:
    if not is_connected:
        return "not connected"
    try:
        findings = await connecting.how_it_is(team)
    except BadSettings as bad:
        return f"its settings need attention: {' '.join(bad.problems)}"
    wrong = [finding for finding in findings if finding.mend is not None]
    if wrong:
        return f"{wrong[0].about}: {wrong[0].found}"
    return "ok" if is_installed else "ok, and not installed yet"
