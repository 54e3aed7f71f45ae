"""Read a booking line: one account of every word in it."""

from bot.line.account import Typist
from bot.line.contacts import is_address
from bot.line.lattice import Kind
from bot.line.reading import Understood, read_line, warm

__all__ = ["Kind", "Typist", "Understood", "is_address", "read_line", "warm"]
