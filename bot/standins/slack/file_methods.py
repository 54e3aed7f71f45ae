"""Web API methods that send files, and take them away."""

from __future__ import annotations

from bot.standins.slack.chat_methods import writable
from bot.standins.slack.methods import Args, method
from bot.standins.slack.model import Json, SlackError
from bot.standins.slack.state import State

FILES = ("files:write",)


@method("files.getUploadURLExternal", scopes=FILES, required=("filename", "length"))
def get_upload_url(workspace: State, args: Args) -> Json:
    """https://docs.slack.dev/reference/methods/files.getUploadURLExternal"""
    found = workspace.files.begin(args.text("filename"), args.number("length", 0), args.text("alt_txt"))
    return {"upload_url": workspace.sender().base_url + found.path, "file_id": found.id}


@method("files.completeUploadExternal", scopes=FILES, required=("files",))
def complete_upload(workspace: State, args: Args) -> Json:
    """https://docs.slack.dev/reference/methods/files.completeUploadExternal

    `channel_id` is a conversation's, never a person's; without one the file is nobody's to see.
    """
    named = args.structure("files")
    if not isinstance(named, list) or not named or not all(isinstance(one, dict) for one in named):
        raise SlackError("invalid_arguments", "[ERROR] files must be a list of files with their ids")
    files = [workspace.files.whole(one.get("id")) for one in named]
    for one, said in zip(files, named, strict=True):
        one.title = str(said.get("title") or one.name)
    if args.text("channel_id"):
        channel = writable(workspace, args.text("channel_id"))
        new = [one for one in files if channel.id not in one.shared_in]
        for one in new:
            one.shared_in.append(channel.id)
        if new:
            words = args.text("initial_comment") or ", ".join(one.title for one in new)
            message = workspace.messages.post(channel, workspace.bot.id, words)
            message.files = [one.id for one in new]
            workspace.traffic.tell("message", message)
    return {"files": [one.told() for one in files]}


@method("files.delete", scopes=FILES, required=("file",))
def delete_file(workspace: State, args: Args) -> Json:
    """https://docs.slack.dev/reference/methods/files.delete"""
    found = workspace.files.whole(args.text("file"))
    found.deleted, found.content = True, b""
    return {}
