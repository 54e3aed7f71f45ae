"""Settings: every problem at once and by name, secrets never said, and no junk that breaks anything else."""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.apis.pexip.settings import PexipSettings
from bot.apis.vendors import OURS, VENDORS
from bot.appointments.permission import Act
from bot.settings import BadSettings, Settings, Variables, read_settings
from bot.settings.usergroups import USERGROUPS

PROMISED = {
    "SLACK_BOT_TOKEN": None,
    "SLACK_SIGNING_SECRET": None,
    "SLACK_APP_TOKEN": None,
    "SLACK_API_URL": "https://slack.com/api",
    "APPOINTMENTS_API_URL": None,
    "APPOINTMENTS_API_TOKEN": None,
    "APPOINTMENTS_CLIENT_ID": None,
    "APPOINTMENTS_CLIENT_SECRET": None,
    "APPOINTMENTS_TOKEN_URL": None,
    "DATABASE_URL": "sqlite:///frontdesk.sqlite3",
    "HOST": "127.0.0.1",
    "PORT": 3000,
    "DESK_TIMEZONE": "Europe/London",
    "APPT_COMMAND": "/appt",
    "BOOKING_USERGROUPS": (),
    "DETAILS_USERGROUPS": (),
}
"""The names that people rely on, with what they are when nobody sets them."""

SECRETS = (
    "SLACK_BOT_TOKEN",
    "SLACK_SIGNING_SECRET",
    "SLACK_APP_TOKEN",
    "APPOINTMENTS_API_TOKEN",
    "APPOINTMENTS_CLIENT_SECRET",
)
GOOD = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "8f742231b10e8888abcd99yyyzzz85a5"}
GROUPS: tuple[type[Variables], ...] = (Settings, *(vendor.settings for vendor in OURS))
NAMES = sorted({name.upper() for group in GROUPS for name in group.model_fields})

anything = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=60)
plausible = st.sampled_from(
    (
        *("", " ", "0", "-1", "65536", "1e9", "nan", "true", "[]", "{}", "null", "ab=cd,=,", "x" * 300),
        *("sqod", "pexip", "http://", "https://[", "/", "..", "Europe", "/appt", "xoxb-", "xapp-"),
        *("sqlite://", "sqlite:////", "postgresql://u:p@[h/x", "postgresql+asyncpg://h/x", "\udc80"),
    )
)
"""What nearly makes sense; the last one is how Python hands over a byte that is not UTF-8."""


@pytest.fixture(autouse=True)
def an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No `.env` of whoever runs the tests is read."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@contextmanager
def environment(values: Mapping[str, str]) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name in NAMES:
            patch.delenv(name, raising=False)
        for name, value in values.items():
            patch.setenv(name, value)
        yield


def problems(values: Mapping[str, str], *, for_slack: bool = True) -> list[str]:
    with environment(values), pytest.raises(BadSettings) as bad:
        read_settings(VENDORS, for_slack=for_slack)
    return bad.value.problems


def test_every_promised_variable_has_its_default() -> None:
    fields = {name.upper(): field.default for group in GROUPS for name, field in group.model_fields.items()}
    assert {name: fields.get(name, "no such setting") for name in PROMISED} == PROMISED
    with environment(GOOD):
        assert read_settings(VENDORS).appointments_provider == "embedded"


def test_nothing_set_names_what_slack_needs_and_where_it_is_found() -> None:
    found = problems({})
    assert [line.split(":")[0] for line in found] == ["SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"]
    assert "OAuth & Permissions" in found[0]
    assert "Basic Information" in found[1]


def test_all_that_is_wrong_is_told_at_once() -> None:
    wrong = {
        "SLACK_BOT_TOKEN": "xapp-swapped",
        "SLACK_APP_TOKEN": "xoxb-swapped",
        "APPOINTMENTS_PROVIDER": "sqod",
        "APPOINTMENTS_CLIENT_ID": "desk",
        "PORT": "http",
        "DATABASE_URL": "postgresql+psycopg2://localhost/desk",
        "DESK_TIMEZONE": "London",
        "APPT_COMMAND": "appt",
        "DEFAULT_MINUTES": "0",
    }
    named = {line.split(":")[0] for line in problems(wrong)}
    assert named == {*wrong, "APPOINTMENTS_API_URL", "APPOINTMENTS_CLIENT_SECRET"} - {
        "APPOINTMENTS_PROVIDER",
        "APPOINTMENTS_CLIENT_ID",
    }


def test_each_problem_says_what_to_give() -> None:
    for line in problems(dict.fromkeys(NAMES, "?")):
        name, _, said = line.partition(": ")
        assert name in NAMES
        assert len(said.split()) > 3, line


@pytest.mark.parametrize("given", ["?", "-1", "1e9", "nan", "", "9.5", "x" * 300])
def test_what_is_wrong_is_said_in_our_own_words(given: str) -> None:
    with environment(dict.fromkeys(NAMES, given)):
        try:
            read_settings(VENDORS)
        except BadSettings as bad:
            said = "\n".join(bad.problems)
        for theirs in ("Input", "should", "valid", "string", "integer", "boolean", "pattern", "parse"):
            assert theirs not in said, said


