"""The page as the person before it uses it: she types, presses and reads."""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.async_api import ConsoleMessage, Error, Locator, Page, expect

from bot.playground.house import House
from bot.playground.stage import Stage
from bot.standins.slack import Channel, Workspace

BOOK_JANE = "/appt book Jane Doe tomorrow 3pm for 45m in Leeds with a Polish interpreter"


@dataclass
class Screen:
    """One browser tab on a playground. `troubles` are the console's errors and warnings."""

    page: Page
    house: House
    address: str
    troubles: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._note)
        self.page.on("pageerror", self._note_fault)

    def _note(self, said: ConsoleMessage) -> None:
        if said.type in ("error", "warning"):
            self.troubles.append(said.text)

    def _note_fault(self, fault: Error) -> None:
        self.troubles.append(str(fault))

    async def leave(self) -> None:
        """Leave the tab as if nobody had been there."""
        await self.page.evaluate("localStorage.clear()")
        self.page.remove_listener("console", self._note)
        self.page.remove_listener("pageerror", self._note_fault)

    async def stage(self) -> Stage:
        return await self.house.stage()

    async def workspace(self) -> Workspace:
        return (await self.stage()).workspace

    async def channel(self, name: str) -> Channel:
        return (await self.workspace()).channel(name)

    async def open(self, name: str = "Asha Patel") -> Screen:
        """Open the page as someone."""
        people = (await self.stage()).people.values()
        one = next(person.user.id for person in people if person.name == name)
        await self.page.goto(f"{self.address}/?as={one}")
        await expect(self.page.locator("#place h1")).to_be_visible()
        return self

    @property
    def box(self) -> Locator:
        return self.page.locator("#composer-input")

    @property
    def modal(self) -> Locator:
        return self.page.locator("#modal[open]")

    @property
    def messages(self) -> Locator:
        return self.page.locator("#messages .message")

    def message(self, *containing: str) -> Locator:
        """The newest message with all these words."""
        found = self.messages
        for words in containing:
            found = found.filter(has_text=words)
        return found.last

    @property
    def options(self) -> Locator:
        """What the message box offers to complete."""
        return self.page.locator("#composer").get_by_role("option")

    def someone(self, name: str) -> Locator:
        """The button that makes one of the people the one who sits here."""
        return self.page.locator("#people").get_by_role("button", name=name)

    def field(self, label: str) -> Locator:
        """A field of the modal, by its label."""
        return self.modal.get_by_label(label, exact=False).first

    async def types(self, text: str) -> None:
        await self.box.fill(text)
        await self.box.press("Enter")

    async def goes_to(self, place: str) -> None:
        await self.page.locator(f'[data-place="{place}"]').click()

    async def presses(self, label: str, on: Locator | None = None) -> None:
        """Press a button, by what it is called or by the words on it."""
        where = on if on is not None else self.modal
        await where.locator("button, a.button").filter(has_text=label).first.click()

    async def closes(self) -> None:
        """Close the modal and see it go."""
        await self.presses("Close")
        await expect(self.modal).to_have_count(0)

    async def reads(self, *words: str) -> None:
        """See a form close that was sent, and read in a line for these eyes only how it ended."""
        await expect(self.modal).to_have_count(0)
        await expect(self.message("Only visible to you", *words)).to_be_visible()

    async def books(self, text: str = BOOK_JANE) -> Locator:
        """Book by the command and have the card."""
        await self.types(text)
        await self.presses("Book")
        await self.reads("Booked:")
        card = self.messages.filter(has=self.page.locator("h3"), has_text="Reference:").last
        await expect(card).to_be_visible()
        return card
