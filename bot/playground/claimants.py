"""What claimants get on their phones and by e-mail: a GOV.UK Notify of our own with the templates of a made-up council."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from bot.standins.notify.serve import served
from bot.standins.notify.service import Account, NotifyService

TEXTS = {
    "booked": "Riverside Council: your video appointment is on ((when)). Join here: ((link))",
    "moved": "Riverside Council: your video appointment is now on ((when)). Join here: ((link))",
    "cancelled": "Riverside Council: your video appointment on ((when)) is cancelled.",
    "reminder": "Riverside Council: a reminder of your video appointment on ((when)). Join here: ((link))",
    "late": "Riverside Council: we are sorry, your appointment starts later than planned, on ((when)). Keep your link: ((link))",
}
KEPT = 20
"""Messages that the side panel shows."""


@asynccontextmanager
async def reached(clock: Callable[[], datetime]) -> AsyncIterator[tuple[Account, dict[str, Any]]]:
    """Serve it; gives its account, and the settings with which the bot tells claimants through it."""
    account = Account(clock)
    settings: dict[str, Any] = {"notify_api_key": account.key()}
    for occasion, body in TEXTS.items():
        settings[f"notify_sms_{occasion}"] = account.write("sms", body)
    settings["notify_email_booked"] = account.write("email", f"Dear ((name)), {TEXTS['booked']}")
    async with served(NotifyService(account)) as url:
        yield account, {**settings, "notify_url": url}
