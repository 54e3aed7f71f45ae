"""Where a process begins: `serve` alone goes straight to the bot, everything else through the command line."""

from __future__ import annotations

import gc
import os
import sys


def app() -> None:
    """Do what was typed. Reading `serve` takes no library; the one that reads everything else takes 70 ms and 2 MB."""
    gc.disable()  # what is imported stays, and looking through it for garbage again and again took a tenth of the start
    os.environ.setdefault(
        "PYDANTIC_DISABLE_PLUGINS", "__all__"
    )  # else it looks through all packages for some: 20 ms
    if sys.argv[1:] == ["serve"]:
        try:
            from bot.serve.start import start

            start()
        except KeyboardInterrupt:  # before there is a loop that is told of it
            sys.exit(130)
    else:
        from bot.commands import app as commands

        gc.freeze()
        gc.enable()
        commands()


if __name__ == "__main__":
    app()
