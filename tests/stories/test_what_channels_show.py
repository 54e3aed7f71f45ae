"""What a card shows depends on who can read the channel; keys and personal details are never there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stories.scene import Scene, book, modal, scene

PERSON = "jane@example.org 020 7123 4567"


async def test_a_public_channel_sees_initials_and_a_short_code(story: Scene) -> None:
    await book(story, f"Jane van Doe tomorrow 3pm {PERSON}", in_=story.lobby)
    (card,) = story.cards(story.lobby)
    session = story.sqod.has(name="Jane van Doe")

    assert f"J.D. · {session.reference[-5:]}" in card.text
    everything = str(story.ben.sees(story.lobby))
    assert f"J.D. · {session.reference[-5:]}" in everything
    assert "Jane" not in everything
    assert session.reference not in everything
    assert card.links == {}
    assert (await story.says(story.asha, f"/appt show {session.reference[-5:]}")).text.startswith(
        "Jane van Doe"
    )


async def test_a_channel_shared_with_others_sees_the_code_alone(story: Scene) -> None:
    await book(story, f"Jane Doe tomorrow 3pm {PERSON}", in_=story.shared)
    (card,) = story.cards(story.shared)
    session = story.sqod.has(name="Jane Doe")

    assert f"Appointment {session.reference[-5:]}" in card.text
    assert "J.D." not in card.text
    assert "Jane" not in str(story.ben.sees(story.shared))


async def test_a_private_channel_sees_the_name_and_the_claimants_link_but_no_host_key(story: Scene) -> None:
    await book(story, f"Jane Doe tomorrow 3pm {PERSON}")
    (card,) = story.cards(story.desk)
    session = story.sqod.has(name="Jane Doe")

    assert "Jane Doe" in card.text
    assert session.reference in card.links["Claimant's link"]
    assert "Join" not in card.links
    assert session.host_key not in story.everything_shown()


async def test_join_gives_the_host_link_to_the_one_who_pressed(story: Scene) -> None:
    await book(story, "Jane Doe tomorrow 3pm")
    (card,) = story.cards(story.desk)
    await story.asha.clicks("Join", on=card)
    await story.delivered()
    answer = story.asha.last(story.desk)

    assert answer.is_ephemeral
    assert story.sqod.has(name="Jane Doe").host_key in answer.links["Open the room"]
    assert "makes whoever opens it the host" in answer.text
    assert len(story.chloe.sees(story.desk)) == 1


async def test_a_room_without_a_key_is_an_ordinary_link_in_private_only(tmp_path: Path) -> None:
    async with scene(tmp_path, vendor=False) as story:
        await (await book(story, "Jane Doe tomorrow 3pm")).close()
        await (await book(story, "John Roe tomorrow 4pm", in_=story.lobby)).close()
        (private,), (public,) = story.cards(story.desk), story.cards(story.lobby)

        assert private.links["Join"].startswith("https://meet.jit.si/")
        assert await story.asha.clicks("Join", on=private) == private.links["Join"]
        assert public.links == {}
        await story.asha.clicks("Join", on=public)
        await story.delivered()
        assert story.asha.last(story.lobby).links["Open the room"].startswith("https://meet.jit.si/")


@pytest.mark.parametrize(
    ("privacy", "shown", "hidden"),
    [("name", "Jane Doe", "zzz"), ("initials", "J.D.", "Jane"), ("code", "Appointment", "J.D.")],
)
async def test_one_setting_overrides_the_channel(
    tmp_path: Path, privacy: str, shown: str, hidden: str
) -> None:
    async with scene(tmp_path, card_privacy=privacy) as story:
        await book(story, "Jane Doe tomorrow 3pm", in_=story.lobby)
        (card,) = story.cards(story.lobby)
        assert shown in card.text
        assert hidden not in card.text


async def test_a_channel_that_slack_will_not_describe_is_taken_for_shared(story: Scene) -> None:
    story.slack.faults.switch_on("conversations.info", error="internal_error")
    await book(story, "Jane Doe tomorrow 3pm")
    (card,) = story.cards(story.desk)
    assert "Jane" not in card.text


async def test_a_channel_without_the_bot_is_refused_before_anything_is_booked(story: Scene) -> None:
    away = story.slack.channel("bot-not-here", private=True, has_bot=False)
    form = await story.opens(story.asha, "/appt book Jane Doe tomorrow 3pm", in_=away)
    await form.fill("Post the card in", away.name)
    await form.submit()

    assert "Frontdesk is not in that conversation." in modal(story.asha).errors["Post the card in"]
    assert story.sqod.appointments == []


async def test_a_name_can_neither_ping_nor_format_nor_break_a_card(story: Scene) -> None:
    form = await story.opens(story.asha, "/appt book x tomorrow 3pm")
    await form.fill("Claimant name", "*Bold <!channel> & <@U1> _Doe x")
    await form.submit()
    await story.delivered()
    (card,) = story.cards(story.desk)

    assert "*Bold <!channel> & <@U1> _Doe x" in card.text
    assert card.pings == []
    story.session("*Bold* <!channel> & <@U1> _Doe_ `x`", at=story.at(16, days=1))
    answer = await story.says(story.asha, "/appt tomorrow")
    assert "*Bold* <!channel> & <@U1> _Doe_ `x`" in answer.text
    assert answer.pings == []