def test_a_number_out_of_its_bounds_is_told_the_bound() -> None:
    (port, minutes) = problems({"PORT": "65536", "DEFAULT_MINUTES": "0"}, for_slack=False)
    assert {port.split(". ")[0], minutes.split(". ")[0]} == {
        "PORT: too large: 65535 is the most",
        "DEFAULT_MINUTES: too small: 1 is the least",
    }


def test_an_empty_value_counts_as_not_set() -> None:
    with environment(dict.fromkeys(NAMES, "") | GOOD):
        settings = read_settings(VENDORS)
    assert settings.port == 3000
    assert settings.appointments_provider == "embedded"


def test_the_environment_goes_before_the_file(an_empty_folder: Path) -> None:
    (an_empty_folder / ".env").write_text("PORT=4000\nHOST=::1\n", "utf-8")
    with environment(GOOD | {"PORT": "5000"}):
        settings = read_settings(VENDORS)
    assert (settings.port, settings.host) == (5000, "::1")


def test_the_service_alone_needs_nothing_of_slack() -> None:
    with environment({}):
        assert read_settings(VENDORS, for_slack=False).slack_bot_token is None


def test_an_app_token_means_socket_mode_and_needs_no_signing_secret() -> None:
    with environment({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}):
        assert read_settings(VENDORS).socket_mode


@pytest.mark.parametrize("departments", ["Leeds, =7", "=", " = 7 ,Leeds"])
def test_a_department_without_a_name_is_refused(departments: str) -> None:
    (said,) = problems({"DEPARTMENTS": departments}, for_slack=False)
    assert said.startswith("DEPARTMENTS: a department has an id and no name.")


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("DEPARTMENTS", "Leeds=, York", "a department has = and no id"),
        ("DEPARTMENTS", "Leeds, York, leeds", "two departments have the same name"),
        ("DEPARTMENTS", "Leeds=7, York=7", "two departments have the same id"),
        ("DEPARTMENTS", " , ", "between two commas stands no name"),
        ("DEPARTMENTS", "Leeds, \u200b, “”", "between two commas stands no name"),
        ("BOOKING_USERGROUPS", ",", "between two commas stands no name"),
        ("DETAILS_USERGROUPS", "@", "between two commas stands no name"),
        ("ALERTS_USERGROUPS", "front desk", "one of these is no handle of a user group"),
        ("BOOKING_USERGROUPS", "<!subteam^S1>", "one of these is no handle of a user group"),
        ("INTERPRETER_AGENCIES", "x" * 76, "one of these is longer than 75 characters"),
        ("INTERPRETER_AGENCIES", "Voice, voice", "two of these are the same, or there are more than 100"),
        (
            "INTERPRETER_AGENCIES",
            ",".join(f"{number:02}{'é' * 40}" for number in range(25)),
            "all of these are too long for one menu in Slack",
        ),
    ],
)
def test_a_list_with_a_word_that_names_nothing_is_refused(name: str, given: str, said: str) -> None:
    """Of groups an empty list would let everybody in."""
    (told,) = problems({name: given}, for_slack=False)
    assert told.startswith(f"{name}: {said}")


def test_departments_may_be_a_file_with_one_a_line(tmp_path: Path) -> None:
    listed = tmp_path / "departments.txt"
    listed.write_text("# Leeds first\nLeeds\nYork North=7\n\n")
    with environment(GOOD | {"DEPARTMENTS": str(listed)}):
        assert read_settings(VENDORS).known_departments == {"Leeds": None, "York North": "7"}
    (said,) = problems({"DEPARTMENTS": str(tmp_path / "gone.txt")}, for_slack=False)
    assert "the file that it names can't be read" in str(said)


def test_departments_are_read_as_people_paste_them() -> None:
    with environment(GOOD | {"DEPARTMENTS": "“Leeds”, \u200bYork\u00a0North = 7"}):
        assert read_settings(VENDORS).known_departments == {"Leeds": None, "York North": "7"}


@pytest.mark.parametrize(
    ("given", "read"), [("Northern Ireland", "northern_ireland"), ("SCOTLAND", "scotland"), ("", "england")]
)
def test_a_part_of_the_uk_is_read_as_people_write_it(given: str, read: str) -> None:
    with environment(GOOD | {"DESK_NATION": given}):
        assert read_settings(VENDORS).desk_nation == read
    (said,) = problems(GOOD | {"DESK_NATION": "Yorkshire"})
    assert said.startswith("DESK_NATION:")


def test_user_groups_are_read_as_people_write_them() -> None:
    with environment(GOOD | {"BOOKING_USERGROUPS": "@front-desk, leads ,"}):
        assert read_settings(VENDORS).booking_usergroups == ("front-desk", "leads")


