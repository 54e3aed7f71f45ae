"""Look at the templates as they stand at GOV.UK Notify, and say what is wrong with those that are set."""

from __future__ import annotations

from collections.abc import Iterator

from bot.appointments.notices import Occasion, Way
from bot.notify.notify import Notify
from bot.notify.wire import Template
from bot.notify.words import GIVEN, WELSH

_PASSED_OVER = dict.fromkeys(map(ord, " _-"))
_KINDS = {Way.SMS: "a text message", Way.EMAIL: "an e-mail"}


async def template_problems(notify: Notify) -> list[str]:
    """Name each setting whose template is not there, of another kind, or wants what nobody gives it; with what to do.

    Raises NotSent where the key is not accepted, and the errors of `bot.appointments.errors`.
    """
    there = {one.id.lower(): one for one in await notify.api.templates()}
    return [
        f"NOTIFY_{way.upper()}_{occasion.upper()}: {problem}"
        for (occasion, way), id in sorted(notify.templates.items())
        for problem in _problems(there.get(id), way, notify.welsh)
    ]


def _problems(template: Template | None, way: Way, welsh: bool) -> Iterator[str]:
    if template is None:
        yield "there is no such template. Copy its id from Templates at GOV.UK Notify, of the service that the key is of."
        return
    if template.type != way:
        yield f"that template is no template of {_KINDS[way]}."
        return
    given = GIVEN | ({WELSH} if welsh else set())
    has = {_bare(name) for name in given}
    wants = [name for name in sorted(set(template.personalisation or ())) if _bare(name) not in has]
    for name in wants[:]:
        if _bare(name) == _bare(WELSH):
            yield f"it has (({name})), which is given where NOTIFY_WELSH=true."
            wants.remove(name)
    if wants:
        named = ", ".join(f"(({name}))" for name in wants)
        known = ", ".join(f"(({name}))" for name in sorted(given))
        yield f"it has {named}, which Frontdesk does not give. It gives {known}."


def _bare(name: str) -> str:
    """A placeholder as GOV.UK Notify compares it: without capitals, spaces, hyphens and underscores."""
    return name.lower().translate(_PASSED_OVER)


def told_of(notify: Notify) -> str:
    """Say what there are templates for."""
    ways = {way: [occasion for occasion in Occasion if (occasion, way) in notify.templates] for way in Way}
    said = [f"{way}: {', '.join(there)}" for way, there in ways.items() if there]
    return "; ".join(said) or "no template is set, so nothing is sent"
