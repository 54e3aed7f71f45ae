"""One scene for many examples: hypothesis calls a plain function, which steps into the running bot and out again."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Coroutine, Iterator
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings

from tests.stories.scene import Scene, scene

Step = Callable[[Coroutine[Any, Any, None]], None]


@contextmanager
def one_scene(tmp_path: Path, **changed: Any) -> Iterator[tuple[Scene, Step]]:
    """Open a scene that stays between examples; what is given beside it runs one of them in its loop."""
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        story = runner.run(stack.enter_async_context(scene(tmp_path, **changed)))
        try:
            yield story, runner.run
        finally:
            runner.run(stack.aclose())


def examples(count: int) -> settings:
    """So many examples, however long each takes: a real bot answers them. `make fuzz` asks for many more."""
    count = int(os.environ.get("FUZZED", count))
    return settings(max_examples=count, deadline=None, suppress_health_check=list(HealthCheck))
