"""The scenes of the stories, at their edges."""

from __future__ import annotations

from tests.stories.conftest import either, story

__all__ = ["either", "story"]
