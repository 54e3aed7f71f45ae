"""`frontdesk alerts export|import`: what all channels are told, as one YAML file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.ops.command import settings_or_exit, stop, with_database
from bot.settings.text_files import TooLong, text_of

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.storage.asynchronous import AsyncEngine

alerts = typer.Typer(
    no_args_is_help=True, help="Write down what all channels are told, or set it, as one YAML file."
)
Team = Annotated[str | None, typer.Option(help="Which workspace, T…, where many are served.")]


@alerts.command("export")
def export_plan(team: Team = None) -> None:
    """Print what each channel is told, as YAML that `alerts import` reads."""
    settings = _ready()
    from bot.ops.channel_plan import CannotPlan, place_of, written

    async def work(engine: AsyncEngine) -> str:
        async with place_of(settings, engine, team) as place:
            return await written(engine, place.team, settings.appt_command)

    try:
        plan = with_database(settings, work)
    except CannotPlan as error:
        stop(*error.lines)
    print(plan or f"# No channel has alerts yet. Type {settings.appt_command} alerts in one.\n", end="")


@alerts.command("import")
def import_plan(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The plan; - is standard input.")],
    team: Team = None,
) -> None:
    """Have channels told what a plan says; those that it does not name stay as they are."""
    settings = _ready()
    try:
        text = sys.stdin.read() if str(file) == "-" else text_of(file)
    except UnicodeDecodeError:
        stop(f"{file} can't be read: it is not UTF-8.")
    except (OSError, TooLong) as error:
        stop(f"{file} can't be read: {getattr(error, 'strerror', None) or error}.")
    from bot.ops.channel_plan import CannotPlan, place_of, read_back

    async def work(engine: AsyncEngine) -> list[str]:
        async with place_of(settings, engine, team) as place:
            return await read_back(engine, place, text)

    try:
        lines = with_database(settings, work, makes=True)
    except CannotPlan as error:
        stop(*error.lines)
    for line in lines:
        print(line)


def _ready() -> Settings:
    settings = settings_or_exit()
    from bot.observe.logs import set_up_logs

    set_up_logs(settings.model_copy(update={"log_level": "error"}))
    return settings
