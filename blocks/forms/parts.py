"""The parts that our forms are put together from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from blocks import ids
from blocks.forms.inputs import fault, select, text_input
from blocks.forms.typed import Typed
from blocks.kit import Block, actions, button, clip, context, divider, plain, section
from blocks.words.briefing import HINT
from blocks.words.labels import FLAG_LABELS
from bot.when import Choice, say_minutes

Faults = Mapping[str, str]
READ_BACK = "read-back"


class ReadBack(Struct, frozen=True):
    """The words under *When*, and other readings of it to choose from."""

    words: str
    choices: tuple[Choice, ...] = ()
    clashes: str = ""
    """What stands at that time already."""


NAME_CUT = "Only the first {} characters of the name were taken over. Check it."
_MOST_LEFT = 300


def not_understood(words: Sequence[str]) -> str | None:
    """Say which words of a line were understood as nothing; None where all were."""
    told = ", ".join(words)
    return f"Not understood: {clip(told, _MOST_LEFT)}" if told else None


TOP = "top"


def top_words(text: str | None) -> list[Block]:
    """What happened to the last try, on top of a form."""
    return [section(plain(f"⚠ {text}"), block_id=TOP), divider()] if text else []


def known(departments: Sequence[str]) -> str | None:
    """Which departments there are, as a hint."""
    return f"One of: {', '.join(departments)}." if departments else None


def time_inputs(
    typed: Typed, state: ids.FormState, read_back: ReadBack, wrong: Faults, free: Sequence[Block] = ()
) -> list[Block]:
    """*When* with its read-back under it, other readings and `free` times to choose from, and *Duration*."""
    n = state.redrawn
    usual = "as it is" if state.appointment else "as is usual for this"
    return [
        text_input(
            "when",
            typed.when,
            n,
            optional=False,
            longest=200,
            placeholder="tomorrow 3pm, next Tue half ten, 3 Dec 9-9:30",
            reads_time=True,
        ),
        context(plain(read_back.words), block_id=READ_BACK),
        *([context(plain(f"⚠ {read_back.clashes}"))] if read_back.clashes else []),
        *_other_readings(read_back.choices),
        *fault(wrong.get("when")),
        *free,
        text_input(
            "duration",
            typed.duration,
            n,
            longest=40,
            placeholder="45 min, 1h30, an hour and a half",
            hint=f"Left empty: {say_minutes(state.minutes)}, {usual}." if state.minutes else None,
            reads_time=True,
        ),
        *fault(wrong.get("duration")),
    ]


def _other_readings(choices: Sequence[Choice]) -> list[Block]:
    row = [
        button(choice.label, f"{ids.QUICK_TIME}.choice{i}", choice.phrase)
        for i, choice in enumerate(choices[:5])
    ]
    return [actions(*row, block_id="readings")] if row else []


def contact_inputs(typed: Typed, n: int, wrong: Faults) -> list[Block]:
    """How the claimant is reached."""
    return [
        text_input(
            "phone", typed.phone, n, longest=40, hint="A UK number, or with + and the country's code."
        ),
        *fault(wrong.get("phone")),
        text_input("email", typed.email, n, kind="email_text_input"),
        *fault(wrong.get("email")),
        text_input("birth", typed.birth, n, longest=40, placeholder="12/03/1980"),
        *fault(wrong.get("birth")),
    ]


def brief_input(typed: Typed, n: int, wrong: Faults) -> list[Block]:
    """Whether claimant and interpreter are to meet before, where there is an interpreter; on the card it can be said later."""
    if not typed.brief and typed.language.casefold() in {"", "none"}:
        return []
    return [select("brief", typed.brief, n, hint=HINT), *fault(wrong.get("brief"))]


def interpreter_inputs(typed: Typed, n: int, wrong: Faults) -> list[Block]:
    """None, or for which language."""
    return [
        text_input(
            "language",
            typed.language,
            n,
            longest=100,
            placeholder="Polish, BSL, Welsh",
            hint="None, or which language. Yes, where it is not known yet.",
        ),
        *fault(wrong.get("language")),
    ]


def more_inputs(typed: Typed, state: ids.FormState, wrong: Faults) -> list[Block]:
    """The options of the room: behind a button until they are asked for."""
    if not state.more:
        return [actions(button("More options", ids.MORE_OPTIONS, "more"), block_id="more")]
    n, more = state.redrawn, typed.more
    blocks: list[Block] = [divider(), section(plain("What is left alone stays as the service has it."))]
    for flag in FLAG_LABELS:
        blocks += [select(flag, more.get(flag), n), *fault(wrong.get(flag))]
    blocks += [select("bandwidth", more.get("bandwidth"), n), *fault(wrong.get("bandwidth"))]
    blocks += [select("use_redirect", more.get("use_redirect"), n), *fault(wrong.get("use_redirect"))]
    for page in ("claimant_redirect", "agent_redirect"):
        value = more.get(page, "")
        blocks.append(text_input(page, value, n, longest=2048, placeholder="https://…"))
        blocks += fault(wrong.get(page))
    return blocks
