"""Which sessions a text of anybody's names, without meaning to be read: by reference, id, code or link, never by a person's name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.appointments.model import CODE_LENGTH, Appointment
from bot.appointments.reads.called import SHORTEST_CODE, has_figure

_KEY = re.compile(r"[^\W_](?:[\w-]*[^\W_])?")
_LINK = re.compile(r"https?://[^\s<>|\"]+")
_WHOLE = 12
"""Characters from which a word with figures can only be a whole reference or id."""
MOST = 400
"""Words of a text that are looked at."""


def keys_in(text: str) -> list[str]:
    """Every word of a text once, those within its links too."""
    return list(dict.fromkeys(word[0] for word in _KEY.finditer(text)))[:MOST]


def asked_for(keys: Sequence[str], found: Iterable[Appointment]) -> list[str]:
    """The words that can only be a whole reference or id, and are of none that was found."""
    known = {key for one in found for key in _keys_of(one)}
    return [key for key in keys if len(key) >= _WHOLE and has_figure(key) and key.casefold() not in known]


def by_mention(appointments: Sequence[Appointment], keys: Sequence[str], text: str) -> list[Appointment]:
    """Those of whom a reference, an id, a code or a link stands in the text."""
    whole = {key.casefold() for key in keys if len(key) > CODE_LENGTH}
    codes = {key.upper() for key in keys if _is_code(key)}
    links = {_bare(link) for link in _LINK.findall(text)}
    return [one for one in appointments if _names(one, whole, codes, links)]


def _names(one: Appointment, whole: set[str], codes: set[str], links: set[str]) -> bool:
    return bool(_keys_of(one) & whole) or one.code.upper() in codes or bool(links and links & _links_of(one))


def _keys_of(one: Appointment) -> set[str]:
    return {key.casefold() for key in (one.reference, one.id) if key}


def _is_code(key: str) -> bool:
    """A code stands in capitals or has a figure in it: else many a word would be one."""
    return len(key) >= SHORTEST_CODE and (key.isupper() or has_figure(key))


def _links_of(one: Appointment) -> set[str]:
    meeting = one.meeting
    links = (meeting.host_link, meeting.claimant_link) if meeting else ()
    return {_bare(link.get_secret_value()) for link in links if link}


def _bare(link: str) -> str:
    """A link without what opens the door, and without the full stop of its sentence."""
    return link.partition("?")[0].partition("#")[0].rstrip(".,;:!)/").casefold()
