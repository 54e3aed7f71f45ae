"""What was promised to somebody who asked: an answer that is on its way."""

from __future__ import annotations

from datetime import timedelta

from pydantic import Field

from bot.appointments.jobs.job import AwaitedJob, Lost, Moment

BROKEN_AFTER = timedelta(seconds=20)
"""How long after its process's last sign of life a promise counts as broken."""


class AnswerPromised(AwaitedJob):
    """Say that an answer will not come, because its process died or Slack took it from nobody; taken back once it was given."""

    kind = "answer"
    posts = True
    lost = Lost.ANSWER

    asked: str
    """Which question it is, and nothing of what it was."""
    at: Moment
    delay: timedelta = Field(default=BROKEN_AFTER, exclude=True)

    def name(self) -> tuple[str, ...]:
        return (self.asked,)
