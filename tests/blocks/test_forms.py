"""Whatever is typed, and whatever is wrong with it, the form is one that Slack opens and nothing in it is lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blocks import ids
from blocks.forms import modals as forms
from blocks.forms.inputs import CHOICES, MENUS, field_of
from blocks.forms.menus import MOST_FREE, THINGS, TYPED, Asked, FreeTimes, read_free
from blocks.forms.modals import View
from blocks.forms.parts import ReadBack
from blocks.forms.typed import AS_WRITTEN, Typed, read_typed
from blocks.kit import OPTION_LIMIT
from blocks.words.labels import ALL_LABELS, LABELS, MORE_LABELS
from bot.appointments.api import Field
from bot.appointments.choosing import Slot
from bot.appointments.filter import departments_meant
from bot.appointments.folding import fold, undressed
from bot.when import Choice
from tests.blocks import outside
from tests.blocks.reading import as_opened

pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")
read_backs = st.builds(
    ReadBack,
    outside.words,
    st.lists(
        st.builds(Choice, outside.words.filter(bool), outside.words.map(lambda text: text[:200])), max_size=9
    ).map(tuple),
)
tops = st.one_of(st.none(), outside.words, st.just("x" * 5000))
faults: st.SearchStrategy[dict[str, str]] = st.one_of(
    st.just({}),
    st.fixed_dictionaries({}, optional=dict.fromkeys(ALL_LABELS, outside.words)),
    st.fixed_dictionaries(dict.fromkeys(ALL_LABELS, st.just("x" * 5000))),
)
departments = st.lists(outside.words, max_size=300)


INPUTS = {
    Field.CLAIMANT: {"name"},
    Field.CONTACT: {"phone", "email", "birth"},
    Field.DEPARTMENT: {"department"},
    Field.INTERPRETER: {"language"},
    **{thing: {thing.value} for thing in (*THINGS, Field.NOTES)},
}
fields = st.one_of(st.just(TYPED), st.frozensets(st.sampled_from(Field)))
free_times = st.builds(
    FreeTimes,
    st.lists(
        st.builds(
            Slot,
            start=st.integers(0, 10_000).map(
                lambda hours: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
            ),
            minutes=st.sampled_from([None, 1, 1440]),
        ),
        max_size=130,
    ),
    st.just(outside.LONDON),
    st.just(outside.NOW),
)
asked = st.builds(
    Asked,
    fields,
    fields,
    st.fixed_dictionaries({}, optional=dict.fromkeys(MENUS, outside.words)),
    st.one_of(st.none(), free_times),
)


def test_blanks_choose_no_department() -> None:
    """Nor marks: a department whose name or id is missing, or made of signs alone, is not what they mean."""
    for typed in ("   ", "\u200b", "*"):
        assert departments_meant(typed, {"<!channel>": None, "Leeds": None, " ": ""}) == []


@given(outside.typed, outside.states, read_backs, tops, faults, departments, outside.words, asked)
def test_any_booking_form(
    typed: Typed,
    state: ids.FormState,
    back: ReadBack,
    top: str | None,
    wrong: dict[str, str],
    known: list[str],
    tells: str,
    asked: Asked,
) -> None:
    view = as_opened(
        forms.book_form(
            typed, state, back, top=top, faults=wrong, departments=known, tells=tells, asked=asked
        )
    )
    wanted = {"when", "duration", "channel"}.union(*(INPUTS.get(one, set()) for one in asked.fields))
    assert labels(view) & {*LABELS} == wanted
    assert (labels(view) & {*MORE_LABELS} != set()) is (state.more and Field.ROOM in asked.fields)
    free = asked.free.slots[:MOST_FREE] if asked.free else []
    assert read_free(view["blocks"]) == tuple(free)
    assert remembered(view) == state
    assert_kept(view, typed)


@given(outside.typed, outside.states, read_backs, tops, faults, outside.words)
def test_any_rescheduling_form(
    typed: Typed, state: ids.FormState, back: ReadBack, top: str | None, wrong: dict[str, str], now_is: str
) -> None:
    view = as_opened(forms.move_form(typed, state, back, now_is=now_is, top=top, faults=wrong, tells="Told."))
    assert labels(view) == {"when", "duration", "why"}
    assert remembered(view) == state
    assert_kept(view, typed)


def test_a_form_that_asks_for_what_is_typed_is_as_it_was_before_there_were_menus() -> None:
    view = forms.book_form(Typed(), ids.FormState(form="K7Q2M9XW4T8ZBHCJRN"), ReadBack("", ()))
    assert [field_of(block["block_id"]) for block in view["blocks"] if block["type"] == "input"] == [
        *(
            "name",
            "when",
            "duration",
            "department",
            "phone",
            "email",
            "birth",
            "language",
            "channel",
        ),
    ]


@given(outside.typed, outside.states, tops, faults, departments, outside.words, st.booleans())
def test_any_editing_form(
    typed: Typed,
    state: ids.FormState,
    top: str | None,
    wrong: dict[str, str],
    known: list[str],
    now_is: str,
    hidden: bool,
) -> None:
    view = as_opened(
        forms.edit_form(
            typed, state, now_is=now_is, top=top, faults=wrong, departments=known, tells="", hidden=hidden
        )
    )
    assert ({"phone", "email", "birth"} <= labels(view)) is not hidden
    assert remembered(view) == state
    assert_kept(view, typed)


@given(outside.typed, outside.states, tops, faults, outside.words, outside.words)
def test_any_cancelling_form(
    typed: Typed, state: ids.FormState, top: str | None, wrong: dict[str, str], now_is: str, tells: str
) -> None:
    view = as_opened(forms.cancel_form(typed, state, now_is=now_is, tells=tells, top=top, faults=wrong))
    assert labels(view) == {"reason"}
    assert_kept(view, typed)


@given(outside.words, st.lists(outside.words, min_size=1, max_size=20))
def test_any_notice(title: str, said: list[str]) -> None:
    as_opened(forms.notice(title, said))


def labels(view: View) -> set[str]:
    return {field_of(block["block_id"]) for block in view["blocks"] if block["type"] == "input"}


def remembered(view: View) -> ids.FormState | None:
    return ids.unpack(ids.FormState, view["private_metadata"])


def assert_kept(view: View, typed: Typed) -> None:
    """All that was typed, as far as its input takes it, comes back folded with the submit of what was drawn."""
    values = {
        block["block_id"]: {block["element"]["action_id"]: as_state(block["element"])}
        for block in view["blocks"]
        if block["type"] == "input"
    }
    back = read_typed(values)
    drawn = {
        field_of(block): str(state["value"] or (state["selected_option"] or {}).get("value") or "").strip()
        for block, states in values.items()
        for state in states.values()
    }
    chosen = {
        field_of(block): str(state["selected_option"]["value"])
        for block, states in values.items()
        for state in states.values()
        if state["selected_option"]
    }
    for name in labels(view):
        if name in Typed.__struct_fields__:
            was, now = getattr(typed, name), getattr(back, name)
            if name in MENUS:
                assert (now and now.id) == (was and was.id if was and len(was.id) <= OPTION_LIMIT else None)
                continue
            if name in CHOICES or name == "channel":
                assert was == now, f"{name}: {was!r} became {now!r}"
                continue
            if name in chosen:
                assert now == undressed(chosen[name]), f"{name}: {was!r} became {now!r}"
                continue
            assert was.strip().startswith(drawn[name]), f"{name}: {was!r} was drawn as {drawn[name]!r}"
            meant = fold(drawn[name], lines=True)
            assert now == (meant if name in AS_WRITTEN else undressed(meant)), (
                f"{name}: {was!r} became {now!r}"
            )
            assert drawn[name] or not was[:40].strip(), f"{name} was lost"
        else:
            assert (typed.more.get(name) or "").strip().startswith(drawn[name])
            assert name in CHOICES or back.more.get(name, "") == fold(drawn[name], lines=True)


def as_state(element: View) -> View:
    return {
        "value": element.get("initial_value"),
        "selected_option": element.get("initial_option"),
        "selected_conversation": element.get("initial_conversation"),
    }
