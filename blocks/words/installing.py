"""What is said of an installation: on the pages that a browser shows, and to people in Slack."""

from __future__ import annotations

from msgspec import Struct


class Page(Struct, frozen=True):
    """A page that a browser shows. `link`: where its one button leads, and what that says."""

    title: str
    paragraphs: tuple[str, ...]
    link: tuple[str, str] | None = None
    status: int = 200


BEGIN = "Begin again"
NOT_ASKED_FOR = Page(
    "This installation did not begin here",
    (
        "Slack sent you here without the sign that Frontdesk gives everybody who sets out to install it. That happens with Slack's own "
        "buttons, in another browser, or when cookies are switched off. Nothing was kept.",
        "Begin here instead, in this browser, and allow it on Slack's page once more.",
    ),
    status=400,
)
TOO_LATE = Page(
    "This link was used already, or came too late",
    (
        "Each way to Slack and back is good once, for ten minutes. If you have just reloaded the page that said that Frontdesk is installed, "
        "it is. Nothing was changed by this.",
        "If you did not see that page, begin again.",
    ),
    status=400,
)
REFUSED = Page(
    "Frontdesk was not installed",
    (
        "Slack says that the installation was not allowed. Nothing was kept.",
        "If your workspace asks its admins for approval, ask one of them, then begin again.",
    ),
)
SPENT = Page(
    "Slack does not accept this installation",
    (
        "What Slack gave your browser was used already or is too old. Nothing was kept by this visit.",
        "Begin again: installing twice does no harm.",
    ),
    status=400,
)
NO_SLACK = Page(
    "Slack can't be reached just now",
    (
        "Frontdesk could not ask Slack whether the installation holds, so nothing was kept.",
        "Begin again in a few minutes.",
    ),
    status=502,
)
NOT_KEPT = Page(
    "The installation could not be kept",
    (
        "Slack has allowed it, but Frontdesk's database did not take it. Nothing will work in Slack until that is done.",
        "Begin again in a few minutes. If you see this page again, tell whoever runs Frontdesk.",
    ),
    status=503,
)
NOT_ALLOWED = Page(
    "This Frontdesk is not for your workspace",
    (
        "Whoever runs this Frontdesk has named the workspaces that may install it, and yours is not among them. Nothing was kept, and the access "
        "that you gave was handed back to Slack.",
        "Ask them to name yours. You can remove Frontdesk in Slack under Apps.",
    ),
    status=403,
)
NOT_FOUND = Page("There is nothing here", ("This address leads nowhere.",), status=404)


def installed(workspace: str, command: str) -> Page:
    """Say what is next, after an installation into one workspace."""
    return Page(
        f"Frontdesk is installed in {workspace}",
        (
            f"Next, an admin of the workspace connects your appointment service: type {command} in Slack and press Connect a service.",
            "You have a direct message from Frontdesk that says the same. You may close this page.",
        ),
    )


def installed_org_wide(organisation: str, command: str, add_to: str) -> Page:
    """Say what is next, after an installation for a whole organisation."""
    return Page(
        f"Frontdesk is installed for {organisation}",
        (
            "It is in none of your workspaces yet. Next, add it to those that are to have it.",
            f"Then an admin of each of them types {command} in Slack and presses Connect a service.",
        ),
        (add_to, "Add it to workspaces"),
    )


def welcome(workspace: str, command: str) -> str:
    """Tell whoever installed it."""
    return (
        f"You have installed Frontdesk in {workspace}. One thing is left: an admin of the workspace types {command} and presses "
        "Connect a service. Then everybody here can book, see, move and cancel appointments."
    )


def welcome_org_wide(organisation: str, command: str, add_to: str) -> str:
    """Tell whoever installed it for a whole organisation."""
    return (
        f"You have installed Frontdesk for {organisation}. Add it to the workspaces that are to have it: {add_to} "
        f"Then an admin of each of them types {command} there and presses Connect a service."
    )


NOT_HERE = "Frontdesk does not serve this workspace. Ask whoever runs it to connect it."


def not_installed(install: str | None) -> str:
    """Answer somebody in a workspace that has no installation, or one that Slack no longer accepts."""
    if install is None:
        return NOT_HERE
    return f"Frontdesk is not installed in this workspace, or no longer. Nothing was done. Ask an admin to install it: {install}"


CONNECT = "Connect a service"
CONNECT_FIRST = (
    "Frontdesk is installed here, but no appointment service is connected yet. You are an admin of this workspace: "
    f"press {CONNECT}, and a link opens that is good once, for 15 minutes."
)
CONNECTED_ALREADY = "A service is connected here by now. Nothing was changed: type the command to use it."
OPEN_PAGE = "Open the page"
LINK_IS_GOOD_ONCE = (
    "This link is for you alone: it opens once, within 15 minutes. On the page you choose the service and say how Frontdesk signs in there. "
    "Nothing that you type there passes through Slack."
)
AN_ADMIN_HAS_TO = (
    "Frontdesk is installed here, but no appointment service is connected yet. An admin of this workspace has to do that: "
    "ask one of them to type the command."
)
SEALED = (
    "What Frontdesk keeps for this workspace can't be opened, so nothing was done. "
    "Ask whoever runs Frontdesk: its keys have to be put right, or the workspace installed and connected anew."
)
