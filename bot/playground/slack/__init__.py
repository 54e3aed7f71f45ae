"""A stand-in Slack: as strict as Slack, speaking its protocols, with people in it who click and read."""

from bot.playground.slack.check import Problem, check_blocks, check_view
from bot.playground.slack.courier import Answer
from bot.playground.slack.modal import Home, Modal
from bot.playground.slack.model import Call, Channel, Complaint, SlackError, User, UserGroup
from bot.playground.slack.not_there import NotThere
from bot.playground.slack.person import Person
from bot.playground.slack.seen import Seen
from bot.playground.slack.server import SlackServer
from bot.playground.slack.workspace import Workspace

__all__ = [
    "Answer",
    "Call",
    "Channel",
    "Complaint",
    "Home",
    "Modal",
    "NotThere",
    "Person",
    "Problem",
    "Seen",
    "SlackError",
    "SlackServer",
    "User",
    "UserGroup",
    "Workspace",
    "check_blocks",
    "check_view",
]
