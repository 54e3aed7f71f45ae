"""Look at the messages that claimants are told with, as far as Frontdesk sends them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.appointments.errors import AppointmentError
from bot.appointments.notices import Fault, NotSent
from bot.connecting.finding import Finding
from bot.notify.checks import template_problems, told_of
from bot.notify.notify import notify_of, templates_of
from bot.settings import Settings

ABOUT = "GOV.UK Notify"
_KEY = (
    "NOTIFY_API_KEY: copy it again from API integration, API keys, and set this machine's clock (switch NTP on): "
    "what is signed is good for half a minute."
)


async def look_at_messages(
    settings: Settings, clock: Callable[[], datetime], *, service: bool, name: str
) -> list[Finding]:
    """Say whether the key is accepted and each template is as it must be; `service`: whether it tells claimants itself."""
    notify = notify_of(settings, clock)
    if notify is None and templates_of(settings) and not service:
        said = "templates are set and no key, so nothing is sent"
        return [Finding(ABOUT, said, settings.lacks("notify_api_key"))]
    if notify is None:
        return []
    if service:
        said = f"nothing is sent: {name} tells claimants itself"
        return [Finding(ABOUT, said, "Leave NOTIFY_API_KEY out, unless it does not.", look=True)]
    try:
        problems = await template_problems(notify)
    except NotSent as no:
        said = "does not accept our key" if no.fault is Fault.KEY else "refuses to list its templates"
        return [Finding(ABOUT, f"{said} ({no})", _KEY)]
    except AppointmentError as error:
        mend = "NOTIFY_URL, network, DNS, firewall and HTTPS_PROXY: check them, then run the doctor again."
        return [Finding(ABOUT, f"does not answer ({error})", mend)]
    finally:
        await notify.aclose()
    if problems:
        return [Finding(ABOUT, "a template is not as it must be", problem) for problem in problems]
    if not notify.templates:
        return [Finding(ABOUT, told_of(notify), "Set NOTIFY_SMS_BOOKED and the others.", look=True)]
    return [Finding(ABOUT, f"accepts our key; {told_of(notify)}")]
