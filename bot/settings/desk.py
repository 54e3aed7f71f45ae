"""What is set for one desk: a workspace may have its own, and what it does not set is as the process has it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import lru_cache
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Field

from bot.settings.hours import USUAL, Hours, read_hours
from bot.settings.kinds import Agencies, CardPrivacy, Departments, Handles, HoursText, NationName, ZoneName
from bot.settings.nations import Nation
from bot.settings.notify import NotifySettings


class DeskSettings(NotifySettings):
    """All of a desk's settings but what its vendor needs to be told."""

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
    desk_timezone: ZoneName = Field(
        "Europe/London", title="Time zone", description="The desk's own time zone, an IANA name."
    )
    desk_hours: HoursText = Field(
        USUAL,
        title="Opening hours",
        description="When the desk is open, by its own clocks, e.g. Mon-Fri 09:00-12:30, Mon-Thu 13:30-17:00: other times are booked with a word, and are not offered as free.",
    )
    desk_nation: NationName = Field(
        Nation.ENGLAND,
        title="Part of the UK",
        description="The part of the UK that the desk is in, for its bank holidays: england, wales, scotland or northern_ireland. Where its time zone is not the UK's, none count.",
    )
    interpreter_agencies: Agencies = Field(
        (),
        description="The agencies that interpreters come from, with commas; whoever confirms an interpreter chooses one of them. Empty: none is asked for.",
    )
    booking_usergroups: Handles = Field(
        (),
        description="Slack user group handles, with commas; only their members may book, move, edit and cancel, and note who came.",
    )
    details_usergroups: Handles = Field(
        (),
        description="Slack user group handles, with commas; only their members may look at personal details.",
    )
    alerts_usergroups: Handles = Field(
        (),
        description="Slack user group handles, with commas; only their members may set what channels are told.",
    )
    card_privacy: CardPrivacy = Field(
        CardPrivacy.BY_CHANNEL,
        title="What cards in channels show",
        description="What cards in channels show of the claimant: by_channel, name, initials or code.",
    )
    departments: Departments = Field(
        (),
        description="The departments that may be typed, with commas, each Name or Name=id, or a file that has one a line (departments.txt); empty: any.",
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
    ask_after_minutes: Annotated[int, Field(ge=0, le=60)] = Field(
        5,
        description="How many minutes after its start it is asked, once, whether anybody came to a session whose room is empty as far as the service tells; 0: never.",
    )

    retention_days: Annotated[int, Field(ge=1, le=3650)] = Field(
        90,
        description="How many days after its session a card keeps what it shows, files that were given out stand, and what was written about the session is kept.",
    )
    audit_days: Annotated[int, Field(ge=1, le=3650)] = Field(
        730, description="How many days the audit is kept: who did what, and who looked."
    )

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.desk_timezone)

    @property
    def hours(self) -> Hours:
        return read_hours(self.desk_hours)

    @property
    def ask_after(self) -> timedelta:
        return timedelta(minutes=self.ask_after_minutes)

    @property
    def known_departments(self) -> Mapping[str, str | None]:
        """The departments that may be typed, each with the service's id where it is set."""
        return _known(self.departments)

    @property
    def retention(self) -> timedelta:
        return timedelta(days=self.retention_days)

    @property
    def audit_kept(self) -> timedelta:
        return timedelta(days=self.audit_days)

    @property
    def look_back(self) -> timedelta:
        return timedelta(days=self.look_back_days)

    @property
    def look_ahead(self) -> timedelta:
        return timedelta(days=self.look_ahead_days)


@lru_cache(64)
def _known(entries: tuple[str, ...]) -> Mapping[str, str | None]:
    """Read once, since every command asks for them."""
    pairs = (entry.partition("=") for entry in entries)
    return {name.strip(): key.strip() or None for name, _, key in pairs if name.strip()}
