"""Read times the way people type them: a reading with every word accounted for, or an honest question."""

from bot.when.model import Choice, Kind, Reading, Refusal, Word

__all__ = ["Choice", "Kind", "Reading", "Refusal", "Word"]
