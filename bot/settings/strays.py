"""Lines of `.env` that set nothing: a name that is nearly one of ours is told, with the one that was probably meant."""

from __future__ import annotations

import re

from bot.settings.env_file import bad_lines, env_lines, what_is_wrong
from bot.settings.model import Settings
from bot.settings.proxies import VARIABLES
from bot.settings.reading import Vendors
from bot.settings.secret_files import ENDING, may_be_in_files
from bot.settings.variables import Variables, VendorSettings

_NAME = re.compile(r"[A-Z_][A-Z0-9_]{2,63}")
_LIKE, _LIKE_IN_FAMILY = 0.8, 0.6
"""How like a name must be to one of ours; where it begins as ours do (SLACK_, DESK_ …) less is enough."""


def stray_lines(vendors: Vendors, *chosen: type[VendorSettings]) -> list[str]:
    """Name each line that can't be read, or looks like one of our settings and is none. What it says is never told."""
    groups: list[type[Variables]] = [Settings, *vendors.always_read, *chosen]
    known = {name.upper() for group in groups for name in group.model_fields}
    known |= {name + ENDING for group in groups for name in may_be_in_files(group.model_fields)}
    families = {name.partition("_")[0] for name in known if "_" in name}
    if what_is_wrong():  # is told where the settings themselves are read
        return []
    told = [f".env: line {number} is not NAME=value, and is passed over." for number in bad_lines()]
    for name in env_lines():
        if name in known or name in VARIABLES or not _NAME.fullmatch(name):
            continue
        like = _LIKE_IN_FAMILY if name.partition("_")[0] in families else _LIKE
        if near := _nearest(name, known, like):
            told.append(f".env: {name} is no setting, and its line is passed over. Is {near[0]} meant?")
    return told


def _nearest(name: str, known: set[str], like: float) -> list[str]:
    from difflib import get_close_matches  # here: hardly any `.env` has such a line

    return get_close_matches(name, sorted(known), n=1, cutoff=like)
