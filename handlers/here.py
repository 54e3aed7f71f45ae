"""A channel is a department: which one the commands that are typed there are about, and whether there is one that is called so."""

from __future__ import annotations

from collections.abc import Sequence

import structlog

from bot.appointments.api import Field
from bot.appointments.errors import NotKept
from bot.appointments.filter import Filter, departments_meant, folded, no_department
from bot.appointments.listing import Listing
from bot.appointments.permission import Act, Person
from bot.workspace import Workspace

EVERY = frozenset({"all", "any", "every", "*"})
"""What is typed for a department to look past the channel's own."""
log = structlog.get_logger(__name__)


async def usual(ws: Workspace, person: Person) -> tuple[str, ...]:
    """The departments that commands typed where the person is are about; none: all."""
    if person.channel is None or Field.DEPARTMENT not in ws.desk.has:
        return ()
    try:
        return await ws.alerts.usual(ws.team, person.channel)
    except NotKept:
        log.warning("usual_department_not_read")  # a list of all is better than none
        return ()


async def of_here(ws: Workspace, person: Person, found: Listing) -> Listing:
    """Those of the channel's own departments, where several were found and some of them are."""
    own = await usual(ws, person) if len(found) > 1 else ()
    only = Filter(departments=own).among(ws.settings.known_departments)
    mine = found.of(one for one in found if only.takes(one)) if own else found
    return mine or found


async def unknown_department(
    ws: Workspace, person: Person, typed: Sequence[str], *, look: bool = True
) -> str | None:
    """Say so where nobody has ever seen a department that was typed; None where there are such, or nobody knows any.

    `look`: look through the service though none is known yet.
    """
    if not typed or Field.DEPARTMENT not in ws.desk.has:
        return None
    known = await ws.desk.departments(person, ws.settings.known_departments, typed, look=look)
    stranger = next((word for word in typed if known and not departments_meant(word, known)), None)
    return no_department(stranger, known) if stranger else None


async def seen_departments(ws: Workspace, person: Person) -> tuple[str, ...]:
    """Name the departments that were seen lately, where nobody has set which ones there are; the service is not asked."""
    if Field.DEPARTMENT not in ws.desk.has or ws.settings.known_departments:
        return ()
    if not await ws.desk.may(person, Act.LOOK):
        return ()
    return tuple(await ws.desk.departments(person, {}, (), look=False))


def is_every(word: str) -> bool:
    return folded(word) in EVERY
