"""What is wrong with the key or a template is said before a claimant misses a message."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from bot.apis.vendors import VENDORS
from bot.connecting.finding import Finding
from bot.connecting.messages import look_at_messages
from bot.settings import given_settings
from tests.standins.notify import StandInNotify
from tests.stories.scene import SetClock

CLOCK = SetClock(datetime(2026, 11, 20, 9, 10, tzinfo=UTC))


@pytest.fixture
def notify() -> Iterator[StandInNotify]:
    with StandInNotify(now=CLOCK) as there:
        yield there


async def found(notify: StandInNotify, *, service: bool = False, **said: Any) -> list[Finding]:
    known = {"notify_url": notify.url, "notify_api_key": notify.account.key()}
    settings = given_settings(VENDORS, appointments_timeout_seconds=1.0, **(known | said))
    return await look_at_messages(settings, CLOCK, service=service, name="Acme")


async def test_all_well(notify: StandInNotify) -> None:
    booked = notify.account.write("sms", "((name)), ((when)). ((link)) ((reference))")
    reminder = notify.account.write("email", "((when)) ((when_cy))", "Riverside: ((reference))")
    well = await found(notify, notify_sms_booked=booked, notify_email_reminder=reminder, notify_welsh=True)
    assert [(one.mark, one.found) for one in well] == [
        ("ok", "accepts our key; sms: booked; email: reminder")
    ]
    assert await found(notify, notify_api_key=None) == []
    (keyless,) = await found(notify, notify_api_key=None, notify_sms_booked=booked)
    assert keyless.mark == "fix"
    assert (keyless.mend or "").startswith("NOTIFY_API_KEY: missing.")


async def test_placeholders_are_the_same_however_they_are_written(notify: StandInNotify) -> None:
    """GOV.UK Notify passes over capitals, spaces, hyphens and underscores in their names."""
    booked = notify.account.write("sms", "((Name)), ((WHEN)) ((when cy)) ((Link))")
    (well,) = await found(notify, notify_sms_booked=booked, notify_welsh=True)
    assert well.mark == "ok"
    (welsh,) = await found(notify, notify_sms_booked=booked)
    assert (welsh.mend or "").endswith("it has ((when cy)), which is given where NOTIFY_WELSH=true.")


async def test_each_template_that_is_not_as_it_must_be_is_named(notify: StandInNotify) -> None:
    wrong = await found(
        notify,
        notify_sms_booked=str(uuid4()),
        notify_sms_moved=notify.account.write("email", "((when))"),
        notify_sms_late=notify.account.write("sms", "((when)) ((when_cy)) ((room)) ((case worker))"),
    )
    assert [one.mark for one in wrong] == ["fix"] * 4
    mend = " ".join(one.mend or "" for one in wrong)
    assert "NOTIFY_SMS_BOOKED: there is no such template." in mend
    assert "NOTIFY_SMS_MOVED: that template is no template of a text message." in mend
    assert "NOTIFY_SMS_LATE: it has ((when_cy)), which is given where NOTIFY_WELSH=true." in mend
    assert "NOTIFY_SMS_LATE: it has ((case worker)), ((room)), which Frontdesk does not give." in mend


async def test_a_key_that_is_not_accepted_and_a_notify_that_is_silent(notify: StandInNotify) -> None:
    stranger = f"ours-{uuid4()}-{uuid4()}"
    (key,) = await found(notify, notify_api_key=stranger)
    assert (key.mark, "does not accept our key" in key.found) == ("fix", True)
    assert stranger[5:] not in f"{key.found} {key.mend}"
    notify.hangs("templates", times=None)
    (silent,) = await found(notify)
    assert (silent.mark, "does not answer" in silent.found) == ("fix", True)


async def test_what_does_nothing_is_pointed_out(notify: StandInNotify) -> None:
    (none,) = await found(notify)
    assert (none.mark, none.found) == ("look", "no template is set, so nothing is sent")
    (service,) = await found(notify, service=True)
    assert (service.mark, service.found) == ("look", "nothing is sent: Acme tells claimants itself")
