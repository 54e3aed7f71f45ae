"""Log lines go where they are sent now, whoever logged before and however often that was changed."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path

import pytest
import structlog
from structlog.testing import capture_logs

from bot.apis.vendors import VENDORS
from bot.observe.logs import set_up_logs
from bot.settings import given_settings
from tests.stories.scene import Scene, book


def test_a_logger_that_was_used_before_the_logs_were_set_up_again_is_captured_too() -> None:
    settings = given_settings(VENDORS, slack_bot_token="xoxb-1", slack_signing_secret="0" * 32)
    log = structlog.get_logger("bot.tests")
    for _ in range(2):
        set_up_logs(settings)
        log.debug("before")
    with capture_logs() as lines:
        log.info("now", path="/appointments")
    assert [(line["event"], line["path"]) for line in lines] == [("now", "/appointments")]


@pytest.mark.parametrize("before", ["error", "debug"])
def test_the_level_is_the_one_that_was_set_last(before: str, capsys: pytest.CaptureFixture[str]) -> None:
    log = structlog.get_logger(f"bot.tests.{before}")
    for level in (before, "info"):
        set_up_logs(
            given_settings(VENDORS, slack_bot_token="xoxb-1", slack_signing_secret="0" * 32, log_level=level)
        )
        log.error("used at once")
    capsys.readouterr()
    log.debug("too little")
    log.info("enough")
    said = capsys.readouterr().err
    assert ("enough" in said, "too little" in said) == (True, False)


@pytest.mark.parametrize("where", ["full", "closed", "gone"])
async def test_a_log_that_cannot_be_written_stops_nobody(
    story: Scene, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    with suppress(OSError), Path("/dev/full" if where == "full" else "/dev/null").open("w") as nowhere:  # noqa: ASYNC230
        if where == "closed":
            nowhere.close()
        monkeypatch.setattr(sys, "stderr", None if where == "gone" else nowhere)
        form = await book(story, "Jane Doe tomorrow 3pm for 45m")
        monkeypatch.undo()
    assert "Booked: Jane Doe" in form.text
    assert len(story.cards(story.desk)) == len(story.sqod.appointments) == 1
