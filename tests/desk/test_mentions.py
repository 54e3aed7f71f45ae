"""What a message of anybody's names: references, ids, codes and links count, names and numbers of other things do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from bot.appointments.model import Appointment, Meeting
from bot.appointments.reads.mentions import asked_for, by_mention, keys_in

JANE = Appointment(
    id="6f1c0a52-7a1b-4c3d-9e55-0a2b3c4d5e6f",
    reference="QWE7RTY8UPA9S3XJBM",
    meeting=Meeting(
        host_link=SecretStr("https://acme.whereby.com/room-77?roomKey=abc"),
        claimant_link=SecretStr("https://desk.example.org/j/zz1"),
    ),
)
SMALL = Appointment(id="1042")


def named(text: str) -> list[str]:
    return [one.id for one in by_mention([JANE, SMALL], keys_in(text), text)]


@pytest.mark.parametrize(
    "text",
    [
        "3XJBM",
        "is #3xjbm here?",
        "code: *3XJBM*, thanks",
        "_3XJBM_",
        "<https://desk.example.org/a/3XJBM|the page>",
        "QWE7RTY8UPA9S3XJBM.",
        "qwe7rty8upa9s3xjbm",
        "(6f1c0a52-7a1b-4c3d-9e55-0a2b3c4d5e6f)",
        "see https://acme.whereby.com/room-77.",
        "<https://acme.whereby.com/room-77?roomKey=other>",
        "https://desk.example.org/j/zz1#x",
    ],
)
def test_it_is_named(text: str) -> None:
    assert named(text) == [JANE.id]


@pytest.mark.parametrize(
    "text",
    ["", "xjbm", "3XJB", "room-77", "https://acme.whereby.com/room-7", "call at 15:00 on 3 Dec", "43XJBMs"],
)
def test_it_is_not_named(text: str) -> None:
    assert named(text) == []


def test_an_id_that_is_short_is_its_own_code() -> None:
    assert named("appointment 1042, 15:00") == ["1042"]


def test_a_whole_key_that_no_list_has_is_asked_for() -> None:
    text = "QWE7RTY8UPA9S3XJBM and ZZZ7RTY8UPA9S2222, for interpretation on 2026-11-20"
    assert asked_for(keys_in(text), [JANE]) == ["ZZZ7RTY8UPA9S2222"]


@given(st.text(max_size=300))
def test_whatever_stands_in_it_it_is_read(text: str) -> None:
    assert set(named(text)) <= {JANE.id, SMALL.id}
