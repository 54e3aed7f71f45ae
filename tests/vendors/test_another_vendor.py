"""A vendor that Frontdesk has never heard of, in a package of its own: nothing old is touched, and the whole bot works with it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.standins.slack import SlackServer, Workspace
from tests.forked import ROOT
from tests.stories.process import run_once
from tests.stories.scene import SECRET, Scene, book, outcome, scene
from tests.vendors.conftest import Beside
from tests.vendors.service import AcmeService, acme_service


@pytest.fixture
def acme(beside: Beside) -> Iterator[AcmeService]:
    """Acme's server, and its package installed."""
    beside.acme()
    with acme_service() as service:
        yield service


@pytest.fixture
async def story(tmp_path: Path, acme: AcmeService) -> AsyncIterator[Scene]:
    connected: dict[str, Any] = {"appointments_provider": "acme", "acme_url": acme.url, "acme_key": acme.key}
    async with scene(tmp_path, vendor=False, **connected) as found:
        yield found


async def test_a_session_is_booked_listed_and_cancelled_there(story: Scene, acme: AcmeService) -> None:
    form = await book(story, "Jane Doe tomorrow 3pm for 45m")
    assert "Booked: Jane Doe, Sat 21 Nov, 15:00–15:45 (London)." in form.text
    await form.close()
    (kept,) = acme.sessions.values()
    assert (kept["who"], kept["begins"], kept["minutes"]) == ("Jane Doe", "2026-11-21T15:00:00+00:00", 45)

    (card,) = story.cards(story.desk)
    assert "Jane Doe" in card.text
    assert "Reschedule" not in card.text, "Acme can't, so no button offers it"
    assert "Jane Doe" in (await story.says(story.asha, "/appt tomorrow")).text
    await (await story.opens(story.asha, f"/appt cancel {kept['ours']} claimant asked")).submit()
    await story.delivered()
    assert "Cancelled: Jane Doe" in outcome(story.asha).text
    assert kept["gone"]


async def test_what_it_can_not_do_is_said_in_its_name(story: Scene) -> None:
    told = (await story.says(story.asha, "/appt move 7001 fri 10am")).text
    assert "Acme Meetings does not let Frontdesk reschedule." in told


async def test_it_fails_as_any_service_fails(story: Scene, acme: AcmeService) -> None:
    acme.key = "another since this morning"
    told = (await story.says(story.asha, "/appt today")).text
    assert "The appointment service does not accept our sign-in." in told


def told_to(acme: AcmeService, beside: Beside) -> dict[str, str]:
    return {
        "PYTHONPATH": f"{ROOT}:{beside.folder}",
        "APPOINTMENTS_PROVIDER": "acme",
        "ACME_URL": acme.url,
        "ACME_KEY": acme.key,
    }


async def test_the_doctor_says_its_words(tmp_path: Path, acme: AcmeService, beside: Beside) -> None:
    async with SlackServer(slack := Workspace()) as server:
        variables = {
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_API_URL": server.api_url,
        }
        variables |= told_to(acme, beside)
        _, out, err = await run_once(tmp_path, variables, "doctor")
        _, refused, _ = await run_once(tmp_path, variables | {"ACME_KEY": "wrong-key"}, "doctor")
    assert err == ""
    assert "ok    Appointment service: Acme Meetings answers and accepts our sign-in" in out
    assert "fix   Right reports: missing, and needed for nothing that Frontdesk does yet" in out
    assert "Ask Acme to switch it on for your key." in out
    assert "does not accept our sign-in" in refused
    assert "Check ACME_URL and ACME_KEY." in refused
    assert not {acme.key, "wrong-key"} & set((out + refused).split())


async def test_what_it_lacks_is_told_with_all_the_rest(
    tmp_path: Path, acme: AcmeService, beside: Beside
) -> None:
    variables = told_to(acme, beside) | {"ACME_URL": "", "ACME_KEY": "", "PORT": "eighty"}
    code, out, err = await run_once(tmp_path, variables, "serve")
    assert (code, out) == (2, "")
    assert [line.split(":")[0] for line in err.splitlines()[1:]] == [
        *("PORT", "ACME_URL", "ACME_KEY", "SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET")
    ]
    assert "ACME_URL: missing. The address that Acme gave you.\n" in err
