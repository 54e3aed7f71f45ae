"""What people paste comes from Word, from phones and from web pages, and is read as if it had been typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.appointments.folding import fold, undressed


@pytest.mark.parametrize(
    ("pasted", "typed"),
    [
        ("Jane\u00a0Doe\u202f 3\u3000Dec\t10:00\nfor 45m", "Jane Doe 3 Dec 10:00 for 45m"),
        ("3‑12‐2026 10–11 −5", "3-12-2026 10-11 -5"),
        ("3⁄12∕2026 １０：３０ 3．12", "3/12/2026 10:30 3.12"),
        ("\u200e+44 \u202a7700 900123\u202c\ufeff", "+44 7700 900123"),
        ("Wednes\u00adday Zo\u200be", "Wednesday Zoe"),
        ("⑩am 10㏂ 10～11", "10am 10a.m. 10~11"),
        ("Siobhán O’Brien “Von”", "Siobhán O’Brien “Von”"),
        ("Jane\x00 Doe\x07 \x9fnow", "Jane Doe now"),
        ("half \ud83d a character", "half a character"),
        ("Zoe\u0301 E\u200b\u0301va", "Zoé Éva"),
        (" \r\n ", ""),
        ("O\x92Brien 10\x9612\x962026 \x93now\x94", "O’Brien 10-12-2026 “now”"),
        ("Griﬃths 𝐉ane 3ʳᵈ ١٠/١٢", "Griffiths Jane 3rd 10/12"),
        ("10—12—2026 Jane — Doe", "10-12-2026 Jane — Doe"),
        ("to\ufe0fday \ufffctoday to\uf8ffday ⚖\ufe0f", "today today today ⚖\ufe0f"),
        ("O´Brien ‹Jane› 〝Leeds〞", "O'Brien 'Jane' \"Leeds\""),
    ],
)
def test_what_is_pasted_is_read_as_if_typed(pasted: str, typed: str) -> None:
    assert fold(pasted) == typed


@pytest.mark.parametrize(
    ("formatted", "plain"),
    [
        ("show *_K7Q2M_* `now`", "show K7Q2M now"),
        ("```\nbook Jane\n```", "book Jane"),
        ("• show K7Q2M", "show K7Q2M"),
        ("> book Jane\n> tomorrow", "book Jane\ntomorrow"),
        ("show <K7Q2M>", "show K7Q2M"),
        ("book O`Brien ~3pm", "book O'Brien ~3pm"),
        ("_jane_@x.org https://x.org/_a_/b status:in_progress_now", None),
        ("dept:* status:*, 3*4*5", None),
    ],
)
def test_formatting_is_no_part_of_what_is_typed(formatted: str, plain: str | None) -> None:
    assert undressed(formatted) == (formatted if plain is None else plain)


def test_a_joiner_that_shapes_a_name_stays_and_a_stray_one_goes() -> None:
    name = "علی\u200cرضا"
    assert fold(f"{name} tomorrow") == f"{name} tomorrow"
    assert fold("क्\u200dष 👩\u200d⚖️") == "क्\u200dष 👩\u200d⚖️"
    assert fold("Jane\u200d Doe\u200c \u200dtomorrow Ja\u200cne") == "Jane Doe tomorrow Jane"


def test_lines_can_be_kept() -> None:
    assert fold("Name: Jane\u00a0Doe \r\n\t Tel: 1\u2028end\n") == "Name: Jane Doe Tel: 1 end"
    assert fold("Name: Jane\u00a0Doe \r\n\t Tel: 1\u2028end\n", lines=True) == "Name: Jane Doe\nTel: 1\nend"


_ANYTHING = st.text(st.characters(codec=None, categories=None), max_size=60) | st.text(
    "a é\u0301\u200b\u200c\u200d\u00ad\n\r\x00\x1c－‐\u212a\u3000ع", max_size=30
)


@given(_ANYTHING, st.booleans())
def test_folding_twice_changes_nothing_and_makes_nothing_long(text: str, lines: bool) -> None:
    once = fold(text, lines=lines)
    assert fold(once, lines=lines) == once
    assert len(once) <= 3 * len(text)
    assert once == once.strip()
    once.encode("utf-8")


@given(st.text(st.characters(categories=["L", "N", "P", "S"], max_codepoint=0x7F), min_size=1, max_size=40))
def test_what_a_keyboard_types_is_not_touched(text: str) -> None:
    assert fold(text) == text


@given(_ANYTHING)
def test_lines_are_the_only_thing_that_keeping_them_keeps(text: str) -> None:
    assert fold(fold(text, lines=True)) == fold(text)
