"""Files: begun, uploaded, shared, deleted; and what Slack takes at none of these steps."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.standins.slack import NotThere
from tests.playground.office import Office


@pytest.fixture
def client(office: Office) -> AsyncWebClient:
    return AsyncWebClient(token=office.workspace.bot_token, base_url=office.server.api_url)


async def begun(client: AsyncWebClient, content: bytes = b"abc") -> tuple[str, httpx.Response]:
    place = await client.files_getUploadURLExternal(filename="a.ics", length=len(content))
    async with httpx.AsyncClient() as browser:
        return str(place["file_id"]), await browser.post(str(place["upload_url"]), content=content)


async def refused(calling: Any) -> str:
    with pytest.raises(SlackApiError) as told:
        await calling
    return str(told.value.response["error"])


async def test_a_file_goes_into_a_conversation_and_away_again(office: Office, client: AsyncWebClient) -> None:
    asha = office.workspace.person("Asha Patel")
    file, taken = await begun(client)
    assert (taken.status_code, taken.text) == (200, "OK - 3")
    opened = await client.conversations_open(users=asha.user.id)
    place = opened["channel"]["id"]
    for _ in range(2):  # said twice it is there once
        await client.files_completeUploadExternal(
            files=[{"id": file, "title": "A"}], channel_id=place, initial_comment="Here it is."
        )
    (seen,) = asha.sees(asha.dm)
    assert seen.text == "Here it is."
    assert asha.opens_file(seen).content == b"abc"
    await client.files_delete(file=file)
    with pytest.raises(NotThere):
        asha.opens_file(seen)
    assert await refused(client.files_delete(file=file)) == "file_deleted"
    assert office.workspace.complaints == []


async def test_what_is_no_file_is_refused_at_every_step(office: Office, client: AsyncWebClient) -> None:
    asha = office.workspace.person("Asha Patel")
    for name, length in (("", 3), ("a/b.ics", 3), ("a.ics", 0)):
        asked = client.files_getUploadURLExternal(filename=name, length=length)
        assert await refused(asked) == "invalid_arguments"
    place = await client.files_getUploadURLExternal(filename="a.ics", length=5)
    async with httpx.AsyncClient() as browser:
        assert (await browser.post(str(place["upload_url"]), content=b"abc")).status_code == 400
        assert (await browser.post(office.server.url + "/upload/v1/x", content=b"abc")).status_code == 400
    not_yet = client.files_completeUploadExternal(files=[{"id": str(place["file_id"])}])
    assert await refused(not_yet) == "file_not_found"
    file, _ = await begun(client)
    to_a_person = client.files_completeUploadExternal(files=[{"id": file}], channel_id=asha.user.id)
    assert await refused(to_a_person) == "channel_not_found"
    assert await refused(client.files_completeUploadExternal(files=[])) == "invalid_arguments"


async def test_without_its_scope_nothing_of_it(office: Office, client: AsyncWebClient) -> None:
    office.workspace.scopes -= {"files:write"}
    asked = client.files_getUploadURLExternal(filename="a.ics", length=3)
    assert await refused(asked) == "missing_scope"
