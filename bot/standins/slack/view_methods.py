"""Web API methods that open and change views, and the one that opens Socket Mode."""

from __future__ import annotations

from bot.standins.slack.methods import Args, method
from bot.standins.slack.model import Json, SlackError, View
from bot.standins.slack.state import State


@method("views.open", required=("trigger_id", "view"))
def views_open(workspace: State, args: Args) -> Json:
    """https://docs.slack.dev/reference/methods/views.open"""
    body = args.structure("view")
    return _changed(workspace, workspace.views.open(workspace.tickets.exchange(args["trigger_id"]), body))


@method("views.push", required=("trigger_id", "view"))
def views_push(workspace: State, args: Args) -> Json:
    """https://docs.slack.dev/reference/methods/views.push"""
    body = args.structure("view")
    return _changed(workspace, workspace.views.push(workspace.tickets.exchange(args["trigger_id"]), body))


@method("views.update", required=("view",))
def views_update(workspace: State, args: Args) -> Json:
    """https://docs.slack.dev/reference/methods/views.update"""
    body = args.structure("view")
    if not args.text("view_id") and not args.text("external_id"):
        raise SlackError("invalid_arguments", "[ERROR] missing required field: view_id or external_id")
    view = workspace.views.find(args.text("view_id") or None, args.text("external_id") or None)
    workspace.views.update(view, body, args.text("hash") or None)
    return _changed(workspace, view)


@method("views.publish", required=("user_id", "view"))
def views_publish(workspace: State, args: Args) -> Json:
    """https://docs.slack.dev/reference/methods/views.publish"""
    body = args.structure("view")
    if args.text("user_id") not in workspace.users:
        raise SlackError("user_not_found")
    return _changed(workspace, workspace.views.publish(args.text("user_id"), body, args.text("hash") or None))


@method("apps.connections.open", app_level=True)
def apps_connections_open(workspace: State, args: Args) -> Json:
    """https://docs.slack.dev/reference/methods/apps.connections.open"""
    return {"url": workspace.sender().new_link()}


def _changed(workspace: State, view: View) -> Json:
    workspace.traffic.tell("view", view)
    return {"view": workspace.views.as_told(view)}
