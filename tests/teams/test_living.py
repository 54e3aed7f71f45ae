"""Workspaces side by side: each with its own service, and gone with all that is secret when Frontdesk is removed."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, text

from bot.appointments.jobs import SettleWrite
from bot.connecting.connecting import Connecting
from bot.slack.manifest import manifest
from bot.standins.slack import NotThere
from bot.storage.desk_tables import cards, intents
from bot.storage.engine import open_engine
from bot.storage.outbox import Outbox
from tests.standins.sqod import StandInSqod
from tests.teams.town import Place, Town, running, town


async def rows(found: Town, query: str) -> list[tuple[object, ...]]:
    engine = open_engine(found.settings.database_url)
    async with engine.connect() as connection:
        found_rows = [tuple(row) for row in await connection.execute(text(query))]
    await engine.dispose()
    return found_rows


async def test_two_workspaces_have_two_services_side_by_side(database: str) -> None:
    async with town(database, "Leeds", "York") as found:
        leeds, york = found.places
        with StandInSqod(now=found.clock) as sqod:
            for one in (leeds, york):
                await found.installs(one.admin)
            await found.connects(leeds.team, sqod)
            await found.connects(york.team)
            at = found.clock.now + timedelta(hours=3)
            sqod.add(at=at, minutes=45, department="Leeds", name="Jane Doe")
            assert "Jane Doe" in (await found.says(leeds.clerk, "/appt today", leeds.desk)).text
            answer = (await found.says(york.clerk, "/appt today", york.desk)).text
            assert "Jane Doe" not in answer
            assert "no sessions" in answer.casefold()


async def test_until_a_service_is_connected_an_admin_is_offered_to_and_others_read_who_has_to(
    tmp_path: Path,
) -> None:
    async with town(f"sqlite:///{tmp_path}/f.db", "Leeds") as found:
        (leeds,) = found.places
        await found.installs(leeds.admin)
        offered = await found.says(leeds.admin, "/appt today", leeds.desk)
        assert "Connect a service" in offered.buttons
        told = await found.says(leeds.clerk, "/appt book Jane Doe tomorrow 3pm", leeds.desk)
        assert "An admin of this workspace has to do that" in told.text
        assert "Connect a service" not in told.buttons
        await leeds.clerk.opens_home()
        await found.delivered()
        assert leeds.clerk.home is not None
        assert "An admin of this workspace" in leeds.clerk.home.text


async def test_a_workspace_without_an_installation_reads_where_to_begin(tmp_path: Path) -> None:
    async with town(f"sqlite:///{tmp_path}/f.db", "Leeds", "York") as found:
        leeds, york = found.places
        await found.installs(leeds.admin)
        answer = await found.says(york.clerk, "/appt today", york.desk)
        assert "https://desk.example.org/slack/install" in answer.text


async def has_a_life(found: Town, place: Place, sqod: StandInSqod) -> None:
    await found.installs(place.admin)
    await found.connects(place.team, sqod)
    await found.says(place.clerk, "/appt today", place.desk)
    engine = open_engine(found.settings.database_url)
    later = SettleWrite(form="f", user=place.clerk.user.id, delay=timedelta(hours=1))
    await Outbox(engine, found.clock).add(place.team, [later])
    await engine.dispose()


async def test_removed_its_secrets_and_jobs_are_gone_at_once_and_its_service_is_asked_no_more(
    database: str,
) -> None:
    async with town(database, "Leeds", "York") as found:
        leeds, york = found.places
        with StandInSqod(now=found.clock) as sqod:
            for one in (leeds, york):
                await has_a_life(found, one, sqod)
            found.clock.move(minutes=5)
            await leeds.slack.uninstalls_app()
            asked = len(sqod.asked("list"))
            assert await rows(found, "SELECT holder FROM installations") == [(york.team,)]
            assert await rows(found, "SELECT team FROM connections") == [(york.team,)]
            assert {team for (team,) in await rows(found, "SELECT team FROM outbox")} == {york.team}
            answer = await found.says(leeds.clerk, "/appt today", leeds.desk)
            assert "not installed in this workspace" in answer.text
            assert len(sqod.asked("list")) == asked
            assert "no sessions" in (await found.says(york.clerk, "/appt today", york.desk)).text.casefold()

            found.clock.move(minutes=1)
            await found.installs(leeds.admin)
            offered = await found.says(leeds.admin, "/appt today", leeds.desk)
            assert "Connect a service" in offered.buttons, "a new installation begins without credentials"


async def test_word_of_a_removal_that_comes_late_ends_no_newer_installation(tmp_path: Path) -> None:
    async with town(f"sqlite:///{tmp_path}/f.db", "Leeds") as found:
        (leeds,) = found.places
        await found.installs(leeds.admin)
        found.clock.move(minutes=5)
        late = await leeds.slack.emits({"type": "tokens_revoked", "tokens": {"oauth": ["U1"], "bot": []}})
        assert late is not None
        assert await found.installation(leeds.team) is not None, "a person's own token is none of ours"
        found.clock.move(minutes=5)
        await found.installs(leeds.admin)
        late["event"] = {"type": "app_uninstalled"}
        await leeds.slack.sends(late)
        assert await found.installation(leeds.team) is not None


async def test_an_organisation_s_one_token_serves_its_workspaces_each_apart(database: str) -> None:
    async with town(database, "Leeds", "York", "Hull") as found:
        leeds, york, hull = found.places
        grid = found.distribution.organisation("Yorkshire", leeds.slack, york.slack)
        for one in (leeds, york):
            one.slack.is_org_wide = True
        page = await found.installs(leeds.admin, for_all=True)
        assert "Frontdesk is installed for Yorkshire" in page.text
        assert f"https://app.slack.com/manage/{grid.id}/integrations/profile/" in page.text
        grid.teams.append(leeds.team)
        await leeds.slack.gives_app(to=True)
        with StandInSqod(now=found.clock) as sqod:
            await found.connects(leeds.team, sqod)  # before anybody there has spoken
            answer = await found.says(leeds.clerk, "/appt", leeds.desk)
            assert "no sessions" in answer.text.casefold()
            await leeds.clerk.clicks(answer.buttons[0], on=answer)  # its payload has no team
            await found.delivered()
            assert leeds.clerk.modal is not None
            await leeds.clerk.modal.close()
            leeds.slack.shortcuts = manifest(found.settings, None)["features"]["shortcuts"]
            await leeds.clerk.uses_shortcut("Today's sessions")  # nor has this one's, and no channel
            await found.delivered()
            assert leeds.clerk.modal is not None
            assert "No sessions." in leeds.clerk.modal.text

            grid.teams.append(york.team)  # and the event is lost
            assert "has to do that" in (await found.says(york.clerk, "/appt today", york.desk)).text
            york.slack.shortcuts = leeds.slack.shortcuts
            await york.clerk.uses_shortcut("Today's sessions")
            york.slack.post(york.desk, york.admin, "3XJBM?")
            message = york.clerk.last(york.desk)
            assert not message.is_ephemeral
            await york.clerk.uses_shortcut("Find this appointment", on=message)
            await found.delivered()
            for place in (york.clerk.dm, york.desk):
                assert "has to do that" in york.clerk.last(place).text
            assert "/slack/install" in (await found.says(hull.clerk, "/appt today", hull.desk)).text

            await leeds.slack.gives_app(to=False)
            assert await rows(found, "SELECT team FROM connections") == []
            assert await rows(found, "SELECT team FROM org_teams") == [(york.team,)]
            assert await found.installation(york.team) is not None


async def test_one_whose_secrets_can_t_be_opened_is_nobody_else_s_trouble(tmp_path: Path) -> None:
    async with town(f"sqlite:///{tmp_path}/f.db", "Leeds", "York") as found:
        leeds, york = found.places
        for one in (leeds, york):
            await found.installs(one.admin)
        engine = open_engine(found.settings.database_url)
        async with engine.begin() as connection:
            swap = "UPDATE installations SET token = (SELECT token FROM installations WHERE holder = :other) WHERE holder = :mine"
            await connection.execute(text(swap), {"other": york.team, "mine": leeds.team})
        await engine.dispose()
        answer = await found.says(leeds.admin, "/appt today", leeds.desk)
        assert "can't be opened" in answer.text
        assert "Connect a service" in (await found.says(york.admin, "/appt today", york.desk)).buttons


async def test_those_that_nobody_needs_are_let_go_and_made_anew_when_they_speak(tmp_path: Path) -> None:
    async with town(f"sqlite:///{tmp_path}/f.db", "Leeds", "York") as found:
        leeds, york = found.places
        for one in (leeds, york):
            await found.installs(one.admin)
            await found.connects(one.team)
        async with running(found) as bot:
            assert bot.workspaces.open == []
            await found.says(leeds.clerk, "/appt today", leeds.desk)
            assert bot.workspaces.open == [leeds.team]
            found.clock.move(hours=1)
            bot.workspaces.let_go()
            assert bot.workspaces.open == []
            await found.says(leeds.clerk, "/appt today", leeds.desk)


async def test_the_button_leads_an_admin_to_a_page_of_ours(tmp_path: Path) -> None:
    async with town(f"sqlite:///{tmp_path}/f.db", "Leeds") as found:
        (leeds,) = found.places
        await found.installs(leeds.admin)
        offered = await found.says(leeds.admin, "/appt", leeds.desk)
        await leeds.admin.clicks("Connect a service", on=offered)
        await found.delivered()
        link = await leeds.admin.clicks("Open the page", on=leeds.admin.last(leeds.desk))
        assert link is not None
        assert link.startswith("https://desk.example.org/")
        async with found.browser() as browser:
            page = await browser.get(link)
            assert page.status_code in (200, 302, 303)


async def has_a_card(found: Town, place: Place, appointment: str, *, start: datetime) -> None:
    """Keep what a booking leaves behind in the database."""
    its = {"team": place.team, "appointment": appointment}
    wrote = its | {"form": appointment, "deed": "book", "user": "U1", "stage": "done", "start": start}
    card = its | {"channel": place.desk.id, "ts": appointment, "version": "1", "posted": found.clock.now}
    engine = open_engine(found.settings.database_url)
    async with engine.begin() as connection:
        await connection.execute(insert(intents).values(**wrote, created=found.clock.now, tried=[]))
        await connection.execute(insert(cards).values(**card))
    await engine.dispose()


async def test_a_file_is_deleted_in_its_time_though_its_service_was_disconnected_meanwhile(
    tmp_path: Path,
) -> None:
    async with town(f"sqlite:///{tmp_path}/f.db", "Leeds") as found:
        (leeds,) = found.places
        await found.installs(leeds.admin)
        with StandInSqod(now=found.clock) as sqod:
            sqod.add(at=found.clock.now, minutes=45, department="Leeds", name="Jane Doe")
            await found.connects(leeds.team, sqod)
            listed = await found.says(leeds.clerk, "/appt today", leeds.desk)
            await leeds.clerk.clicks("As a table", on=listed)
            await found.delivered()
            (sent,) = leeds.clerk.sees(leeds.clerk.dm)
            assert leeds.clerk.opens_file(sent)
        engine = open_engine(found.settings.database_url)
        assert await Connecting(found.settings, engine, found.clock).disconnect(leeds.team)
        await engine.dispose()
        kinds = {kind for (kind,) in await rows(found, "SELECT DISTINCT kind FROM outbox")}
        assert kinds == {"delete_file", "sweep"}, "all else needs a service"
        found.clock.move(days=92)
        found.bot.courier.wake()
        await found.delivered()
        with pytest.raises(NotThere):
            leeds.clerk.opens_file(sent)


async def test_the_last_workspace_to_go_is_swept_all_the_same(tmp_path: Path) -> None:
    """Nobody is left whose sweep would plan the others', until Frontdesk is started again."""
    async with town(f"sqlite:///{tmp_path}/f.db", "Leeds", audit_days=5, retention_days=5) as found:
        (leeds,) = found.places
        with StandInSqod(now=found.clock) as sqod:
            await found.installs(leeds.admin)
            await found.connects(leeds.team, sqod)
            await found.says(leeds.slack.person("Gus Guest", guest=True), "/appt today", leeds.desk)
            await leeds.slack.uninstalls_app()
            await found.delivered()
            assert await rows(found, "SELECT kind FROM outbox") == [("sweep",)]
            for _ in range(7):
                found.clock.move(days=1)
                found.bot.courier.wake()
                await found.delivered()
            assert await rows(found, "SELECT deed FROM audit WHERE deed = 'look'") == []
            for _ in range(8):  # the audit has a line for what was swept, until that is old too
                found.clock.move(days=1)
                found.bot.courier.wake()
                await found.delivered()
            assert await rows(found, "SELECT team FROM outbox") == [], "nothing is left that would be swept"
            await found.installs(leeds.admin)
            await found.connects(leeds.team, sqod)
            await found.says(leeds.clerk, "/appt today", leeds.desk)
            assert ("sweep",) in await rows(found, "SELECT kind FROM outbox"), "who comes back is swept again"


