"""The form that says and sets what a channel gets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from blocks import ids
from blocks.alerts.kinds import WORDS, Row
from blocks.alerts.typed import DAYS, WHICH, AlertsTyped, known_statuses
from blocks.forms.inputs import block_id, fault
from blocks.forms.parts import READ_BACK, Faults, top_words
from blocks.kit import OPTION_LIMIT, TITLE_LIMIT, Block, context, divider, header, option, plain, section
from blocks.words.facts import STATUS_WORDS
from bot.alerts.kinds import ALERTS, Shape

TITLE = "Alerts"
_ROWS = {kind: words.row for kind in ALERTS if (words := WORDS[kind.name]).row}
LENGTHS = {kind.name: row for kind, row in _ROWS.items() if row and kind.shape is not Shape.SWITCH}
SWITCHES = {kind.name: row for kind, row in _ROWS.items() if row and kind.shape is Shape.SWITCH}
LABELS = {
    "at": "Board time",
    "board": "The day's board",
    "days": "Board days",
    "which": "Which days",
    "zone": "Board time zone",
    "empty": "A day without sessions",
    **{name: row.label for name, row in LENGTHS.items()},
    "told": "Also post",
    "departments": "Only these departments",
    "chosen_departments": "Only these departments",
    "statuses": "Only these statuses",
    "interpreter": "Interpreter",
    "where": "Where messages go",
}
"""Fixed: people and screen readers rely on them."""
ON_OFF = {"on": "Post the board", "off": "No board"}
EMPTY = {"yes": "Say so on the board", "no": "Post no board"}
TOLD = {name: row.label for name, row in SWITCHES.items()}
INTERPRETER = {"only": "Only sessions with an interpreter"}
WHERE = {"thread": "Into the board's thread", "channel": "Into the channel itself"}
MOST_OPTIONS = 100


def alerts_form(
    typed: AlertsTyped,
    state: ids.AlertsState,
    *,
    now_gets: str,
    read_back: str,
    departments: Sequence[str] = (),
    top: str | None = None,
    faults: Faults | None = None,
) -> dict[str, Any]:
    """Draw the form as it stands typed. `now_gets` says what the channel gets so far, `read_back` how the time was read."""
    pen, wrong = _Pen(typed, state.redrawn), faults or {}
    blocks = [
        *top_words(top),
        section(plain(now_gets)),
        divider(),
        *pen.text("at", "08:30", reads_time=True),
        context(plain(read_back), block_id=READ_BACK),
        *fault(wrong.get("at")),
        *pen.radio("board", ON_OFF, reads_time=True),
        *fault(wrong.get("board")),
        *pen.radio("days", DAYS, reads_time=True),
        *(pen.boxes("which", WHICH, reads_time=True) if typed.days == "these" else []),
        *fault(wrong.get("which")),
        *pen.text("zone", "London", hint="For example Europe/London."),
        *fault(wrong.get("zone")),
        *pen.radio("empty", EMPTY),
        header("Messages"),
        *(block for name, row in LENGTHS.items() for block in pen.length(name, row, wrong.get(name))),
        *pen.boxes("told", TOLD),
        *pen.radio("where", WHERE),
        header("Which sessions"),
        *pen.departments(departments, state.menu),
        *fault(wrong.get("departments") or wrong.get("chosen_departments")),
        *pen.menu(
            "statuses", {status.value: STATUS_WORDS[status] for status in known_statuses()}, "Every status"
        ),
        *pen.boxes("interpreter", INTERPRETER),
    ]
    return {
        "type": "modal",
        "callback_id": ids.ALERTS_FORM,
        "title": plain(TITLE, TITLE_LIMIT),
        "submit": plain("Save", TITLE_LIMIT),
        "close": plain("Close", TITLE_LIMIT),
        "private_metadata": state.packed(),
        "blocks": blocks,
    }


def in_menu(known: Sequence[str], chosen: Sequence[str]) -> bool:
    """Whether departments can be chosen from a menu: some are known, not too many, none with too long a name."""
    offered = {*known, *chosen}
    return bool(known) and len(offered) <= MOST_OPTIONS and all(len(name) <= OPTION_LIMIT for name in offered)


class _Pen:
    """Draws the inputs with what stands typed in them."""

    def __init__(self, typed: AlertsTyped, redrawn: int) -> None:
        self._typed = typed
        self._redrawn = redrawn

    def text(
        self,
        field: str,
        placeholder: str,
        *,
        hint: str | None = None,
        reads_time: bool = False,
        longest: int = 200,
    ) -> list[Block]:
        """A field that is typed into; with `reads_time` each pause in typing asks for a read-back."""
        value = (self._typed.text(field) or "")[:longest]
        element: Block = {
            "type": "plain_text_input",
            "action_id": ids.READ_BOARD_TIME if reads_time else ids.VALUE,
            "max_length": longest,
            "placeholder": plain(placeholder, 150),
        }
        if value:
            element["initial_value"] = value
        if reads_time:
            element["dispatch_action_config"] = {
                "trigger_actions_on": ["on_enter_pressed", "on_character_entered"]
            }
        return [self._input(field, element, hint=hint, dispatches=reads_time)]

    def length(self, field: str, row: Row, wrong: str | None) -> list[Block]:
        """The field of a kind that is set with minutes, and what is wrong with it."""
        return [*self.text(field, row.example, hint=row.about), *fault(wrong)]

    def radio(self, field: str, choices: Mapping[str, str], *, reads_time: bool = False) -> list[Block]:
        chosen = getattr(self._typed, field)
        element: Block = {"type": "radio_buttons", "action_id": ids.VALUE, "options": _options(choices)}
        if chosen in choices:
            element["initial_option"] = option(choices[chosen], chosen)
        if reads_time:
            element["action_id"] = ids.READ_BOARD_TIME
        return [self._input(field, element, optional=False, dispatches=reads_time)]

    def boxes(self, field: str, choices: Mapping[str, str], *, reads_time: bool = False) -> list[Block]:
        element = self._several("checkboxes", field, choices)
        if reads_time:
            element["action_id"] = ids.READ_BOARD_TIME
        return [self._input(field, element, dispatches=reads_time)]

    def menu(self, field: str, choices: Mapping[str, str], empty: str) -> list[Block]:
        element = self._several("multi_static_select", field, choices)
        return [self._input(field, element | {"placeholder": plain(empty, 150)})]

    def departments(self, known: Sequence[str], menu: bool) -> list[Block]:
        """A menu of those that are known, and of those that were chosen when there were others; or a text."""
        if menu:
            offered = {name: name for name in (*known, *self._typed.chosen_departments)}
            return self.menu("chosen_departments", offered, "Every department")
        hint = "Several with commas. Empty: every department."
        return self.text("departments", "Leeds, Adult Social Care", hint=hint, longest=3000)

    def _several(self, kind: str, field: str, choices: Mapping[str, str]) -> Block:
        chosen = [_option(key, choices) for key in getattr(self._typed, field) if key in choices]
        element: Block = {"type": kind, "action_id": ids.VALUE, "options": _options(choices)}
        if chosen:
            element["initial_options"] = chosen
        return element

    def _input(
        self,
        field: str,
        element: Block,
        *,
        hint: str | None = None,
        dispatches: bool = False,
        optional: bool = True,
    ) -> Block:
        block: Block = {
            "type": "input",
            "block_id": block_id(field, self._redrawn),
            "label": plain(LABELS[field]),
            "element": element,
            "optional": optional,
        }
        if hint:
            block["hint"] = plain(hint, 2000)
        if dispatches:
            block["dispatch_action"] = True
        return block


def _options(choices: Mapping[str, str]) -> list[Block]:
    return [_option(key, choices) for key in choices]


def _option(key: str, choices: Mapping[str, str]) -> Block:
    found = option(choices[key], key)
    return found | {"description": plain(SWITCHES[key].about)} if choices is TOLD else found
