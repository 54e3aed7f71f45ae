"""Which ways in there are beside the command: each may be turned off, or on, for the whole installation."""

from __future__ import annotations

from pydantic import Field

from bot.settings.variables import Variables


class SurfaceSettings(Variables):
    """What is turned off is neither asked for in the manifest nor offered; a request that comes all the same is told so."""

    shortcuts: bool = Field(
        True,
        description="Shortcuts: in a message's menu to book from it or to open what it names, and from anywhere to book, to see today and to find; true or false.",
    )
    direct_messages: bool = Field(
        True, description="What people write to Frontdesk in a direct message is answered; true or false."
    )
    mentions: bool = Field(
        True, description="@Frontdesk in a channel is answered in its thread; true or false."
    )
    agent_view: bool = Field(
        False,
        description="Frontdesk is one of Slack's agents, with prompts above the direct message; Slack offers that with paid plans only; true or false.",
    )
    ics: bool = Field(
        True,
        description="Files: a session for one's own calendar (.ics) and a list as a table (CSV), sent to whoever asks; true or false.",
    )
    work_objects: bool = Field(
        False,
        description="Cards are Slack's Work Objects too; their entity types must be picked in the app's settings first; true or false.",
    )
