"""A claimant whose every detail can be recognised wherever it turns up, and all the places where it must not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from hypothesis import strategies as st
from sqlalchemy import create_engine, inspect, text

from bot.standins.slack import Channel
from bot.standins.slack.messages import as_told
from tests.standins.sqod import Session
from tests.stories.scene import Scene

HOSTILE = (
    "Jane Doe ",
    "<!channel> ",
    "*bold* _it_ ~no~ `x` ",
    "<https://evil.example|Join> & <@U012AB3CD> ",
    "Zoë\nvan\tder\rBerg ",
    "\u202eeoD enaJ\u202c ",
    "👩‍👩‍👧‍👦 مريم ",
    '"};{"a":"\\ ',
    "%s {0} {name} ${x} ",
    "W" * 200 + " ",
)
MARKS = st.text("abcdefghjkmnpqrstuvwxyz", min_size=12, max_size=12).map(lambda text: f"zq{text}")


@dataclass(frozen=True)
class Person:
    """A claimant as typed. What `mark` is in can't be there by chance."""

    mark: str
    hostile: str
    number: int
    born: date
    reason: str = field(default="")

    @property
    def name(self) -> str:
        return f"{self.hostile}Q{self.mark}name"

    @property
    def phone(self) -> str:
        return f"020 7946 {self.number:04d}"

    @property
    def email(self) -> str:
        return f"{self.mark}mail@example.org"

    @property
    def birth(self) -> str:
        return f"{self.born.day} {self.born:%B} {self.born.year}"

    @property
    def why(self) -> str:
        return f"{self.mark}reason {self.hostile}"

    @property
    def details(self) -> set[str]:
        """Phone, e-mail, date of birth and the reason, however they may be spelt."""
        born = self.born
        births = {
            born.isoformat(),
            f"{born:%d/%m/%Y}",
            f"{born:%Y%m%d}",
            f"{born.day} {born:%B} {born.year}",
            f"{born.day} {born:%b} {born.year}",
        }
        phones = {self.phone, f"207946{self.number:04d}", f"20 7946 {self.number:04d}"}
        return births | phones | {f"{self.mark}mail", f"{self.mark}reason"}


people = st.builds(
    Person,
    mark=MARKS,
    hostile=st.one_of(st.sampled_from(HOSTILE), st.text(max_size=150).map(lambda text: f"{text.strip()} ")),
    number=st.integers(0, 999),
    born=st.dates(date(1911, 1, 1), date(1959, 12, 31)),
)


def keys(session: Session) -> set[str]:
    """What makes its holder the host."""
    return {session.host_key, session.host_key.split(".")[1], "roomKey"}


def found_in(heap: str, secrets: Iterable[str]) -> list[str]:
    """Which of the secrets are in a heap of text, whatever the case."""
    folded = heap.casefold()
    return [secret for secret in secrets if secret.casefold() in folded]


def everyone_sees(story: Scene, channel: Channel) -> str:
    """All that ever stood in a channel for all its readers: text, blocks, button values, metadata, before each edit too."""
    messages = story.slack.messages.seen_in(channel.id)
    return "\n".join(str([*message.past, as_told(message), message.metadata]) for message in messages)


def own_tables(story: Scene) -> str:
    """Every row of the bot's own tables; those of the embedded service are the vendor's side."""
    engine = create_engine(story.settings.database_url)
    rows: list[str] = []
    try:
        with engine.connect() as connection:
            names = [
                name for name in inspect(connection).get_table_names() if not name.startswith("service_")
            ]
            assert {"intents", "audit", "cards", "outbox"} <= set(names)
            for name in names:
                rows += [f"{name}: {row}" for row in connection.execute(text(f'SELECT * FROM "{name}"'))]
    finally:
        engine.dispose()
    return "\n".join(rows)
