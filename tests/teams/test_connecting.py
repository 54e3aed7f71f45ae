"""From Slack to a connected service: the button, the one-time link, the page, and the desk that opens."""

from __future__ import annotations

import re
from pathlib import Path
from zoneinfo import ZoneInfo

from blocks.words.installing import AN_ADMIN_HAS_TO
from blocks.words.setting import Setting
from blocks.work_object import ITEM, public_object, thing
from bot.appointments.model import Appointment
from bot.appointments.permission import Openness
from bot.ops.one_workspace import look_at_workspace
from bot.ops.roll import roll
from bot.storage.engine import open_engine
from tests.standins.sqod import StandInSqod
from tests.teams.town import Place, Town, town
from tests.waiting import until


async def link_of(found: Town, place: Place) -> str:
    """Type something as an admin, press the button, and have the link."""
    offered = await found.says(place.admin, "/appt today", place.desk)
    await place.admin.clicks("Connect a service", on=offered)
    await found.delivered()
    (link,) = place.admin.last(place.desk).links.values()
    return link


async def test_an_admin_connects_by_the_page_and_no_secret_passes_through_slack(tmp_path: Path) -> None:
    async with town(f"sqlite:///{tmp_path}/f.db", "Leeds", "York") as found:
        leeds, york = found.places
        for one in (leeds, york):
            await found.installs(one.admin)
        link = await link_of(found, leeds)
        assert link.startswith("https://desk.example.org/slack/connect/")
        with StandInSqod(now=found.clock) as sqod:
            sqod.add(at=found.clock.now, minutes=45, department="Leeds", name="Jane Doe")
            async with found.browser() as browser:
                shown = await browser.get(link)
                token = re.search(r'name="token" value="(\w+)"', shown.text)
                assert token is not None
                assert f"For the Slack workspace Leeds ({leeds.team})." in shown.text
                assert ">The claimant&#x27;s initials</option>" in shown.text
                form = {
                    "token": token[1],
                    "service": "sqod",
                    "sqod.APPOINTMENTS_API_URL": sqod.url,
                    "sqod.APPOINTMENTS_API_TOKEN": sqod.token,
                    "DESK_TIMEZONE": "Europe/London",
                }
                done = await browser.post(link, data=form)
                assert "Your service is connected" in done.text
            found.looks_again()
            assert "Jane Doe" in (await found.says(leeds.clerk, "/appt today", leeds.desk)).text
            other = await found.says(york.clerk, "/appt today", york.desk)
            assert "An admin of this workspace has to do that" in other.text
            assert sqod.token not in str(leeds.slack.everything_in_channels())


async def test_who_is_no_admin_any_more_can_not_use_the_link(tmp_path: Path) -> None:
    async with town(f"sqlite:///{tmp_path}/f.db", "Leeds") as found:
        (leeds,) = found.places
        await found.installs(leeds.admin)
        link = await link_of(found, leeds)
        leeds.admin.user.is_admin = False
        found.clock.move(seconds=61)
        async with found.browser() as browser:
            shown = await browser.get(link)
            token = re.search(r'name="token" value="(\w+)"', shown.text)
            assert token is not None
            refused = await browser.post(link, data={"token": token[1], "use": "embedded"})
        assert refused.status_code == 403


async def test_whoever_runs_it_sees_each_workspace_and_how_it_is(tmp_path: Path) -> None:
    async with town(f"sqlite:///{tmp_path}/f.db", "Leeds", "York") as found:
        leeds, york = found.places
        for one in (leeds, york):
            await found.installs(one.admin)
        await found.connects(leeds.team)
        engine = open_engine(found.settings.database_url)
        rows = {team: told for team, *told in await roll(found.settings, engine)}
        well = await look_at_workspace(found.settings, engine, leeds.team)
        lacking = await look_at_workspace(found.settings, engine, york.team)
        unknown = await look_at_workspace(found.settings, engine, "T0NOBODY")
        await engine.dispose()
    assert rows == {
        leeds.team: ["Leeds", "the built-in service", "ok"],
        york.team: ["York", "-", "not connected"],
    }
    assert [one.about for one in well] == ["Installation", "Token", "Scopes", "Appointment service"]
    assert [one.mend for one in well if one.about != "Scopes"] == [None] * 3
    assert (lacking[-1].about, lacking[-1].found) == ("Connection", "there is none")
    assert [one.found for one in unknown] == ["there is none", "there is none"]


async def test_details_opened_where_no_service_is_connected_say_who_has_to(tmp_path: Path) -> None:
    """A card of before stands there still when the service is disconnected."""
    async with town(f"sqlite:///{tmp_path}/f.db", "Leeds", work_objects=True) as found:
        (leeds,) = found.places
        leeds.slack.subscriptions |= {"entity_details_requested"}
        leeds.slack.entity_types = frozenset({ITEM})
        await found.installs(leeds.admin)
        of = thing("A1", leeds.team, "T1-YQ")
        assert of is not None
        appointment = Appointment(id="a")
        setting = Setting(ZoneInfo("Europe/London"), found.clock(), frozenset())
        shown = public_object(appointment, Openness.SHARED, setting, of)
        leeds.slack.messages.post(leeds.desk, leeds.slack.bot.id, "card", metadata={"entities": [shown]})
        await leeds.clerk.opens_object(leeds.clerk.last(leeds.desk))
        await until(lambda: leeds.slack.flexpanes[leeds.clerk.user.id].error is not None)
        pane = leeds.clerk.flexpane
        assert pane is not None
        assert (pane.is_refused, pane.text) == (True, AN_ADMIN_HAS_TO)


async def test_where_no_service_is_connected_a_direct_message_says_so(tmp_path: Path) -> None:
    async with town(f"sqlite:///{tmp_path}/f.db", "Leeds") as found:
        (leeds,) = found.places
        await found.installs(leeds.admin)
        await leeds.clerk.types("tomorrow 3pm Jane Doe", in_=leeds.clerk.dm)
        await found.delivered()
        assert AN_ADMIN_HAS_TO in leeds.clerk.last(leeds.clerk.dm).text
        await leeds.admin.types("@Frontdesk today", in_=leeds.desk)
        await found.delivered()
        assert leeds.admin.last(leeds.desk).buttons == ["Connect a service"]
