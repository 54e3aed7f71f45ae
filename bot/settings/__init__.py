"""Every setting, and the kinds of values they have."""

from bot.settings.model import Settings
from bot.settings.reading import UnknownVendor, given_settings, read_settings
from bot.settings.variables import BadSettings, Variables, VendorSettings, read

__all__ = [
    "BadSettings",
    "Settings",
    "UnknownVendor",
    "Variables",
    "VendorSettings",
    "given_settings",
    "read",
    "read_settings",
]
