"""How the stand-in SQOD reads and judges what it is sent: PHP's forms and Laravel's validation, with their traps."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import parse_qsl

from tests.standins.server import Refusal
from tests.standins.sqod_session import DEPARTMENTS, Session

FLAGS = tuple(
    f"features_{name}_enable"
    for name in (
        "call_recording",
        "breakout_room",
        "webcam_access_agent",
        "webcam_access_claimant",
        "webcam_background_blurring",
        "microphone_access",
        "screen_sharing",
        "messages_chat",
        "participant_list",
    )
)
SWITCHES = (*FLAGS, "use_custom_post_call_redirect")
REDIRECTS = ("custom_user_post_call_redirect_url", "custom_agent_post_call_redirect_url")
CLAIMANT = {"name": "name", "phone_number": "phone", "email": "email", "date_of_birth": "date_of_birth"}

Errors = dict[str, list[str]]


class Invalid(Refusal):
    """Laravel's 422."""

    def __init__(self, errors: Errors) -> None:
        sentences = [sentence for told in errors.values() for sentence in told]
        more = len(sentences) - 1
        tail = f" (and {more} more error{'s' if more > 1 else ''})" if more else ""
        super().__init__(422, {"message": sentences[0] + tail, "errors": errors})


def php_form(body: str) -> dict[str, Any]:
    """Read a form as PHP does: `a[b][c]=d` nests, the last of a repeated key wins, dots and blanks turn to `_`."""
    read: dict[str, Any] = {}
    for key, value in parse_qsl(body, keep_blank_values=True):
        head, *inner = re.split(r"\]?\[", key.removesuffix("]"))
        *path, last = [re.sub(r"[. ]", "_", head), *inner]
        place = read
        for step in path:
            place = place.setdefault(step, {})
        place[last] = value
    return read


def trimmed(value: Any) -> Any:
    """Do what TrimStrings and ConvertEmptyStringsToNull do to all input."""
    if isinstance(value, dict):
        return {key: trimmed(inner) for key, inner in value.items()}
    return (value.strip() or None) if isinstance(value, str) else value


