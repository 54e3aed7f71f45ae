"""The form that asks whom or what to look for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from blocks import ids
from blocks.forms.inputs import block_id
from blocks.forms.modals import FIND, View
from blocks.kit import TITLE_LIMIT, plain

LONGEST = 300
SOUGHT = block_id("sought", 0)


def find_form() -> View:
    """Ask for a name or a reference; what is typed is in no memory of the form's."""
    return {
        "type": "modal",
        "callback_id": ids.FIND_FORM,
        "title": plain(FIND, TITLE_LIMIT),
        "submit": plain("Find", TITLE_LIMIT),
        "close": plain("Close", TITLE_LIMIT),
        "blocks": [
            {
                "type": "input",
                "block_id": SOUGHT,
                "label": plain("Name, code or reference"),
                "hint": plain("Part of a name will do. Narrow it with dept:Leeds and the like."),
                "element": {
                    "type": "plain_text_input",
                    "action_id": ids.VALUE,
                    "max_length": LONGEST,
                    "focus_on_load": True,
                },
            }
        ],
    }


def sought(values: Mapping[str, Mapping[str, Any]]) -> str:
    """What was typed into it."""
    return str((values.get(SOUGHT, {}).get(ids.VALUE) or {}).get("value") or "")
