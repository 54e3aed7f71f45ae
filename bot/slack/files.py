"""Files that one person is sent, in their conversation with the app, and taken away again.

https://docs.slack.dev/messaging/working-with-files#upload
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from blocks.files import File
from bot.apis.http.connections import Asked, Unanswered, sender
from bot.slack.client import RATE_LIMITED, SLACK_TROUBLE, error_code, is_passing

LIMIT = 8.0
"""Seconds that Slack may take to take the bytes."""
_GONE = frozenset({"file_not_found", "file_deleted", "cant_delete_file"})
log = structlog.get_logger(__name__)


class NotUploaded(OSError):
    """Slack did not take the bytes: nobody has the file."""


class Unheard(OSError):
    """Slack did not say whether the person has the file now."""


class Files:
    def __init__(self, client: AsyncWebClient) -> None:
        self._slack = client
        self._sender = sender(None, limit=8, keep_alive=15)

    async def aclose(self) -> None:
        await self._sender.aclose()

    async def send(self, user: str, sent: File, begun: Callable[[str], Awaitable[None]]) -> None:
        """Send a file; `begun` is told its id before anybody can see it. Raises what Slack raises, NotUploaded and Unheard.

        https://docs.slack.dev/reference/methods/files.getUploadURLExternal
        https://docs.slack.dev/reference/methods/files.completeUploadExternal
        https://docs.slack.dev/reference/methods/conversations.open
        """
        opened = await self._slack.conversations_open(users=user)
        place = await self._slack.files_getUploadURLExternal(
            filename=sent.name, length=len(sent.content), alt_txt=sent.alt or None
        )
        file = str(place["file_id"])
        await begun(file)
        await self._upload(str(place["upload_url"]), sent.content)
        try:
            await self._slack.files_completeUploadExternal(
                files=[{"id": file, "title": sent.name}],
                channel_id=opened["channel"]["id"],
                initial_comment=sent.words,
            )
        except SLACK_TROUBLE as error:
            if not is_passing(error) or error_code(error) in RATE_LIMITED:
                raise
            log.warning("file_unheard", error=error_code(error))
            raise Unheard(error_code(error)) from error

    async def delete(self, file: str) -> None:
        """Delete a file; one that is gone already is as it should be. https://docs.slack.dev/reference/methods/files.delete"""
        try:
            await self._slack.files_delete(file=file)
        except SlackApiError as error:
            if error_code(error) not in _GONE:
                raise

    async def _upload(self, url: str, content: bytes) -> None:
        asked = Asked("POST", url, {"Content-Type": "application/octet-stream"}, content)
        try:
            async with asyncio.timeout(LIMIT):
                answer = await self._sender.send(asked, connect=LIMIT)
        except (Unanswered, TimeoutError) as error:
            why = str(error) or "out of time"
            log.warning("upload_failed", error=why)
            raise NotUploaded(why) from error
        if answer.status != 200:
            log.warning("upload_refused", status=answer.status)
            raise NotUploaded(str(answer.status))
