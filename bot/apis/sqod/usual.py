"""Rows as SQOD usually spells them, read by a compiled decoder; one that is spelled otherwise is for the patient reader in `wire`.

What both can read, both read alike: a test compares them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from typing import Annotated, Literal

from msgspec import Meta, Raw, Struct
from msgspec.json import Decoder
from msgspec.msgpack import Decoder as PackedDecoder
from msgspec.msgpack import Encoder
from msgspec.structs import astuple
from pydantic import TypeAdapter

from bot.apis.http.wire import FIRST, LAST, Lenient, SomeMoment
from bot.apis.sqod.wire import department, interpreter, meeting, room_options, status_of
from bot.appointments.folding import in_one_line, readable
from bot.appointments.later import PACKED, Later, Makes
from bot.appointments.model import Claimant, Department, Meeting, RoomOptions

_LENGTHS = frozenset(
    map(len, ("2026-12-06T17:57:00Z", "2026-12-06T17:57:00.000Z", "2026-12-06T17:57:00.000000Z"))
)
_AT_ONCE = ("id", "start", "minutes", "status", "department", "interpreter", "reference")
"""What every list looks at."""
_Number = Annotated[int, Meta(ge=0, le=2**63 - 1)]
_PACK = Encoder()
_NO_ID = "-"
_MOMENT: TypeAdapter[datetime | None] = TypeAdapter(SomeMoment)
_DATE: TypeAdapter[date | None] = TypeAdapter(Lenient[date])


class _Claimant(Struct, gc=False):
    name: str | None = None
    phone_number: str | None = None
    email: str | None = None
    date_of_birth: str | None = None


class _Department(Struct, gc=False, frozen=True):
    id: str | _Number | None = None
    name: str | None = None


class _Meeting(Struct, gc=False):
    room_url: str | None = None
    end_date: str | None = None


class Row(Struct, gc=False):
    """Without times and links made of the texts that they came in: few of them are ever looked at."""

    id: Annotated[str, Meta(min_length=1, max_length=255)]
    reference: str | _Number | None = None
    appointment_at: datetime | None = None
    duration_in_minutes: Annotated[int, Meta(ge=0, le=100_000)] | None = None
    is_interpreter_needed: bool | None = None
    interpreter_language: str | None = None
    status: str | None = None
    url: str | None = None
    created_at: str | None = None
    cancelled_at: str | None = None
    cancellation_reason: str | None = None
    department: _Department | None = None
    claimant: _Claimant | None = None
    meeting: _Meeting | None = None
    session_started_at: str | None = None
    session_ended_at: str | None = None
    on_hold_started_at: str | None = None
    on_hold_ended_at: str | None = None
    features_call_recording_enable: bool | None = None
    features_breakout_room_enable: bool | None = None
    features_webcam_access_agent_enable: bool | None = None
    features_webcam_access_claimant_enable: bool | None = None
    features_webcam_background_blurring_enable: bool | None = None
    features_microphone_access_enable: bool | None = None
    features_screen_sharing_enable: bool | None = None
    features_messages_chat_enable: bool | None = None
    features_participant_list_enable: bool | None = None
    features_bandwidth: Literal["low", "medium", "high"] | None = None
    use_custom_post_call_redirect: bool | None = None
    custom_user_post_call_redirect_url: str | None = None
    custom_agent_post_call_redirect_url: str | None = None


class _KeptClaimant(_Claimant, array_like=True, gc=False):
    pass


class _KeptDepartment(_Department, array_like=True, gc=False, frozen=True):
    pass


class _KeptMeeting(_Meeting, array_like=True, gc=False):
    pass


class _Kept(Row, array_like=True, gc=False):
    """A row as it is read that was packed: without names, and without the id by which it is found."""

    department: _KeptDepartment | None = None
    claimant: _KeptClaimant | None = None
    meeting: _KeptMeeting | None = None


_UNPACK = PackedDecoder(_Kept)
_WITHIN = [_Kept.__struct_fields__.index(name) for name in _Kept.__annotations__]
"""Where in a row others stand."""


def packed(row: Row) -> bytes:
    """Pack a row that is kept for as long as its session is, in half as much memory. Rows of one id that say the same are packed to the same."""
    buffer = bytearray()
    told = [_NO_ID, *astuple(row)[1:]]
    for place in _WITHIN:
        if (one := told[place]) is not None:
            told[place] = astuple(one)
    _PACK.encode_into(told, buffer)
    return bytes(buffer)  # what `encode` gives takes up to as much room again


class Usual:
    """Reads rows of one service: `rooms` maps RoomOptions to SQOD's keys, `hosts` may hold rooms."""

    def __init__(self, rooms: Mapping[str, str], hosts: Sequence[str]) -> None:
        self._rooms = rooms
        self._hosts = hosts
        self.decoder = Decoder(Row)
        makes: Makes = {
            "raw_status": lambda row: _line(row.status),
            "claimant": _claimant,
            "meeting": self._meeting,
            "room": self._room,
            "created_at": lambda row: _some_moment(row.created_at),
            "cancelled_at": lambda row: _some_moment(row.cancelled_at),
            "cancel_reason": lambda row: _words(row.cancellation_reason),
            "session_started_at": lambda row: _some_moment(row.session_started_at),
            "session_ended_at": lambda row: _some_moment(row.session_ended_at),
        }
        self._makes: Makes = {name: self._of_kept(make) for name, make in makes.items()} | {PACKED: packed}
        self._unpacked: tuple[bytes, Row] = b"", Row(_NO_ID)
        self._kind = _kind(frozenset(makes))

    def read(self, raw: Raw | bytes) -> Later | None:
        """Read one; None: it is spelled otherwise than usual, or can't be read at all."""
        try:
            return self.told(self.decoder.decode(raw))
        except (ValueError, RecursionError):
            return None

    def told(self, row: Row) -> Later:
        """Tell one that was decoded. Raises ValueError where a time is spelled otherwise than usual."""
        start, department = row.appointment_at, None
        if start is not None and not _is_usual(start):
            raise ValueError("not as usual")
        if row.cancelled_at or row.session_started_at or row.session_ended_at:
            _moments(row.cancelled_at, row.session_started_at, row.session_ended_at)
        if row.on_hold_started_at or row.on_hold_ended_at:
            _moments(row.on_hold_started_at, row.on_hold_ended_at)
        if row.department is not None:
            department = _shared(row.department)
        at_once: dict[str, object] = {
            "id": row.id,
            "start": start,
            "minutes": row.duration_in_minutes,
            "status": status_of(row),
            "department": department,
            "interpreter": interpreter(row.is_interpreter_needed, row.interpreter_language or None),
            "reference": None if row.reference is None else _words(str(row.reference)),
        }
        return self._kind.made(row, self._makes, at_once)

    def _of_kept(self, make: Callable[[Row], object]) -> Callable[[Row | bytes], object]:
        """Make something of a row, packed or not: several things are made of one, one after the other."""

        def of(kept: Row | bytes) -> object:
            if isinstance(kept, Row):
                return make(kept)
            unpacked = self._unpacked
            if unpacked[0] is not kept:
                unpacked = self._unpacked = kept, _UNPACK.decode(kept)
            return make(unpacked[1])

        return of

    def _meeting(self, row: Row) -> Meeting | None:
        if row.meeting is None and not row.url:
            return None
        room = row.meeting or _Meeting()
        return meeting(room.room_url, row.url, _some_moment(room.end_date), self._hosts)

    def _room(self, row: Row) -> RoomOptions:
        return room_options(row, self._rooms)


