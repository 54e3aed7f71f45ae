"""Acme Meetings, a vendor that nobody has heard of: what somebody else would write to have Frontdesk speak with it."""

from .vendor import ACME

__all__ = ["ACME"]
