"""Web API methods of apps that are agents: what is suggested above a person's conversation with one."""

from __future__ import annotations

from bot.standins.slack.methods import Args, method
from bot.standins.slack.model import Json, SlackError
from bot.standins.slack.state import State

MOST_PROMPTS = 4


@method(
    "assistant.threads.setSuggestedPrompts", scopes=("assistant:write",), required=("channel_id", "prompts")
)
def set_suggested_prompts(workspace: State, args: Args) -> Json:
    """https://docs.slack.dev/reference/methods/assistant.threads.setSuggestedPrompts — without a thread, above the conversation."""
    channel = workspace.find_channel(args.text("channel_id"))
    prompts = args.structure("prompts")
    if not channel.is_im:
        raise SlackError("channel_not_found")
    if not isinstance(prompts, list) or not 1 <= len(prompts) <= MOST_PROMPTS:
        raise SlackError("invalid_arguments", f"[ERROR] prompts must be 1 to {MOST_PROMPTS}")
    for one in prompts:
        if not isinstance(one, dict) or set(one) != {"title", "message"} or not all(one.values()):
            raise SlackError("invalid_arguments", "[ERROR] a prompt has a title and a message")
    channel.prompts = {one["title"]: one["message"] for one in prompts}
    return {}
