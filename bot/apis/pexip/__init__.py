"""Pexip Engage."""
