"""What one thing that a person does costs: the service is asked, and words are read, as often as is needed and no oftener."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot import when
from tests.stories.scene import Scene, book, modal, outcome, scene


def reads(story: Scene) -> int:
    """How often the service was asked for one appointment."""
    return sum(call.operation == "get" for call in story.sqod.calls)


async def test_an_edit_reads_once_to_open_once_to_write_and_once_to_redraw(story: Scene) -> None:
    await book(story, "Jane Doe tomorrow 3pm in Leeds")
    card = story.cards(story.desk)[-1]
    before = reads(story)

    await story.asha.clicks("Edit", on=card)
    await story.delivered()
    assert reads(story) - before == 1
    await modal(story.asha).fill("Claimant name", "Jane Smith")
    await modal(story.asha).fill("Phone", "020 7946 0018")
    await modal(story.asha).submit()
    await story.delivered()
    assert "Saved: Jane Smith" in outcome(story.asha).text
    assert reads(story) - before == 3
    assert "Jane Smith" in story.cards(story.desk)[-1].text


async def test_who_sees_contact_details_in_a_form_is_written_down_once(story: Scene) -> None:
    story.session("Jane Doe", reference="REF-1", phone="+442079460018")
    form = await story.opens(story.asha, "/appt edit REF-1")
    assert form.value("Phone") == "+442079460018"
    ledger: Any = story.bot.workspace.desk._ledger
    seen = [one.deed async for one in ledger.whole_audit() if one.deed == "details"]
    assert seen == ["details"]


async def test_booking_again_reads_once(tmp_path: Path) -> None:
    async with scene(tmp_path) as story:
        await book(story, "Jane Doe today 9:30")
        story.clock.move(hours=3)
        story.bot.courier.wake()
        await story.delivered()
        before = reads(story)
        await story.asha.clicks("Book again", on=story.cards(story.desk)[-1])
        await story.delivered()
        assert modal(story.asha).value("Claimant name") == "Jane Doe"
        assert reads(story) - before == 1


async def test_an_appointment_without_a_card_is_not_read_to_redraw_it(story: Scene) -> None:
    story.session("Jane Doe", reference="REF-1")
    form = await story.opens(story.asha, "/appt cancel REF-1")
    await form.fill("Reason", "Booked twice")
    before = reads(story)
    await form.submit()
    await story.delivered()
    assert "Cancelled" in outcome(story.asha).text
    assert story.cards(story.desk) == []
    assert reads(story) - before == 1, "the look before the write is the only one"


@pytest.mark.parametrize("typed", ["next week", "next week dept:Leeds", "tomorrow", "week interpreter"])
async def test_a_span_is_read_once(story: Scene, monkeypatch: pytest.MonkeyPatch, typed: str) -> None:
    read, spans = when.read, list[str]()

    def counted(text: str, **how: Any) -> when.Reading | when.Refusal:
        spans.append(text)
        return read(text, **how)

    monkeypatch.setattr(when, "read", counted)
    await story.says(story.asha, f"/appt {typed}")
    assert len(spans) == 1
    assert sum(call.operation == "list" for call in story.sqod.calls) == 1


async def test_quarter_of_an_hour_later_needs_no_look(story: Scene) -> None:
    story.session("Jane Doe", reference="REF-1")
    form = await story.opens(story.asha, "/appt move REF-1")
    before = reads(story)
    await form.press("+15 min")
    await story.delivered()
    assert "15:15" in outcome(story.asha).text
    assert reads(story) == before
