"""Which addresses a stranger may have us ask: those of the open internet, and none of the network that we stand in.

https://owasp.org/www-community/attacks/Server_Side_Request_Forgery
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

from bot.settings import Settings

NOT_OPEN = (
    "this is not an https address of the open internet. Ask whoever runs Frontdesk to connect it for you."
)
METADATA = "this address is not one of a service."


async def refused_addresses(process: Settings, texts: Mapping[str, str]) -> list[str]:
    """Name every variable whose address may not be asked on an admin's word.

    Where anybody may install (INSTALL_ALLOWED=*) whoever types is a stranger, unless Slack itself is within our network.
    """
    strangers = "*" in process.install_allowed and not await _is_inside(process.slack_api_url or "")
    problems = []
    for name, text in texts.items():
        if not text.lower().startswith(("http://", "https://")):
            continue
        if strangers and (text.lower().startswith("http://") or await _is_inside(text)):
            problems.append(f"{name}: {NOT_OPEN}")
        elif await _is_link_local(text):
            problems.append(f"{name}: {METADATA}")
    return problems


async def _is_inside(url: str) -> bool:
    return any(not ip_address(one).is_global for one in await _addresses(url))


async def _is_link_local(url: str) -> bool:
    """Where a machine in a cloud is told its own secrets."""
    return any(ip_address(one).is_link_local for one in await _addresses(url))


async def _addresses(url: str) -> list[str]:
    """The addresses that a name stands for now; none where it stands for nothing, which the trial then says."""
    try:
        host = urlsplit(url).hostname or ""
        found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, ValueError):
        return []
    return [str(entry[4][0]).partition("%")[0] for entry in found]
