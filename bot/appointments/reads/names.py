"""What a person means by the names that they type: whose ids they are at the service."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.appointments.api import AppointmentsApi, Chooses, Hosts, Narrows
from bot.appointments.choosing import ME, By, Choice, Menu, Only
from bot.appointments.errors import NoEmployee, NotNamed, Unsupported
from bot.appointments.filter import STATUS_NAMES, folded
from bot.appointments.model import MeetingType, Named, Status
from bot.appointments.permission import Person

_AN_ID = re.compile(r"[\w-]*[0-9][\w-]*")
MOST_NAMED = 5
MOST_KNOWN = 12


class Meaning:
    """Reads names against one service's menus."""

    def __init__(self, api: AppointmentsApi) -> None:
        self._api = api

    async def only(self, person: Person, typed: Mapping[By, Sequence[str]]) -> Only:
        """Read what a list is to be narrowed by. Raises NotNamed, NoEmployee and the service's errors."""
        return {
            by: tuple([await self._one(person, by, word) for word in words]) for by, words in typed.items()
        }

    async def employee(self, person: Person) -> Named:
        """Tell which employee of the service's a person is. Raises NoEmployee."""
        found = None
        if person.email and isinstance(self._api, Hosts):
            found = await self._api.employee(person.email)
        if found is None:
            raise NoEmployee("no employee has that address" if person.email else "no address from Slack")
        return found

    async def choices(self, menu: Menu, text: str, limit: int) -> list[Choice]:
        if not isinstance(self._api, Chooses) or menu not in self._api.menus:
            raise Unsupported(f"menu {menu}")
        return await self._api.choices(menu, text, limit)

    async def _one(self, person: Person, by: By, word: str) -> str:
        if not isinstance(self._api, Narrows) or by not in self._api.filters:
            raise Unsupported(f"narrow by {by}")
        if by is By.STATUS:
            ours = {str(one): one.value for one in Status if one in self._api.statuses.values()}
            offered = (STATUS_NAMES[one] for one in self._api.statuses.values() if one in STATUS_NAMES)
            return _word(by, word, {**ours, **self._api.statuses}, tuple(dict.fromkeys(offered)))
        if by is By.TYPE:
            kinds = {str(one): one.value for one in MeetingType}
            return _word(by, word, kinds, tuple(kinds))
        if by is By.EMPLOYEE and word.casefold() == ME:
            return (await self.employee(person)).id
        return word if by.menu is None else await self._id(by.menu, word)

    async def _id(self, menu: Menu, word: str) -> str:
        found = await self.choices(menu, word, MOST_NAMED)
        same = [one for one in found if word in {one.id, one.name} or folded(word) == folded(one.name or "")]
        if len(same or found) == 1:
            return (same or found)[0].id
        if found:
            raise NotNamed(menu, word, several=tuple(one.called(menu.capitalize()) for one in found))
        if _AN_ID.fullmatch(word):
            return word  # one that the menu no longer has may still have appointments
        raise NotNamed(menu, word, known=await self._some(menu))

    async def _some(self, menu: Menu) -> tuple[str, ...]:
        """What a menu holds, to be named where nothing is called so; customers are not for everybody to read."""
        if menu is Menu.CUSTOMER:
            return ()
        return tuple(one.called(menu.capitalize()) for one in await self.choices(menu, "", MOST_KNOWN))


def _word(by: By, word: str, known: Mapping[str, str], offered: tuple[str, ...]) -> str:
    meant = known.get(re.sub(r"[\s-]+", "_", word.strip().casefold()))
    if meant is None:
        raise NotNamed(by, word, known=offered)
    return meant
