"""The one way in which a story stumbles over its own feet."""


class NotThere(AssertionError):
    """Someone reached for what is not on her screen."""
