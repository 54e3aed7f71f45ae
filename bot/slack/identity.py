"""Who we are in Slack, by our one token: which workspace, which bot, which app."""

from __future__ import annotations

import asyncio

import structlog
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.client import ORG_WIDE, SLACK_TROUBLE, error_code, is_passing, scopes_of, unreached

_TRIES = 5
log = structlog.get_logger(__name__)


class CannotStart(Exception):
    """The bot can't be started; the message says why and what to do."""


async def who_am_i(client: AsyncWebClient) -> AuthorizeResult:
    """Ask Slack whose token this is. https://docs.slack.dev/reference/methods/auth.test"""
    why = ""
    for attempt in range(_TRIES):
        try:
            answer = await client.auth_test()
        except SLACK_TROUBLE as error:
            if not is_passing(error):
                raise CannotStart(
                    f"SLACK_BOT_TOKEN: Slack does not accept it ({error_code(error)}). "
                    "Copy it again from the app's OAuth & Permissions page."
                ) from error
            why = unreached(error)
            await asyncio.sleep(0.5 * 2**attempt)
        else:
            if answer.get("is_enterprise_install"):
                raise CannotStart(f"SLACK_BOT_TOKEN: {ORG_WIDE}")
            return AuthorizeResult(
                enterprise_id=answer.get("enterprise_id"),
                team_id=answer["team_id"],
                bot_user_id=answer.get("user_id"),
                bot_id=answer.get("bot_id"),
                bot_token=client.token,
                bot_scopes=sorted(scopes_of(answer)),
            )
    raise CannotStart(
        f"Slack can't be reached at {client.base_url} ({why}). Check the network, then start Frontdesk again."
    )


async def our_app(client: AsyncWebClient, identity: AuthorizeResult) -> str | None:
    """Ask Slack which app we are; None where it does not say. https://docs.slack.dev/reference/methods/bots.info"""
    try:
        return str((await client.bots_info(bot=identity.bot_id))["bot"]["app_id"])
    except (*SLACK_TROUBLE, KeyError, TypeError) as error:
        log.warning("own_app_not_told", error=error_code(error))
        return None
