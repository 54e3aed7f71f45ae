"""A stranger's sentences, in whatever shape they come."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.apis.http.refusal import laravel_refusal, one_line

DESK = {"claimant.email": "claimant.email", "appointment_at": "start"}
read = laravel_refusal(DESK.get)

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text() | st.sampled_from(list(DESK)), inner, max_size=4)
    ),
    max_leaves=12,
)


def fit(sentence: str) -> bool:
    return 0 < len(sentence) <= 200 and sentence.isprintable() and sentence == sentence.strip()


@given(
    anything
    | st.fixed_dictionaries({}, optional={"errors": anything, "message": anything, "error": anything})
)
def test_any_body_makes_a_refusal(body: object) -> None:
    refused = read("POST /x: 422", body)
    assert str(refused) == "POST /x: 422"
    assert refused.fields.keys() <= {"claimant.email", "start"}
    assert all(map(fit, (*refused.fields.values(), *refused.others)))
    assert len(refused.others) <= 5


@given(st.text())
def test_any_text_becomes_one_plain_line(text: str) -> None:
    line = one_line(text)
    assert line == "" or fit(line)


def test_lists_and_plain_strings() -> None:
    refused = read(
        "x", {"errors": {"claimant.email": ["One.", "Two."], "appointment_at": "Three.", "x.y": "Four."}}
    )
    assert refused.fields == {"claimant.email": "One. Two.", "start": "Three."}
    assert refused.others == ("Four.",)


def test_the_message_is_told_only_where_there_is_nothing_better() -> None:
    assert read("x", {"message": "Already cancelled."}).others == ("Already cancelled.",)
    assert read("x", {"message": "One. (and 1 more error)", "errors": {"x": ["One."]}}).others == ("One.",)
    assert read("x", {"message": "", "errors": []}).others == ()


def test_mark_up_is_taken_out_and_comparisons_stay() -> None:
    assert one_line("<p>Not <b>here</b></p><script>x</script>") == "Not here x"
    assert one_line("&lt;b&gt;bold&lt;/b&gt; &amp; 3 < 5 > 2") == "bold & 3 < 5 > 2"
    assert one_line("right\u202eto\x00left\n\nnext") == "right to left next"


def test_a_long_sentence_is_cut_where_it_can_be_seen() -> None:
    assert one_line("x" * 201) == "x" * 199 + "…"
    assert one_line("x" * 200) == "x" * 200
