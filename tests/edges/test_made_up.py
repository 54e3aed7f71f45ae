"""Whatever is typed after the command, by whoever: answered in words, no fault of ours, nothing for who may not see, no word twice."""

from __future__ import annotations

import re
from itertools import count
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from bot.appointments.filter import folded
from bot.appointments.folding import bare
from bot.verbs import BY_NAME
from tests.edges.examples import examples, one_scene
from tests.edges.malformed import command
from tests.stories.scene import Scene

NOT_KNOWN = re.compile(r"There is no /appt (.+?)\. Did you mean /appt (\w+)", re.DOTALL)
words = st.one_of(
    st.sampled_from(
        [
            *BY_NAME,
            "CODE",
            "REF",
            "jane",
            "tomorrow",
            "3pm",
            "10-12-2026",
            "for 45m",
            "next week",
            "mine",
        ]
    ),
    st.sampled_from(
        [
            "dept:Leeds",
            'dept:"Adult Care"',
            "status:waiting",
            "office:",
            "ref:x",
            "interpreter",
            "15",
            "2h",
            "off",
        ]
    ),
    st.sampled_from(
        ["<@U2>", "<#C2|>", "<!subteam^S1|@x>", "<mailto:a@b.c|a@b.c>", "&lt;x&gt;", "<!date^1^{x}|y>"]
    ),
    st.text(
        "*_~`“”‘’\"'()[]{}<>|,;:.!?•–—\u00a0\u00ad\u200b\u200e\u202e\u2066\u2028\u0000\ufe0f\x92\x96",
        max_size=3,
    ),
    st.text(st.characters(codec=None, categories=None, exclude_categories=["Cs"]), max_size=12),
)
lines = st.builds(
    lambda told, between: between.join(told),
    st.lists(words, max_size=7),
    st.sampled_from([" ", "\u00a0", "\n", "", ",", "  \t"]),
)


def test_whatever_is_typed_is_answered_in_words(tmp_path: Path) -> None:
    numbers = count()
    with one_scene(tmp_path) as (story, run):
        session = story.session("Jane Quux", phone="020 7946 0999", email="zq@example.org")

        @examples(60)
        @given(lines, st.sampled_from(["asha", "gus", "olga"]))
        def typed(line: str, who: str) -> None:
            line = line.replace("CODE", session.reference[-5:]).replace("REF", session.reference)
            run(answered(story, line, who))

        async def answered(story: Scene, line: str, who: str) -> None:
            body = command(
                user_id=getattr(story, who).user.id,
                team_id=story.slack.team_id,
                channel_id=story.lobby.id,
                trigger_id=str(next(numbers)),
                response_url="http://127.0.0.1:9/x",
                text=line,
            )
            story.clock.move(seconds=0.1)
            answer = await story.slack_server.courier.forge(body)
            await story.delivered()
            said = str(answer.body)
            assert answer.status == 200
            assert "Frontdesk itself" not in said
            assert "0999" not in said
            assert "zq@example.org" not in said
            if who != "asha":
                assert "Quux" not in said
            for typed_word, verb in NOT_KNOWN.findall(said):
                assert folded(bare(typed_word)) != verb
            story.slack.complaints.clear()  # of triggers that never were

        typed()
        assert {call.operation for call in story.sqod.calls} <= {"token", "list", "get"}
        assert all("Quux" not in seen.text for seen in story.cards(story.lobby))