def _said(settings: Settings) -> str:
    return f"{settings!r} {settings} {settings.vendor!r} {settings.vendor}"


@pytest.mark.parametrize("name", SECRETS)
def test_secrets_are_never_said(name: str) -> None:
    secret = uuid4().hex
    for extra in ({}, GOOD, {"PORT": "?", "APPOINTMENTS_PROVIDER": "sqod"}):
        with environment(extra | {name: secret}):
            try:
                said = _said(read_settings(VENDORS))
            except BadSettings as bad:
                said = "".join(traceback.format_exception(bad))
        assert secret not in said


@given(st.dictionaries(st.sampled_from(NAMES), anything | plausible, max_size=6), st.booleans())
@example(dict.fromkeys(NAMES, "\udc80"), True)
def test_no_junk_raises_anything_but_bad_settings(values: dict[str, str], for_slack: bool) -> None:
    with environment(values):
        found = problems_or_none(for_slack=for_slack)
    assert found is None or {line.split(":")[0] for line in found} <= set(NAMES)
    assert found != []


def problems_or_none(*, for_slack: bool = True) -> list[str] | None:
    """What is wrong with the settings as they are; None where they can be used."""
    try:
        settings = read_settings(VENDORS, for_slack=for_slack)
    except BadSettings as bad:
        return bad.problems
    assert settings.zone.key == settings.desk_timezone
    assert settings.look_ahead.days == settings.look_ahead_days
    return None


def test_pexip_needs_its_enterprise_and_something_to_sign_in_with() -> None:
    found = problems(GOOD | {"APPOINTMENTS_PROVIDER": "pexip"})
    assert [line.split(":")[0] for line in found] == [
        "PEXIP_ENTERPRISE",
        "APPOINTMENTS_CLIENT_ID",
        "APPOINTMENTS_CLIENT_SECRET",
    ]
    enough = {"PEXIP_ENTERPRISE": "acme", "APPOINTMENTS_API_TOKEN": "t"}
    with environment(GOOD | {"APPOINTMENTS_PROVIDER": "pexip"} | enough):
        told = read_settings(VENDORS).vendor
    assert isinstance(told, PexipSettings)
    assert told.appointments_api_url is None, "the vendor's public address is used"


@pytest.mark.parametrize("text", ["POST /appointments", "post /appointments/{id}", "POST /a/{id} key more"])
def test_how_to_cancel_at_pexip_is_said_whole(text: str) -> None:
    for name in ("PEXIP_CANCEL", "PEXIP_DECLINE", "PEXIP_PROPOSE"):
        (line,) = problems(GOOD | {name: text})
        assert line.startswith(f"{name}: ")
    chosen = {"APPOINTMENTS_PROVIDER": "pexip", "PEXIP_ENTERPRISE": "acme", "APPOINTMENTS_API_TOKEN": "t"}
    how = {"PEXIP_CANCEL": "POST /appointments/{id}/_actions/cancel message"}
    with environment(GOOD | chosen | how):
        told = read_settings(VENDORS).vendor
    assert isinstance(told, PexipSettings)
    assert told.pexip_cancel == how["PEXIP_CANCEL"]


def test_scopes_that_were_emptied_are_missed() -> None:
    told = {"APPOINTMENTS_PROVIDER": "pexip", "PEXIP_ENTERPRISE": "a", "APPOINTMENTS_API_TOKEN": "t"}
    (line,) = problems(GOOD | told | {"PEXIP_SCOPES": ","})
    assert line.startswith("PEXIP_SCOPES: ")


def test_every_setting_that_names_user_groups_is_in_the_one_tuple_of_them() -> None:
    """People, doctor and pages read the tuple: what is missing there is not checked, and locks everybody out."""
    named = [name for name in Settings.model_fields if name.endswith("_usergroups")]
    assert [one.name for one in USERGROUPS] == named
    assert {one.act for one in USERGROUPS} <= set(Act)


def test_what_is_missing_to_serve_many_workspaces_is_told_together() -> None:
    told = {line.split(":")[0] for line in problems({"SLACK_CLIENT_ID": "1.2", "SLACK_APP_TOKEN": "xapp-1"})}
    assert told == {
        "SLACK_CLIENT_SECRET",
        "SLACK_SIGNING_SECRET",
        "SECRET_KEYS",
        "PUBLIC_URL",
        "INSTALL_ALLOWED",
        "SLACK_APP_TOKEN",
    }


def test_with_a_bot_token_one_workspace_is_served_whatever_else_is_set() -> None:
    with environment(
        GOOD | {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "s", "INSTALL_ALLOWED": "T0ONE"}
    ):
        assert not read_settings(VENDORS).many


@pytest.mark.parametrize("allowed", ["riverside", "T0ONE, U0ASHA", "**"])
def test_who_may_install_is_named_by_id(allowed: str) -> None:
    (said,) = problems(GOOD | {"INSTALL_ALLOWED": allowed})
    assert said.startswith("INSTALL_ALLOWED: one of these is neither")
