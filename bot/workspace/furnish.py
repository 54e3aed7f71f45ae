"""Furnish one Slack workspace: its desk, its people and channels, its alerts."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from pydantic import SecretStr
from slack_sdk.web.async_client import AsyncWebClient

from bot.alerts.pace import Pace
from bot.alerts.standing import Standing
from bot.alerts.watch import Watch
from bot.appointments.api import AppointmentsApi
from bot.appointments.cache import Timer, steady
from bot.appointments.desk import Desk
from bot.appointments.notices import Sender, Tells
from bot.appointments.permission import Act
from bot.appointments.service import Service
from bot.appointments.versions import Stamp
from bot.settings import Settings
from bot.settings.usergroups import USERGROUPS
from bot.slack.channels import Channels
from bot.slack.conversation import Conversation
from bot.slack.history import History
from bot.slack.people import People
from bot.slack.posting import Posting
from bot.slack.replies import Replies
from bot.slack.talked import Talked
from bot.storage.asynchronous import AsyncEngine
from bot.storage.ledger import DatabaseLedger
from bot.storage.outbox import Outbox
from bot.storage.states import States
from bot.workspace import Workspace
from bot.workspace.background import Background
from bot.workspace.errands import Errands
from bot.workspace.searches import Searches


def furnish(
    settings: Settings,
    clock: Callable[[], datetime],
    clients: tuple[AsyncWebClient, AsyncWebClient],
    team: str,
    engine: AsyncEngine,
    api: AppointmentsApi,
    wake: Callable[[], None],
    scopes: Collection[str],
    timer: Timer | None = None,
    key: SecretStr | None = None,
) -> Workspace:
    """Make a workspace out of its connection; `clients`: one that repeats a failed call by itself, one that never does.

    `scopes`: what the token may do; `timer`: how long ago something was, by the clock where none is given;
    `key`: the workspace's own, that fingerprints are made with; where there is one workspace alone, the installation's secret is.
    """
    client, posting = clients
    timer = timer or steady(clock)
    people = People(
        client,
        team,
        zone=settings.zone,
        timer=timer,
        groups={Act(one.act): getattr(settings, one.name) for one in USERGROUPS},
    )
    secret = key.get_secret_value().encode() if key else _key(settings)
    stamp = Stamp(secret)
    service = Service(api, stamp, *_telling(settings, clock, api.tells_claimant))
    desk = Desk(
        team=team,
        service=service,
        gate=people,
        ledger=DatabaseLedger(engine, clock, on_jobs=wake),
        clock=clock,
        budget=timedelta(seconds=settings.appointments_timeout_seconds),
        late=timedelta(seconds=settings.appointments_late_seconds),
        look_back=settings.look_back,
        look_ahead=settings.look_ahead,
    )
    history = History(posting, scopes)
    states = States(engine, team, clock, timer, wake)
    how = Pace(
        timedelta(seconds=settings.alerts_poll_seconds),
        settings.alerts_days_ahead,
        settings.zone,
        settings.ask_after,
    )
    return Workspace(
        team=team,
        desk=desk,
        people=people,
        channels=Channels(client, settings.card_privacy, timer),
        standing=Standing(engine, team, clock),
        replies=Replies(client, Talked(secret, team, timer, Conversation(posting, history))),
        background=Background(),
        settings=settings,
        errands=Errands(Outbox(engine, clock), team, wake),
        searches=Searches(secret, team),
        watch=Watch(team, service, engine, clock, how, states, settings.known_departments),
        posting=Posting(posting, clock, stamp.of, history, timer),
        clock=clock,
    )


def _telling(
    settings: Settings, clock: Callable[[], datetime], by_service: bool
) -> tuple[Tells, Sender | None]:
    """Who tells the claimants; GOV.UK Notify's room is loaded where it is set up."""
    if settings.notify_api_key is None:
        return Tells(by_service), None
    from bot.notify.notify import notify_of, tells

    told = tells(settings, service=by_service)
    return told, notify_of(settings, clock) if told.sends else None


def _key(settings: Settings) -> bytes:
    """The secret that versions are keyed and searches sealed with: any that this installation has and nobody else knows."""
    secret = settings.slack_signing_secret or settings.slack_app_token or settings.slack_bot_token
    return secret.get_secret_value().encode() if secret else b""
