"""GOV.UK Notify is asked as its documents say, and whatever it answers has a name."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from bot.apis.http.connections import Answer
from bot.appointments.errors import NoAnswer, NotFound, TooBusy, Unreachable, Unreadable
from bot.appointments.notices import Fault, NotSent, Way
from bot.notify.api import NotifyApi
from bot.notify.key import Key
from bot.notify.refusals import refused
from bot.notify.wire import Became
from bot.serve.ports import listening
from tests.standins.notify import StandInNotify
from tests.stories.scene import SetClock

PHONE = "+447911123456"
GIVEN = {"name": "Jane Doe", "when": "Friday 20 November 2026 at 3pm", "link": "", "reference": "R1"}


@pytest.fixture
def clock() -> SetClock:
    return SetClock(datetime(2026, 11, 20, 9, 10, tzinfo=UTC))


@pytest.fixture
def notify(clock: SetClock) -> Iterator[StandInNotify]:
    with StandInNotify(now=clock) as there:
        yield there


@pytest.fixture
async def api(notify: StandInNotify, clock: SetClock) -> AsyncIterator[NotifyApi]:
    found = api_with(notify.account.key(), notify.url, clock)
    yield found
    await found.aclose()


def api_with(key: str, url: str, clock: SetClock) -> NotifyApi:
    return NotifyApi(Key.read(SecretStr(key)), url, now=lambda: clock().timestamp(), budget=1.0)


def test_a_token_is_as_the_standard_writes_it() -> None:
    key = Key.read(
        SecretStr("my_test_key-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0")
    )
    assert key.token(1568818578.9) == (
        "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9."
        "eyJpc3MiOiIyNjc4NWEwOS1hYjE2LTRlYjAtODQwNy1hMzc0OTdhNTc1MDYiLCJpYXQiOjE1Njg4MTg1Nzh9."
        "YT_aQYNif0l3HaPwy62Cj9g0qsYzjnj1K5pLwkELiFw"
    )
    assert "3d844edf-8d35" not in repr(key)


async def test_a_text_goes_once_and_is_found_by_our_reference(notify: StandInNotify, api: NotifyApi) -> None:
    template = notify.account.write("sms", "((name)), ((when)). ((link)) ((reference))")
    sent = await api.send(Way.SMS, PHONE, template, GIVEN, "ours-1")
    (there,) = notify.sent
    assert (there.to, there.body) == (PHONE, "Jane Doe, Friday 20 November 2026 at 3pm.  R1")
    found = await api.look_for("ours-1")
    assert found is not None
    assert (found.id, found.status) == (sent.id, Became.CREATED)
    assert await api.look_for("another") is None
    there.status = "permanent-failure"
    assert (await api.get(sent.id)).status is Became.PERMANENT_FAILURE
    there.status = "brand-new-status"
    assert (await api.get(sent.id)).status is Became.UNKNOWN
    with pytest.raises(NotFound):
        await api.get("740e5834-3a29-46b4-9a6f-16142fde533a")


async def test_a_list_that_holds_others_messages_is_no_proof(notify: StandInNotify, api: NotifyApi) -> None:
    notify.fails("list", 200, {"notifications": [{"id": "x", "reference": "another", "status": "sent"}]})
    assert await api.look_for("ours-1") is None


@pytest.mark.parametrize(
    ("kind", "to", "changed", "fault"),
    [
        ("team", PHONE, {}, Fault.GUEST_LIST),
        ("live", PHONE, {"trial": True}, Fault.TRIAL),
        ("live", "+33612345678", {}, Fault.ABROAD),
        ("live", "0791", {}, Fault.NUMBER),
        ("live", PHONE, {"daily_limit": 0}, Fault.LIMIT),
        ("live", PHONE, {"templates": {}}, Fault.TEMPLATE),
        ("live", PHONE, {"id": "6f4a4d7e-0000-4000-8000-000000000000"}, Fault.KEY),
    ],
)
async def test_what_is_refused_is_certain_and_says_why(
    notify: StandInNotify, clock: SetClock, kind: str, to: str, changed: dict[str, object], fault: Fault
) -> None:
    template = notify.account.write("sms", "((when))")
    api = api_with(notify.account.key(kind), notify.url, clock)
    for name, value in changed.items():
        setattr(notify.account, name, value)
    with pytest.raises(NotSent) as no:
        await api.send(Way.SMS, to, template, GIVEN, "ours-1")
    await api.aclose()
    assert no.value.fault is fault
    assert to not in str(no.value)
    assert notify.sent == []


async def test_a_guest_is_texted_with_a_team_key(notify: StandInNotify, clock: SetClock) -> None:
    notify.account.guests.add(PHONE)
    api = api_with(notify.account.key("team"), notify.url, clock)
    await api.send(Way.SMS, PHONE, notify.account.write("sms", "((when))"), GIVEN, "ours-1")
    await api.aclose()
    assert len(notify.sent) == 1


async def test_what_a_template_lacks_or_is_not_for(notify: StandInNotify, api: NotifyApi) -> None:
    wants = notify.account.write("sms", "Bring ((document)), ((name))")
    with pytest.raises(NotSent) as no:
        await api.send(Way.SMS, PHONE, wants, GIVEN, "ours-1")
    assert (no.value.fault, no.value.said) == (Fault.TEMPLATE, "Missing personalisation: document")
    with pytest.raises(NotSent) as no:
        await api.send(Way.EMAIL, "jane@example.org", wants, GIVEN, "ours-1")
    assert no.value.fault is Fault.TEMPLATE


async def test_a_clock_that_is_wrong_is_a_key_that_is_not_accepted(
    notify: StandInNotify, clock: SetClock
) -> None:
    late = SetClock(clock.now - timedelta(seconds=31))
    api = api_with(notify.account.key(), notify.url, late)
    with pytest.raises(NotSent) as no:
        await api.look_for("ours-1")
    await api.aclose()
    assert no.value.fault is Fault.KEY


async def test_what_may_pass_is_none_of_them(notify: StandInNotify, api: NotifyApi) -> None:
    template = notify.account.write("sms", "((when))")
    notify.account.rate_limit = 0
    with pytest.raises(TooBusy):
        await api.send(Way.SMS, PHONE, template, GIVEN, "ours-1")
    notify.account.rate_limit = 3_000
    notify.fails("sms", 500, {"errors": [{"error": "Exception", "message": "Internal server error"}]})
    with pytest.raises(NoAnswer):
        await api.send(Way.SMS, PHONE, template, GIVEN, "ours-1")
    notify.loses_answer("sms")
    with pytest.raises(NoAnswer):
        await api.send(Way.SMS, PHONE, template, GIVEN, "ours-1")
    assert len(notify.sent) == 1
    notify.fails("sms", 201, {"id": None})
    with pytest.raises(Unreadable):
        await api.send(Way.SMS, PHONE, template, GIVEN, "ours-1")
    notify.hangs("sms")
    with pytest.raises(NoAnswer):
        await api.send(Way.SMS, PHONE, template, GIVEN, "ours-1")


async def test_no_token_is_carried_to_where_a_redirect_leads(clock: SetClock, notify: StandInNotify) -> None:
    asked: list[str] = []

    async def moved(request: web.BaseRequest) -> web.StreamResponse:
        asked.append(request.path)
        return web.Response(status=307, headers={"Location": f"{notify.url}/v2/templates"})

    runner = web.ServerRunner(web.Server(moved))
    await runner.setup()
    with listening("127.0.0.1", 0) as sock:
        await web.SockSite(runner, sock).start()
        api = api_with(notify.account.key(), f"http://127.0.0.1:{sock.getsockname()[1]}", clock)
        with pytest.raises(Unreachable):
            await api.templates()
        await api.aclose()
        await runner.cleanup()
    assert (asked, notify.asked()) == (["/v2/templates"], [])


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(
    st.sampled_from((400, 401, 403, 404, 422, 429, 500)),
    anything
    | st.fixed_dictionaries(
        {"errors": st.lists(st.fixed_dictionaries({"error": anything, "message": anything}))}
    ),
)
def test_a_refusal_may_have_any_shape(status: int, body: object) -> None:
    said = refused(Answer(status, {}, json.dumps(body).encode()), "POST /v2/notifications/sms")
    assert said is None or (len(said.said) <= 200 and str(said).startswith("POST /v2/notifications/sms: "))
