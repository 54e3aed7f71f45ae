"""What Slack does with an acknowledgement: shows it, closes or changes the modal, or complains that there is none."""

from __future__ import annotations

from typing import Any

from bot.standins.slack.check import check_blocks
from bot.standins.slack.courier import Answer
from bot.standins.slack.directory import SLACKBOT
from bot.standins.slack.model import Channel, Json, ResponseUrl, SlackError, User, View
from bot.standins.slack.respond import respond
from bot.standins.slack.state import State

NO_CONNECTION = "We had some trouble connecting. Try again?"


def take_command(
    workspace: State, user: User, channel: Channel, typed: str, address: ResponseUrl, answer: Answer
) -> None:
    """Show the answer to a slash command: text, or JSON as a `response_url` takes it."""
    command = typed.split()[0]
    if not answer.ok:
        workspace.traffic.complain(command, str(answer.error), user.id)
        shown = answer.error if answer.error == "operation_timeout" else "dispatch_failed"
        slackbot_says(workspace, user, channel, f'{command} failed with the error "{shown}"')
        return
    body = {"text": answer.body} if isinstance(answer.body, str) else answer.body
    if not body or not (body.get("text") or body.get("blocks") or body.get("attachments")):
        return
    if body.get("response_type") == "in_channel":
        workspace.messages.post(channel, user.id, typed, by_bot=False)
    try:
        respond(workspace, address, body)
    except SlackError as refusal:
        workspace.traffic.complain(command, str(refusal), user.id)
        slackbot_says(workspace, user, channel, f'{command} failed with the error "{refusal.code}"')


def take_submission(workspace: State, view: View, answer: Answer) -> None:
    """Do what the answer to a submission says. Without a readable one the modal stays, with Slack's own words in it."""
    view.notice = None
    if not answer.ok:
        _give_up(workspace, view, str(answer.error))
    elif not answer.body:
        if workspace.views.top(view.user_id) is view:
            workspace.views.close_top(view.user_id)
    elif not isinstance(answer.body, dict):
        _give_up(workspace, view, "the answer is not a response_action")
    elif workspace.views.is_open(view):
        try:
            _act(workspace, view, answer.body)
        except SlackError as refusal:
            _give_up(workspace, view, str(refusal))
    workspace.traffic.tell("view", view)


def _act(workspace: State, view: View, body: Json) -> None:
    match body.get("response_action"):
        case "errors":
            _show_errors(view, body.get("errors"))
        case "update":
            workspace.views.update(view, body.get("view"))
        case "push":
            workspace.views.push_onto(workspace.views.stack(view.user_id), body.get("view"), view.user_id)
        case "clear":
            workspace.views.clear(view.user_id)
        case unknown:
            raise SlackError("invalid_arguments", f"unknown response_action {unknown!r}")


def _show_errors(view: View, errors: Any) -> None:
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors:
        raise SlackError("invalid_arguments", "errors must name at least one block")
    strangers = set(errors) - inputs
    if strangers:
        raise SlackError(
            "invalid_arguments", f"errors for what is no input block: {', '.join(sorted(strangers))}"
        )
    if not all(isinstance(words, str) and words for words in errors.values()):
        raise SlackError("invalid_arguments", "an error must have words")
    view.errors = dict(errors)


def take_action(workspace: State, user: User, action: Json, answer: Answer) -> bool:
    """Check that something pressed was acknowledged; where it was not, Slack shows a warning sign beside it."""
    if not answer.ok:
        workspace.traffic.complain(f"block_actions {action['action_id']}", str(answer.error), user.id)
    return answer.ok


def take_shortcut(workspace: State, user: User, name: str, answer: Answer) -> bool:
    """Check that a shortcut was acknowledged, with nothing in it: it has no place where words could be shown."""
    if not answer.ok or answer.body:
        workspace.traffic.complain(f"shortcut {name}", answer.error or "an answer to a shortcut", user.id)
    return answer.ok


def take_options(workspace: State, user: User, action_id: str, answer: Answer) -> list[Json]:
    """Read the options out of an answer, with the same limits as those of a static select."""
    body = answer.body if answer.ok and isinstance(answer.body, dict) else {}
    offered = {key: body[key] for key in ("options", "option_groups") if key in body}
    if not answer.ok or len(offered) != 1:
        workspace.traffic.complain(f"block_suggestion {action_id}", answer.error or "no options", user.id)
        return []
    if not any(offered.values()):
        return []
    menu = {"type": "static_select", "action_id": action_id, **offered}
    problems = check_blocks([{"type": "actions", "elements": [menu]}])
    if problems:
        workspace.traffic.complain(f"block_suggestion {action_id}", str(problems[0]), user.id)
        return []
    groups = offered.get("option_groups") or []
    return list(offered.get("options") or []) + [option for group in groups for option in group["options"]]


def _give_up(workspace: State, view: View, why: str) -> None:
    workspace.traffic.complain(
        f"view_submission {view.body.get('callback_id') or view.id}", why, view.user_id
    )
    view.notice = NO_CONNECTION


def slackbot_says(workspace: State, user: User, channel: Channel, text: str) -> None:
    """Let Slack itself say something that only one person sees."""
    message = workspace.messages.post(channel, SLACKBOT, text, reader=user.id, by_bot=False)
    workspace.traffic.tell("message", message)
