"""Every kind of job: what is still to be done, kept in the outbox until it was."""

from bot.appointments.jobs.alerts import (
    PostBoard,
    RedrawBoard,
    RedrawWaiting,
    Remind,
    RestBoard,
    TellChanges,
    TellGap,
    TellWaiting,
)
from bot.appointments.jobs.answers import AnswerPromised
from bot.appointments.jobs.attendance import AskWhoCame, FollowMissed, MarkThere
from bot.appointments.jobs.briefs import FollowBrief, RemindBrief
from bot.appointments.jobs.channels import (
    LookOut,
    PostHandover,
    RedrawHandover,
    TellAnswers,
    TellClosed,
    TellSilence,
)
from bot.appointments.jobs.job import (
    APART,
    KINDS,
    AwaitedJob,
    ChannelJob,
    Job,
    Lost,
    SessionJob,
    to_the_second,
)
from bot.appointments.jobs.keeping import CloseMessage, Sweep
from bot.appointments.jobs.notices import FollowNotice, TellClaimant
from bot.appointments.jobs.writes import (
    DeleteFile,
    LinkMessage,
    PostCard,
    RedrawCards,
    SettleWrite,
    TellDelay,
)

__all__ = [
    "APART",
    "KINDS",
    "AnswerPromised",
    "AskWhoCame",
    "AwaitedJob",
    "ChannelJob",
    "CloseMessage",
    "DeleteFile",
    "FollowBrief",
    "FollowMissed",
    "FollowNotice",
    "Job",
    "LinkMessage",
    "LookOut",
    "Lost",
    "MarkThere",
    "PostBoard",
    "PostCard",
    "PostHandover",
    "RedrawBoard",
    "RedrawCards",
    "RedrawHandover",
    "RedrawWaiting",
    "Remind",
    "RemindBrief",
    "RestBoard",
    "SessionJob",
    "SettleWrite",
    "Sweep",
    "TellAnswers",
    "TellChanges",
    "TellClaimant",
    "TellClosed",
    "TellDelay",
    "TellGap",
    "TellSilence",
    "TellWaiting",
    "to_the_second",
]
