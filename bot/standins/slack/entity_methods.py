"""Web API methods about Work Objects."""

from __future__ import annotations

from bot.standins.slack.messages import as_told
from bot.standins.slack.methods import Args, method
from bot.standins.slack.model import Flexpane, Json, SlackError, copied
from bot.standins.slack.state import State
from bot.standins.slack.work_objects import check_presented, check_refusal, refreshes


@method("entity.presentDetails", required=("trigger_id",))
def present_details(workspace: State, args: Args) -> Json:
    """https://docs.slack.dev/reference/methods/entity.presentDetails — the trigger is looked at before anything else."""
    pane = workspace.tickets.exchange(args["trigger_id"]).flexpane
    if pane is None:
        raise SlackError("invalid_trigger_id")
    if pane.entity["entity_type"] not in workspace.entity_types:
        raise SlackError("feature_not_enabled")
    metadata, error = args.structure("metadata"), args.structure("error")
    signs_in = args.flag("user_auth_required")
    if [metadata is not None, error is not None, signs_in].count(True) != 1:
        raise SlackError("invalid_arguments", "[ERROR] one of metadata, error and user_auth_required")
    if signs_in:
        pane.sign_in = args.text("user_auth_url")
        if not pane.sign_in:
            raise SlackError("user_auth_url_missing")
    elif error is not None:
        pane.error = check_refusal(error)
    else:
        pane.presented = check_presented(metadata, pane.entity)
        _refresh(workspace, pane, pane.presented)
    workspace.traffic.tell("flexpane", pane)
    return {}


def _refresh(workspace: State, pane: Flexpane, presented: Json) -> None:
    """Draw the message anew, for all who read it, where what was presented is newer than what it shows."""
    message = workspace.messages.find(pane.channel_id, pane.message_ts)
    if message is None or not message.metadata:
        return
    shown: list[Json] = message.metadata.get("entities") or []
    newer = [
        copied(presented)
        if one["external_ref"] == presented["external_ref"] and refreshes(one, presented)
        else one
        for one in shown
    ]
    if newer != shown:
        message.past.append(as_told(message))
        message.metadata = {**message.metadata, "entities": newer}
