"""The table of cases, line by line."""

from __future__ import annotations

import pytest

from bot.when import Refusal, find_time, read
from tests.when.table import Case, cases, written

CASES = list(cases())


def test_the_table() -> None:
    """All lines in one test: two thousand tests would take longer to be collected than to run."""
    wrong = [
        f"{case.now} {case.name}: {said}, not {case.meaning}"
        for case in CASES
        if (said := said_of(case)) != case.meaning
    ]
    assert wrong == []


def said_of(case: Case) -> str:
    return written(read(case.text, now=case.now, zone=case.zone, locale=case.locale), case.zone)


def test_the_table_is_long_enough_and_says_nothing_twice() -> None:
    assert len(CASES) >= 300
    assert len({(case.name, case.now) for case in CASES}) == len(CASES)


def test_what_can_be_read_alone_is_found_in_a_command(subtests: pytest.Subtests) -> None:
    """A name before it and words behind it change nothing, and are handed back."""
    for case in CASES:
        if "asks" not in case.meaning:
            with subtests.test(case.name):
                is_found_in_a_command(case)


def is_found_in_a_command(case: Case) -> None:
    if case.meaning.endswith("min") and " 20" not in case.meaning:
        return  # a length alone could be of anything
    found = find_time(f"Zbigniew Xu, {case.text}, kwaxle", now=case.now, zone=case.zone, locale=case.locale)
    alone = find_time(case.text, now=case.now, zone=case.zone, locale=case.locale)
    if found is None or isinstance(found, Refusal) or isinstance(alone, Refusal):
        return  # nothing was said, or it is asked about
    assert found.rest.startswith("Zbigniew Xu")
    assert found.rest.endswith("kwaxle")
    handed_back = found.rest.removeprefix("Zbigniew Xu").removesuffix("kwaxle").strip(" ,")
    if not handed_back:
        assert written(found, case.zone) == written(alone, case.zone)
