"""Every setting, and the kinds of values they have."""

from bot.settings.model import BadSettings, Settings, given_settings, read_settings

__all__ = ["BadSettings", "Settings", "given_settings", "read_settings"]
