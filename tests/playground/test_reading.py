"""Text reads as its reader sees it: her zone, her clock, names for ids, nothing of the markup."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.standins.slack.dates import DateStyle
from bot.standins.slack.mrkdwn import Reader, plain, spans

NOW = datetime(2025, 12, 3, 9, 30, tzinfo=UTC)
NAMES = {"U1": "Asha Patel", "C1": "front-desk", "S1": "leads"}
LONDON = DateStyle("Europe/London")
PARIS = DateStyle("Europe/Paris")
NEW_YORK = DateStyle("America/New_York", american=True, hour24=False)


def read(text: str, style: DateStyle = LONDON) -> str:
    return plain(text, Reader(style, NOW, NAMES.get))


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("*bold* _italic_ ~gone~ `code`", "bold italic gone code"),
        ("2*3*4 and snake_case_name", "2*3*4 and snake_case_name"),
        ("*<@U1>* waits in <#C1>", "@Asha Patel waits in #front-desk"),
        ("<!subteam^S1> <!here>", "@leads @here"),
        ("<@U9|old.name> <#C9>", "@old.name #private channel"),
        ("&lt;!channel&gt; &amp;amp;", "<!channel> &amp;"),
        ("<https://x.org/?a=1&amp;b=2|Join *now*>", "Join *now*"),
        ("<https://x.org/a>", "https://x.org/a"),
        ("<mailto:j@x.org|j@x.org>", "j@x.org"),
        ("&gt; quoted\nnot", "quoted\nnot"),
        ("```a *b* &lt;c&gt;```", "a *b* <c>"),
        ("<!nonsense>", "<!nonsense>"),
    ],
)
def test_marks_tokens_and_entities_are_read(written: str, seen: str) -> None:
    assert read(written) == seen


LATER = int(datetime(2025, 12, 3, 15, 0, tzinfo=UTC).timestamp())
NEXT_YEAR = int(datetime(2026, 1, 4, 23, 30, tzinfo=UTC).timestamp())


@pytest.mark.parametrize(
    ("style", "moment", "form", "seen"),
    [
        (LONDON, LATER, "{date_short_pretty} at {time}", "Today at 15:00"),
        (PARIS, LATER, "{date_short_pretty} at {time}", "Today at 16:00"),
        (NEW_YORK, LATER, "{date_short_pretty} at {time}", "Today at 10:00 AM"),
        (LONDON, NEXT_YEAR, "{date_short}, {time}", "4 Jan 2026, 23:30"),
        (PARIS, NEXT_YEAR, "{date_long_pretty}, {time}", "Monday, 5 January 2026, 00:30"),
        (NEW_YORK, NEXT_YEAR, "{date_long_full}", "January 4, 2026"),
        (LONDON, LATER, "starts {ago}", "Starts in 5 hours"),
        (LONDON, LATER + 86_400, "{day_divider_pretty}", "Tomorrow"),
        (LONDON, LATER + 30 * 86_400, "{day_divider_pretty}", "Friday, 2 January 2026"),
        (LONDON, LATER, "{date_num} {time_secs}", "2025-12-03 15:00:00"),
    ],
)
def test_a_date_is_written_for_its_reader(style: DateStyle, moment: int, form: str, seen: str) -> None:
    assert read(f"<!date^{moment}^{form}|fallback>", style) == seen


@pytest.mark.parametrize(
    "token", ["<!date^soon^{time}|3 pm>", "<!date^1^{hour}|3 pm>", "<!date^9e99^{time}|3 pm>"]
)
def test_a_date_that_cannot_be_written_says_its_fallback(token: str) -> None:
    assert read(token) == "3 pm"


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@given(st.text())
def test_escaped_text_never_pings_and_never_links(text: str) -> None:
    shown = list(spans(escape(text), Reader(LONDON, NOW, NAMES.get)))
    assert not any(span.pings or span.url for span in shown)


@given(st.text(alphabet=st.characters(exclude_characters="*_~`>\ue000\r")))
def test_escaped_text_without_marks_reads_as_it_was(text: str) -> None:
    assert read(escape(text)) == text