@cache
def _kind(made: frozenset[str]) -> type[Later]:
    """One for all readers: a class takes milliseconds to make."""
    return Later.telling(*_AT_ONCE, *made)


def _is_usual(start: datetime) -> bool:
    """Whether it was told in UTC and in whole seconds, a part of a microsecond apart: the decoder rounds that, the patient reader cuts it off."""
    return start.tzinfo is UTC and not start.microsecond and FIRST <= start < LAST


def _moment(text: str) -> datetime:
    """Read a time as SQOD writes it. Raises ValueError where it is written otherwise, or no appointment has it."""
    if len(text) not in _LENGTHS or text[-1] != "Z" or text[10] != "T" or text[5] == "W":
        raise ValueError("not as usual")
    moment = datetime.fromisoformat(text)
    if not FIRST <= moment < LAST:
        raise ValueError("not as usual")
    return moment


def _moments(*texts: str | None) -> None:
    """Look whether all of them can be read as usual. Raises ValueError."""
    for text in texts:
        if text:
            _moment(text)


def _some_moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        return _moment(text)
    except ValueError:
        moment = _MOMENT.validate_python(text)
        return moment.astimezone(UTC) if moment else None


def _claimant(row: Row) -> Claimant:
    told = row.claimant
    if told is None:
        return Claimant()
    born = None if told.date_of_birth is None else _DATE.validate_python(told.date_of_birth)
    return Claimant(
        name=told.name or None, phone=told.phone_number or None, email=told.email or None, date_of_birth=born
    )


@lru_cache(maxsize=256)
def _shared(told: _Department) -> Department | None:
    """One for all rows of a department."""
    id_ = None if told.id is None or told.id == "" else str(told.id)
    return department(id_, told.name or None)


def _words(text: str | None) -> str | None:
    return readable(text) if text else None


def _line(text: str | None) -> str | None:
    return in_one_line(readable(text)) if text else None
