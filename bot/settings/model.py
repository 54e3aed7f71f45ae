"""Every setting but the vendors' own."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, PrivateAttr

from bot.settings.kinds import CardPrivacy, DatabaseUrl, Departments, Keys, NotEmpty, Url, Words, ZoneName
from bot.settings.variables import Variables, VendorSettings


class Settings(Variables):
    """All but what the chosen vendor needs to be told: that is a group of its own, and stands in `vendor`."""

    _vendor: VendorSettings = PrivateAttr(default_factory=VendorSettings)

    slack_bot_token: NotEmpty = Field(
        None, description="The bot token of the Slack app, xoxb-… (OAuth & Permissions)."
    )
    slack_signing_secret: NotEmpty = Field(
        None, description="The signing secret of the Slack app (Basic Information). Needed for HTTP."
    )
    slack_app_token: NotEmpty = Field(
        None,
        description="An app-level token, xapp-…, with connections:write. Present: Socket Mode; absent: HTTP.",
    )
    secret_keys: Keys = Field(
        (),
        description="Keys that seal tokens and credentials in the database, with commas, the newest first; "
        "`python -m bot keys new` makes one. Needed for many workspaces.",
    )
    slack_api_url: Url = Field(
        "https://slack.com/api", description="Where Slack's Web API is; leave it alone in production."
    )
    appointments_provider: str = Field(
        "",
        description="Which appointment service: one of those that are part of Frontdesk, or one installed beside it.",
    )
    appointments_timeout_seconds: Annotated[float, Field(gt=0, le=60)] = Field(
        10.0, description="How long one operation of the appointment service may take, with all its requests."
    )
    appointments_late_seconds: Annotated[float, Field(ge=0, le=120)] = Field(
        6.0,
        description="How long a write whose answer was lost is looked for before it counts as not done; more for a slow gateway.",
    )
    database_url: DatabaseUrl = Field(
        "sqlite:///frontdesk.sqlite3",
        repr=False,
        description="sqlite:///file or postgresql://…; no driver is named.",
    )
    host: str = Field("127.0.0.1", description="The address to listen on.")
    port: Annotated[int, Field(ge=0, le=65535)] = Field(
        3000, description="The port to listen on; 0 takes a free one and prints it."
    )
    desk_timezone: ZoneName = Field("Europe/London", description="The desk's own time zone, an IANA name.")
    appt_command: Annotated[str, Field(pattern=r"^/[a-z0-9_-]{1,31}$")] = Field(
        "/appt", description="The slash command: / and up to 31 small letters, digits, - or _."
    )
    booking_usergroups: Words = Field(
        (),
        description="Slack user group handles, with commas; only their members may book, move, edit and cancel.",
    )
    details_usergroups: Words = Field(
        (),
        description="Slack user group handles, with commas; only their members may look at personal details.",
    )
    alerts_usergroups: Words = Field(
        (),
        description="Slack user group handles, with commas; only their members may set what channels are told.",
    )
    card_privacy: CardPrivacy = Field(
        CardPrivacy.BY_CHANNEL,
        description="What cards in channels show of the claimant: by_channel, name, initials or code.",
    )
    departments: Departments = Field(
        (),
        description="The departments that may be typed, with commas, each Name or Name=id; empty: any.",
    )
    default_minutes: Annotated[int, Field(ge=1, le=1440)] = Field(
        30, description="How long a session lasts when nobody says."
    )
    look_back_days: Annotated[int, Field(ge=0, le=730)] = Field(
        30, description="How far back `find` and short codes look."
    )
    look_ahead_days: Annotated[int, Field(ge=1, le=730)] = Field(
        90, description="How far ahead `find` and short codes look."
    )
    alerts_poll_seconds: Annotated[int, Field(ge=5, le=3600)] = Field(
        30,
        description="How often the service is looked at while a channel has alerts, in seconds; by night less often.",
    )
    alerts_days_ahead: Annotated[int, Field(ge=1, le=31)] = Field(
        7, description="How many days ahead of today channels with `changes` are told of changes."
    )
    metrics_token: NotEmpty = Field(
        None,
        description="The bearer token that whoever reads /metrics (Prometheus) shows; not set: there is no /metrics.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="How much is logged: debug, info, warning or error."
    )
    log_format: Literal["auto", "json", "plain"] = Field(
        "auto", description="Log lines as json or plain; auto is plain on a terminal."
    )

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.desk_timezone)

    @property
    def known_departments(self) -> dict[str, str | None]:
        """The departments that may be typed, each with the service's id where it is set."""
        pairs = (entry.partition("=") for entry in self.departments)
        return {name.strip(): key.strip() or None for name, _, key in pairs if name.strip()}

    @property
    def look_back(self) -> timedelta:
        return timedelta(days=self.look_back_days)

    @property
    def look_ahead(self) -> timedelta:
        return timedelta(days=self.look_ahead_days)

    @property
    def socket_mode(self) -> bool:
        return self.slack_app_token is not None

    @property
    def vendor(self) -> VendorSettings:
        """What the chosen vendor was told, in its own model."""
        return self._vendor

    def slack_problems(self) -> list[str]:
        """Tell what is missing to speak with Slack; the appointment service alone does not need it."""
        problems = []
        if self.slack_bot_token is None:
            problems.append(self.lacks("slack_bot_token"))
        elif not self.slack_bot_token.get_secret_value().startswith("xoxb-"):
            problems.append(
                f"SLACK_BOT_TOKEN: does not start with xoxb-. {self.what_to_give('slack_bot_token')}"
            )
        if self.slack_app_token is None and self.slack_signing_secret is None:
            problems.append(
                "SLACK_SIGNING_SECRET: missing. Give the signing secret (Basic Information), or SLACK_APP_TOKEN for Socket Mode."
            )
        if self.slack_app_token is not None and not self.slack_app_token.get_secret_value().startswith(
            "xapp-"
        ):
            problems.append(
                f"SLACK_APP_TOKEN: does not start with xapp-. {self.what_to_give('slack_app_token')}"
            )
        return problems
