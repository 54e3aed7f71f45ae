"""What people see, drawn for a terminal."""

from __future__ import annotations

from bot.playground.show import show_channel, show_home, show_message, show_modal
from tests.playground.conftest import Stage

MODAL = """\
┌─ Book ───────────────┐
│ Say when.            │
│ When                 │
│   [ never ]          │
│   ⚠ That is no time. │
│ E-mail               │
│   [  ]               │
│ Length               │
│   [  ]               │
│ Language             │
│   [ Polish ]         │
│ Extras               │
│   [ Chat, Screen ]   │
│ Day                  │
│   [  ]               │
│ Hour                 │
│   [  ]               │
│ Channel              │
│   [ front-desk ]     │
│ [More]  [Nothing]    │
│ [Cancel]  [Book it]  │
└──────────────────────┘"""


async def test_a_card_is_drawn_with_its_buttons(stage: Stage) -> None:
    await stage.asha.types("/whisper", in_=stage.desk)

    assert show_message(stage.asha.last(stage.desk)) == (
        "┌─ Frontdesk  (only visible to you) ────┐\n"
        "│ It is quiet                           │\n"
        "│ [Change]  [Delete]  [Docs]  [Details] │\n"
        "└───────────────────────────────────────┘"
    )
    assert show_channel(stage.ben, stage.desk) == "Ben Duval in #front-desk\n  (nothing)"


async def test_a_modal_is_drawn_with_what_is_in_it(stage: Stage) -> None:
    await stage.asha.types("/form", in_=stage.desk)
    modal = stage.asha.modal
    assert modal is not None
    await modal.fill("Language", "Polish")
    await modal.fill("Extras", ["Chat", "Screen"])
    await modal.fill("When", "never", enter=False)
    await modal.submit()

    assert show_modal(modal) == MODAL


async def test_home_is_drawn(stage: Stage) -> None:
    assert "(nothing yet)" in show_home(stage.asha)
    await stage.asha.opens_home()
    await stage.workspace.settled()
    assert "Welcome" in show_home(stage.asha)
