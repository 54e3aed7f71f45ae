"""What people look for, sealed: the pages of what was found and the menus of a form carry it, and no claimant's name can be read in them.

Sealed with the installation's own secret, not kept: so any process opens what another has sealed, and nothing is left behind.
https://cryptography.io/en/latest/fernet/
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

LONGEST = 600
"""Bytes of a search: sealed it fits into a button's value."""


class Searches:
    """Searches of one workspace; another's can't be opened here."""

    def __init__(self, secret: bytes, team: str) -> None:
        key = hashlib.blake2b(
            team.encode(), key=hashlib.sha256(secret).digest(), person=b"searches", digest_size=32
        )
        self._key = urlsafe_b64encode(key.digest())

    @cached_property
    def _seal(self) -> Fernet:
        from cryptography.fernet import Fernet  # 7 MB, and 10 ms, which a start need not wait for

        return Fernet(self._key)

    def keep(self, text: str) -> str:
        """Seal a search."""
        return self._seal.encrypt(text.encode(errors="replace")).decode()

    def text(self, sealed: str) -> str | None:
        """What was looked for; None if it was not sealed here, or with another secret."""
        from cryptography.fernet import InvalidToken

        try:
            return self._seal.decrypt(sealed).decode()
        except InvalidToken:
            return None
