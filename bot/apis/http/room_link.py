"""A room's link: mended where the vendor breaks it, refused where it leads elsewhere, searched for a host key."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import unquote

_KEY = "roomKey="
_WORD = "A-Za-z0-9_"  # as `\w`, which takes half as long again
_URL = re.compile(rf"(https?)://([{_WORD}.-]++)(?::[0-9]++)?+(?:[/?#][{_WORD}\-.~:/?#\[\]@!$&'()*+,;=%]*+)?+")
# Rather a harmless link too many behind the Join button than one key in a channel.
_KEY_NAME = re.compile(r"[?&#;][^=&#;]*(key|pin|token|pwd|pass|jwt|secret|auth)[^=&#;]*=", re.IGNORECASE)
_JWT = re.compile(r"eyJ[\w-]{4,}\.[\w-]{4,}")


def mended(link: str) -> str:
    """Put back the `?` that the vendor prints as a blank before `roomKey=`, and take out all other blanks."""
    parts = link.split()
    for number, part in enumerate(parts):
        if number and part.startswith(_KEY):
            before = "".join(parts[:number])
            before = before[:-1] if before.endswith(("?", "&")) else before
            return "".join((before, "&" if "?" in before else "?", *parts[number:]))
    return "".join(parts)


def host_link(link: str, hosts: Sequence[str]) -> str | None:
    """Give the mended link of a room, or None unless it is https to one of `hosts`.

    A host that begins with a dot (".whereby.com") stands for all under it, else it is meant alone.
    """
    url = mended(link)
    parts = _URL.fullmatch(url)
    if parts is None or parts[1] != "https":
        return None
    host = parts[2].lower()
    for name in hosts:
        known = name.lower()
        if host == known or (known.startswith(".") and host.endswith(known)):
            return url
    return None


def claimant_link(link: str) -> str | None:
    """Give the claimant's link, None where it is not a plain web address. Its host is the customer's own portal."""
    url = mended(link)
    return url if _URL.fullmatch(url) else None


def has_key(url: str) -> bool:
    """Tell whether a link carries something that makes whoever opens it the host, such as `roomKey` or a token."""
    return _shows_key(url) or ("%" in url and _shows_key(unquote(url)))


def _shows_key(url: str) -> bool:
    return bool(_KEY_NAME.search(url) or _JWT.search(url))
