"""Secrets at rest: sealed with SECRET_KEYS, each for one team and one purpose, and opened only as that.

https://cryptography.io/en/latest/fernet/#cryptography.fernet.MultiFernet
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from pydantic import SecretStr


class CannotOpen(Exception):
    """What is kept sealed for one team can't be opened: the key is not among SECRET_KEYS, or it was sealed for somebody else.

    It is the trouble of that team alone.
    """

    def __init__(self, team: str, purpose: str) -> None:
        super().__init__(
            f"What is kept for workspace {team} ({purpose}) can't be opened with the keys in SECRET_KEYS. "
            "Put the key that it was sealed with back, or have it given anew."
        )
        self.team = team
        self.purpose = purpose


class Vault:
    """Seals with the first key, opens with any. `keys` are those of SECRET_KEYS, the newest first."""

    def __init__(self, keys: Sequence[SecretStr]) -> None:
        fernets = [Fernet(key.get_secret_value()) for key in keys]
        self._all = MultiFernet(fernets) if fernets else None
        self._newest = fernets[0] if fernets else None

    def seal(self, team: str, purpose: str, secret: SecretStr) -> str:
        """Seal a secret. Raises CannotOpen where there is no key: what was sealed could not be opened."""
        if self._newest is None:
            raise CannotOpen(team, purpose)
        bound = json.dumps([team, purpose, secret.get_secret_value()])
        return self._newest.encrypt(bound.encode()).decode()

    def open(self, team: str, purpose: str, sealed: str) -> SecretStr:
        """Open what was sealed for this team and purpose. Raises CannotOpen."""
        try:
            if self._all is None:
                raise InvalidToken
            whose, what_for, secret = json.loads(self._all.decrypt(sealed))
            if (whose, what_for) != (team, purpose):
                raise InvalidToken
            return SecretStr(secret)
        except (InvalidToken, ValueError, TypeError) as error:
            raise CannotOpen(team, purpose) from error

    def is_newest(self, sealed: str) -> bool:
        """Whether the newest key opens it."""
        try:
            return self._newest is not None and bool(self._newest.decrypt(sealed))
        except InvalidToken:
            return False

    def resealed(self, sealed: str) -> str | None:
        """The same, sealed with the newest key, for whomever it was sealed; None: no key opens it."""
        try:
            return self._all.rotate(sealed).decode() if self._all is not None else None
        except InvalidToken:
            return None


def new_key() -> str:
    """Make a key for SECRET_KEYS."""
    return Fernet.generate_key().decode()
