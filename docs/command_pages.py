"""The verbs of the command and the scopes of the app, read off the tables that the bot itself uses."""

from __future__ import annotations

from bot.slack.scopes import METHODS, OPTIONAL, SCOPES
from bot.verbs import INSTEAD, VERBS
from docs.service_pages import those_that
from docs.tables import code, table
from docs.typed_pages import filters_part, grammar_part, statuses_part

COMMAND = "/appt"


def verbs_table() -> str:
    """Draw the verbs with what they do, for the README."""
    rows = [(code(verb.usage(COMMAND)), verb.says) for verb in VERBS]
    alone = (code(COMMAND), "Today's sessions and what you can do next.")
    return table(("Type", "What it does"), [alone, *rows])


def commands_page() -> str:
    """Print docs/commands.md."""
    parts = [
        "# What you can type",
        f"Everything begins with `{COMMAND}`; whoever runs Frontdesk can give it another name (`APPT_COMMAND`). "
        "Only you see the answer.",
        f"`{COMMAND}` alone shows today's sessions. A day or a span works as it is: `{COMMAND} 3 dec`, "
        f"`{COMMAND} next week`. [Times](when.md) are typed your own way.",
    ]
    elsewhere = {verb.name: (can, verb) for can, verbs in INSTEAD.items() for verb in verbs}
    for verb in VERBS:
        lines = [f"## {verb.name}", f"`{verb.usage(COMMAND)}`", verb.says]
        lines.append(f"For example: `{verb.example_with(COMMAND)}`")
        if verb.aliases:
            lines.append(f"Also: {', '.join(code(f'{COMMAND} {alias}') for alias in verb.aliases)}")
        if verb.name in elsewhere:
            can, other = elsewhere[verb.name]
            lines.append(f"With {those_that(can)}: {code(other.usage(COMMAND))}. {other.says}")
            lines.append(f"For example: `{other.example_with(COMMAND)}`")
        if verb.needs is not None:
            lines.append("It is there where the appointment service can do it; where not, you are told so.")
        parts += lines
    parts += [*filters_part(), *statuses_part(), *grammar_part()]
    return "\n\n".join(parts) + "\n"


def scopes_page() -> str:
    """Print docs/scopes.md."""
    scopes, optional = (
        [(code(scope), why, _methods_of(scope)) for scope, why in some.items()] for some in (SCOPES, OPTIONAL)
    )
    methods = [(code(method), ", ".join(map(code, needs)) or "none") for method, needs in METHODS.items()]
    parts = [
        "# Scopes: what Frontdesk may do in your workspace, and why",
        "These are all the bot scopes that the manifest asks for. There is none to read messages.",
        table(("Scope", "Why", "Used by"), scopes),
        "In Socket Mode there is also an app-level token. It needs `connections:write`, "
        "to open the connection over which Slack reaches Frontdesk, and nothing else.",
        "## Scopes that you may add",
        "Frontdesk works without them, and the manifest does not ask for them. They let it read messages. It looks for "
        "marks that it put on its own messages itself, unseen, and only when it may have posted something just before "
        "it was cut off; nothing that it reads is kept. Add them under OAuth & Permissions, reinstall the app, "
        "and start Frontdesk again. [Running Frontdesk](operating.md#after-a-crash) says what happens without them.",
        table(("Scope", "Why", "Used by"), optional),
        "## Every Web API method that is called",
        table(("Method", "Scopes"), methods),
        "A test holds these tables, the manifest and the calls in the code together.",
    ]
    return "\n\n".join(parts) + "\n"


def _methods_of(scope: str) -> str:
    users = [code(method) for method, needs in METHODS.items() if scope in needs]
    return ", ".join(users) or "the slash command itself"