def stored_time(text: Any) -> datetime | None:
    """Keep a time as Eloquent does: its wall clock, with the offset dropped and not converted."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except (TypeError, ValueError):
        return None


class Rules:
    """What an appointment's input must be; `words` also takes "true" and "false" for booleans, as the vendor's sample."""

    def __init__(self, *, words: bool) -> None:
        self._words = words

    def booking(self, sent: dict[str, Any], taken: set[str]) -> dict[str, Any]:
        """Judge a booking, and give the attributes of the session to keep. Raises Invalid."""
        missing = [
            key for key in ("reference", "appointment_at", "duration_in_minutes") if sent.get(key) is None
        ]
        errors: Errors = {key: [f"The {_spoken(key)} field is required."] for key in missing}
        if not (sent.get("claimant") or {}).get("name"):
            errors["claimant.name"] = ["The claimant.name field is required."]
        if (reference := sent.get("reference")) is not None:
            if not isinstance(reference, str):
                errors["reference"] = ["The reference field must be a string."]
            elif reference in taken:
                errors["reference"] = ["The reference has already been taken."]
        return {"reference": reference} | self._judged(sent, errors)

    def change(self, sent: dict[str, Any]) -> dict[str, Any]:
        """Judge a change: what is left out stays, and what must not be empty can't be made null. Raises Invalid."""
        errors: Errors = {
            key: [f"The {_spoken(key)} field is required."]
            for key in ("appointment_at", "duration_in_minutes", "status")
            if key in sent and sent[key] is None
        }
        claimant = sent.get("claimant")
        if isinstance(claimant, dict) and "name" in claimant and claimant["name"] is None:
            errors["claimant.name"] = ["The claimant.name field is required."]
        for key in (*SWITCHES, "features_bandwidth"):
            if key in sent and sent[key] is None:
                errors[key] = [f"The {_spoken(key)} field must not be null."]
        return self._judged(sent, errors)

    def reason(self, sent: dict[str, Any]) -> str:
        reason = sent.get("cancellation_reason")
        if not isinstance(reason, str):
            raise Invalid({"cancellation_reason": ["The cancellation reason field is required."]})
        if len(reason) > 255:
            raise Invalid({"cancellation_reason": [_too_long("cancellation_reason")]})
        return reason

    def _judged(self, sent: dict[str, Any], errors: Errors) -> dict[str, Any]:
        kept: dict[str, Any] = {}
        claimant = sent.get("claimant") or {}
        if not isinstance(claimant, dict):
            errors["claimant"] = ["The claimant field must be an array."]
            claimant = {}
        values = sent | {f"claimant.{key}": value for key, value in claimant.items()}

        def take(key: str, attribute: str, read: Callable[[Any], Any], complaint: str) -> None:
            if key not in values or key in errors:
                return
            value = values[key]
            kept[attribute] = value if value is None else read(value)
            if value is not None and kept[attribute] is None:
                errors[key] = [f"The {_spoken(key)} field {complaint}"]
            elif isinstance(value, str) and len(value) > 255:
                errors[key] = [_too_long(key)]

        take("appointment_at", "at", stored_time, "must be a valid date.")
        take("duration_in_minutes", "minutes", _minutes, "must be an integer.")
        take("status", "status", _text, "must be a string.")
        take("is_interpreter_needed", "interpreter_needed", self._boolean, "must be true or false.")
        take("interpreter_language", "interpreter_language", _text, "must be a string.")
        for key, attribute in CLAIMANT.items():
            read, complaint = _OF_THE_CLAIMANT[key]
            take(f"claimant.{key}", attribute, read, complaint)
        for key in SWITCHES:
            take(key, key, self._boolean, "must be true or false.")
        take("features_bandwidth", "features_bandwidth", _bandwidth, "is invalid.")
        for key in REDIRECTS:
            take(key, key, _web_address, "must be a valid URL.")
        if errors:
            raise Invalid(errors)
        room = {key: kept.pop(key) for key in (*SWITCHES, "features_bandwidth", *REDIRECTS) if key in kept}
        return kept | ({"room": room} if room else {}) | _department(sent)

    def _boolean(self, value: Any) -> bool | None:
        known = [(True, True), (False, False), (1, True), (0, False), ("1", True), ("0", False)]
        known += [("true", True), ("false", False)] if self._words else []
        return next((meant for said, meant in known if said == value and type(said) is type(value)), None)


def _department(sent: dict[str, Any]) -> dict[str, Any]:
    """Take a department that is known, by id or (under `department` alone) by name; an unknown one is silently none."""
    if not {"department", "department_id"} & sent.keys():
        return {}
    by_id = {str(number): name for name, number in DEPARTMENTS.items()}
    said = str(sent.get("department"))
    named = next((name for name in DEPARTMENTS if name.lower() == said.lower()), None)
    return {"department": by_id.get(str(sent.get("department_id"))) or by_id.get(said) or named}


def changed(session: Session, kept: dict[str, Any]) -> None:
    """Put judged attributes into a session."""
    session.room |= kept.pop("room", {})
    for attribute, value in kept.items():
        setattr(session, attribute, value)


def _minutes(value: Any) -> int | None:
    return int(value) if re.fullmatch(r"[1-9][0-9]{0,3}", str(value)) and type(value) in (int, str) else None


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _matching(pattern: str) -> Callable[[Any], str | None]:
    return lambda value: value if isinstance(value, str) and re.fullmatch(pattern, value) else None


def _birthday(value: Any) -> str | None:
    try:
        return date.fromisoformat(value).isoformat()
    except (TypeError, ValueError):
        return None


_bandwidth = _matching(r"low|medium|high")
_web_address = _matching(r"https?://\S+")
_OF_THE_CLAIMANT: dict[str, tuple[Callable[[Any], Any], str]] = {
    "name": (_text, "must be a string."),
    "phone_number": (_matching(r"\+?[0-9 ()-]{6,20}"), "format is invalid."),
    "email": (_matching(r"[^@\s]+@[^@\s]+\.[^@\s]+"), "must be a valid email address."),
    "date_of_birth": (_birthday, "must be a valid date."),
}


def _spoken(key: str) -> str:
    return key.replace("_", " ")


def _too_long(key: str) -> str:
    return f"The {_spoken(key)} field must not be greater than 255 characters."