async def test_what_a_removed_workspace_left_is_deleted_when_it_was_kept_long_enough(tmp_path: Path) -> None:
    """Planned by the nightly sweep of a workspace that is still served: its own jobs went with it."""
    async with town(f"sqlite:///{tmp_path}/f.db", "Leeds", "York", audit_days=5, retention_days=5) as found:
        leeds, york = found.places
        with StandInSqod(now=found.clock) as sqod:
            for one in (leeds, york):
                await found.installs(one.admin)
                await found.connects(one.team, sqod)
                await found.says(
                    one.slack.person(f"Gus {one.slack.name}", guest=True), "/appt today", one.desk
                )
            await has_a_card(found, leeds, "long-over", start=found.clock.now)
            await has_a_card(found, leeds, "still-to-come", start=found.clock.now + timedelta(days=60))
            await leeds.slack.uninstalls_app()
            await found.delivered()
            kept = "SELECT DISTINCT team FROM audit WHERE deed = 'look'"
            assert {team for (team,) in await rows(found, kept)} == {leeds.team, york.team}
            for _ in range(7):
                found.clock.move(days=1)
                found.bot.courier.wake()
                await found.delivered()
            assert await rows(found, kept) == []
            for table in ("cards", "intents"):
                assert await rows(found, f"SELECT appointment FROM {table}") == [("still-to-come",)]
