"""Who and what there is in a workspace: users, user groups, channels, and the ids that name them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count

from bot.standins.slack.model import Channel, Json, Member, SlackError, User, UserGroup

SLACKBOT = "USLACKBOT"


class Directory:
    """The names of a workspace. Ids are numbered through, so that a story's ids are the same in each run."""

    def __init__(self, domain: str, numbers_from: int = 1) -> None:
        self.domain = domain
        self._numbers = count(numbers_from)
        self.team_id = self.new_id("T")
        self.users: dict[str, User] = {SLACKBOT: User(SLACKBOT, "slackbot", "Slackbot", self.team_id)}
        self.groups: dict[str, UserGroup] = {}
        self.channels: dict[str, Channel] = {}

    def everyone(self) -> list[User]:
        """List the people; neither bots nor Slackbot are."""
        return [user for user in self.users.values() if not user.is_bot and user.id != SLACKBOT]

    def channel(
        self,
        name: str,
        *,
        private: bool = False,
        shared_with: str | None = None,
        members: Iterable[Member] | None = None,
        has_bot: bool = True,
        archived: bool = False,
    ) -> Channel:
        """Make a channel, or find it again by its name. Without `members` everyone is in it, whoever comes later too."""
        for channel in self.channels.values():
            if channel.name == name and not channel.is_im:
                return channel
        people = self.everyone() if members is None else [person.user for person in members]
        channel = Channel(
            self.new_id("C"),
            name,
            kind="private" if private else "public",
            members=[user.id for user in people],
            open_to_all=members is None,
            has_bot=has_bot,
            is_archived=archived,
            shared_with=shared_with,
        )
        self.channels[channel.id] = channel
        return channel

    def group(self, handle: str, members: Iterable[Member] = ()) -> UserGroup:
        """Make a user group, or find it again by its handle."""
        for group in self.groups.values():
            if group.handle == handle:
                return group
        group = UserGroup(
            self.new_id("S"), handle, handle.replace("-", " ").title(), [one.user.id for one in members]
        )
        self.groups[group.id] = group
        return group

    def dm(self, user: User) -> Channel:
        """Find or open the direct conversation between one person and the app."""
        for channel in self.channels.values():
            if channel.is_im and channel.members == [user.id]:
                return channel
        channel = Channel(self.new_id("D"), "directmessage", kind="im", members=[user.id])
        self.channels[channel.id] = channel
        return channel

    def dm_between(self, *people: Member) -> Channel:
        """Open a direct conversation of people, in which the app is not."""
        members = [one.user.id for one in people]
        channel = Channel(self.new_id("D"), "directmessage", kind="im", members=members, has_bot=False)
        self.channels[channel.id] = channel
        return channel

    def user_named(self, name: str) -> User:
        return next(user for user in self.users.values() if user.real_name == name)

    def name_of(self, some_id: str) -> str | None:
        """Say how people see the name behind an id of a user, a channel or a group."""
        if some_id in self.users:
            return self.users[some_id].real_name
        if some_id in self.channels:
            return self.channels[some_id].name
        return self.groups[some_id].handle if some_id in self.groups else None

    def offered_to(self, user: User, menu: Json) -> list[Channel]:
        """List the conversations that a menu offers someone: those that she can open and its filter lets through."""
        filter_ = menu.get("filter") or {}
        kinds = filter_.get("include") or ["public", "private", "im", "mpim"]
        if menu["type"] == "channels_select":
            kinds = ["public"]
        return [
            channel
            for channel in self.channels.values()
            if channel.kind in kinds
            and not channel.is_archived
            and (user.id in channel.members or channel.kind == "public")
            and not (channel.shared_with and filter_.get("exclude_external_shared_channels"))
        ]

    def find_channel(self, channel_id: object) -> Channel:
        """Find a channel that the app can see. Raises channel_not_found for the others."""
        channel = self.channels.get(channel_id) if isinstance(channel_id, str) else None
        if channel is None or (channel.kind != "public" and not channel.has_bot):
            raise SlackError("channel_not_found")
        return channel

    def add_user(
        self,
        name: str,
        *,
        tz: str = "Europe/London",
        locale: str = "en-GB",
        team_id: str | None = None,
        is_bot: bool = False,
        is_admin: bool = False,
    ) -> User:
        """Bring a user in; the handle and the address are made from the name."""
        handle = ".".join(name.lower().split())
        user = User(
            self.new_id("U"),
            handle,
            name,
            team_id or self.team_id,
            tz=tz,
            locale=locale,
            email=self.address_of(name),
            hour24=locale != "en-US",
            is_admin=is_admin,
            is_bot=is_bot,
        )
        self.users[user.id] = user
        return user

    def address_of(self, name: str) -> str:
        """The e-mail address that somebody of this name has or would have."""
        return f"{'.'.join(name.lower().split())}@{self.domain}.example"

    def new_id(self, letter: str) -> str:
        return f"{letter}0{next(self._numbers):08d}"
