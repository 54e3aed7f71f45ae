"""Whatever stands in the form of a channel's alerts, Slack opens it, nothing typed is lost, and all of it has a name."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blocks import ids
from blocks.alerts.form import LABELS, LENGTHS, TOLD, WHERE, alerts_form, in_menu
from blocks.alerts.typed import DAYS, SEVERAL, WHICH, AlertsTyped, known_statuses, read_alerts
from blocks.forms.inputs import field_of
from blocks.forms.modals import View
from bot.appointments.folding import fold, undressed
from tests.blocks import outside
from tests.blocks.reading import as_opened

pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")
ADDRESS = "https://hooks.slack.com/actions/T024BE7LD/1234567890/" + "x" * 24


def some(of: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(of), unique=True).map(tuple)


names = st.lists(outside.words, max_size=120, unique=True)
typed_forms = st.builds(
    AlertsTyped,
    board=st.sampled_from(["on", "off"]),
    at=outside.words,
    zone=outside.words,
    days=st.sampled_from(list(DAYS)),
    which=some(list(WHICH)),
    empty=st.sampled_from(["yes", "no"]),
    lengths=st.fixed_dictionaries(dict.fromkeys(LENGTHS, outside.words)),
    told=some(list(TOLD)),
    departments=outside.words,
    statuses=some([status.value for status in known_statuses()]),
    interpreter=some(["only"]),
    where=st.sampled_from(list(WHERE)),
)
faults: st.SearchStrategy[dict[str, str]] = st.one_of(
    st.just({}),
    st.fixed_dictionaries({}, optional=dict.fromkeys(LABELS, outside.words)),
    st.fixed_dictionaries(dict.fromkeys(LABELS, st.just("x" * 5000))),
)
tops = st.one_of(st.none(), outside.words, st.just("x" * 5000))


@given(typed_forms, names, outside.words, outside.words, tops, faults)
def test_any_form(
    typed: AlertsTyped,
    known: list[str],
    now_gets: str,
    read_back: str,
    top: str | None,
    wrong: dict[str, str],
) -> None:
    menu = in_menu(known, ())
    state = ids.AlertsState(channel="C024BE91L", response_url=ADDRESS, redrawn=7, menu=menu)
    view = as_opened(
        alerts_form(
            typed, state, now_gets=now_gets, read_back=read_back, departments=known, top=top, faults=wrong
        )
    )
    assert ids.unpack(ids.AlertsState, view["private_metadata"]) == state
    assert ids.unpack(ids.Answered, view["private_metadata"]) == ids.Answered(response_url=ADDRESS)
    kept = read_alerts(as_state(view))
    for name in fields(view):
        was, now = standing(typed, name), standing(kept, name)
        if name in SEVERAL or not isinstance(was, str):
            assert set(now) == set(was)
        else:
            assert undressed(fold(was)).startswith(now[:40])
            assert now or not undressed(fold(was[:40]))


def standing(typed: AlertsTyped, name: str) -> Any:
    return typed.text(name) if name in LENGTHS else getattr(typed, name)


@given(names.filter(lambda found: in_menu(found, ())), st.data())
def test_departments_chosen_when_there_were_others_can_still_be_unchosen(
    known: list[str], data: st.DataObject
) -> None:
    chosen = (*data.draw(some(known)), "Closed last year")
    if not in_menu(known, chosen):
        return
    state = ids.AlertsState(channel="C024BE91L", menu=True)
    typed = AlertsTyped(chosen_departments=chosen)
    view = as_opened(alerts_form(typed, state, now_gets="x", read_back="x", departments=known))
    assert read_alerts(as_state(view)).chosen_departments == chosen
    assert read_alerts(as_state(view)).departments is None


def test_every_field_has_a_name_of_its_own_and_every_choice_its_words() -> None:
    state = ids.AlertsState(channel="C024BE91L")
    view = as_opened(alerts_form(AlertsTyped(), state, now_gets="x", read_back="x"))
    inputs = [block for block in view["blocks"] if block["type"] == "input"]
    labels = [block["label"]["text"] for block in inputs]
    assert len(labels) == len(set(labels))
    musts = {block["element"]["type"] for block in inputs if not block["optional"]}
    assert musts == {"radio_buttons"}, (
        "one of them is always chosen; what else must be there is said in words"
    )
    assert fields(view) == set(LABELS) - {"chosen_departments", "which"}, (
        "days are asked for where they are odd"
    )
    odd = as_opened(alerts_form(AlertsTyped(days="these"), state, now_gets="x", read_back="x"))
    assert fields(odd) == set(LABELS) - {"chosen_departments"}


@pytest.mark.parametrize(
    ("known", "chosen", "menu"),
    [
        ((), (), False),
        (("Leeds",), (), True),
        (("Leeds", "x" * 76), (), False),
        (("Leeds",), ("x" * 76,), False),
        (tuple(f"Office {n}" for n in range(100)), (), True),
        (tuple(f"Office {n}" for n in range(100)), ("Elsewhere",), False),
    ],
)
def test_a_menu_is_drawn_where_slack_takes_one(
    known: tuple[str, ...], chosen: tuple[str, ...], menu: bool
) -> None:
    assert in_menu(known, chosen) is menu


def fields(view: View) -> set[str]:
    return {field_of(block["block_id"]) for block in view["blocks"] if block["type"] == "input"}


def as_state(view: View) -> View:
    """What Slack sends back of a form that nobody touched."""
    return {
        block["block_id"]: {
            block["element"]["action_id"]: {
                "value": block["element"].get("initial_value"),
                "selected_option": block["element"].get("initial_option"),
                "selected_options": block["element"].get("initial_options", []),
            }
        }
        for block in view["blocks"]
        if block["type"] == "input"
    }
