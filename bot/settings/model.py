"""Every setting, read once from the environment or `.env`; all problems are told together, by variable name."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.settings.kinds import CancelCall, CardPrivacy, DatabaseUrl, NotEmpty, Provider, Url, Words, ZoneName

PEXIP_SCOPES = (
    "engage:appointments:readWrite",
    "engage:customers:readOnly",
    "engage:employees:readOnly",
    "engage:offices:readOnly",
    "engage:subjects:readOnly",
    "engage:availability:readOnly",
)
"""The least that everything in Slack needs."""


class BadSettings(Exception):
    """Settings that are wrong or missing: one line a variable, each with what to do."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Settings(BaseSettings):
    """The variables, by their names in lower case. A description says what to give; docs/settings.md is made from them."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", extra="ignore", env_ignore_empty=True, frozen=True
    )

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
    slack_api_url: Url = Field(
        "https://slack.com/api", description="Where Slack's Web API is; leave it alone in production."
    )
    appointments_provider: Provider = Field(
        Provider.EMBEDDED,
        description="embedded (the service that is part of Frontdesk), sqod or pexip (Pexip Engage).",
    )
    appointments_api_url: Url = Field(
        None,
        description="The base address of the vendor's API. Needed for sqod, as given at onboarding; for pexip its public one if not set.",
    )
    appointments_api_token: NotEmpty = Field(
        None,
        description="A fixed bearer token for the appointments API; also the one that `python -m bot api` accepts.",
    )
    appointments_client_id: str | None = Field(
        None, description="OAuth client id, with APPOINTMENTS_CLIENT_SECRET, instead of a fixed token."
    )
    appointments_client_secret: NotEmpty = Field(
        None, description="OAuth client secret, with APPOINTMENTS_CLIENT_ID."
    )
    appointments_token_url: Url = Field(
        "https://auth.app.sqod.co.uk/oauth2/token",
        description="Where OAuth tokens are asked for; for pexip its public address if not set.",
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
    departments: Words = Field(
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
    meet_host: str = Field(
        "meet.jit.si", description="The Jitsi host of the embedded service's meeting rooms."
    )
    room_hosts: Words = Field(
        (".whereby.com",),
        description="Hosts that a vendor's meeting link may have, with commas; a leading dot takes the sub-domains.",
    )
    sqod_create_encoding: Literal["form", "json"] = Field(
        "form",
        description="How SQOD's create is sent: form or json (unverified: the vendor's two documents differ).",
    )
    sqod_form_booleans: Literal["true_false", "1_0"] = Field(
        "true_false", description="How SQOD's form spells yes and no; 1_0 if a 422 names a flag."
    )
    sqod_per_page: Annotated[int, Field(ge=1, le=1000)] = Field(
        50, description="How many appointments a page of SQOD's list holds."
    )
    sqod_tells_claimant: bool = Field(
        True,
        description="Whether the service itself sends the claimant SMS or e-mail; what people read says so.",
    )
    sqod_patch_override: bool = Field(
        False, description="Send PATCH as POST with _method=PATCH, for proxies that block PATCH."
    )
    pexip_enterprise: Annotated[str | None, Field(pattern=r"^[\w.-]+$")] = Field(
        None, description="The enterprise's name at Pexip Engage, as in its addresses. Needed for pexip."
    )
    pexip_scopes: Words = Field(
        PEXIP_SCOPES,
        description="The scopes that the token is asked for, with commas; `python -m bot doctor` says what each is for.",
    )
    pexip_client_auth: Literal["basic", "body"] = Field(
        "basic", description="Where the client secret stands in the token request: basic (a header) or body."
    )
    pexip_accept_language: Annotated[str, Field(pattern=r"^[\x20-\x7e]+$")] = Field(
        "en *", description="The language of names, as Accept-Language; * alone: the enterprise's own."
    )
    pexip_per_page: Annotated[int, Field(ge=1, le=1000)] = Field(
        100, description="How many rows a page of Pexip Engage's lists holds."
    )
    pexip_names_minutes: Annotated[int, Field(ge=10, le=60)] = Field(
        30,
        description="How long names of people, offices and subjects are kept before they are asked for again.",
    )
    pexip_tells_claimant: bool = Field(
        True,
        description="Whether the service itself sends the claimant SMS or e-mail; what people read says so.",
    )
    pexip_cancel: CancelCall = Field(
        None,
        description="Method, path and reason key of cancelling, which the vendor documents nowhere; not set: not offered. "
        "Try POST /appointments/{id}/_actions/cancel message in the vendor's development environment first.",
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
    def look_back(self) -> timedelta:
        return timedelta(days=self.look_back_days)

    @property
    def look_ahead(self) -> timedelta:
        return timedelta(days=self.look_ahead_days)

    @property
    def socket_mode(self) -> bool:
        return self.slack_app_token is not None

    def vendor_problems(self) -> list[str]:
        """Tell what is missing for the chosen appointment service."""
        if self.appointments_provider is Provider.EMBEDDED:
            return []
        problems = []
        pexip = self.appointments_provider is Provider.PEXIP
        if pexip and self.pexip_enterprise is None:
            problems.append(f"PEXIP_ENTERPRISE: missing. {_what_to_give('pexip_enterprise')}")
        if pexip and not self.pexip_scopes:
            problems.append(
                "PEXIP_SCOPES: none given, and a token without scopes may do nothing. Leave it out."
            )
        if not pexip and self.appointments_api_url is None:
            problems.append(f"APPOINTMENTS_API_URL: missing. {_what_to_give('appointments_api_url')}")
        if self.appointments_api_token is None:
            if self.appointments_client_id is None:
                problems.append(
                    "APPOINTMENTS_CLIENT_ID: missing. Give it with APPOINTMENTS_CLIENT_SECRET, or give APPOINTMENTS_API_TOKEN."
                )
            if self.appointments_client_secret is None:
                problems.append(
                    "APPOINTMENTS_CLIENT_SECRET: missing. Give it with APPOINTMENTS_CLIENT_ID, or give APPOINTMENTS_API_TOKEN."
                )
        return problems

    def slack_problems(self) -> list[str]:
        """Tell what is missing to speak with Slack; the appointment service alone does not need it."""
        problems = []
        if self.slack_bot_token is None:
            problems.append(f"SLACK_BOT_TOKEN: missing. {_what_to_give('slack_bot_token')}")
        elif not self.slack_bot_token.get_secret_value().startswith("xoxb-"):
            problems.append(f"SLACK_BOT_TOKEN: does not start with xoxb-. {_what_to_give('slack_bot_token')}")
        if self.slack_app_token is None and self.slack_signing_secret is None:
            problems.append(
                "SLACK_SIGNING_SECRET: missing. Give the signing secret (Basic Information), or SLACK_APP_TOKEN for Socket Mode."
            )
        if self.slack_app_token is not None and not self.slack_app_token.get_secret_value().startswith(
            "xapp-"
        ):
            problems.append(f"SLACK_APP_TOKEN: does not start with xapp-. {_what_to_give('slack_app_token')}")
        return problems


def _what_to_give(name: str) -> str:
    return Settings.model_fields[name].description or ""


def read_settings(*, for_slack: bool = True, **overrides: Any) -> Settings:
    """Read the environment and `.env`. Raises BadSettings with every problem there is, never the values of secrets."""
    problems: list[str] = []
    try:
        settings = Settings(**overrides)
    except UnicodeDecodeError:
        raise BadSettings([".env: it is not UTF-8 text. Save it as UTF-8 and start again."]) from None
    except ValidationError as error:
        bad: dict[str, Any] = {}
        for fault in error.errors(include_url=False, include_input=False):
            name = str(fault["loc"][0])
            bad[name] = Settings.model_fields[name].default
            said = fault["msg"].removeprefix("Value error, ")
            problems.append(f"{name.upper()}: {said}. {_what_to_give(name)}")
        settings = Settings(**{**overrides, **bad})  # with their defaults, so that the other checks still run
    problems += settings.vendor_problems()
    if for_slack:
        problems += settings.slack_problems()
    if problems:
        raise BadSettings(problems)
    return settings


class _Given(Settings):
    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (init_settings,)


def given_settings(**values: Any) -> Settings:
    """Make settings of these values and the defaults alone: nothing of the environment or of `.env` is in them."""
    return _Given(**values)
