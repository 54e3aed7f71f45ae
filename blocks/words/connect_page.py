"""What is said on the page on which an admin connects a service."""

from __future__ import annotations

TITLE = "Connect a service"
FOR = "For the Slack workspace {team}. What you give here goes to Frontdesk alone, not through Slack; credentials are kept sealed."
DESK = "Your desk"
SERVICE = "Its appointment service"
MORE = "More settings, which usually stay as they are"
USUAL = "as usual"
CHOICES = {
    "DESK_NATION": {
        "england": "England",
        "wales": "Wales",
        "scotland": "Scotland",
        "northern_ireland": "Northern Ireland",
    },
    "CARD_PRIVACY": {
        "by_channel": "As the channel is: the name in private channels, a code in public ones",
        "name": "The claimant's name, in every channel",
        "initials": "The claimant's initials",
        "code": "Only the appointment's code",
    },
}
"""What a choice of a setting means, by its variable; of others the value says it."""
YES_NO = {"true": "yes", "false": "no"}
CONNECT = "Connect"
TRIED = "The service is tried first. Nothing is kept if it doesn't answer or doesn't accept the sign-in."
READY = "No service of your own?"
READY_SAYS = "It is part of Frontdesk, keeps appointments in Frontdesk's own database, and tells claimants nothing by itself. The desk's settings above are kept with it."
USE = "Use {title}"
KEPT = "One is kept. Leave this empty to keep it; give it again if anything else of the service changes."
USUALLY = "Usually {default}."
WRONG = "Nothing was kept. These need your attention:"
NO_SERVICE = "Choose a service."

CONNECTED_TITLE = "Your service is connected"
CONNECTED = "{service} answers. Frontdesk uses it within ten seconds. Go back to Slack and type {command} there; you can close this page."
FOUND = "Not everything will work yet:"

GONE_TITLE = "This link can't be used"
UNKNOWN = (
    "It is not one that Frontdesk has made. Type the command in Slack and press “Connect a service” there."
)
USED = "It was used already: each is good once. To change the connection, press “Connect a service” in Slack again."
LATE = "It was good for fifteen minutes. Press “Connect a service” in Slack again: that makes another."
ELSEWHERE = "It was begun with in another browser. Go on there, or press “Connect a service” in Slack again."
NO_COOKIE = "Your browser didn't send the cookie of this page, or the form came from elsewhere. Nothing was kept. Open the link from Slack again, with cookies switched on."
NO_ADMIN = (
    "It was made for an admin of the workspace, and Slack doesn't say any more that you are one. Nothing was kept. "
    "Ask an admin to press “Connect a service” in Slack."
)
CAN_NOT_KEEP = "Frontdesk's own database can't be used just now. Nothing was kept. Try again in a moment; if it stays like this, tell whoever runs Frontdesk."
NOT_A_FORM = (
    "What your browser sent is no form of this page. Nothing was kept. Open the link from Slack again."
)
