"""A stand-in Slack: as strict as Slack, speaking its protocols, with people in it who click and read."""

from bot.standins.slack.check import Problem, check_blocks, check_view
from bot.standins.slack.courier import Answer
from bot.standins.slack.flexpane import Beside
from bot.standins.slack.modal import Home, Modal
from bot.standins.slack.model import Call, Channel, Complaint, SlackError, User, UserGroup
from bot.standins.slack.not_there import NotThere
from bot.standins.slack.person import Person
from bot.standins.slack.seen import Seen
from bot.standins.slack.server import SlackServer
from bot.standins.slack.workspace import Workspace

__all__ = [
    "Answer",
    "Beside",
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
