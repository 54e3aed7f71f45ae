"""A small Bolt app, to know by that the stand-in speaks the protocol as Slack does."""

from __future__ import annotations

import asyncio
import re
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def section(text: str, **more: Any) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def button(label: str, action: str, **more: Any) -> Json:
    return {"type": "button", "text": plain(label), "action_id": action, **more}


def option(label: str) -> Json:
    return {"text": plain(label), "value": label.lower()}


def field(label: str, element: Json, **more: Any) -> Json:
    ids = {"block_id": label.lower(), "element": {"action_id": "value", **element}}
    return {"type": "input", "label": plain(label), **ids, **more}


def form(read_back: str = "") -> Json:
    """A modal with one field of each kind that a person can fill."""
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain("Book"),
        "submit": plain("Book it"),
        "private_metadata": "kept",
        "notify_on_close": True,
        "blocks": [
            section(read_back or "Say when.", block_id="read-back"),
            field("When", {"type": "plain_text_input", "initial_value": "noon"}, dispatch_action=True),
            field("E-mail", {"type": "email_text_input"}, optional=True),
            field(
                "Length",
                {"type": "static_select", "options": [option("Short"), option("Long")]},
                optional=True,
            ),
            field("Language", {"type": "external_select", "min_query_length": 1}, optional=True),
            field(
                "Extras", {"type": "checkboxes", "options": [option("Chat"), option("Screen")]}, optional=True
            ),
            field("Day", {"type": "datepicker"}, optional=True),
            field("Hour", {"type": "timepicker"}, optional=True),
            field(
                "Channel",
                {"type": "conversations_select", "default_to_current_conversation": True},
                optional=True,
            ),
            {"type": "actions", "elements": [button("More", "more"), button("Nothing", "nobody-listens")]},
        ],
    }


def card(state: str) -> Json:
    actions = [
        button("Change", "change", value="1"),
        button("Delete", "delete", confirm=dialog(), style="danger"),
        button("Docs", "docs", url="https://example.org/docs"),
        {"type": "overflow", "action_id": "menu", "options": [option("Details")]},
    ]
    return {
        "text": f"A card: {state}",
        "blocks": [section(f"It is *{state}*"), {"type": "actions", "elements": actions}],
    }


def dialog() -> Json:
    return {
        "title": plain("Sure?"),
        "text": plain("It will be gone."),
        "confirm": plain("Yes"),
        "deny": plain("No"),
    }


class Heard:
    """What the app was told, for tests of the payloads themselves."""

    def __init__(self) -> None:
        self.bodies: list[Json] = []

    def __getitem__(self, kind: str) -> Json:
        return [body for body in self.bodies if body.get("type", "command") == kind][-1]


def tiny_app(api_url: str, token: str, signing_secret: str) -> tuple[AsyncApp, Heard]:
    client = AsyncWebClient(token=token, base_url=api_url)
    app = AsyncApp(
        name="tiny",  # or Bolt reads all source above it to find one, which took longer than the tests
        client=client,
        signing_secret=signing_secret,
        process_before_response=True,
    )
    heard = Heard()

    @app.middleware
    async def hear(body: Json, next_: Any) -> None:
        heard.bodies.append(body)
        await next_()

    for part in (commands, presses, views):
        part(app)
    return app, heard


def commands(app: AsyncApp) -> None:
    @app.command("/say")
    async def say(ack: Any, command: Json) -> None:
        await ack(command["text"])

    @app.command("/slow")
    async def slow(ack: Any) -> None:
        await asyncio.sleep(3.2)
        await ack("too late")

    @app.command("/later")
    async def later(ack: Any, respond: Any) -> None:
        await ack()
        for number in range(6):
            await respond(f"answer {number}", replace_original=number == 1)

    @app.command("/form")
    async def open_form(ack: Any, client: AsyncWebClient, command: Json) -> None:
        await client.views_open(trigger_id=command["trigger_id"], view=form())
        await ack()

    @app.shortcut("open")
    async def open_from_shortcut(ack: Any, client: AsyncWebClient, body: Json) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=form())
        await ack()

    @app.shortcut("chatter")
    async def chatter(ack: Any) -> None:
        await ack("words that have no place")

    @app.command("/card")
    async def post_card(ack: Any, client: AsyncWebClient, command: Json) -> None:
        await client.chat_postMessage(channel=command["channel_id"], **card("new"))
        await ack()

    @app.command("/whisper")
    async def whisper(ack: Any, command: Json) -> None:
        await ack(**card("quiet"), response_type=command["text"] or "ephemeral")


