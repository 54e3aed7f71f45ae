"""Whoever is booked, however it ends: channels, log lines and the bot's own tables hold nothing that they must not."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import create_engine, text

from bot.standins.slack import Channel, Modal
from tests.edges.examples import examples, one_scene
from tests.edges.leaks import Person, everyone_sees, found_in, keys, own_tables, people
from tests.standins.notify import StandInNotify
from tests.standins.sqod import Session
from tests.stories.scene import Scene, modal, outcome, scene
from tests.waiting import until

JANE = Person("zqjanejanejane", "Jane <!channel> ", 18, date(1931, 3, 12))
PLACES = ("desk", "lobby", "shared")


async def filled(story: Scene, who: Person, channel: Channel) -> Modal:
    """A booking form with all of a claimant's details in it."""
    form = await story.opens(story.asha, "/appt book tomorrow 3pm in Leeds", in_=channel)
    await form.fill("Claimant name", who.name)
    await form.fill("Phone", who.phone)
    await form.fill("E-mail", who.email)
    await form.fill("Date of birth", who.birth)
    return form


async def booked(story: Scene, who: Person, channel: Channel) -> Session:
    await (await filled(story, who, channel)).submit()
    await story.delivered()
    assert "Booked: " in outcome(story.asha).text
    (session,) = [one for one in story.sqod.appointments if one.email == who.email]
    return session


async def a_whole_life(story: Scene, who: Person, channel: Channel) -> Session:
    """Book, look, join, look at the details, edit, reschedule, cancel."""
    before = len(story.cards(channel))
    session = await booked(story, who, channel)
    await until(lambda: len(story.cards(channel)) > before)
    asha = story.asha
    shown = await story.says(asha, f"/appt show {session.reference}", in_=channel)
    assert f"{who.mark}name"[-8:] in shown.text or "…" in shown.text
    card = story.cards(channel)[-1]
    for button in ("Details", "Join"):
        await asha.clicks(button, on=card)
        await story.delivered()
    assert f"{who.mark}mail@example.org" in "".join(
        seen.text for seen in asha.sees(channel) if seen.is_ephemeral
    )

    await asha.clicks("Edit", on=card)
    await story.delivered()
    await modal(asha).fill("Interpreter", "Polish")
    await modal(asha).submit()
    await story.delivered()
    assert "Saved: " in outcome(asha).text

    await asha.clicks("Reschedule", on=story.cards(channel)[-1])
    await story.delivered()
    await modal(asha).press("+15 min")
    await story.delivered()
    await modal(asha).submit()
    await story.delivered()
    assert "Rescheduled: " in outcome(asha).text

    form = await story.opens(asha, f"/appt cancel {session.reference}", in_=channel)
    await form.fill("Reason", who.why)
    await form.submit()
    await story.delivered()
    assert "Cancelled: " in outcome(asha).text
    return session


