"""What GOV.UK Notify insists on, and how it says no.

https://docs.notifications.service.gov.uk/rest-api.html
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

CLOCKS = 30
"""Seconds that a token's `iat` may be off."""
LONGEST_TEXT = 918
_PLACEHOLDER = re.compile(r"\(\(([^()]+)\)\)")
_UK_MOBILE = re.compile(r"(?:\+?44|0)?7\d{9}")
_ABROAD = re.compile(r"\+(?!44)\d{8,15}")
_MORE = {
    "phone_number": ("sms_sender_id",),
    "email_address": ("email_reply_to_id", "one_click_unsubscribe_url", "sanitise_content_for"),
}
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@.]+")


class Refusal(Exception):
    """An answer that says no."""

    def __init__(self, status: int, kind: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"status_code": status, "errors": [{"error": kind, "message": message}]}


def bad(message: str) -> Refusal:
    return Refusal(400, "BadRequestError", message)


def invalid(message: str) -> Refusal:
    return Refusal(400, "ValidationError", message)


def check_token(header: str | None, keys: Mapping[str, str], service: str, now: float) -> str:
    """Give the kind of the key that a request is signed with; `keys`: each kind with its secret."""
    if not header:
        raise Refusal(401, "AuthError", "Unauthorized: authentication token must be provided")
    scheme, _, token = header.partition(" ")
    if scheme.title() != "Bearer":
        raise Refusal(401, "AuthError", "Unauthorized: authentication bearer scheme must be used")
    try:
        head, body, signature = token.split(".")
        claims, told = _part(body), _part(head)
    except (ValueError, TypeError) as error:
        raise Refusal(403, "AuthError", "Invalid token: signature, api token is not valid") from error
    if told != {"typ": "JWT", "alg": "HS256"}:
        raise Refusal(403, "AuthError", "Invalid token: algorithm used is not HS256")
    if claims.get("iss") is None:
        raise Refusal(403, "AuthError", "Invalid token: iss field not provided")
    if claims["iss"] != service:
        raise Refusal(403, "AuthError", "Invalid token: service not found")
    signed = f"{head}.{body}".encode()
    kinds = [
        kind
        for kind, secret in keys.items()
        if hmac.compare_digest(_bytes(signature), hmac.digest(secret.encode(), signed, hashlib.sha256))
    ]
    if not kinds:
        raise Refusal(403, "AuthError", "Invalid token: API key not found")
    at = claims.get("iat")
    if not isinstance(at, int) or abs(now - at) > CLOCKS:
        raise Refusal(403, "AuthError", "Error: Your system clock must be accurate to within 30 seconds")
    return kinds[0]


def _part(text: str) -> dict[str, Any]:
    told = json.loads(_bytes(text))
    if not isinstance(told, dict):
        raise TypeError("no object")
    return told


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def check_body(body: Any, address: str) -> None:
    """Take what may be sent and nothing else; `address` is the name of the field that says to whom."""
    if not isinstance(body, dict):
        raise invalid("body must be an object")
    for name in (address, "template_id"):
        if name not in body:
            raise invalid(f"{name} is a required property")
    known = {address, "template_id", "personalisation", "reference", *_MORE[address]}
    if strange := sorted(set(body) - known):
        raise invalid(f"Additional properties are not allowed ({', '.join(strange)} was unexpected)")
    if not is_uuid(body["template_id"]):
        raise invalid("template_id is not a valid UUID")
    given = body.get("personalisation", {})
    if not isinstance(given, dict):
        raise invalid("personalisation is not of type object")
    reference = body.get("reference")
    if reference is not None and not (isinstance(reference, str) and len(reference) <= 1000):
        raise invalid("reference is not of type string")


def is_uuid(text: object) -> bool:
    try:
        UUID(str(text))
    except ValueError:
        return False
    return True


def number(text: object, *, abroad: bool) -> str:
    """Bring a number to one spelling."""
    bare = re.sub(r"[\s()\-.]", "", str(text))
    if re.search(r"[^\d+]", bare):
        raise invalid("phone_number Must not contain letters or symbols")
    if _UK_MOBILE.fullmatch(bare):
        return "+44" + bare[-10:]
    if _ABROAD.fullmatch(bare):
        if not abroad:
            raise bad("Cannot send to international mobile numbers")
        return bare
    raise invalid(f"phone_number {'Not enough digits' if len(bare) < 10 else 'Not a UK mobile number'}")


def email(text: object) -> str:
    if not isinstance(text, str) or not _EMAIL.fullmatch(text):
        raise invalid("email_address Not a valid email address")
    return text.lower()


def placeholders(*texts: str) -> list[str]:
    """Name what a template wants to be given, in its order."""
    return list(dict.fromkeys(name for text in texts for name in _PLACEHOLDER.findall(text)))


def filled(text: str, given: Mapping[str, Any]) -> str:
    """Put what was given into a template's text."""
    there = {_bare(name): value for name, value in given.items() if value is not None}
    missing = [name for name in placeholders(text) if _bare(name) not in there]
    if missing:
        raise bad(f"Missing personalisation: {', '.join(missing)}")
    return _PLACEHOLDER.sub(lambda found: str(there[_bare(found[1])]), text)


def _bare(name: str) -> str:
    """Capitals, spaces, hyphens and underscores make no other placeholder."""
    return "".join(sign for sign in name.lower() if sign not in " _-")


def check_allowed(kind: str, to: str, guests: Iterable[str], *, trial: bool) -> None:
    """Refuse whom a team key, or a service in trial mode, may not write to."""
    if to in set(guests) or kind == "test":
        return
    if kind == "team":
        raise bad("Can’t send to this recipient using a team-only API key")
    if trial:
        raise bad(
            "Can’t send to this recipient when service is in trial mode – see "
            "https://www.notifications.service.gov.uk/trial-mode"
        )
