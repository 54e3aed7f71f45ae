"""Read times the way people type them: a reading with every word accounted for, or an honest question."""

from bot.when.booking import as_start, as_window, read_birth_date, read_minutes
from bot.when.model import Choice, Kind, Reading, Refusal, Word
from bot.when.parts import say_minutes, short_day
from bot.when.reader import find_time, get_ready, is_ready, read, time_in, warm
from bot.when.reading.account import Found
from bot.when.reading.rest import MAX_LENGTH, joined, without_length
from bot.when.reading.strange import is_time_word, resembles_time, words_of_time
from bot.when.reading.zones import zone_words
from bot.when.rules.named_days import bank_holiday_words, is_bank_holiday
from bot.when.saying import UK_ZONES, is_doubled, read_back, say_clock, say_moved, say_when

__all__ = [
    "MAX_LENGTH",
    "UK_ZONES",
    "Choice",
    "Found",
    "Kind",
    "Reading",
    "Refusal",
    "Word",
    "as_start",
    "as_window",
    "bank_holiday_words",
    "find_time",
    "get_ready",
    "is_bank_holiday",
    "is_doubled",
    "is_ready",
    "is_time_word",
    "joined",
    "read",
    "read_back",
    "read_birth_date",
    "read_minutes",
    "resembles_time",
    "say_clock",
    "say_minutes",
    "say_moved",
    "say_when",
    "short_day",
    "time_in",
    "warm",
    "without_length",
    "words_of_time",
    "zone_words",
]
