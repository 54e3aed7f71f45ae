"""The playground itself: its knobs, its wire, and how it opens and closes."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from playwright.async_api import expect
from typer.testing import CliRunner

from bot.commands import app as frontdesk
from bot.playground.play import CannotPlay, playground, run_playground
from tests.forked import started
from tests.page.conftest import MakeScreen
from tests.page.screen import BOOK_JANE, Screen


async def test_the_clock_moves_for_slack_and_bot_alike(screen: Screen) -> None:
    card = await screen.books()
    await expect(card).to_contain_text("Tomorrow, 15:00")
    await expect(screen.page.locator(".clock")).to_contain_text("Tue 24 Nov")
    await turn(screen, "+ 1 day")
    await expect(card).to_contain_text("Today, 15:00")
    await expect(screen.page.locator(".clock")).to_contain_text("Wed 25 Nov")
    await expect(screen.page.locator(".clock")).to_contain_text("moved on by 1 d")
    stage = await screen.stage()
    assert stage.bot.workspace.clock() - stage.clock() < timedelta(seconds=1)
    await screen.types("/appt today")
    await expect(screen.message("Only visible to you")).to_contain_text("Jane Doe")


@pytest.mark.parametrize(
    ("sky", "said"),
    [
        ("busy", "too busy. Try again in 30 seconds."),
        ("down", "Not booked"),
    ],
)
async def test_a_service_in_trouble_is_told_and_what_was_typed_stays(
    screen: Screen, sky: str, said: str
) -> None:
    await screen.types(BOOK_JANE)
    await expect(screen.modal).to_be_visible()
    await blow(screen, sky)
    await screen.presses("Book")
    await expect(screen.modal).to_contain_text("Your form is as you left it")
    await expect(screen.modal).to_contain_text(said)
    await expect(screen.field("Claimant name")).to_have_value("Jane Doe")
    await blow(screen, "fine")
    await screen.presses("Book")
    await screen.reads("Booked: Jane Doe")


async def test_a_slow_service_still_gets_its_answer_through(screen: Screen) -> None:
    await blow(screen, "slow")
    await screen.types("/appt today")
    shown = screen.message("Only visible to you")
    await expect(shown).to_be_visible()
    await expect(screen.message("Only visible to you", "18 sessions.")).to_be_visible()


async def test_a_service_that_breaks_off_leaves_no_doubt_in_the_end(screen: Screen) -> None:
    await screen.types(BOOK_JANE)
    await expect(screen.modal).to_be_visible()
    await blow(screen, "broken")
    await screen.presses("Book")
    await expect(screen.modal).to_contain_text("We can't tell yet whether it was booked")
    await screen.closes()
    await blow(screen, "fine")
    await turn(screen, "+ 1 hour")
    await screen.goes_to("Frontdesk")
    await expect(screen.messages.last).to_contain_text("Not booked")


async def test_an_answer_that_is_lost_is_found_again_and_books_once(screen: Screen) -> None:
    await screen.types(BOOK_JANE)
    await expect(screen.modal).to_be_visible()
    await blow(screen, "lost")
    await screen.presses("Book")
    await screen.reads("Booked: Jane Doe")
    await blow(screen, "fine")
    await screen.types("/appt find jane doe")
    await expect(screen.message("Only visible to you")).to_contain_text("for jane doe")
    await expect(
        screen.message("Only visible to you").get_by_role("button", name="Details of Jane Doe")
    ).to_have_count(1)


async def test_the_wire_shows_both_ways_signed_and_timed(screen: Screen) -> None:
    await turn(screen)
    await screen.books()
    calls = screen.page.locator(".calls .call")
    command = calls.filter(has_text="/appt").last
    await expect(command).to_contain_text(" ms")
    await expect(command.get_by_role("img", name="Slack to the bot")).to_have_count(1)
    await command.locator("summary").click()
    await expect(command).to_contain_text("Signed v0=")
    await expect(command).to_contain_text('"command": "/appt"')
    opening = calls.filter(has_text="views.open")
    await expect(opening.get_by_role("img", name="The bot to Slack")).to_have_count(1)
    await opening.locator("summary").click()
    await expect(opening).to_contain_text('"callback_id": "form.book"')


async def test_reset_throws_everything_away(screen: Screen) -> None:
    await screen.books()
    await screen.goes_to("lobby")
    before = await screen.stage()
    await turn(screen, "Reset")
    await expect(screen.page.get_by_role("heading", level=1)).to_have_text("lobby")
    await screen.goes_to("front-desk")
    await expect(screen.messages.filter(has_text="Jane Doe").filter(has_text="Reference:")).to_have_count(0)
    assert await screen.stage() is not before
    await screen.types("/appt find Jane Doe")
    await expect(screen.message("Only visible to you")).to_contain_text("Nobody")


async def test_an_answer_comes_into_sight_from_its_first_line_wherever_one_had_read(screen: Screen) -> None:
    for _ in range(2):
        await screen.types("/appt today all")
        await expect(screen.message("Only visible to you", "18 sessions")).to_be_visible()
    answers = screen.messages.filter(has_text="Only visible to you")
    await screen.page.locator("#messages").evaluate("one => (one.scrollTop = 0)")
    await screen.types("/appt today all")
    await expect(answers).to_have_count(3)
    await expect(answers.last.locator(".only-you")).to_be_in_viewport()


async def test_the_roles_that_the_docs_name_are_there_and_one_group_is_restricted(
    make_screen: MakeScreen,
) -> None:
    officer = await make_screen("Carys Owen")
    for name, role in (
        ("Carys Owen", "Case officer"),
        ("Irena Kaya", "Interpreters' co-ordinator"),
        ("Tom Reid", "Team lead"),
    ):
        await expect(officer.someone(f"{name}, {role}")).to_be_visible()
    await officer.types("/appt alerts waiting 3")
    refused = officer.message("Only members of @team-leads may set what channels are told.")
    await expect(refused).to_be_visible()
    lead = await make_screen("Tom Reid")
    await lead.types("/appt alerts waiting 3")
    await expect(lead.message("Waiting: after 3 min.")).to_be_visible()


async def turn(screen: Screen, knob: str | None = None) -> None:
    """Open the side panel where it is shut, and turn a knob."""
    if not await screen.page.locator("#panel").is_visible():
        await screen.page.get_by_role("button", name="Behind the scenes").click()
    if knob:
        await screen.page.locator("#panel").get_by_role("button", name=knob).click()


async def blow(screen: Screen, sky: str) -> None:
    """Switch on bad weather, from outside of the modal that may be open."""
    async with aiohttp.ClientSession() as session:
        await session.post(f"{screen.address}/set/sky", json={"sky": sky})


async def test_other_peoples_pages_can_do_nothing_here() -> None:
    async with playground() as (address, house), aiohttp.ClientSession() as session:
        stage = await house.stage()
        me = next(iter(stage.people))
        desk = stage.workspace.channel("front-desk")
        said = {"as": me, "channel": desk.id, "text": "hello"}
        async with session.post(f"{address}/do/say", json=said, headers={"Host": "evil.example"}) as answer:
            assert answer.status == 403
        async with session.post(
            f"{address}/do/say", data=str(said), headers={"Content-Type": "text/plain"}
        ) as answer:
            assert answer.status == 415
        async with session.post(f"{address}/do/say", json=said) as answer:
            assert answer.status == 200
        gus = stage.workspace.person("Gus Green").user.id
        async with session.post(f"{address}/do/say", json={**said, "as": gus}) as answer:
            assert answer.status == 409
        told: dict[str, Any]
        for deed, told in (
            ("use", {"as": me}),
            ("submit", {"as": me, "view": "V1", "values": {}}),
            ("fly", {"as": me}),
        ):
            async with session.post(f"{address}/do/{deed}", json=told) as answer:
                assert 400 <= answer.status < 500
        for knob, told in (("clock", {"minutes": -5}), ("clock", {}), ("sky", {"sky": "green"})):
            async with session.post(f"{address}/set/{knob}", json=told) as answer:
                assert answer.status == 400


async def test_a_port_that_is_taken_is_said_plainly() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(CannotPlay, match=f"Port {port} on 127.0.0.1 can't be listened on"):
            async with playground(port=port):
                pass


@pytest.mark.parametrize("port", ["99999", "-1"])
async def test_a_port_that_there_can_not_be_is_refused_by_its_bounds(port: str) -> None:
    done = CliRunner().invoke(frontdesk, ["play", "--port", port])
    assert done.exit_code == 2
    assert "Invalid value for '--port'" in done.output


async def test_it_does_not_open_to_other_machines() -> None:
    with pytest.raises(CannotPlay, match="for this machine only"):
        run_playground(host="0.0.0.0")


async def test_it_ends_quietly_and_never_uses_real_secrets(tmp_path: Path) -> None:
    folders = {stop: tmp_path / stop.name for stop in (signal.SIGINT, signal.SIGTERM)}
    for folder in folders.values():
        folder.mkdir()
    ends = await asyncio.gather(*(played_until(stop, folder) for stop, folder in folders.items()))
    assert ends == [(0, b""), (0, b"")]
    assert [list(folder.iterdir()) for folder in folders.values()] == [[], []], "nothing of it is kept"


async def played_until(stop: signal.Signals, temporary: Path) -> tuple[int | None, bytes]:
    """Run a playground in an environment full of real secrets, end it, and tell how it went."""
    real = {
        "SLACK_BOT_TOKEN": "xoxb-real",
        "DATABASE_URL": "sqlite:////nowhere/at.all",
        "APPOINTMENTS_PROVIDER": "sqod",
    }
    environment = {**os.environ, **real, "PYTHONUNBUFFERED": "1", "TMPDIR": str(temporary)}
    process = await started("play", "--port", "0", folder=temporary, environment=environment)
    async with asyncio.timeout(30):
        while line := await process.stdout.readline():
            if b"open at http://127.0.0.1:" in line:
                assert os.listdir(temporary) != [], "what there is for now is there"
                process.send_signal(stop)
                break
        _, complaints = await process.communicate()
    return process.returncode, complaints


async def test_what_claimants_are_sent_stands_behind_the_scenes(screen: Screen) -> None:
    told = screen.page.locator(".told")
    await expect(told).to_contain_text("Nothing yet.")
    await screen.types(BOOK_JANE)
    await screen.field("Phone").fill("07911 123456")
    await screen.presses("Book")
    await screen.reads("Booked: Jane Doe", "The claimant is told by SMS.")
    await expect(told).to_contain_text("Text to +447911123456")
    await expect(told).to_contain_text(
        "Riverside Council: your video appointment is on Wednesday 25 November"
    )
    await expect(screen.messages.filter(has_text="Reference:").last).to_contain_text("Text sent")
