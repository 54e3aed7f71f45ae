"""The verbs of the command and the scopes of the app, read off the tables that the bot itself uses."""

from __future__ import annotations

from bot.apis.vendors import VENDORS
from bot.settings import Settings, given_settings
from bot.settings.surfaces import SurfaceSettings
from bot.slack.scopes import METHODS
from bot.slack.surfaces import SURFACES, asked_scopes, optional_scopes
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


def surfaces_table() -> str:
    """Draw every way in, with its setting and what it needs, for the README."""
    rows = []
    for one in SURFACES:
        default = str(SurfaceSettings.model_fields[one.setting].default).lower() if one.setting else ""
        setting = f"{code(one.setting.upper())}, {default}" if one.setting else "always there"
        needs = ", ".join(code(scope) for scope in one.scopes) or "–"
        rows.append((one.title, one.says, setting, needs))
    return table(("Way in", "What is there", "Setting and default", "Further scopes"), rows)


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
    settings = given_settings(VENDORS)
    scopes = [
        (code(scope), why, _methods_of(scope), _setting_of(scope, settings))
        for scope, why in asked_scopes(settings).items()
    ]
    optional = [(code(scope), why, _methods_of(scope)) for scope, why in optional_scopes(settings).items()]
    methods = [(code(method), ", ".join(map(code, needs)) or "none") for method, needs in METHODS.items()]
    parts = [
        "# Scopes: what Frontdesk may do in your workspace, and why",
        "These are all the bot scopes that the manifest asks for. None of them lets Frontdesk read a channel. "
        "A scope of a way in that its setting turns off is not asked for: print the manifest with that setting "
        "(`frontdesk manifest`), put it into the app's settings, and reinstall the app.",
        table(("Scope", "Why", "Used by", "Asked for"), scopes),
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
    return ", ".join(users) or "what Slack sends"


def _setting_of(scope: str, settings: Settings) -> str:
    """Which settings have it asked for."""
    ways = [code(one.setting.upper()) for one in SURFACES if scope in one.scopes and one.is_on(settings)]
    return f"with {' or '.join(ways)}" if ways else "always"
