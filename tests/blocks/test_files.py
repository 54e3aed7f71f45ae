"""Files that are sent: a session that a calendar takes, a list that a spreadsheet opens."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from pydantic import SecretStr

from blocks.files import HEAD, calendar_file, list_file
from blocks.words.setting import Setting
from bot.appointments.model import Appointment, Claimant, Department, Interpreter, Meeting, Status

NOW = datetime(2026, 11, 20, 9, 10, tzinfo=UTC)
SETTING = Setting(ZoneInfo("Europe/Paris"), NOW, frozenset())
JANE = Appointment(
    id="a-1",
    reference="QWE7RTY8UPA9S3XJBM",
    start=datetime(2026, 11, 20, 15, tzinfo=UTC),
    minutes=45,
    claimant=Claimant(name="Jane Doe", phone="07700 900123", email="jane@example.org"),
    department=Department(name="Leeds"),
    interpreter=Interpreter(needed=True, language="Polish"),
    notes="fragile",
    meeting=Meeting(
        host_link=SecretStr("https://acme.whereby.com/r?roomKey=k"),
        claimant_link=SecretStr("https://x.org/j/1"),
    ),
)


def test_a_calendar_takes_a_session_and_learns_no_more_than_initials_and_code() -> None:
    file = calendar_file(JANE, SETTING)
    (event,) = Calendar.from_ical(file.content).walk("VEVENT")
    assert (file.name, event["SUMMARY"]) == ("appointment-3XJBM.ics", "Video appointment J.D. · 3XJBM")
    assert event.decoded("DTSTART") == JANE.start
    assert event.decoded("DTEND") == JANE.end
    assert event["DESCRIPTION"] == "Code: 3XJBM\nDepartment: Leeds\nInterpreter: Polish"
    assert (event["CLASS"], event["STATUS"]) == ("PRIVATE", "CONFIRMED")
    told = (file.content + file.words.encode()).decode()
    for secret in (
        "Jane",
        "Doe",
        "07700",
        "example.org",
        "roomKey",
        "whereby",
        "x.org",
        "fragile",
        "QWE7RTY",
    ):
        assert secret not in told


def test_moved_and_taken_again_it_replaces_the_first_and_cancelled_it_says_so() -> None:
    later = Setting(SETTING.zone, NOW + timedelta(hours=1), frozenset())
    moved = JANE.model_copy(
        update={"start": datetime(2026, 11, 23, 9, tzinfo=UTC), "status": Status.CANCELLED}
    )
    first, second = (
        Calendar.from_ical(file.content).walk("VEVENT")[0]
        for file in (calendar_file(JANE, SETTING), calendar_file(moved, later))
    )
    assert first["UID"] == second["UID"]
    assert first.decoded("SEQUENCE") < second.decoded("SEQUENCE")
    assert second["STATUS"] == "CANCELLED"


def rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.mark.parametrize("names", [True, False])
def test_a_table_has_the_persons_own_times_and_names_only_for_who_may_see_them(names: bool) -> None:
    invite = Appointment(id="1042", status=Status.REQUESTED)
    head, first, second = rows(list_file([invite, JANE], "Today", SETTING, names=names).content)
    assert [one.split(" (")[0] for one in head] == [*HEAD, *(["Claimant"] if names else [])]
    assert head[1] == "Start (Europe/Paris)"
    assert first[:6] == ["2026-11-20", "16:00", "16:45", "3XJBM", "Leeds", "Polish"]
    assert (first[-1] == "Jane Doe") is names
    assert second[:4] == ["", "", "", "1042"]


@given(st.text(max_size=40))
def test_whatever_somebody_is_called_a_table_runs_no_formula(name: str) -> None:
    odd = JANE.model_copy(
        update={"claimant": Claimant(name=f"={name}"), "department": Department(name=f"@{name}x")}
    )
    content = list_file([odd], "Today", SETTING, names=True).content
    (row,) = rows(content)[1:]
    assert len(row) == len(HEAD) + 1
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)
