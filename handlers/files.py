"""Send somebody a file, and take it away again when its time has come."""

from __future__ import annotations

from datetime import datetime

from blocks.files import File
from blocks.kit import Card, say
from bot.appointments.jobs import DeleteFile
from bot.appointments.permission import Person
from bot.slack.client import SLACK_TROUBLE, refusal_words
from bot.slack.files import Unheard
from bot.storage.claims import Claimed
from bot.workspace import Workspace
from bot.workspace.premises import Premises

SENT = "It is in your direct messages with Frontdesk, as a file. That you had it is recorded, and it is deleted there after {days}."
NOT_SENT = "Slack did not take the file, so you have none. Try again in a moment."
UNHEARD = (
    "Slack did not say whether you have the file. Look in your direct messages with Frontdesk, and try again if it is not there. "
    "That you asked for it is recorded, and a file that did arrive is deleted there after {days}."
)
OFF = "Files are turned off here. Ask whoever runs Frontdesk."


async def send_file(ws: Workspace, person: Person, file: File, about: datetime | None) -> Card:
    """Send it to that person alone, and plan its deletion before anybody can see it; `about`: when what it tells of is over."""
    keeps = ws.settings.retention
    due = max(about or ws.clock(), ws.clock()) + keeps

    async def plan_deletion(some_id: str) -> None:
        await ws.errands.add(DeleteFile(file=some_id, delay=due - ws.clock()))

    days = "a day" if keeps.days == 1 else f"{keeps.days} days"
    try:
        await ws.replies.files.send(person.id, file, plan_deletion)
    except Unheard:
        return say(UNHEARD.format(days=days))
    except SLACK_TROUBLE as error:
        return say(refusal_words(error) or NOT_SENT)
    return say(SENT.format(days=days))


async def delete_file(ws: Workspace | Premises, claim: Claimed[DeleteFile]) -> None:
    """Delete it, whether or not a service is connected by now: Slack has it."""
    await ws.replies.files.delete(claim.job.file)
