"""Fail when a command costs more CPU than it may, against a bare Bolt app in the same run: `python -m bench.guard`.

A ratio, because the machine's own speed is in both; of the least that each took in several turns, because whatever else the
machine does can only add to it; and tried again.
"""

from __future__ import annotations

import sys
import time
from contextlib import ExitStack

from bench.contenders import BARE, OURS, contenders
from bench.field import Field, opened

MOST = 0.6
"""How much of a bare app's CPU a command may cost, with every feature on."""
TRIES = 3
AT_ONCE, COMMANDS, ROUNDS = 16, 64, 8


def ratios(field: Field) -> list[float]:
    """Run both side by side and compare, until a comparison is good enough or the tries are used up."""
    found: list[float] = []
    with ExitStack() as stack:
        two = [one for one in contenders() if one.name in (OURS, BARE)]
        apps = {one.name: stack.enter_context(field.running(one)) for one in two}
        for app in apps.values():
            app.first(time.monotonic())
            app.warm_up()
        while len(found) < TRIES and min(found, default=1) > MOST:
            least = dict.fromkeys(apps, float("inf"))
            for _ in range(ROUNDS):
                for name, app in apps.items():
                    least[name] = min(least[name], app.slice(AT_ONCE, COMMANDS).cpu)
            found.append(least[OURS] / least[BARE])
            print(f"CPU a command: {least[OURS]:.2f} ms; a bare Bolt app's: {least[BARE]:.2f} ms")
    return found


def main() -> int:
    with opened() as field:
        found = ratios(field)
    if min(found) <= MOST:
        print(f"That is {min(found):.2f} of it, and may be {MOST}.")
        return 0
    print(f"A command costs more than {MOST} of a bare Bolt app's, {TRIES} times in a row.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
