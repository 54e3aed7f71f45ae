"""Kinds of jobs: each has its carrier and its words, and goes into the outbox as the versions before wrote and read it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select

from blocks.words.lost import LOST
from bot.appointments.jobs import (
    KINDS,
    AnswerPromised,
    AskWhoCame,
    AwaitedJob,
    CloseMessage,
    DeleteFile,
    FollowBrief,
    FollowMissed,
    FollowNotice,
    Job,
    LinkMessage,
    LookOut,
    Lost,
    MarkThere,
    PostBoard,
    PostCard,
    PostHandover,
    RedrawBoard,
    RedrawCards,
    RedrawHandover,
    RedrawWaiting,
    Remind,
    RemindBrief,
    RestBoard,
    SettleWrite,
    Sweep,
    TellAnswers,
    TellChanges,
    TellClaimant,
    TellClosed,
    TellDelay,
    TellGap,
    TellSilence,
    TellWaiting,
)
from bot.appointments.model import Status
from bot.appointments.notices import Occasion, Way
from bot.storage.claims import Claimed
from bot.storage.desk_tables import outbox
from handlers.jobs import CARRIERS
from tests.desk.office import TEAM, Office

DAY = date(2026, 11, 20)
AT = datetime(2026, 11, 20, 15, tzinfo=UTC)
SECONDS = "1795186800"
EXACT = datetime(2026, 11, 20, 15, 0, 0, 250_000, tzinfo=UTC)
BOARD = '{"board":{"at":"08:30:00","days":[0,1,2,3,4],"zone":"Europe/London","empty":true},"only":{}}'

OLD: list[tuple[Job, str, dict[str, str | None]]] = [
    (
        PostCard(appointment="a-1", channel="C1", user="U1", form="f0f0"),
        "card:T1:f0f0",
        {"appointment": "a-1", "channel": "C1", "user": "U1"},
    ),
    (
        RedrawCards(appointment="a-1", cause="v1:f0f0"),
        "redraw:T1:a-1:v1:f0f0",
        {"appointment": "a-1", "user": "U1"},
    ),
    (
        RedrawCards(appointment="a-1", cause=f"end:{SECONDS}"),
        f"redraw:T1:a-1:end:{SECONDS}",
        {"appointment": "a-1"},
    ),
    (
        SettleWrite(form="f0f0", user="U1", began=EXACT, stage="sending"),
        f"settle:T1:f0f0:{SECONDS}.250000:sending",
        {"form": "f0f0", "user": "U1"},
    ),
    (Sweep(day="2026-11-20"), "sweep:T1:2026-11-20", {"day": "2026-11-20"}),
    (
        CloseMessage(channel="C1", ts="1.000001", code="3XJBM"),
        "close_message:T1:C1:1.000001",
        {"channel": "C1", "ts": "1.000001", "code": "3XJBM"},
    ),
    (LookOut(cause=SECONDS, on=True), f"poll:T1:{SECONDS}", {"on": "1"}),
    (LookOut(cause="after:f0f0"), "poll:T1:after:f0f0", {}),
    (
        PostBoard(channel="C1", day=DAY, at=AT),
        f"board:T1:C1:2026-11-20:{SECONDS}",
        {"channel": "C1", "day": "2026-11-20", "at": SECONDS},
    ),
    (
        RedrawBoard(channel="C1", day=DAY, seen=EXACT),
        "redraw_board:T1:C1:2026-11-20",
        {"channel": "C1", "day": "2026-11-20", "seen": "2026-11-20T15:00:00.250000+00:00"},
    ),
    (
        RestBoard(channel="C1", day=DAY, rules=BOARD, set_at=EXACT),
        f"rest_board:T1:C1:{SECONDS}.250000",
        {"channel": "C1", "day": "2026-11-20", "rules": BOARD},
    ),
    (
        RemindBrief(appointment="a-1", moment=AT),
        f"brief:T1:a-1:{SECONDS}",
        {"appointment": "a-1", "moment": SECONDS},
    ),
    (FollowBrief(form="f0f0", user="U1"), "follow_brief:T1:f0f0", {"form": "f0f0", "user": "U1"}),
    (
        PostHandover(channel="C1", nr=3),
        "handover:T1:C1:3",
        {"channel": "C1", "nr": "3"},
    ),
    (
        RedrawHandover(channel="C1", nr=3),
        "taken_over:T1:C1:3",
        {"channel": "C1", "nr": "3"},
    ),
    (
        Remind(channel="C1", appointment="a-1", moment=AT, rule=15),
        f"remind:T1:C1:a-1:{SECONDS}:15",
        {"channel": "C1", "appointment": "a-1", "moment": SECONDS, "rule": "15"},
    ),
    (
        TellWaiting(channel="C1", appointment="a-1", moment=AT, rule=0),
        f"waiting:T1:C1:a-1:{SECONDS}:0",
        {"channel": "C1", "appointment": "a-1", "moment": SECONDS, "rule": "0"},
    ),
    (
        TellWaiting(channel="C1", appointment="a-1", put_off="1.000001", until=AT),
        f"waiting:T1:C1:a-1:1.000001:{SECONDS}",
        {"channel": "C1", "appointment": "a-1", "put_off": "1.000001"},
    ),
    (
        RedrawWaiting(channel="C1", ts="1.000001"),
        "waited:T1:C1:1.000001",
        {"channel": "C1", "ts": "1.000001"},
    ),
    (
        RedrawWaiting(channel="C1", ts="1.000001", cause="taken:U1"),
        "waited:T1:C1:1.000001:taken:U1",
        {"channel": "C1", "ts": "1.000001"},
    ),
    (
        TellGap(channel="C1", appointment="a-1", moment=AT, rule=2, since=AT),
        f"gap:T1:C1:a-1:{SECONDS}:2:{SECONDS}",
        {"channel": "C1", "appointment": "a-1", "moment": SECONDS, "rule": "2"},
    ),
    (
        TellChanges(channel="C1", begins=AT, ends=AT + timedelta(seconds=50)),
        f"changes:T1:C1:{SECONDS}",
        {"channel": "C1", "from": SECONDS, "to": "1795186850"},
    ),
    (
        TellClosed(channel="C1", user="U1", set_at=EXACT),
        f"closed:T1:C1:{SECONDS}.250000",
        {"channel": "C1", "user": "U1"},
    ),
    (
        AnswerPromised(user="U1", asked="q1", at=AT),
        "answer:T1:q1",
        {"user": "U1", "asked": "q1", "at": SECONDS},
    ),
    (
        LinkMessage(appointment="a-1", channel="C1", message="1.000001", form="f1"),
        "link:T1:f1",
        {"appointment": "a-1", "channel": "C1", "message": "1.000001", "form": "f1"},
    ),
    (
        TellDelay(appointment="a-1", channel="C1", form="f1"),
        "delay:T1:f1",
        {"appointment": "a-1", "channel": "C1", "form": "f1"},
    ),
    (
        AskWhoCame(appointment="a-1", moment=AT),
        f"ask_came:T1:a-1:{SECONDS}",
        {"appointment": "a-1", "moment": SECONDS},
    ),
    (
        FollowMissed(form="f1", missed="a-0", user="U1"),
        "follow:T1:f1",
        {"form": "f1", "missed": "a-0", "user": "U1"},
    ),
    (
        MarkThere(user="U1", appointment="a-1", status=Status.NO_SHOW, nr=2),
        "mark:T1:a-1:2",
        {"user": "U1", "appointment": "a-1", "status": "no_show", "nr": "2"},
    ),
    (DeleteFile(file="F1"), "delete_file:T1:F1", {"file": "F1"}),
    (
        TellClaimant(
            user="U1", appointment="a-1", occasion=Occasion.MOVED, way=Way.SMS, form="f1", moment=AT, was=AT
        ),
        "tell_claimant:T1:f1:sms",
        {
            "user": "U1",
            "appointment": "a-1",
            "occasion": "moved",
            "way": "sms",
            "form": "f1",
            "moment": SECONDS,
            "was": SECONDS,
        },
    ),
    (
        TellClaimant(
            user="U1", appointment="a-1", occasion=Occasion.REMINDER, way=Way.EMAIL, moment=AT, rule=24
        ),
        f"tell_claimant:T1:a-1:reminder:email:{SECONDS}:24",
        {
            "user": "U1",
            "appointment": "a-1",
            "occasion": "reminder",
            "way": "email",
            "moment": SECONDS,
            "rule": "24",
        },
    ),
    (
        FollowNotice(
            user="U1", appointment="a-1", occasion=Occasion.BOOKED, way=Way.SMS, message="m1", look=1
        ),
        "follow_notice:T1:m1:1",
        {
            "user": "U1",
            "appointment": "a-1",
            "occasion": "booked",
            "way": "sms",
            "message": "m1",
            "look": "1",
        },
    ),
    (TellSilence(channel="C1", since=AT), f"stale:T1:C1:{SECONDS}", {"channel": "C1", "since": SECONDS}),
    (TellAnswers(channel="C1", since=AT), f"answers:T1:C1:{SECONDS}", {"channel": "C1", "since": SECONDS}),
]
"""Every kind as it is made now, and the key and the data that the version before wrote for the same."""
ONLY_OF_THE_NAME = {"form", "cause", "began", "stage", "set_at", "since", "until"}
BY_KEY = {key: job for job, key, _ in OLD}


async def claimed(office: Office) -> dict[str, Job]:
    """Claim all that is due, here, until nothing is left; by key."""
    found: dict[str, Job] = {}
    outbox_here = office.outboxes[0]
    while claims := await outbox_here.claim():
        for claim in claims:
            assert isinstance(claim, Claimed)
            assert claim.key not in found
            found[claim.key] = claim.job
            await outbox_here.finish(claim)
    return found


def test_no_kind_is_left_out_here() -> None:
    assert {job.kind for job, _, _ in OLD} == set(KINDS)
    assert [job.key(TEAM) for job, _, _ in OLD] == list(BY_KEY)


async def test_rows_of_the_version_before_are_read_and_not_planned_twice(office: Office) -> None:
    times = dict.fromkeys(("due", "created", "due_first"), office.clock.now)
    rows = [
        {"key": key, "team": TEAM, "kind": job.kind, "data": data, "attempts": 0, **times}
        for job, key, data in OLD
    ]
    async with office.here.begin() as connection:
        await connection.execute(insert(outbox), rows)
    await office.outboxes[1].add(TEAM, [job for job, _, _ in OLD])
    found = await claimed(office)
    assert found.keys() == BY_KEY.keys()
    for key, job in found.items():
        kept, planned = told(job), told(BY_KEY[key])
        assert kept == {name: planned[name] for name in kept}, key
        assert set(planned) - set(kept) <= ONLY_OF_THE_NAME, key


async def test_rows_are_written_so_that_the_version_before_reads_them_and_come_back_whole(
    office: Office,
) -> None:
    await office.outboxes[1].add(TEAM, [job for job, _, _ in OLD])
    async with office.here.connect() as connection:
        rows = {row["key"]: row for row in (await connection.execute(select(outbox))).mappings()}
    assert {key: row["kind"] for key, row in rows.items()} == {key: job.kind for key, job in BY_KEY.items()}
    for job, key, data in OLD:
        never_read = {"user"} if isinstance(job, RedrawCards) else set()
        written = {
            name: str(value).replace("+00:00", "Z") for name, value in data.items() if name not in never_read
        }
        assert {name: str(rows[key]["data"][name]) for name in written} == written, key
    office.clock.move(seconds=max(job.delay.total_seconds() for job, _, _ in OLD))
    assert await claimed(office) == BY_KEY


def test_every_kind_is_carried_fits_its_column_and_has_its_words() -> None:
    assert set(CARRIERS) == set(KINDS)
    width: int = outbox.c.kind.type.length  # type: ignore[attr-defined]
    assert max(map(len, KINDS)) <= width
    awaited = [kind.lost for kind in KINDS.values() if issubclass(kind, AwaitedJob)]
    assert sorted(awaited) == sorted(Lost)
    assert set(LOST) == set(Lost)


def told(job: Job) -> dict[str, Any]:
    return {name: value for name, value in job if name in job.model_fields_set}
