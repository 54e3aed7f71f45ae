"""SQLAlchemy's engine for asyncio without its ORM, which nobody here uses and which is a third of what SQLAlchemy takes of a start.

Its package imports both. So it stands there unfilled while the engine's module is imported, and fills itself when anybody asks it for more:
whoever imports the package gets all of it, with these same classes.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from typing import TYPE_CHECKING, Any

__all__ = ["AsyncConnection", "AsyncEngine", "create_async_engine"]
PACKAGE = "sqlalchemy.ext.asyncio"


def _engine() -> Any:
    """Import the engine's module, and the package only if it is there already."""
    spec = find_spec(PACKAGE)
    if PACKAGE in sys.modules or spec is None or spec.loader is None:
        return import_module(f"{PACKAGE}.engine")
    loader, package = spec.loader, module_from_spec(spec)

    def fill(name: str) -> Any:
        vars(package).pop("__getattr__", None)
        loader.exec_module(package)
        return getattr(package, name)

    sys.modules[PACKAGE] = vars(sys.modules["sqlalchemy.ext"])["asyncio"] = package
    engine = import_module(f"{PACKAGE}.engine")
    vars(package)["__getattr__"] = fill
    return engine


if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
else:
    _found = _engine()
    AsyncConnection, AsyncEngine = _found.AsyncConnection, _found.AsyncEngine
    create_async_engine = _found.create_async_engine