def presses(app: AsyncApp) -> None:
    @app.action("value")
    async def read_back(ack: Any, client: AsyncWebClient, body: Json) -> None:
        typed = body["actions"][0]["value"]
        view = body["view"]
        await client.views_update(view_id=view["id"], hash=view["hash"], view=form(f"That is {typed}."))
        await ack()

    @app.action("more")
    async def push_more(ack: Any, client: AsyncWebClient, body: Json) -> None:
        view = {
            "type": "modal",
            "title": plain("More"),
            "blocks": [section("More of it")],
            "clear_on_close": True,
        }
        await client.views_push(trigger_id=body["trigger_id"], view=view)
        await ack()

    @app.action("change")
    async def change(ack: Any, respond: Any) -> None:
        await respond(**card("changed"), replace_original=True)
        await ack()

    @app.action("delete")
    async def delete(ack: Any, respond: Any) -> None:
        await respond(delete_original=True)
        await ack()

    @app.action({"block_id": "pick", "action_id": "length"})
    async def pick(ack: Any, respond: Any, body: Json) -> None:
        held = body["state"]["values"]["pick"]["length"]["selected_option"]["value"]
        chosen = body["actions"][0]["selected_option"]["value"]
        await ack()
        await respond(f"{chosen} chosen, {held} held")

    @app.action("docs")
    async def docs(ack: Any) -> None:
        await ack()

    @app.action("menu")
    async def menu(ack: Any, client: AsyncWebClient, body: Json) -> None:
        await client.chat_postEphemeral(
            channel=body["channel"]["id"], user=body["user"]["id"], text="The details"
        )
        await ack()

    @app.options("value")
    async def languages(ack: Any, payload: Json) -> None:
        await ack(
            options=[option(one) for one in ("Polish", "Portuguese") if one.startswith(payload["value"])]
        )


def views(app: AsyncApp) -> None:
    @app.view("form")
    async def book(ack: Any, client: AsyncWebClient, body: Json, view: Json) -> None:
        when = view["state"]["values"]["when"]["value"]["value"]
        answers: dict[str, Json] = {
            "never": {"response_action": "errors", "errors": {"when": "That is no time."}},
            "stranger": {"response_action": "errors", "errors": {"read-back": "No input here."}},
            "again": {"response_action": "update", "view": form("Once more.")},
            "over": {"response_action": "push", "view": {**form(), "callback_id": "second"}},
            "clear": {"response_action": "clear"},
        }
        await ack(**answers.get(when, {}))
        if when not in answers:
            await client.chat_postMessage(channel=body["user"]["id"], text=f"Booked for {when}")

    @app.view_closed("form")
    async def closed(ack: Any) -> None:
        await ack()

    @app.event("app_home_opened")
    async def home(client: AsyncWebClient, event: Json) -> None:
        blocks = [section("Welcome"), {"type": "actions", "elements": [button("More", "change-home")]}]
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    @app.event(re.compile("message|app_mention"))
    async def said() -> None:
        pass

    @app.action("change-home")
    async def change_home(ack: Any, client: AsyncWebClient, body: Json) -> None:
        view = {"type": "home", "blocks": [section("Welcome back")]}
        await client.views_publish(user_id=body["user"]["id"], view=view, hash=body["view"]["hash"])
        await ack()
