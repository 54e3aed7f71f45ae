"""Which Web API methods the bot calls, with which scope and why: the manifest, the docs and the doctor read it here."""

from __future__ import annotations

from bot.settings.usergroups import variables

METHODS: dict[str, tuple[str, ...]] = {
    "assistant.threads.setSuggestedPrompts": ("assistant:write",),
    "auth.revoke": (),
    "auth.teams.list": (),
    "auth.test": (),
    "bots.info": ("users:read",),
    "apps.connections.open": (),
    "chat.getPermalink": (),
    "chat.postEphemeral": ("chat:write",),
    "chat.postMessage": ("chat:write",),
    "chat.update": ("chat:write",),
    "conversations.history": ("channels:history", "groups:history", "im:history"),
    "conversations.open": ("im:write",),
    "conversations.info": ("channels:read", "groups:read"),
    "conversations.replies": ("channels:history", "groups:history", "im:history"),
    "entity.presentDetails": (),
    "files.completeUploadExternal": ("files:write",),
    "files.delete": ("files:write",),
    "files.getUploadURLExternal": ("files:write",),
    "usergroups.list": ("usergroups:read",),
    "usergroups.users.list": ("usergroups:read",),
    "users.conversations": ("channels:read",),
    "users.info": ("users:read", "users:read.email"),
    "views.open": (),
    "views.push": (),
    "views.publish": (),
    "views.update": (),
}
"""Every method that is called and the scopes that it needs; none: a token is enough."""

SCOPES: dict[str, str] = {
    "commands": "Have the slash command.",
    "chat:write": "Post and redraw cards where the app is a member, and answer people.",
    "users:read": "Tell full members from guests and outsiders, and read each person's time zone and language.",
    "users:read.email": "Tell by their e-mail address which employee of the appointment service a person is, where it has hosts.",
    "usergroups:read": f"Read who is in the groups of {variables()}.",
    "channels:read": "Tell public channels and those shared with other organisations, to show less of the claimant there.",
    "groups:read": "The same for private channels.",
}
"""Every scope of the manifest, and what it is for. None of them reads what is said in channels."""

OPTIONAL: dict[str, str] = {
    "channels:history": "Look in public channels, after a crash, whether a message was posted already: then none is repeated.",
    "groups:history": "The same for private channels. For channels both are needed.",
    "im:history": "The same for direct conversations with the app.",
}
"""Scopes that the manifest does not ask for: who wants what they are for adds them. Without them their methods aren't called."""

BESIDE = frozenset(method for method, needs in METHODS.items() if needs and not set(needs) & SCOPES.keys())
"""Methods that a way in needs which one can do without: that Slack refuses one says nothing of the rest."""
