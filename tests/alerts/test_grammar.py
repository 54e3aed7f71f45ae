"""What a clerk types after `alerts`: each word sets one thing, nothing is guessed, and what is shown can be typed again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.alerts.rules import (
    EVERY_DAY,
    LONGEST_REMINDER,
    LONGEST_WAIT,
    WEEKDAYS,
    BoardRule,
    Rules,
    Where,
)
from bot.alerts.typed.grammar import Misunderstood, as_typed, understand
from bot.alerts.typed.words import TOPICS
from bot.appointments.filter import Filter
from bot.appointments.model import Status
from tests.blocks.outside import HOSTILE
from tests.project.sources import ROOT

NOW = datetime(2026, 11, 20, 9, 10, tzinfo=UTC)
LONDON = "Europe/London"
KNOWN = ("Leeds", "Adult Social Care", "Adult")
NOTHING = Rules()
SET_UP = Rules(
    board=BoardRule(at=time(9), zone=LONDON, days=WEEKDAYS),
    reminders=(30,),
    changes=True,
    only=Filter(departments=("Leeds",)),
)


def typed(
    words: str,
    rules: Rules = NOTHING,
    *,
    departments: Sequence[str] = (),
    zone: str = LONDON,
    now: datetime = NOW,
    locale: str = "en-GB",
) -> Rules | Misunderstood:
    return understand(words, rules, now=now, zone=ZoneInfo(zone), locale=locale, departments=departments)


def rules(words: str, before: Rules = NOTHING, **said: Sequence[str]) -> Rules:
    found = typed(words, before, **said)  # type: ignore[arg-type]
    assert isinstance(found, Rules), f"{words!r}: {found.words}"
    return found


def refusal(words: str, before: Rules = NOTHING, **said: Sequence[str]) -> str:
    found = typed(words, before, **said)  # type: ignore[arg-type]
    assert isinstance(found, Misunderstood), f"{words!r} was taken for {as_typed(found)!r}"
    assert found.words.endswith("Nothing was changed.")
    return found.words


def test_all_at_once() -> None:
    found = rules("board 08:30 weekdays dept:Leeds reminders 15 waiting 3 changes")
    assert found == Rules(
        board=BoardRule(at=time(8, 30), days=WEEKDAYS, zone=LONDON),
        reminders=(15,),
        waiting=3,
        changes=True,
        only=Filter(departments=("Leeds",)),
    )


@pytest.mark.parametrize(
    ("words", "clock"),
    [
        ("board 08:30", "08:30"),
        ("board 8.30am", "08:30"),
        ("board at 8.30 am, daily", "08:30"),
        ("board 0830", "08:30"),
        ("board weekdays at 08:30", "08:30"),
        ("board on weekdays at half past eight in the morning", "08:30"),
        ("board half past eight in the morning on weekdays", "08:30"),
        ("board 9am", "09:00"),
        ("board noon", "12:00"),
        ("board 10:30", "10:30"),
        ("Board: 17:00.", "17:00"),
        ("board 8 p.m. daily", "20:00"),
    ],
)
def test_times_as_people_type_them(words: str, clock: str) -> None:
    board = rules(words).board
    assert board is not None
    assert f"{board.at:%H:%M}" == clock


@pytest.mark.parametrize(
    "words", ["board 8", "board 8:30", "board 8 weekdays", "board half eight", "board 12"]
)
def test_a_time_that_can_be_two_is_asked_back(words: str) -> None:
    said = refusal(words)
    assert " can be " in said
    one, other = said.split(" can be ")[1].split(".")[0].split(" or ")
    assert rules(f"board {one}").board != rules(f"board {other}").board


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("board 08:30", "01234"),
        ("board 08:30 daily", "0123456"),
        ("board 08:30 every day", "0123456"),
        ("board 08:30 weekends", "56"),
        ("board 08:30 mon,wed,fri", "024"),
        ("board 08:30 mon/wed/fri", "024"),
        ("board 08:30 Monday, Wednesday and Friday", "024"),
        ("board 08:30 every Monday and Friday", "04"),
        ("board 08:30 Mondays to Wednesdays", "012"),
        ("board 08:30 mon-fri", "01234"),
        ("board 08:30 fri–mon", "0456"),
        ("board 08:30 weekdays sat", "012345"),
    ],
)
def test_days_as_people_type_them(words: str, days: str) -> None:
    board = rules(words).board
    assert board is not None
    assert "".join(str(day) for day in sorted(board.days)) == days


@pytest.mark.parametrize(
    ("words", "zone"),
    [
        ("board 08:30", LONDON),
        ("board 08:30 Europe/Paris", "Europe/Paris"),
        ("board 9am Paris daily", "Europe/Paris"),
        ("board 08:30 New York weekdays", "America/New_York"),
        ("board 08:30 zone:Paris", "Europe/Paris"),
        ("board 08:30 UTC", "UTC"),
    ],
)
def test_a_zone_may_be_named_after_the_time(words: str, zone: str) -> None:
    board = rules(words).board
    assert board is not None
    assert board.zone == zone


def test_a_new_board_is_read_in_the_typists_zone_and_an_old_one_keeps_its_own() -> None:
    new = typed("board 08:30", zone="Europe/Warsaw")
    assert isinstance(new, Rules)
    assert new.board == BoardRule(at=time(8, 30), zone="Europe/Warsaw")
    old = typed("board 08:30", SET_UP, zone="Europe/Warsaw")
    assert isinstance(old, Rules)
    assert old.board == BoardRule(at=time(8, 30), zone=LONDON)


@pytest.mark.parametrize("zone", ["EST", "GMT", "BST", "UTC+2"])
def test_a_zone_without_a_place_is_refused(zone: str) -> None:
    """It would be an hour off for half of the year."""
    assert "Name a place instead" in refusal(f"board 08:30 {zone}")


@pytest.mark.parametrize("day", ["2026-03-29T00:30", "2026-10-25T00:30", "2026-10-25T01:30"])
def test_a_time_of_every_day_does_not_depend_on_the_day_it_is_typed(day: str) -> None:
    """Even where the clocks leave it out or repeat it on that very day."""
    found = typed("board 01:30", now=datetime.fromisoformat(day).replace(tzinfo=UTC))
    assert isinstance(found, Rules)
    assert found.board == BoardRule(at=time(1, 30), zone=LONDON)


@pytest.mark.parametrize(
    ("words", "minutes"),
    [
        ("reminders 60,15", (60, 15)),
        ("reminders 15 5", (15, 5)),
        ("reminders 1h 15m", (60, 15)),
        ("reminders 1h15", (75,)),
        ("reminders 15, 5 and 60", (60, 15, 5)),
        ("reminder 15 min before", (15,)),
        ("reminders half an hour and 5 minutes before each session", (30, 5)),
        ("reminders", (15,)),
        ("reminders off", ()),
        ("no reminders", ()),
    ],
)
def test_reminders_as_people_type_them(words: str, minutes: tuple[int, ...]) -> None:
    assert rules(words).reminders == minutes


@pytest.mark.parametrize(
    ("words", "minutes"),
    [
        ("waiting 0", 0),
        ("waiting 0 min", 0),
        ("waiting now", 0),
        ("waiting 3", 3),
        ("waiting room 3 min", 3),
        ("waiting for 5 minutes", 5),
        ("waiting", 3),
        ("waiting off", None),
        ("no waiting", None),
    ],
)
def test_waiting_as_people_type_it(words: str, minutes: int | None) -> None:
    assert rules(words).waiting == minutes


@pytest.mark.parametrize(
    ("words", "departments"),
    [
        ('dept:"Adult Social Care" dept:Leeds', ("Adult Social Care", "Leeds")),
        ("dept:“Adult Social Care”, York", ("Adult Social Care", "York")),
        ("department:Leeds,York changes", ("Leeds", "York")),
        ("dept:Leeds, changes", ("Leeds",)),
        ("dept Leeds changes", ("Leeds",)),
        ("dept:Leeds dept:leeds", ("Leeds",)),
        ("dept:any", ()),
        ('dept:"any"', ("any",)),
        ("only dept:Leeds", ("Leeds",)),
    ],
)
def test_departments_as_people_type_them(words: str, departments: tuple[str, ...]) -> None:
    assert rules(words, SET_UP).only.departments == departments


def test_known_departments_are_found_whole_and_others_refused() -> None:
    found = rules("dept:adult social care, leeds, changes", departments=KNOWN)
    assert found.only.departments == ("Adult Social Care", "Leeds")
    assert "No department is called Leds. Leeds?" in refusal("dept:Leds", departments=KNOWN)
    assert "Known: Leeds, Adult Social Care, Adult." in refusal("dept:York", departments=KNOWN)
    assert 'Did you mean dept:"Leeds"?' in refusal("board 08:30 daily Leeds", departments=KNOWN)


@pytest.mark.parametrize(
    ("words", "statuses"),
    [
        ("status:waiting", (Status.WAITING,)),
        ("status:in session, scheduled, waiting 3", (Status.IN_PROGRESS, Status.SCHEDULED)),
        ('status:"in session" status:no-show', (Status.IN_PROGRESS, Status.NO_SHOW)),
        ("status:on_hold,waiting", (Status.ON_HOLD, Status.WAITING)),
        ("status:any", ()),
    ],
)
def test_statuses_as_people_type_them(words: str, statuses: tuple[Status, ...]) -> None:
    assert rules(words).only.statuses == statuses


@pytest.mark.parametrize(
    ("words", "typed_again"),
    [
        ("board off", "reset reminders 30 changes dept:Leeds"),
        ("no changes", "reset board 09:00 Europe/London weekdays reminders 30 dept:Leeds"),
        ("changes off", "reset board 09:00 Europe/London weekdays reminders 30 dept:Leeds"),
        ("daily", "reset board 09:00 Europe/London daily reminders 30 changes dept:Leeds"),
        (
            "no empty days",
            "reset board 09:00 Europe/London weekdays no empty reminders 30 changes dept:Leeds",
        ),
        ("zone Paris", "reset board 09:00 Europe/Paris weekdays reminders 30 changes dept:Leeds"),
        ("in channel", "reset board 09:00 Europe/London weekdays reminders 30 changes dept:Leeds in channel"),
        (
            "interpreter",
            "reset board 09:00 Europe/London weekdays reminders 30 changes dept:Leeds interpreter",
        ),
        ("gaps", "reset board 09:00 Europe/London weekdays reminders 30 changes gaps dept:Leeds"),
        ("interpreter gaps", "reset board 09:00 Europe/London weekdays reminders 30 changes gaps dept:Leeds"),
        ("board", "reset board 09:00 Europe/London weekdays reminders 30 changes dept:Leeds"),
        ("reset gaps", "reset gaps"),
        ("off", "off"),
        ("all off", "off"),
    ],
)
def test_each_word_sets_one_thing_and_leaves_the_rest(words: str, typed_again: str) -> None:
    assert as_typed(rules(words, SET_UP)) == typed_again


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("remindrs 15", "Did you mean reminders?"),
        ("board 08:30 daily chnages", "Did you mean changes?"),
        ("08:30 weekdays", "Type board 08:30 for the day's board."),
        ("weekdays", "There is no board here yet."),
        ("board", "There is no board here yet."),
        ("board 25:00", "There is no 25:00 on a clock."),
        ("board tomorrow", "is not a time of day"),
        ("dept:Adult Social Care", 'dept:"Adult Social Care"'),
        ("dept:", "Which department?"),
        ("status:gone", "Choose: requested, invited, another time requested, scheduled, in the waiting room"),
        ("waiting 3 4", "one number of minutes"),
        ("waiting 500", "2 h at most"),
        ("reminders 25h", "24 h at most"),
        ("reminders 1 2 3 4 5 6", "5 reminders at most"),
        ("board 08:30 board 09:00", "stands there twice"),
        ("board off daily", "Type either board off"),
        ("in thread in channel", "Type one of the two"),
        ("only changes", "Type reset changes"),
        ("no interpreter", "Type interpreter any"),
        ("board 08:30 mon to", "Until which day?"),
        ("board 08:30 every", "On which days?"),
        ("off board", "“off” is not clear there"),
        ("zone Nowhere", "is not a place"),
        ("hello", "You can set: board, reminders"),
        ("<!channel>", "is not known here"),
        ("and the", "Type what this channel is to get"),
        ("x" * 6001, "too long"),
    ],
)
def test_what_is_not_understood_changes_nothing_and_says_what_to_type(words: str, said: str) -> None:
    assert said in refusal(words)


def test_what_the_docs_say_can_be_typed_is_understood() -> None:
    page = (ROOT / "docs" / "alerts.md").read_text("utf-8")
    _, table = page.split("| Type after `/appt alerts` |")
    rows = [line for line in table.splitlines() if line.startswith("| `")]
    examples = [words for row in rows for words in re.findall(r"`([^`]+)`", row)]
    assert len(examples) > 25
    for words in examples:
        rules(words, SET_UP)


names = (
    st.one_of(
        st.text(max_size=80), st.sampled_from([*TOPICS, "any", "Leeds", "a-b", '"', "“x”", "08:30", "of"])
    )
    .map(lambda name: " ".join(name.split()))
    .filter(bool)
)
zones = st.sampled_from(sorted(available_timezones() - {"EST", "MST", "HST", "GMT"}))
boards = st.builds(
    BoardRule,
    at=st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    days=st.frozensets(st.sampled_from(sorted(EVERY_DAY)), min_size=1),
    zone=zones,
    empty=st.booleans(),
)
filters = st.builds(
    Filter,
    departments=st.lists(names, max_size=20, unique_by=str.casefold).map(tuple),
    statuses=st.lists(st.sampled_from(Status), unique=True).map(tuple),
    interpreter=st.booleans(),
)
all_rules = st.builds(
    Rules,
    board=st.one_of(st.none(), boards),
    reminders=st.lists(st.integers(1, LONGEST_REMINDER), max_size=5, unique=True).map(tuple),
    waiting=st.one_of(st.none(), st.integers(0, LONGEST_WAIT)),
    changes=st.booleans(),
    gaps=st.booleans(),
    only=filters,
    where=st.sampled_from(Where),
)


@given(all_rules, all_rules)
@example(Rules(only=Filter(departments=("0-", "-", "a--b"))), Rules())
def test_what_is_shown_gives_the_same_rules_in_any_other_channel(shown: Rules, before: Rules) -> None:
    assert typed(as_typed(shown), before, zone="Asia/Tokyo") == shown


WORDS = [
    "board",
    "08:30",
    "8",
    "15",
    "1h",
    "0",
    "half",
    "Europe/Paris",
    ",",
    "mon",
    "mon-fri",
    "every",
    "to",
    "on",
    "off",
    "no",
    "any",
    "only",
    "in",
    "the",
    "and",
    "reset",
    'dept:"',
    "dept:",
    "status:",
    "reminders",
    "waiting",
    "changes",
    "gaps",
    "interpreter",
    "thread",
    "channel",
    "empty",
    "zone",
    "Leeds",
]
fragments = st.one_of(st.sampled_from((*WORDS, *HOSTILE)), st.text(max_size=12))


@given(st.lists(fragments, max_size=12).map(" ".join), all_rules, st.sampled_from([(), KNOWN]))
@example('dept:"' + '""' * 500, NOTHING, ())
@example("board " + "9 " * 1000, NOTHING, ())
def test_whatever_is_typed_is_rules_or_an_answer(words: str, before: Rules, known: tuple[str, ...]) -> None:
    found = typed(words, before, departments=known)
    if isinstance(found, Misunderstood):
        assert found.words.endswith("Nothing was changed.")
    else:
        assert typed(as_typed(found), before) == found
