"""What people have looked for lately, so that the pages of what was found need not carry a claimant's name."""

from __future__ import annotations

import secrets
from collections import OrderedDict

KEPT = 1000


class Searches:
    """Searches by an unguessable word; the oldest are forgotten, and all of them at the process's end."""

    def __init__(self) -> None:
        self._texts: OrderedDict[str, str] = OrderedDict()

    def keep(self, text: str) -> str:
        """Remember a search and give the word for it."""
        token = secrets.token_hex(8)
        self._texts[token] = text
        while len(self._texts) > KEPT:
            self._texts.popitem(last=False)
        return token

    def text(self, token: str) -> str | None:
        """What was looked for; None if that is forgotten."""
        return self._texts.get(token)
