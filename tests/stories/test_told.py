"""Whoever pressed is told, whatever happens: once, and in words that name what stands now."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web

from bot.serve.ports import listening
from bot.standins.slack import Seen
from tests.stories.scene import Scene, modal, outcome
from tests.stories.test_crashes import Street, street, until

__all__ = ["street"]


def told(street: Street, *words: str) -> list[str]:
    """What the person reads of it, in messages and in the channel."""
    seen: list[Seen] = [*street.asha.sees(street.asha.dm)]
    seen += [one for one in street.asha.sees(street.desk) if one.is_ephemeral]
    return [one.text for one in seen if any(word in one.text for word in words)]


def no_card_yet(street: Street) -> None:
    """Have Slack refuse the card until the bot is killed: one that was on its way then may be there twice, without the scopes to look for it."""
    street.slack.faults.switch_on("chat.postMessage", status=503)


async def test_killed_before_its_form_was_updated_the_form_says_how_it_ended(street: Street) -> None:
    street.sqod.slows("create", 1.8)
    street.slack.faults.switch_on("views.update", delay=30)
    form = await street.opens("/appt book Jane Doe tomorrow 3pm")
    await form.submit()
    assert "Booking…" in outcome(street.asha).text
    await until(lambda: street.sqod.appointments)
    await asyncio.sleep(0.5)  # done, kept, and the form's update is under way
    await street.bot.kill()
    street.slack.faults.switch_off()
    await street.restarts()
    await until(lambda: "Booked: Jane Doe" in outcome(street.asha).text, within=25)

    await until(lambda: street.cards == 1)
    assert told(street, "Booked") == []


@asynccontextmanager
async def killed_with_its_answer(street: Street, there: str) -> AsyncIterator[str]:
    """Something between Slack and the bot that kills it when it has answered, and hands nothing on. Gives its address."""

    async def passed_on(request: web.BaseRequest) -> web.StreamResponse:
        headers = {name: value for name, value in request.headers.items() if name != "Host"}
        async with (
            aiohttp.ClientSession() as session,
            session.post(
                f"{there.rstrip('/')}{request.path}", data=await request.read(), headers=headers
            ) as answer,
        ):
            await answer.read()
            await street.bot.kill()
        raise web.HTTPBadGateway

    runner = web.ServerRunner(web.Server(passed_on))
    await runner.setup()
    with listening("127.0.0.1", 0) as sock:
        await web.SockSite(runner, sock).start()
        yield f"http://127.0.0.1:{sock.getsockname()[1]}"
        await runner.cleanup()


async def test_killed_with_the_answer_on_its_lips_the_form_says_how_it_ended(street: Street) -> None:
    await street.asha.types("/appt book Jane Doe tomorrow 3pm", in_=street.desk)
    await until(lambda: street.asha.modal)
    no_card_yet(street)
    street.slack.faults.switch_on("response_url", status=503)  # nor the line, on its way behind the answer
    there = street.server.courier.bot_url or ""
    async with killed_with_its_answer(street, there.removesuffix("/slack/events")) as between:
        street.server.connect(between)
        await modal(street.asha).submit()
    assert "Booked" not in modal(street.asha).text
    street.slack.faults.switch_off()
    await street.restarts()
    await until(lambda: "Booked: Jane Doe" in modal(street.asha).text, within=25)
    await until(lambda: street.cards == 1)
    assert told(street, "Booked") == []


async def cancelled_and_killed(street: Street) -> None:
    """Cancel; the service does it and never answers; the bot is killed."""
    session = street.sqod.add(at=None, name="Jane Doe")
    street.sqod.change(session.id, at=_tomorrow())
    form = await street.opens(f"/appt cancel {session.reference}")
    await form.fill("Reason", "Booked twice")
    street.sqod.hangs("cancel", after_write=True)
    submit = asyncio.create_task(form.submit())
    await until(lambda: street.sqod.asked("cancel"))
    await asyncio.sleep(0.2)
    await street.bot.kill()
    await submit


async def test_killed_again_while_the_word_is_under_way_it_is_said_all_the_same(street: Street) -> None:
    street.slack.scopes |= {"im:history"}
    await cancelled_and_killed(street)
    street.slack.faults.switch_on("chat.postMessage", delay=30)
    await street.restarts()
    await until(lambda: any(call.what == "chat.postMessage" for call in street.slack.calls), within=20)
    await street.bot.kill()
    street.slack.faults.switch_off()
    await street.restarts()
    await until(lambda: told(street, "cancelled"), within=30)
    await asyncio.sleep(1.5)

    (words,) = told(street, "Done after all", "cancelled", "Check this")
    assert words.startswith("Done after all: the appointment of Jane Doe")
    assert "is cancelled." in words


async def test_a_message_that_slack_refused_at_first_comes_later(street: Street) -> None:
    await cancelled_and_killed(street)
    street.slack.faults.switch_on("chat.postMessage", error="ratelimited", retry_after=1, times=2)
    await street.restarts()
    await until(lambda: told(street, "is cancelled."), within=30)
    await asyncio.sleep(1.5)
    assert len(told(street, "is cancelled.")) == 1


async def test_killed_before_anything_was_sent_the_form_says_so(street: Street) -> None:
    await street.asha.types("/appt book Jane Doe tomorrow 3pm", in_=street.desk)
    await street.bot.kill()  # so that nobody is known any more
    await street.restarts()
    street.slack.faults.switch_on("users.info", delay=30)
    await modal(street.asha).submit()
    assert "Booking…" in outcome(street.asha).text
    await street.bot.kill()
    street.slack.faults.switch_off()
    await street.restarts()
    await until(lambda: "Not booked" in outcome(street.asha).text, within=25)

    assert "before anything was sent. Please book it again." in outcome(street.asha).text
    assert street.sqod.appointments == []


async def test_killed_before_a_slow_answer_came_the_person_hears_that_none_will(street: Street) -> None:
    street.sqod.slows("list", 1.9)
    await street.asha.types("/appt today", in_=street.desk)
    assert "One moment" in street.asha.last(street.desk).text
    await street.bot.kill()
    street.sqod.recovers()
    await street.restarts()
    await until(lambda: told(street, "Please ask again."), within=40)
    assert len(told(street, "Please ask again.")) == 1


@pytest.mark.parametrize("fault", [{"error": "internal_error"}, {"status": 503}])
async def test_slack_fails_for_minutes_and_the_outcome_is_said_when_it_is_back(
    story: Scene, fault: dict[str, str]
) -> None:
    form = await story.opens(story.asha, "/appt book Jane Doe tomorrow 3pm")
    story.sqod.slows("create", 1.7)
    story.bot.workspace.desk._api._http._budget = 5.0  # type: ignore[attr-defined]
    for method in ("views.update", "chat.postMessage"):
        story.slack.faults.switch_on(method, **fault)  # type: ignore[arg-type]
    story.slack.faults.switch_on("response_url", status=503)
    await form.submit()
    await story.delivered()
    assert "Booking…" in outcome(story.asha).text

    story.slack.faults.switch_off()
    await later(story, seconds=200)
    assert "Booked: Jane Doe" in outcome(story.asha).text
    assert [seen.text for seen in story.asha.sees(story.asha.dm)] == []
    assert len(story.cards(story.desk)) == 1


async def test_one_write_has_one_message_when_all_goes_well(story: Scene) -> None:
    form = await story.opens(story.asha, "/appt book Jane Doe tomorrow 3pm")
    await form.submit()
    await story.delivered()
    await later(story, seconds=200)
    assert "Booked: Jane Doe" in outcome(story.asha).text
    assert [seen.text for seen in story.asha.sees(story.asha.dm)] == []


async def test_killed_before_the_line_it_is_said_in_a_direct_message_once(street: Street) -> None:
    await street.asha.types("/appt book Jane Doe tomorrow 3pm", in_=street.desk)
    await until(lambda: street.asha.modal)
    no_card_yet(street)
    street.slack.faults.switch_on("response_url", delay=30)
    await modal(street.asha).submit()
    assert street.asha.modal is None
    await street.bot.kill()
    street.slack.faults.switch_off()
    await street.restarts()
    await until(lambda: told(street, "Booked: Jane Doe"), within=30)
    await until(lambda: street.cards == 1)
    await asyncio.sleep(1)
    assert len(told(street, "Booked: Jane Doe")) == 1


async def test_a_closed_form_is_answered_where_its_person_was(story: Scene) -> None:
    form = await story.opens(story.asha, "/appt book Jane Doe tomorrow 3pm")
    story.sqod.slows("create", 1.7)
    story.bot.workspace.desk._api._http._budget = 5.0  # type: ignore[attr-defined]
    await form.submit()
    await modal(story.asha).close()
    await story.delivered()
    await later(story, seconds=200)
    said = [seen.text for seen in story.asha.sees(story.desk) if seen.is_ephemeral and "Booked" in seen.text]
    assert len(said) == 1
    assert [seen.text for seen in story.asha.sees(story.asha.dm)] == []


async def later(story: Scene, seconds: float) -> None:
    story.clock.move(seconds=seconds)
    story.bot.courier.wake()
    await story.delivered()


def _tomorrow() -> object:
    from datetime import UTC, datetime, timedelta

    return datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(days=1)
