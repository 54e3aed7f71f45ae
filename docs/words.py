"""Words that libraries have, written down so that a process need not hold the libraries: bank holidays, names of languages, days and months of all of them."""

from __future__ import annotations

from collections import defaultdict
from textwrap import fill

from babel import Locale

from bot.when.rules.named_days import asked_of_library
from bot.when.words import fold
from bot.when.words.world import gathered

YEARS = range(2020, 2046)
_BANK_HOLIDAYS = '''"""The bank holidays of the United Kingdom, as `holidays` has them: written by `make docs`, a test holds both together."""

# Name | nations | days
TABLE = """
{lines}
"""
'''
_FOREIGN = '''"""Words for days and months of all languages, folded, as dateparser has them: written by `make docs`, a test holds both together."""

# Tag | value | words
TABLE = """
{lines}
"""
'''
_LANGUAGES = '''"""The names of languages by their codes, as CLDR has them in English: written from babel by `make docs`, a test holds both together."""

NAMES = """
{lines}
"""
'''


def bank_holidays() -> str:
    """Make `bot/when/words/bank_holidays.py`."""
    days: defaultdict[tuple[str, tuple[str, ...]], list[str]] = defaultdict(list)
    for year in YEARS:
        for day, kept in sorted(asked_of_library(year).items()):
            days[kept].append(day.isoformat())
    lines = (f"{name}|{' '.join(nations)}|{' '.join(each)}" for (name, nations), each in sorted(days.items()))
    return _BANK_HOLIDAYS.format(lines="\n".join(lines))


def foreign_words() -> str:
    """Make `bot/when/words/foreign.py`."""
    words: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
    for word, meant in sorted(gathered(fold).items()):
        words[meant].append(word)
    lines = (f"{tag}|{value}|{'; '.join(each)}" for (tag, value), each in sorted(words.items()))
    return _FOREIGN.format(lines="\n".join(lines))


def language_names() -> str:
    """Make `bot/line/cldr.py`."""
    names = "; ".join(f"{code} {name}" for code, name in sorted(Locale("en").languages.items()))
    return _LANGUAGES.format(lines=fill(names, 150, break_on_hyphens=False))
