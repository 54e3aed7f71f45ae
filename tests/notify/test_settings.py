"""The key, the templates and the hours: what is wrong is named and never repeated, and no workspace has another's."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from pydantic import SecretStr

from bot.apis.vendors import VENDORS
from bot.appointments.model import Appointment, Claimant, Meeting, MeetingType, Office
from bot.appointments.notices import Occasion, Tells, Way
from bot.notify.notify import tells
from bot.notify.words import personalisation
from bot.ops.given import given_on_command_line
from bot.settings import BadSettings, given_settings, read_settings
from bot.workspace.own_settings import own_settings

LONDON = ZoneInfo("Europe/London")
KEY, TEMPLATE = f"ours-{uuid4()}-{uuid4()}", str(uuid4())


def test_a_key_and_ids_as_people_paste_them() -> None:
    said = given_settings(
        VENDORS,
        notify_api_key=f"  {KEY}\n",
        notify_sms_booked=f" {TEMPLATE.upper()} ",
        notify_reminder_hours="2, 48",
    )
    assert said.notify_api_key == SecretStr(KEY)
    assert KEY not in repr(said)
    assert (said.notify_sms_booked, said.notify_reminder_hours) == (TEMPLATE, (48, 2))
    sends = frozenset({(Occasion.BOOKED, Way.SMS)})
    assert tells(said, service=False) == Tells(service=False, sends=sends, hours=(48, 2))
    assert tells(said, service=True) == Tells(service=True)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("notify_api_key", "not-a-key-at-all"),
        ("notify_api_key", "26785a09-ab16-4eb0-8407-a37497a57506"),
        ("notify_sms_late", "booked"),
        ("notify_reminder_hours", "a day"),
        ("notify_reminder_hours", "0"),
        ("notify_reminder_hours", "1,2,3,4,5"),
        ("notify_url", "notifications.service.gov.uk"),
    ],
)
def test_what_is_wrong_is_named_and_not_repeated(name: str, value: str) -> None:
    with pytest.raises(BadSettings) as bad:
        given_settings(VENDORS, **{name: value})
    (problem,) = bad.value.problems
    assert problem.startswith(f"{name.upper()}: ")
    assert value not in problem.split(". ")[0] or len(value) < 3


def test_the_key_may_stand_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "key").write_text(f"{KEY}\n")
    monkeypatch.setenv("NOTIFY_API_KEY_FILE", str(tmp_path / "key"))
    assert read_settings(VENDORS, for_slack=False).notify_api_key == SecretStr(KEY)


def test_no_workspace_has_the_key_or_the_templates_of_the_process() -> None:
    process = given_settings(VENDORS, notify_api_key=KEY, notify_sms_booked=TEMPLATE)
    assert own_settings(process, {}).notify_api_key is None
    process = given_settings(
        VENDORS, notify_api_key=KEY, notify_sms_booked=TEMPLATE, notify_url="http://localhost:1"
    )
    own = own_settings(process, {"NOTIFY_API_KEY": KEY})
    assert own.notify_url == "http://localhost:1", "where Notify is goes for all"
    assert (own.notify_api_key, own.notify_sms_booked) == (SecretStr(KEY), None)


@pytest.mark.parametrize(
    ("start", "late", "said", "in_welsh"),
    [
        ((2026, 11, 20, 15), 0, "Friday 20 November 2026 at 3pm", "dydd Gwener 20 Tachwedd 2026 am 3pm"),
        (
            (2026, 7, 1, 8, 30),
            0,
            "Wednesday 1 July 2026 at 9:30am",
            "dydd Mercher 1 Gorffennaf 2026 am 9:30am",
        ),
        (
            (2026, 11, 20, 11, 50),
            10,
            "Friday 20 November 2026 at midday",
            "dydd Gwener 20 Tachwedd 2026 am hanner dydd",
        ),
        (
            (2026, 10, 25, 1, 30),
            0,
            "Sunday 25 October 2026 at 1:30am (GMT)",
            "dydd Sul 25 Hydref 2026 am 1:30am (GMT)",
        ),
    ],
)
def test_when_is_said_as_gov_uk_says_it(start: tuple[int, ...], late: int, said: str, in_welsh: str) -> None:
    session = Appointment(id="a-1", start=datetime(*start, tzinfo=UTC))  # type: ignore[arg-type, misc]
    given = personalisation(session, LONDON, late=late, welsh=True)
    assert (given["when"], given["when_cy"]) == (said, in_welsh)


def test_a_meeting_at_an_office_is_told_by_that_office_s_clocks() -> None:
    ghent = Office(id="7", zone="Europe/Brussels")
    session = Appointment(
        id="a-1",
        start=datetime(2026, 11, 20, 15, tzinfo=UTC),
        office=ghent,
        meeting_type=MeetingType.OFFICE,
    )
    assert personalisation(session, LONDON)["when"] == "Friday 20 November 2026 at 4pm (CET)"
    by_video = session.model_copy(update={"meeting_type": MeetingType.VIDEO})
    assert personalisation(by_video, LONDON)["when"] == "Friday 20 November 2026 at 3pm"


def test_what_there_is_not_is_empty_and_a_host_s_link_is_never_given() -> None:
    host = Meeting(host_link=SecretStr("https://rooms.example/host?roomKey=1"))
    bare = Appointment(
        id="a-1", start=datetime(2026, 11, 20, 15, tzinfo=UTC), meeting=host, claimant=Claimant()
    )
    given = personalisation(bare, LONDON)
    assert given == {"name": "", "when": "Friday 20 November 2026 at 3pm", "link": "", "reference": ""}


def test_a_shell_does_not_keep_the_key(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        given_on_command_line(given_settings(VENDORS), [f"NOTIFY_API_KEY={KEY}"], [], None)
    said = capsys.readouterr().err
    assert "Give it by --secret NOTIFY_API_KEY." in said
    assert KEY not in said
