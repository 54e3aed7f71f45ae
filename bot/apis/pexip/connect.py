"""Connect to an enterprise at Pexip Engage: its addresses, headers, and how many requests the vendor lets us have at once."""

from __future__ import annotations

import asyncio
import time
from urllib.parse import quote
from weakref import WeakKeyDictionary

from bot.apis.http.client import BUDGET, Credentials, Http
from bot.apis.http.connections import Transport
from bot.apis.http.deadline import Clock
from bot.apis.http.exchange import CORRELATION
from bot.apis.http.retry import AS_USUAL, Retry
from bot.apis.pexip.api import PexipApi
from bot.apis.pexip.asks import PexipOptions
from bot.apis.pexip.refusal import pexip_refusal
from bot.apis.pexip.undocumented import pexip_class
from bot.appointments.correlation import action

PUBLIC = "https://api.pexipengage.com"
AT_ONCE = 3
"""The vendor lets an address have four under way; one is left for whoever else asks from here.

https://developer.pexipengage.com/topic/topic-rate-limiting
"""
_slots: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


def token_url(enterprise: str) -> str:
    """Where an enterprise's tokens are asked for. https://developer.pexipengage.com/staging/authentication"""
    realm = quote(enterprise, safe="")
    return f"https://auth.pexipengage.com/realms/{realm}/protocol/openid-connect/token"


def pexip_api(
    base_url: str,
    enterprise: str,
    credentials: Credentials,
    *,
    name: str = "Pexip Engage",
    tells_claimant: bool = True,
    options: PexipOptions | None = None,
    budget: float = BUDGET,
    transport: Transport = None,
    clock: Clock = time.monotonic,
    retry: Retry = AS_USUAL,
) -> PexipApi:
    """Connect to an enterprise, at the base URL without `/enterprises/…`."""
    options = options or PexipOptions()
    language = options.accept_language

    def headers() -> dict[str, str]:
        return {CORRELATION: action(), "Accept-Language": language}

    http = Http(
        f"{base_url.rstrip('/')}/enterprises/{quote(enterprise, safe='')}",
        credentials,
        refusal=pexip_refusal,
        budget=budget,
        slots=_shared_slots(),
        headers=headers,
        transport=transport,
        clock=clock,
        retry=retry,
    )
    return pexip_class(options)(http, name=name, tells_claimant=tells_claimant, options=options)


def _shared_slots() -> asyncio.Semaphore:
    """The slots of this process, whatever it connects to; tests have a loop each."""
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.Semaphore(AT_ONCE)
    return _slots.setdefault(loop, asyncio.Semaphore(AT_ONCE))
