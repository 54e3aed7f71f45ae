"""`frontdesk workspaces`: which there are, how they are, and their connections to their services."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.ops.command import keys_or_exit, settings_or_exit, stop, with_database
from bot.settings import BadSettings

if TYPE_CHECKING:
    from bot.connecting.finding import Finding
    from bot.settings import Settings
    from bot.storage.asynchronous import AsyncEngine

workspaces = typer.Typer(help="See the workspaces that are served, and connect them to their services.")
_TEAM = re.compile(r"T[A-Z0-9]{2,31}")
Team = Annotated[str, typer.Argument(metavar="TEAM", help="The workspace's id, T….")]


@workspaces.callback(invoke_without_command=True)
def each(context: typer.Context) -> None:
    """Print a line for each workspace: its id, its name, its service, how it is."""
    if context.invoked_subcommand is not None:
        return
    settings = settings_or_exit(for_slack=False)
    from bot.observe.logs import set_up_logs
    from bot.ops.roll import roll

    set_up_logs(settings.model_copy(update={"log_level": "error"}))

    rows = with_database(settings, lambda engine: roll(settings, engine))
    for row in rows:
        print("  ".join(row))
    if not rows:
        print("There are no workspaces yet: none is installed, and none is connected.")


@workspaces.command()
def connect(
    team: Team,
    set_: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=value", help="A setting, named as in .env.")
    ] = None,
    secret: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME", help="A secret setting: a line of standard input each, or asked for unseen."
        ),
    ] = None,
    from_: Annotated[
        Path | None,
        typer.Option("--from", metavar="FILE", help="Take what a desk needs out of a .env of today."),
    ] = None,
) -> None:
    """Connect a workspace to its service, or change its connection: it is tried as the doctor does, then kept."""
    settings = _ready(team)
    from bot.app import now_utc
    from bot.connecting.connecting import Connecting, NotUsable
    from bot.ops.given import given_on_command_line
    from bot.storage.forgetting import adopt_rows
    from bot.storage.vault import CannotOpen

    told, cleared = given_on_command_line(settings, set_ or [], secret or [], from_)

    async def work(engine: AsyncEngine) -> list[Finding]:
        found = await Connecting(settings, engine, now_utc).connect(team, told, cleared)
        if from_ is not None:
            await adopt_rows(engine, team)
        return found

    try:
        findings = with_database(settings, work, makes=True)
    except BadSettings as bad:
        stop(f"{team} was not connected. These settings need your attention:", *bad.problems)
    except NotUsable as wrong:
        stop(f"{team} was not connected, for the service can't be used like this:", *_lines(wrong.findings))
    except CannotOpen as error:
        stop(str(error))
    print(f"{team} is connected.")
    for line in _lines(findings):
        print(line)


@workspaces.command()
def disconnect(team: Team) -> None:
    """Erase a workspace's credentials. Its service is no longer asked; what the desk has done stays."""
    settings = _ready(team)
    from bot.app import now_utc
    from bot.connecting.connecting import Connecting

    was = with_database(settings, lambda engine: Connecting(settings, engine, now_utc).disconnect(team))
    print(f"{team} is disconnected: its credentials are erased." if was else f"{team} was not connected.")


@workspaces.command()
def forget(team: Team) -> None:
    """Delete everything of a workspace: installation, connection, history, audit, its rows of the built-in service."""
    settings = _ready(team)
    from bot.storage.forgetting import forget_team

    gone = with_database(settings, lambda engine: forget_team(engine, team))
    if not gone:
        print(f"There was nothing of {team}.")
        return
    print(f"Everything of {team} is deleted: {gone} rows.")
    print(
        "Its Slack still has Frontdesk: an admin there removes it under Settings & administration, Manage apps."
    )


def _ready(team: str) -> Settings:
    settings = settings_or_exit(for_slack=False)
    if not _TEAM.fullmatch(team):
        stop(
            "TEAM: this is not the id of a workspace, which starts with T. For an organisation give the id of one of its workspaces."
        )
    keys_or_exit(settings)
    from bot.observe.logs import set_up_logs

    set_up_logs(settings.model_copy(update={"log_level": "error"}))
    return settings


def _lines(findings: list[Finding]) -> list[str]:
    return [f"{one.about}: {one.found}" + (f"\n      {one.mend}" if one.mend else "") for one in findings]
