"""What may come from outside, as bad as it gets: any appointment, any words, any list of them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from pydantic import SecretStr

from blocks import ids
from blocks.forms.inputs import CHOICES
from blocks.forms.typed import Typed
from blocks.words.labels import FLAG_LABELS
from blocks.words.setting import Setting
from bot.appointments.api import Capability, Field
from bot.appointments.model import (
    Appointment,
    Claimant,
    Department,
    Interpreter,
    Kind,
    Meeting,
    MeetingType,
    Named,
    Office,
    Participant,
    Role,
    RoomOptions,
    Status,
)
from bot.appointments.notices import BY_NOBODY, BY_SERVICE, Occasion, Tells, Way
from bot.appointments.permission import Openness

NOW = datetime(2026, 11, 20, 9, 10, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")
BY_NOTIFY = Tells(service=False, sends=frozenset(product(Occasion, Way)), hours=(24,))
HOSTILE = (
    "",
    "   ",
    "\n\n",
    "\x00\x07\x1b[31m",
    "<!channel> <!here> <!everyone>",
    "<@U012AB3CD> <!subteam^S0614TZR7> <#C024BE91L>",
    "*bold* _italic_ ~struck~ `code` ```block```",
    "&amp;lt;!channel&amp;gt; &lt;!channel&gt;",
    "<https://evil.example|Join>",
    "<!date^1^{date}|late>",
    "> quoted\n• listed\nDr \u202eeoD enaJ\u202c",
    "مريم بنت يوسف",
    "👩‍👩‍👧‍👦" * 30,
    'quo"te\\' * 40,
    "W" * 255,
    "<" * 300,
    "\x01" * 400,
    "Jane " * 1000,
    "x" * 5000,
    "|^~*`" * 700,
)

words = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=300))
maybe_words = st.one_of(st.none(), words)
moments = st.datetimes(datetime(2, 1, 1), datetime(9998, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
maybe_moments = st.one_of(st.none(), st.just(NOW), moments)
link_words = st.text("abcXYZ019-_~%&=#", max_size=40).map(lambda text: f"https://rooms.example/{text}")
links = st.one_of(
    link_words, st.sampled_from([2_900, 3_001, 9_000]).map(lambda n: f"https://r.example/{'x' * n}")
)
secrets = st.one_of(st.none(), links.map(SecretStr))

claimants = st.builds(
    Claimant,
    name=maybe_words,
    phone=maybe_words,
    email=maybe_words,
    date_of_birth=st.one_of(st.none(), st.dates(date(1, 1, 1), date(9999, 12, 31))),
)
departments = st.builds(Department, id=maybe_words, name=maybe_words)
interpreters = st.builds(Interpreter, needed=st.sampled_from([None, True, False]), language=maybe_words)
meetings = st.builds(
    Meeting,
    host_link=secrets,
    host_link_has_key=st.booleans(),
    claimant_link=secrets,
    closes_at=maybe_moments,
)
ids_of_the_service = st.one_of(
    st.uuids().map(str),
    words.map(lambda text: "".join(filter(str.isprintable, text))[:255] or "1"),
    st.just('"' * 255),
)
things = st.builds(Named, id=ids_of_the_service, name=maybe_words)
offices = st.builds(
    Office,
    id=ids_of_the_service,
    name=maybe_words,
    address=maybe_words,
    zone=st.sampled_from([None, "Europe/Brussels", "Europe/London", "../etc/passwd", "Nowhere/At all"]),
)
participants = st.builds(
    Participant,
    id=ids_of_the_service,
    name=maybe_words,
    kind=st.sampled_from(Kind),
    role=st.sampled_from(Role),
    link=secrets,
)
appointments = st.builds(
    Appointment,
    id=ids_of_the_service,
    reference=maybe_words,
    status=st.sampled_from(Status),
    raw_status=maybe_words,
    start=maybe_moments,
    minutes=st.one_of(st.none(), st.integers(0, 100_000)),
    claimant=claimants,
    department=st.one_of(st.none(), departments),
    interpreter=interpreters,
    meeting=st.one_of(st.none(), meetings),
    created_at=maybe_moments,
    cancelled_at=maybe_moments,
    cancel_reason=maybe_words,
    session_started_at=maybe_moments,
    session_ended_at=maybe_moments,
    meeting_type=st.one_of(st.none(), st.sampled_from(MeetingType)),
    subject=st.one_of(st.none(), things),
    office=st.one_of(st.none(), offices),
    location=maybe_words,
    participants=st.lists(participants, max_size=9).map(tuple),
    hybrid=st.sampled_from([None, True, False]),
    buffer_minutes=st.one_of(st.none(), st.integers(0, 100_000)),
    notes=maybe_words,
    updated_at=maybe_moments,
    version=st.sampled_from(["", "0123456789ab"]),
)
abilities = st.frozensets(st.sampled_from(Capability))
settings = st.builds(
    Setting,
    zone=st.sampled_from(
        [LONDON, ZoneInfo("Pacific/Kiritimati"), ZoneInfo("America/Argentina/ComodRivadavia")]
    ),
    now=st.just(NOW),
    can=abilities,
    desk_zone=st.sampled_from([None, LONDON]),
    has=st.frozensets(st.sampled_from(Field)),
    edits=st.frozensets(st.sampled_from(Field)),
    tells=st.sampled_from((BY_SERVICE, BY_NOBODY, BY_NOTIFY)),
)
opennesses = st.sampled_from(Openness)

family = Appointment(
    id="00000000-0000-0000-0000-000000000001", claimant=Claimant(name="👩\u200d👩\u200d👧\u200d👦" * 30)
)
"""A name of few signs that take many characters to send."""
worst = Appointment(
    id="e5cb3ad2-05cf-4ad3-a0a4-6a04d9c7b36a",
    reference="R" * 255,
    status=Status.UNKNOWN,
    raw_status='"' * 255,
    start=NOW,
    minutes=100_000,
    claimant=Claimant(name='"' * 255, phone='"' * 3000, email='"' * 3000, date_of_birth=date(1980, 3, 12)),
    department=Department(id="1", name='"' * 255),
    interpreter=Interpreter(needed=True, language='"' * 255),
    meeting=Meeting(host_link=SecretStr("https://r.example/" + "x" * 2000)),
    room=RoomOptions(),
    created_at=NOW,
    cancelled_at=NOW,
    cancel_reason='"' * 3000,
    session_started_at=NOW,
    session_ended_at=NOW,
    meeting_type=MeetingType.OFFICE,
    subject=Named(id="1", name='"' * 255),
    office=Office(id="1", name='"' * 255, address='"' * 3000, zone="Asia/Tokyo"),
    location='"' * 3000,
    participants=(
        *(Participant(id=str(i), name='"' * 255, kind=Kind.EMPLOYEE) for i in range(20)),
        *(Participant(id=str(i), name='"' * 255, kind=Kind.CUSTOMER) for i in range(20)),
    ),
    hybrid=True,
    buffer_minutes=100_000,
    notes='"' * 10_000,
    updated_at=NOW,
    version="0123456789ab",
)
"""Everything that can be said of one appointment, at its longest, of signs that JSON spells with two."""

PING = "<!channel> <@U012AB3CD>"
pinging = Appointment(
    id="e5cb3ad2-05cf-4ad3-a0a4-6a04d9c7b36b",
    reference=PING,
    status=Status.UNKNOWN,
    raw_status=PING,
    start=NOW,
    minutes=30,
    claimant=Claimant(name=PING, phone=PING, email=PING),
    department=Department(name=PING),
    interpreter=Interpreter(needed=True, language=PING),
    cancel_reason=PING,
    meeting_type=MeetingType.ON_LOCATION,
    subject=Named(id="1", name=PING),
    office=Office(id="1", name=PING, address=PING),
    location=PING,
    participants=tuple(
        Participant(id=str(i), name=PING, kind=kind)
        for i in range(2)
        for kind in (Kind.CUSTOMER, Kind.EMPLOYEE)
    ),
    notes=PING,
)
"""Calls everybody wherever it is not read as mere words."""

in_lists = st.builds(
    lambda one, key: one.model_copy(update={"id": str(key)}),
    st.one_of(appointments, st.sampled_from([worst, pinging])),
    st.uuids(),
)


@st.composite
def lists_of_sessions(draw: st.DrawFn) -> list[Appointment]:
    """Up to 400 sessions, made of a few kinds so that they are drawn quickly."""
    kinds = draw(st.lists(in_lists, min_size=1, max_size=4))
    count = draw(st.sampled_from([0, 1, 2, 14, 15, 16, 31, 400]))
    return [kinds[number % len(kinds)] for number in range(count)]


choices_of_more: dict[str, Any] = {
    **{flag: st.sampled_from(["on", "off"]) for flag in FLAG_LABELS},
    "bandwidth": st.sampled_from(list(CHOICES["bandwidth"])),
    "use_redirect": st.sampled_from(["yes", "no"]),
    "claimant_redirect": words,
    "agent_redirect": words,
}
typed = st.builds(
    Typed,
    name=words,
    when=words,
    duration=words,
    department=words,
    phone=words,
    email=words,
    birth=words,
    language=words,
    reason=words,
    why=st.sampled_from([None, *CHOICES["why"]]),
    channel=st.sampled_from([None, "C024BE91L", "D024BE91L"]),
    customer=st.one_of(st.none(), things),
    subject=st.one_of(st.none(), things),
    office=st.one_of(st.none(), things),
    employee=st.one_of(st.none(), things),
    meeting_type=st.sampled_from([None, *CHOICES["meeting_type"]]),
    notes=words,
    more=st.fixed_dictionaries({}, optional=choices_of_more),
)
shown_times = st.builds(
    ids.Shown,
    w=words.map(lambda text: text[:200]),
    l=words.map(lambda text: text[:40]),
    s=moments,
    m=st.integers(1, 1440),
)
states = st.builds(
    ids.FormState,
    f=st.just("K7Q2M9XW4T8ZBHCJRN"),
    c=st.sampled_from([None, "C024BE91L"]),
    a=st.one_of(st.none(), ids_of_the_service),
    v=st.sampled_from(["", "0123456789ab"]),
    s=st.one_of(st.none(), shown_times),
    m=st.booleans(),
    g=st.integers(0, 10_000),
    n=st.one_of(st.none(), st.integers(0, 100_000)),
    h=st.booleans(),
    q=st.sampled_from([{}, {"customer": "0123456789abcdef"}]),
)
"""By their short names, as they travel."""
