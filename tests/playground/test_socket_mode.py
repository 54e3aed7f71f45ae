"""The same protocol over Socket Mode, with Bolt's own client at the other end."""

from __future__ import annotations

import aiohttp

from tests.playground.conftest import staged


async def test_a_story_over_socket_mode() -> None:
    async with staged(socket_mode=True) as stage:
        await stage.asha.types("/say hello", in_=stage.desk)
        assert stage.asha.last(stage.desk).text == "hello"

        await stage.asha.types("/form", in_=stage.desk)
        modal = stage.asha.modal
        assert modal is not None
        await modal.fill("Language", "Portuguese")
        await modal.fill("When", "never")
        await modal.submit()
        assert modal.errors == {"When": "That is no time."}
        await modal.fill("When", "dawn")
        await modal.submit()
        await stage.asha.sees_soon(stage.asha.dm, containing="Booked for dawn")

        await stage.asha.types("/card", in_=stage.desk)
        await stage.ben.clicks("Change", on=await stage.ben.sees_soon(stage.desk, containing="It is new"))
        assert stage.asha.last(stage.desk).text == "It is changed"

        await stage.asha.opens_home()
        await stage.workspace.settled()
        assert stage.asha.home is not None
        assert stage.asha.home.text == "Welcome"
        assert stage.workspace.complaints == []


async def test_too_late_is_too_late_here_as_well() -> None:
    async with staged(socket_mode=True) as stage:
        await stage.asha.types("/slow", in_=stage.desk)

        assert stage.asha.last(stage.desk).text == '/slow failed with the error "operation_timeout"'


async def test_the_app_comes_back_when_it_is_asked_to_reconnect() -> None:
    async with staged(socket_mode=True) as stage:
        await stage.server.courier.links.ask_to_reconnect()
        assert not stage.server.courier.links.are_open

        await stage.server.courier.links.some_open()
        await stage.asha.types("/say still here", in_=stage.desk)
        assert stage.asha.last(stage.desk).text == "still here"


async def test_a_connection_address_works_once() -> None:
    async with staged(socket_mode=True) as stage, aiohttp.ClientSession() as session:
        url = stage.server.courier.new_link()
        async with session.ws_connect(url) as link:
            assert (await link.receive_json())["type"] == "hello"
        assert (await session.get(url.replace("ws", "http", 1))).status == 403
