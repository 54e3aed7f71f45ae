"""Every setting but the vendors' own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, PrivateAttr

from bot.settings.desk import DeskSettings
from bot.settings.kinds import Allowed, DatabaseUrl, Keys, NotEmpty, Url
from bot.settings.surfaces import SurfaceSettings
from bot.settings.variables import VendorSettings

_OF_MANY = (
    "slack_client_id",
    "slack_client_secret",
    "slack_signing_secret",
    "secret_keys",
    "public_url",
    "install_allowed",
)
"""What is needed to serve many workspaces."""


class Settings(DeskSettings, SurfaceSettings):
    """All but what the chosen vendor needs to be told: that is a group of its own, and stands in `vendor`."""

    _vendor: VendorSettings = PrivateAttr(default_factory=VendorSettings)
    _groups: dict[type[VendorSettings], VendorSettings] = PrivateAttr(default_factory=dict)

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
        "`frontdesk keys new` makes one. Needed for many workspaces.",
    )
    slack_api_url: Url = Field(
        "https://slack.com/api", description="Where Slack's Web API is; leave it alone in production."
    )
    slack_client_id: str | None = Field(
        None,
        description="The client ID of the Slack app (Basic Information). Set, and no SLACK_BOT_TOKEN: many workspaces.",
    )
    slack_client_secret: NotEmpty = Field(
        None,
        description="The client secret of the Slack app (Basic Information). Needed for many workspaces.",
    )
    slack_authorize_url: Url = Field(
        "https://slack.com/oauth/v2/authorize",
        description="Where Slack asks for consent to an installation; leave it alone in production.",
    )
    public_url: Url = Field(
        None,
        description="Where Frontdesk is reached from outside, https://…. Needed for many workspaces.",
    )
    install_allowed: Allowed = Field(
        (),
        description="Who may install Frontdesk: ids of workspaces (T…) and organisations (E…), with commas, or * for anybody. "
        "Needed for many workspaces.",
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
    appt_command: Annotated[str, Field(pattern=r"^/[a-z0-9_-]{1,31}$")] = Field(
        "/appt", description="The slash command: / and up to 31 small letters, digits, - or _."
    )
    metrics_token: NotEmpty = Field(
        None,
        description="The bearer token that whoever reads /metrics (Prometheus) shows; not set: there is no /metrics.",
    )
    otel_exporter_otlp_endpoint: Url = Field(
        None,
        description="Where traces are sent, OTLP over HTTP, e.g. http://localhost:4318; not set: none are kept. Needs frontdesk[otel].",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="How much is logged: debug, info, warning or error."
    )
    log_format: Literal["auto", "json", "plain"] = Field(
        "auto", description="Log lines as json or plain; auto is plain on a terminal."
    )

    @property
    def socket_mode(self) -> bool:
        return self.slack_app_token is not None

    @property
    def vendor(self) -> VendorSettings:
        """What the chosen vendor was told, in its own model."""
        return self._vendor

    def of_process(self, group: type[VendorSettings]) -> dict[str, Any]:
        """What the process was told of a vendor's variables, whichever vendor it has chosen."""
        found = self._groups.get(group)
        return {name: getattr(found, name) for name in found.model_fields_set} if found is not None else {}

    def for_desk(self, desk: Mapping[str, Any], vendor: VendorSettings) -> Settings:
        """The same process, with a desk that has settings and a vendor of its own."""
        own = self.model_copy(update=desk)
        own._vendor = vendor
        return own

    @property
    def many(self) -> bool:
        """Whether many workspaces are served, each by its own installation, instead of the one whose token is set."""
        said = self.slack_client_id or self.slack_client_secret or self.install_allowed
        return self.slack_bot_token is None and bool(said)

    def slack_problems(self) -> list[str]:
        """Tell what is missing to speak with Slack; the appointment service alone does not need it."""
        return self._problems_of_many() if self.many else self._problems_of_one()

    def _problems_of_many(self) -> list[str]:
        problems = [self.lacks(name) for name in _OF_MANY if not getattr(self, name)]
        if self.slack_app_token is not None:
            problems.append(
                "SLACK_APP_TOKEN: Socket Mode is for one workspace. Leave it out, or give SLACK_BOT_TOKEN and serve one."
            )
        return problems

    def _problems_of_one(self) -> list[str]:
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