def assert_nothing_leaked(story: Scene, who: Person, session: Session | None, logged: str) -> None:
    secrets = who.details | (keys(session) if session else {"roomKey"})
    for channel in story.slack.channels.values():
        heap = everyone_sees(story, channel)
        open_to_others = channel.kind == "public" or channel.shared_with is not None
        hidden = {f"{who.mark}name", *([session.reference] if session else ())} if open_to_others else set()
        assert found_in(heap, secrets | hidden) == [], channel.name
    assert found_in(logged, secrets | {f"{who.mark}name"}) == [], "in the log"
    assert found_in(own_tables(story), secrets | {f"{who.mark}name"}) == [], "in the bot's own tables"


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
def test_from_booking_to_cancelling(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    logged: list[str] = []
    with (
        told_by_email() as (notify, settings),
        one_scene(tmp_path, log_level="debug", **settings) as (story, run),
    ):
        notify.account.now = story.clock

        @examples(5)
        @given(people, st.sampled_from(PLACES))
        @example(JANE, "desk")
        @example(JANE, "lobby")
        @example(JANE, "shared")
        def live(who: Person, place: str) -> None:
            async def life() -> None:
                story.sqod._server.sessions.clear()
                session = await a_whole_life(story, who, getattr(story, place))
                logged.append(capsys.readouterr().err)
                assert_nothing_leaked(story, who, session, "".join(logged))

            run(life())

        live()
    assert "api_exchange" in "".join(logged), "the log was not looked at"
    assert {one.body.split(":")[0] for one in notify.sent} == {"booked", "moved", "cancelled"}


@contextmanager
def told_by_email() -> Iterator[tuple[StandInNotify, dict[str, Any]]]:
    """A GOV.UK Notify with all that a message can have, and the settings that claimants are told with."""
    with StandInNotify() as notify:
        said = {
            f"notify_email_{one}": notify.account.write("email", f"{one}: ((name)) ((link))", "((reference))")
            for one in ("booked", "moved", "cancelled")
        }
        key = {"notify_url": notify.url, "notify_api_key": notify.account.key()}
        yield notify, {**said, **key, "sqod_tells_claimant": False}


async def test_the_service_inside_the_bot_keeps_it_to_its_own_tables(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with scene(tmp_path, vendor=False, log_level="debug") as story:
        for channel in (story.desk, story.lobby, story.shared):
            await (await filled(story, JANE, channel)).submit()
            await story.delivered()
            card = story.cards(channel)[-1]
            await story.asha.clicks("Details", on=card)
            await story.delivered()
            assert JANE.email in story.asha.last(channel).text
            await story.asha.clicks("Cancel appointment", on=card)
            await story.delivered()
            await modal(story.asha).fill("Reason", JANE.why)
            await modal(story.asha).submit()
            await story.delivered()
            assert "Cancelled" in story.cards(channel)[-1].text
        assert_nothing_leaked(story, JANE, None, capsys.readouterr().err)


async def test_a_refusal_that_repeats_what_was_sent(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with scene(tmp_path, log_level="debug") as story:
        echo = f"{JANE.name} {JANE.email} {JANE.phone} {JANE.birth} can't be used."
        for status, errors in ((422, {"claimant.email": echo, "quota": echo}), (400, None), (409, None)):
            form = await filled(story, JANE, story.desk)
            story.sqod.fails("create", status, errors=errors, message=echo)
            await form.submit()
            await story.delivered()
            assert JANE.email in outcome(story.asha).text, "the person is told what the service said"
        assert_nothing_leaked(story, JANE, None, capsys.readouterr().err)


@pytest.mark.parametrize("status", [500, 502, 200], ids=["500", "502", "200 that can't be read"])
async def test_a_page_full_of_names_instead_of_an_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], status: int
) -> None:
    page = f"<html><h1>Whoops</h1>INSERT INTO appointments VALUES ('{JANE.name}', '{JANE.email}', '{JANE.born}')</html>"
    async with scene(tmp_path, log_level="debug") as story:
        form = await filled(story, JANE, story.lobby)
        for operation in ("create", "list"):
            story.sqod.answers(operation, page, status=status, times=None)
        await form.submit()
        await story.delivered()
        told = outcome(story.asha).text
        assert "We can't tell yet whether it was booked" in told
        assert found_in(told, JANE.details) == []
        await story.says(story.asha, "/appt today")
        assert found_in(story.asha.last(story.desk).text, JANE.details) == []
        assert_nothing_leaked(story, JANE, None, capsys.readouterr().err)


@asynccontextmanager
async def without_table(story: Scene, table: str) -> AsyncIterator[None]:
    """Take a table away from under the running bot, for a while."""
    await asyncio.to_thread(renamed, story, table, f"{table}_gone")
    yield
    await asyncio.to_thread(renamed, story, f"{table}_gone", table)


def renamed(story: Scene, table: str, name: str) -> None:
    engine = create_engine(story.settings.database_url)
    with engine.begin() as connection:
        connection.execute(text(f"ALTER TABLE {table} RENAME TO {name}"))
    engine.dispose()


async def test_a_fault_that_nobody_foresaw(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async with scene(tmp_path, log_level="debug") as story:
        form = await filled(story, JANE, story.desk)
        async with without_table(story, "intents"):
            await form.submit()
            await story.delivered()
        told = outcome(story.asha).text
        assert "Something went wrong in Frontdesk itself." in told
        number = told.rsplit(" ", 1)[1].rstrip(".")
        logged = capsys.readouterr().err
        (line,) = [json.loads(one) for one in logged.splitlines() if number in one]
        assert (line["event"], line["error_type"]) == ("unforeseen", "OperationalError")
        assert line["at"], "the log says where"
        assert_nothing_leaked(story, JANE, None, logged)
        assert story.sqod.appointments == []


async def test_a_fault_while_the_card_is_posted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async with scene(tmp_path, log_level="debug") as story:
        form = await filled(story, JANE, story.lobby)
        async with without_table(story, "cards"):
            await form.submit()
            await story.delivered()
        (session,) = story.sqod.appointments
        logged = capsys.readouterr().err
        assert "job_failed" in logged
        assert_nothing_leaked(story, JANE, session, logged)


async def test_requests_that_nobody_understands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = {"value": f"{JANE.name} {JANE.email} {JANE.phone} {JANE.birth}"}
    view = {"type": "modal", "callback_id": "other", "state": {"values": {"name.0": {"value": said}}}}
    user = {"id": "U1"}
    bodies = [
        {"type": "view_submission", "user": user, "view": view},
        {"type": "view_submission", "user": user, "view": view | {"callback_id": "form.book"}},
        {"type": "block_actions", "user": user, "actions": [said], "message": said},
        {"type": "event_callback", "event": {"type": "message", "text": said["value"]}},
        {"type": "shortcut", "callback_id": "other", "user": user, "text": said},
    ]
    async with scene(tmp_path, log_level="debug") as story:
        for body in bodies:
            sent = urlencode({"payload": json.dumps(body)}).encode()
            await story.slack_server.courier.forge(sent)
        sent = urlencode({"command": "/other", "text": said["value"], "user_id": "U1"}).encode()
        await story.slack_server.courier.forge(sent)
        await story.delivered()
        assert_nothing_leaked(story, JANE, None, capsys.readouterr().err)
