"""The offer to forget an appointment, and the receipt."""

from __future__ import annotations

from collections.abc import Sequence

from blocks import ids
from blocks.kit import Block, Card, button, context, dialog, escape, fields, header, plain, section
from blocks.words.facts import claimant_name, when_words
from blocks.words.forgetting import (
    AGREE,
    AGREE_OURS,
    AWAY,
    OTHERS,
    OUT_OF_REACH,
    OUT_OF_REACH_OURS,
    kept_words,
    receipt_words,
)
from blocks.words.setting import Setting
from bot.appointments.model import Appointment

Row = tuple[str, Appointment | None, int, int, bool]
"""Its id, the appointment where the service has it, how many cards and rows are kept, whether it lies with us itself."""


def forget_card(
    meant: Sequence[Row], others: Sequence[Row], away: str | None, setting: Setting, more: int = 0
) -> Card:
    """Offer what was meant, and others of the same claimant; each is forgotten by a button of its own, after a question."""
    title = "Forget an appointment for good?"
    agree = AGREE_OURS if any(one[-1] for one in (*meant, *others)) else AGREE
    blocks: list[Block] = [header(title), section(plain(agree))]
    blocks += [_row(one, setting) for one in meant]
    if others:
        blocks += [section(plain(OTHERS)), *(_row(one, setting) for one in others)]
    if more:
        blocks.append(context(plain(f"And {more} more. Forget these first, then ask again.")))
    if away:
        blocks.append(context(plain(AWAY.format(why=away))))
    return Card(escape(title), tuple(blocks), fleeting=True)


def receipt_card(code: str | None, cards: int, rows: int, shut: int, *, ours: bool) -> Card:
    """Say what was done, and what is out of reach."""
    done = receipt_words(code, cards, rows, shut)
    return Card(
        escape(done),
        (section(plain(done)), context(plain(OUT_OF_REACH_OURS if ours else OUT_OF_REACH))),
        own=True,
    )


def _row(row: Row, setting: Setting) -> Block:
    id, found, cards, rows, ours = row
    name = claimant_name(found) if found else "No longer at the service"
    when = f"{found.code} · {when_words(found, setting.zone, setting.now)}" if found else id
    asks = dialog("Forget it for good?", AGREE_OURS if ours else AGREE, "Forget", "Keep")
    value = ids.Seen(appointment=id).packed()
    press = button("Forget", ids.FORGET, value, style="danger", spoken=f"Forget {name}", asks=asks)
    return fields(
        plain(f"{name}\n{when}", 300), plain(f"Kept: {kept_words(cards, rows)}", 100), accessory=press
    )
