"""Days and times as Chinese, Japanese and Korean write them: 12月3日 14時30分, 明天下午3点, 내일 오후 3시. No spaces tell where a word ends."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from bot.when.parts import Clock, Day, Unreadable, the_date
from bot.when.rules.clocks import NEVER, clock

_WORDS: dict[tuple[str, Any], str] = {
    ("relday", 0): "今天 今日 오늘",
    ("relday", 1): "明天 明日 내일",
    ("relday", 2): "后天 後天 明後日 あさって 모레",
    ("relday", -1): "昨天 昨日 어제",
    ("daypart", "morning"): "上午 午前 早上 朝 오전",
    ("daypart", "afternoon"): "下午 午後 오후",
    ("daypart", "evening"): "晚上 夜 저녁",
}
_WEEKDAYS = ("一二三四五六日", "月火水木金土日", "월화수목금토일")
KNOWN: dict[str, tuple[str, Any]] = {word: meaning for meaning, words in _WORDS.items() for word in words.split()} | {
    f"{before}{sign}{after}": ("weekday", number)
    for before, signs, after in (
        ("星期", _WEEKDAYS[0], ""), ("周", _WEEKDAYS[0], ""), ("週", _WEEKDAYS[0], ""), ("礼拜", _WEEKDAYS[0], ""),
        ("", _WEEKDAYS[1], "曜日"), ("", _WEEKDAYS[1], "曜"), ("", _WEEKDAYS[2], "요일"),
    )
    for number, sign in enumerate(signs)
} | {"星期天": ("weekday", 6), "周天": ("weekday", 6)}  # fmt: skip
HAN = (
    r"(?P<handay>(?:\d{4}\s?[年년]\s?)?\d{1,2}\s?[月월]\s?\d{1,2}\s?[日号號일])"
    r"|(?P<hanclock>\d{1,2}\s?[時时点點시](?:\s?\d{1,2}\s?[分분]|半)?)"
    rf"|(?P<hanword>{'|'.join(sorted(KNOWN, key=len, reverse=True))})"
)
_FIGURES = re.compile(r"\d+")


def han_day(text: str, today: date) -> Day:
    """Read 12月3日; without a year it is the coming one."""
    *years, month, day = (int(figures) for figures in _FIGURES.findall(text))
    if years:
        return Day(the_date(years[0], month, day))
    on = the_date(today.year, month, day)
    return Day(on if on >= today else the_date(today.year + 1, month, day), year_said=False)


def han_clock(text: str) -> Clock:
    """Read 14時30分 or 3点半."""
    hour, minute = ([int(figures) for figures in _FIGURES.findall(text)] + [30 if "半" in text else 0])[:2]
    made = clock(hour, minute)
    if made is None:
        raise Unreadable("impossible", NEVER.format(f"{hour}:{minute:02}"))
    return made
