"""Read times the way people type them: a reading with every word accounted for, or an honest question."""

from bot.when.booking import as_start, as_window, read_birth_date, read_minutes
from bot.when.model import Choice, Kind, Reading, Refusal, Word
from bot.when.parts import short_day
from bot.when.reader import find_time, read, warm
from bot.when.saying import read_back, say_minutes, say_when

__all__ = [
    "Choice",
    "Kind",
    "Reading",
    "Refusal",
    "Word",
    "as_start",
    "as_window",
    "find_time",
    "read",
    "read_back",
    "read_birth_date",
    "read_minutes",
    "say_minutes",
    "say_when",
    "short_day",
    "warm",
]
