"""GOV.UK Notify: with which key and in which templates the claimant is told, where the service itself tells nobody."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr

from bot.settings.kinds import Url
from bot.settings.variables import Variables

_UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
API_KEY = re.compile(rf"(?:.*-)?(?P<service>{_UUID})-(?P<secret>{_UUID})", re.IGNORECASE | re.DOTALL)
"""A name that somebody gave it, the id of the service at Notify, and the secret that requests are signed with."""
_TEMPLATE = re.compile(_UUID, re.IGNORECASE)
MOST_HOURS, MOST_REMINDERS = 720, 4


def _key(value: Any) -> Any:
    text = value.get_secret_value() if isinstance(value, SecretStr) else value
    if not isinstance(text, str) or not text.strip():
        return None
    if API_KEY.fullmatch(text.strip()) is None:
        raise ValueError("this is no API key of GOV.UK Notify: it ends in two ids of 36 characters each")
    return SecretStr(text.strip())


def _template(text: str | None) -> str | None:
    if text is None or not text.strip():
        return None
    if _TEMPLATE.fullmatch(text.strip()) is None:
        raise ValueError("this is not the id of a template, which has 36 characters")
    return text.strip().lower()


def _hours(value: Any) -> Any:
    if isinstance(value, int):
        return (value,)
    if not isinstance(value, str):
        return value
    words = [word.strip() for word in value.split(",") if word.strip()]
    if not all(word.isascii() and word.isdigit() and len(word) < 5 for word in words):
        raise ValueError("these are no whole numbers of hours with commas between them")
    return tuple(sorted({int(word) for word in words}, reverse=True))


def _few_hours(hours: tuple[int, ...]) -> tuple[int, ...]:
    if not all(1 <= one <= MOST_HOURS for one in hours) or len(hours) > MOST_REMINDERS:
        raise ValueError(f"at most {MOST_REMINDERS} of 1 to {MOST_HOURS} hours")
    return hours


ApiKey = Annotated[SecretStr | None, BeforeValidator(_key)]
TemplateId = Annotated[str | None, AfterValidator(_template)]
Hours = Annotated[tuple[int, ...], BeforeValidator(_hours), AfterValidator(_few_hours)]


class NotifySettings(Variables):
    """A desk's own: no workspace has another's key or templates."""

    notify_api_key: ApiKey = Field(
        None,
        title="Key of GOV.UK Notify",
        description="An API key of your GOV.UK Notify service (API integration, API keys). Set, and the appointment service tells nobody: "
        "claimants are told in the templates below.",
    )
    notify_url: Url = Field(
        "https://api.notifications.service.gov.uk",
        description="Where GOV.UK Notify's API is; leave it alone in production.",
    )
    notify_sms_booked: TemplateId = Field(
        None,
        description="The id of the text message template for a new session; not set: no such text is sent.",
    )
    notify_sms_moved: TemplateId = Field(None, description="The same for a session that has another time.")
    notify_sms_cancelled: TemplateId = Field(None, description="The same for one that is cancelled.")
    notify_sms_reminder: TemplateId = Field(None, description="The same for reminders.")
    notify_sms_late: TemplateId = Field(None, description="The same for a session that runs late.")
    notify_email_booked: TemplateId = Field(
        None, description="The id of the e-mail template for a new session; not set: no such e-mail is sent."
    )
    notify_email_moved: TemplateId = Field(None, description="The same for a session that has another time.")
    notify_email_cancelled: TemplateId = Field(None, description="The same for one that is cancelled.")
    notify_email_reminder: TemplateId = Field(None, description="The same for reminders.")
    notify_email_late: TemplateId = Field(None, description="The same for a session that runs late.")
    notify_reminder_hours: Hours = Field(
        (24,),
        description="How many hours before its start a session is reminded of, with commas, e.g. 48,2; at most four.",
    )
    notify_welsh: bool = Field(
        False,
        description="Whether templates are also given ((when_cy)), the time in Welsh.",
    )


NOTIFY_OWN = tuple(
    name
    for name in NotifySettings.model_fields
    if name.startswith(("notify_api_key", "notify_sms_", "notify_email_"))
)
"""What a workspace never has from the process: the key, and the templates of the service that it is of."""
