"""The command line: one function for each command, or the room that has it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from bot.apis.vendors import VENDORS
from bot.line.cli import line
from bot.ops.alerts import alerts
from bot.ops.command import settings_or_exit, stop
from bot.ops.keys import keys
from bot.ops.moving import move_database
from bot.ops.workspaces import workspaces
from bot.serve.start import start
from bot.service.settings import ServiceSettings
from bot.when.cli import when

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    help="Frontdesk: video appointments from Slack.",
    pretty_exceptions_enable=False,
)


@app.command()
def serve(
    workers: Annotated[
        int, typer.Option(min=1, max=64, help="How many processes share the work, one for each core.")
    ] = 1,
) -> None:
    """Start the bot: over HTTP, or in Socket Mode where SLACK_APP_TOKEN is set."""
    start(workers)


@app.command()
def api() -> None:
    """Start the built-in appointment service alone, on HOST and PORT."""
    settings = settings_or_exit(for_slack=False)
    told = ServiceSettings(**settings.of_process(ServiceSettings))
    from bot.observe.logs import set_up_logs
    from bot.serve.api import run_api
    from bot.serve.ports import CannotListen
    from bot.storage.engine import BadDatabaseUrl
    from bot.storage.migrate import CannotMigrate

    set_up_logs(settings)
    try:
        run_api(
            settings.database_url,
            settings.host,
            settings.port,
            told.appointments_api_token,
            told.meet_host,
            told.appointments_public_url,
        )
    except (CannotListen, BadDatabaseUrl, CannotMigrate) as error:
        stop(str(error))


@app.command()
def manifest(
    url: Annotated[
        str | None, typer.Option(help="Where the bot can be reached, https://…; without it: Socket Mode.")
    ] = None,
    org: Annotated[
        bool, typer.Option("--org", help="For whole organisations (Enterprise Grid) too; needs --url.")
    ] = False,
) -> None:
    """Print the Slack app manifest for this bot."""
    from bot.slack.manifest import manifest_yaml

    settings = settings_or_exit(for_slack=False)
    if url is not None and not url.startswith("https://"):
        stop("--url: Slack needs an address that starts with https://.")
    if org and url is None:
        stop("--org: an organisation installs over HTTP. Give --url too.")
    print(manifest_yaml(settings, url, org=org), end="")


@app.command()
def doctor(
    team: Annotated[str | None, typer.Option(help="Look at this workspace's connection too, T….")] = None,
) -> None:
    """Check tokens, scopes, signing secret, appointment service, database and clock; say what to mend."""
    settings = settings_or_exit()
    from bot.observe.logs import set_up_logs
    from bot.ops.doctor import examine

    set_up_logs(settings.model_copy(update={"log_level": "warning"}))
    raise typer.Exit(0 if examine(settings, team) else 1)


@app.command()
def audit(
    csv: Annotated[bool, typer.Option("--csv", help="Print CSV instead of text.")] = False,
    team: Annotated[str | None, typer.Option(help="Only what was done at this workspace's desk, T….")] = None,
    since: Annotated[
        str | None,
        typer.Option(help="Only from this day or moment on, e.g. 2026-11-20, yesterday or 3 days ago."),
    ] = None,
    user: Annotated[
        str | None, typer.Option(help="Only what this person did, by their Slack id, U….")
    ] = None,
    appointment: Annotated[
        str | None, typer.Option(help="Only what was done with this appointment, by its code or its id.")
    ] = None,
) -> None:
    """Print who did what at the desk, oldest first. It holds nothing personal of a claimant."""
    settings = settings_or_exit(for_slack=False)
    from bot.ops.audit import print_audit

    print_audit(settings, as_csv=csv, team=team, since=since, user=user, appointment=appointment)


@app.command()
def forget(
    code: Annotated[
        str, typer.Argument(metavar="CODE", help="The appointment's code, its whole reference or its id.")
    ],
    team: Annotated[str | None, typer.Option(help="The workspace that it is of, T….")] = None,
) -> None:
    """Delete all that is kept about an appointment and close its cards, after a yes on standard input."""
    settings = settings_or_exit()
    from bot.observe.logs import set_up_logs
    from bot.ops.forget import forget_appointment

    set_up_logs(settings.model_copy(update={"log_level": "error"}))
    raise typer.Exit(0 if forget_appointment(settings, code, team) else 1)


@app.command()
def play(
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="The port of the page, on this machine only.")
    ] = 8765,
    provider: Annotated[
        str, typer.Option(help="Which appointment service to play with, as APPOINTMENTS_PROVIDER names it.")
    ] = VENDORS.default,
) -> None:
    """Open the whole bot in a browser, with a stand-in Slack and made-up sessions."""
    with _toys():
        from bot.playground.play import CannotPlay, run_playground
    try:
        run_playground(port=port, provider=provider)
    except CannotPlay as error:
        stop(str(error))


@app.command()
def story() -> None:
    """Play a booking story through the running bot, with a stand-in Slack, and print what each person sees."""
    with _toys():
        from bot.playground.story import StoryFailed
        from bot.playground.story import play as play_story
    try:
        play_story()
    except StoryFailed as error:
        stop(f"The story did not go as it should: {error}")


@contextmanager
def _toys() -> Iterator[None]:
    """Say where the playground is to be had: the image leaves it out."""
    try:
        yield
    except ModuleNotFoundError as missing:
        if missing.name not in ("bot.playground", "bot.standins"):
            raise
        stop(
            "The playground is not in this image. Get Frontdesk's source, and type make play or make story there."
        )


app.command()(when)
app.command()(line)
app.command("move-database")(move_database)
app.add_typer(alerts, name="alerts")
app.add_typer(keys, name="keys")
app.add_typer(workspaces, name="workspaces")
