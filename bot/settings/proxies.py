"""The proxy that the environment names for an address: one reading for all that we ask outside.

HTTPS_PROXY and HTTP_PROXY go by the address's scheme, ALL_PROXY is for both; in small letters they are the same. NO_PROXY names hosts
with all that is under them, `host:port`, or `*`.
"""

from __future__ import annotations

import os
from urllib.parse import urlsplit
from urllib.request import getproxies_environment, proxy_bypass

_OURS = ("https", "http", "all")
VARIABLES = (*(f"{kind.upper()}_PROXY" for kind in _OURS), "NO_PROXY")
"""Not settings of ours: the environment of every program has them."""


def proxy_for(url: str) -> str | None:
    """Give the proxy through which an address is asked; None: it is asked directly."""
    there = urlsplit(url)
    named = getproxies_environment()
    scheme = {"wss": "https", "ws": "http"}.get(there.scheme, there.scheme)
    proxy = (named.get(scheme) or named.get("all") or "").strip()
    if not proxy or proxy_bypass(there.netloc.rpartition("@")[2]):
        return None
    return _with_scheme(proxy)


def proxy_problems() -> list[str]:
    """Name every variable whose proxy can't be used; never what it says, for it may hold a password."""
    named = getproxies_environment()
    return [
        f"{_variable(kind)}: not a proxy that Frontdesk can use. Give http://host:port, or leave it out."
        for kind in _OURS
        if (proxy := (named.get(kind) or "").strip()) and not _is_usable(_with_scheme(proxy))
    ]


def _with_scheme(proxy: str) -> str:
    return proxy if "://" in proxy else f"http://{proxy}"


def _is_usable(proxy: str) -> bool:
    try:
        there = urlsplit(proxy)
        return there.scheme in ("http", "https") and bool(there.hostname) and there.port != 0
    except ValueError:
        return False


def _variable(kind: str) -> str:
    name = f"{kind}_proxy"
    return name if name in os.environ else name.upper()
