"""Fail when a command costs more CPU than it may, against a bare Bolt app in the same run: `python -m bench.guard`.

A ratio, because the machine's own speed is in both; tried again, because others may be at work on it.
"""

from __future__ import annotations

import sys

from bench.contenders import BARE, OURS, contenders
from bench.field import Field, opened

MOST = 0.75
"""How much of a bare app's CPU a command may cost, with every feature on."""
TRIES = 3
AT_ONCE = {16: 400}


def ratio(field: Field) -> float:
    """Run both, one after the other, and compare."""
    cpu = {
        one.name: field.heat(one, AT_ONCE).levels[16].cpu for one in contenders() if one.name in (OURS, BARE)
    }
    print(f"CPU a command: {cpu[OURS]:.2f} ms, a bare Bolt app: {cpu[BARE]:.2f} ms")
    return cpu[OURS] / cpu[BARE]


def main() -> int:
    with opened() as field:
        for _ in range(TRIES):
            found = ratio(field)
            if found <= MOST:
                print(f"That is {found:.2f} of it, and may be {MOST}.")
                return 0
    print(f"A command costs more than {MOST} of a bare Bolt app's, {TRIES} times in a row.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
