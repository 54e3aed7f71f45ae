"""`frontdesk alerts export|import`: what forty channels are told, written down and set as one file."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from bot.alerts.subscriptions import Subscriptions
from bot.standins.slack import SlackServer, Workspace
from bot.storage.engine import open_engine
from tests.stories.process import run_once

SECRET = "8f742231b10e8888abcd99ffeedd85a5"


@dataclass
class Desk:
    """Whoever sits at the command line of a bot that serves one workspace."""

    slack: Workspace
    settings: dict[str, str]
    folder: Path

    async def types(self, *arguments: str) -> tuple[int, str, str]:
        return await run_once(self.folder, self.settings, "alerts", *arguments)

    async def reads_in(self, plan: str) -> tuple[int, str, str]:
        (self.folder / "plan.yaml").write_text(plan, "utf-8")
        return await self.types("import", "plan.yaml")


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    slack = Workspace()
    server = SlackServer(slack, signing_secret=SECRET)
    async with server:
        settings = {
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_API_URL": server.api_url,
            "DATABASE_URL": f"sqlite:///{tmp_path / 'frontdesk.sqlite3'}",
            "APPOINTMENTS_PROVIDER": "embedded",
            "DEPARTMENTS": "Leeds, York",
        }
        yield Desk(slack, settings, tmp_path)


async def test_what_was_set_comes_out_again_and_goes_in_again(desk: Desk) -> None:
    leeds, york = (desk.slack.channel(name, private=True).id for name in ("leeds", "york"))
    plan = f"{leeds}: board 08:30 weekdays dept:Leeds reminders 15\n{york}: {{alerts: waiting 3, here: [York]}}\n"
    assert await desk.reads_in(plan) == (0, f"{leeds}: set.\n{york}: set.\n", "")

    code, out, err = await desk.types("export")
    assert (code, err) == (0, "")
    written = yaml.safe_load(out)
    assert written[leeds] == "reset board 08:30 Europe/London weekdays reminders 15 dept:Leeds"
    assert written[york] == {"alerts": "reset waiting 3", "here": ["York"]}

    assert await desk.reads_in(out) == (0, f"{leeds}: as it was.\n{york}: as it was.\n", "")
    assert await desk.reads_in(f"{leeds}: off") == (0, f"{leeds}: off.\n", "")
    engine = open_engine(desk.settings["DATABASE_URL"])
    kept = {
        one.channel: one
        for one in await Subscriptions(engine, lambda: datetime.now(UTC)).all(desk.slack.team_id)
    }
    await engine.dispose()
    assert not kept[leeds].rules.anything
    assert kept[york].rules.waiting == 3
    code, out, _ = await run_once(desk.folder, desk.settings, "audit")
    assert out.count("command line") == 3


async def test_all_that_is_wrong_is_told_at_once_and_nothing_is_changed(desk: Desk) -> None:
    leeds = desk.slack.channel("leeds", private=True).id
    gone = desk.slack.channel("gone", archived=True).id
    away = desk.slack.channel("away", private=True, has_bot=False).id
    wrong = [
        f"{leeds}: waiting 3",
        f"{gone}: waiting 3",
        f"{away}: waiting 3",
        "C0YORK: bored 08:30",
        "C0HULL: dept:Ledes waiting 3",
        "C0TOWN: {alerts: waiting 3, here: [Hull]}",
        "C0HALL: [waiting]",
        "C0HELL: {alert: waiting 3}",
    ]
    code, out, err = await desk.reads_in("\n".join(wrong))
    assert (code, out) == (2, "")
    assert err.startswith("Nothing was changed.")
    told = dict(line.split(": ", 1) for line in err.splitlines()[1:])
    assert list(told) == [gone, away, "C0YORK", "C0HULL", "C0TOWN", "C0HALL", "C0HELL"]
    assert "archived" in told[gone]
    assert "/invite" in told[away]
    assert "Ledes" in told["C0HULL"]
    assert told["C0TOWN"] == "No department is called Hull."
    assert (await desk.types("export"))[1].startswith("# No channel has alerts yet.")


@pytest.mark.parametrize(
    "plan", ["", "waiting 3", "- C0LEEDS", "C0LEEDS: 'board", "leeds: waiting 3", "1: off"]
)
async def test_what_is_no_plan_is_said_to_be_none(desk: Desk, plan: str) -> None:
    code, out, err = await desk.reads_in(plan)
    assert (code, out) == (2, "")
    assert err.startswith("This is no plan")


async def test_a_file_that_is_not_there(desk: Desk) -> None:
    assert await desk.types("import", "nowhere.yaml") == (
        2,
        "",
        "nowhere.yaml can't be read: No such file or directory.\n",
    )


async def test_a_slack_that_does_not_know_us(desk: Desk) -> None:
    desk.settings["SLACK_BOT_TOKEN"] = "xoxb-not-ours"
    code, out, err = await desk.reads_in("channels: {}")
    assert (code, out) == (2, "")
    assert "Slack does not accept the token (invalid_auth)" in err
