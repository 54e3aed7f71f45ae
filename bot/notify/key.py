"""The API key of a GOV.UK Notify service, and the token that is signed with it anew for each request."""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import urlsafe_b64encode

from msgspec import Struct
from pydantic import SecretStr

from bot.settings.notify import API_KEY


class Key(Struct, frozen=True):
    """`service` is the id of the service that the key belongs to."""

    service: str
    secret: SecretStr

    @classmethod
    def read(cls, text: SecretStr) -> Key:
        """Read a key as Notify hands it out. Raises ValueError."""
        found = API_KEY.fullmatch(text.get_secret_value())
        if found is None:
            raise ValueError("no API key of GOV.UK Notify")
        return cls(found["service"], SecretStr(found["secret"]))

    def token(self, now: float) -> str:
        """Sign a token (RFC 7519, HS256) that is good for 30 seconds round `now`, in seconds since 1970.

        https://docs.notifications.service.gov.uk/rest-api.html#authorisation-header
        """
        head = _part({"typ": "JWT", "alg": "HS256"})
        body = _part({"iss": self.service, "iat": int(now)})
        signed = f"{head}.{body}".encode()
        secret = self.secret.get_secret_value().encode()
        return f"{head}.{body}.{_written(hmac.digest(secret, signed, hashlib.sha256))}"


def _part(claims: dict[str, str | int]) -> str:
    return _written(json.dumps(claims, separators=(",", ":")).encode())


def _written(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")
