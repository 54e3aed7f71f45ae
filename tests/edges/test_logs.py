"""Log lines go where they are sent now, whoever logged before and however often that was changed."""

from __future__ import annotations

import structlog
from structlog.testing import capture_logs

from bot.logs import set_up_logs
from bot.settings import given_settings


def test_a_logger_that_was_used_before_the_logs_were_set_up_again_is_captured_too() -> None:
    settings = given_settings(slack_bot_token="xoxb-1", slack_signing_secret="0" * 32)
    log = structlog.get_logger("bot.tests")
    for _ in range(2):
        set_up_logs(settings)
        log.debug("before")
    with capture_logs() as lines:
        log.info("now", path="/appointments")
    assert [(line["event"], line["path"]) for line in lines] == [("now", "/appointments")]
