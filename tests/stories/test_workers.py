"""Several processes on one port and one database: what one carries the others need not, and the loss of one is mended."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from bot.standins.slack import Channel, Person, SlackServer, Workspace
from tests.forked import ROOT
from tests.standins.sqod import StandInSqod
from tests.stories.process import BotProcess, connected_to, run_once
from tests.stories.scene import SECRET, modal
from tests.stories.test_crashes import until


@dataclass
class Office:
    slack: Workspace
    server: SlackServer
    sqod: StandInSqod
    bot: BotProcess
    asha: Person
    desk: Channel

    @property
    def cards(self) -> list[str]:
        return [seen.text for seen in self.asha.sees(self.desk) if not seen.is_ephemeral]


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with opened(tmp_path) as office:
        yield office


@asynccontextmanager
async def opened(tmp_path: Path, **more: str) -> AsyncIterator[Office]:
    slack = Workspace()
    asha, desk = slack.person("Asha Patel"), slack.channel("front-desk", private=True)
    with StandInSqod() as sqod:
        async with SlackServer(slack, signing_secret=SECRET) as server:
            settings = {
                **connected_to(server, sqod),
                "DATABASE_URL": f"sqlite:///{tmp_path / 'frontdesk.sqlite3'}",
                "TMPDIR": str(tmp_path),
                **more,
            }
            async with BotProcess(tmp_path, settings, "serve", "--workers", "2") as bot:
                server.connect(await bot.start())
                yield Office(slack, server, sqod, bot, asha, desk)


def workers_of(pid: int) -> set[int]:
    return {int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}


def are_running(pids: set[int]) -> set[int]:
    return {pid for pid in pids if Path(f"/proc/{pid}").exists()}


async def test_bookings_at_once_are_each_carried_out_once(office: Office) -> None:
    people = [office.slack.person(f"Clerk {number}") for number in range(6)]
    for number, person in enumerate(people):
        await person.types(f"/appt book Jane Doe{number} tomorrow {9 + number}:00", in_=office.desk)
    await asyncio.gather(*(modal(person).submit() for person in people))
    await until(lambda: len(office.cards) >= len(people))
    await asyncio.sleep(1.5)  # a courier looks once a second: what it took twice would be here by now

    assert len(office.sqod.appointments) == len(people)
    assert len(office.cards) == len(people)
    assert len(set(office.cards)) == len(people)


def connections_of(pid: int) -> int:
    """How many sockets a process has open."""
    files = Path(f"/proc/{pid}/fd").iterdir()
    return sum(os.readlink(file).startswith("socket:") for file in files)


@pytest.mark.skipif(
    sys.platform != "linux", reason="elsewhere one socket is shared, and whoever wakes first has it"
)
async def test_connections_are_dealt_out_to_all_workers(office: Office) -> None:
    url = httpx.URL(office.server.courier.bot_url or "")
    before = {pid: connections_of(pid) for pid in workers_of(office.bot.pid)}
    lines = [await asyncio.open_connection(url.host, url.port) for _ in range(40)]
    await until(lambda: sum(map(connections_of, before)) - sum(before.values()) >= len(lines))
    got = [connections_of(pid) - had for pid, had in before.items()]
    for _, writer in lines:
        writer.close()
    assert min(got) >= 5, got


async def test_another_frontdesk_does_not_take_a_share_of_the_port(office: Office, tmp_path: Path) -> None:
    url = httpx.URL(office.server.courier.bot_url or "")
    settings = {
        "SLACK_BOT_TOKEN": office.slack.bot_token,
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": office.server.api_url,
        "PORT": str(url.port),
    }
    for workers in ((), ("--workers", "2")):
        code, _, err = await run_once(tmp_path, settings, "serve", *workers)
        assert (code, "can't be listened on: Address already in use." in err) == (2, True), err


async def test_a_worker_that_dies_is_started_again_and_all_end_together(office: Office) -> None:
    first = workers_of(office.bot.pid)
    assert len(first) == 2
    os.kill(min(first), signal.SIGKILL)
    await until(lambda: len(workers_of(office.bot.pid) - first) == 1)
    second = workers_of(office.bot.pid)
    assert max(first) in second

    await office.asha.types("/appt today", in_=office.desk)
    assert "No sessions" in (await office.asha.sees_soon(office.desk, containing="No sessions")).text
    await office.bot.ask_to_stop()
    assert await office.bot.ended() == 0
    assert are_running(first | second) == set()


@pytest.fixture
async def counting(tmp_path: Path) -> AsyncIterator[Office]:
    """One whose processes count together: what counts must be told so before it is imported, so it has a Python of its own."""
    own = {"METRICS_TOKEN": "token-of-prometheus", "PYTHONPATH": f"{ROOT}:{tmp_path}"}
    async with opened(tmp_path, **own) as office:
        yield office


async def test_whichever_worker_is_asked_has_counted_for_all(counting: Office, tmp_path: Path) -> None:
    office = counting
    for _ in range(8):
        await office.asha.types("/appt today", in_=office.desk)
    assert office.server.courier.bot_url is not None
    page = office.server.courier.bot_url.replace("/slack/events", "/metrics")
    for _ in range(4):
        async with httpx.AsyncClient(headers={"Authorization": "Bearer token-of-prometheus"}) as prometheus:
            told = (await prometheus.get(page)).text
        assert 'frontdesk_slack_request_seconds_count{kind="command",status="200"} 8.0' in told

    await office.bot.ask_to_stop()
    assert await office.bot.ended() == 0
    assert [name for name in os.listdir(tmp_path) if name.startswith("frontdesk-")] == []


async def test_each_worker_is_started_once_and_none_when_all_are_told_to_stop(tmp_path: Path) -> None:
    program = (
        "import os, signal, sys; from bot.serve.workers import Workers\n"
        "def work(link):\n"
        "    os.write(1, b'begun\\n'); signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])\n"
        "    link.say_up(); signal.sigwait([signal.SIGTERM])\n"
        "Workers(3, work).run(lambda: print('up', flush=True))"
    )
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, stdin=DEVNULL, stdout=PIPE, stderr=PIPE
    )
    assert process.stdout is not None
    said = [(await process.stdout.readline()).decode().strip() for _ in range(4)]
    process.terminate()
    rest, complaints = await process.communicate()
    assert (said, rest.decode(), complaints.decode()) == (["begun"] * 3 + ["up"], "", "")
    assert process.returncode == 0


async def test_workers_that_are_begun_while_all_are_told_to_stop_are_told_too() -> None:
    program = (
        "import os, signal; from bot.serve.workers import Workers\n"
        "told = []\n"
        "def tell():\n"
        "    if not told: told.append(1); os.kill(os.getpid(), signal.SIGTERM)\n"
        "os.register_at_fork(after_in_parent=tell)\n"
        "Workers(3, lambda link: signal.pause()).run(lambda: print('up'))"
    )
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", program, stdin=DEVNULL, stdout=PIPE)
    said, _ = await asyncio.wait_for(process.communicate(), 20)
    assert (said, process.returncode) == (b"", 0)


async def test_a_worker_that_cannot_begin_again_takes_no_requests(office: Office) -> None:
    office.slack.faults.switch_on("auth.test", error="invalid_auth", times=None)
    killed = min(workers_of(office.bot.pid))
    os.kill(killed, signal.SIGKILL)
    await until(lambda: not are_running({killed}))  # what has reached it at that moment is lost with it
    url = (office.server.courier.bot_url or "").replace("/slack/events", "/healthz")
    until_then = asyncio.get_running_loop().time() + 4
    while asyncio.get_running_loop().time() < until_then:
        async with httpx.AsyncClient(verify=False) as probe:  # each time over a connection of its own
            assert (await probe.get(url)).text == "live"
        await asyncio.sleep(0.02)  # two hundred are enough, and the workers need a core to begin on
    log = office.bot.log.read_text()
    assert log.count("worker_died") >= 2, log


async def test_workers_do_not_outlive_the_one_that_started_them(office: Office) -> None:
    workers = workers_of(office.bot.pid)
    await office.bot.kill()
    await until(lambda: not are_running(workers))


async def test_what_keeps_a_worker_from_starting_ends_them_all(tmp_path: Path) -> None:
    async with SlackServer(Workspace()) as server:
        settings = {
            "SLACK_BOT_TOKEN": "xoxb-of-another-app",
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_API_URL": server.api_url,
            "PORT": "0",
        }
        code, out, err = await run_once(tmp_path, settings, "serve", "--workers", "2")
    assert (code, out) == (2, "")
    assert "SLACK_BOT_TOKEN: Slack does not accept it (invalid_auth)." in err
    assert "Traceback" not in err
