"""Import of a library what is used of it, where its package imports more.

Everybody else's imports stay whole: what was left out is there as soon as anybody asks for it.
"""

from __future__ import annotations

import ssl
import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from types import ModuleType
from typing import Any


def import_unadorned(*libraries: str) -> None:
    """Import libraries that print prettily where rich is there, as if it were not: a server prints lines of its log."""
    hidden = {"rich"} - sys.modules.keys()
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]  # None: there is no such module
    try:
        for library in libraries:
            import_module(library)
    finally:
        for name in hidden:
            del sys.modules[name]


def import_sparing_certificates(*libraries: str) -> Callable[[], None]:
    """Import libraries that make TLS contexts; those that check nothing get no certificates, the others theirs in a thread. Gives what waits for that.

    If one of those that check nothing were made to check afterwards, it would trust nobody.
    """
    reading: list[Future[None]] = []
    aside = ThreadPoolExecutor(1)  # Python lets others run while certificates are read: on a second core

    def read(context: ssl.SSLContext) -> None:
        if context.verify_mode != ssl.CERT_NONE:
            reading.append(aside.submit(super(ssl.SSLContext, context).set_default_verify_paths))

    def wait() -> None:
        aside.shutdown()
        for one in reading:
            one.result()

    ssl.SSLContext.set_default_verify_paths = read  # type: ignore[method-assign, assignment]
    try:
        for library in libraries:
            import_module(library)
    finally:
        del ssl.SSLContext.set_default_verify_paths
    return wait


def import_without(modules: tuple[str, ...], *libraries: str) -> None:
    """Import libraries that take names from some modules and use them for nothing yet, without these modules: each is imported once a name of it is used."""
    left_out = [module for module in modules if module not in sys.modules]
    for module in left_out:
        sys.modules[module] = _absent(module)
    try:
        for library in libraries:
            import_module(library)
    finally:
        for module in left_out:
            del sys.modules[module]


def _absent(module: str) -> ModuleType:
    absent = ModuleType(module)

    def told(name: str) -> Any:
        if sys.modules.get(module) is absent:
            return _Named(module, name)
        return getattr(import_module(module), name)

    vars(absent)["__getattr__"] = told
    return absent


class _Named:
    """Stands for a class of a module that is not imported yet: it can be called, derived from and asked about."""

    def __init__(self, module: str, name: str) -> None:
        self._where = module, name

    def _found(self) -> Any:
        module, name = self._where
        return getattr(import_module(module), name)

    def __call__(self, *given: Any, **named: Any) -> Any:
        return self._found()(*given, **named)

    def __mro_entries__(self, bases: tuple[object, ...]) -> tuple[type, ...]:
        return (self._found(),)

    def __instancecheck__(self, one: object) -> bool:
        return isinstance(one, self._found())


def import_part(package: str, module: str) -> Any:
    """Import a package's module, and the package only if it is there already.

    Until then the package stands there unfilled, and fills itself when it is asked for anything but such modules
    and what they define: whoever imports it gets all of it, with these same classes.
    """
    spec = find_spec(package)
    if package in sys.modules or spec is None or spec.loader is None:
        return import_module(f"{package}.{module}")
    loader, unfilled = spec.loader, module_from_spec(spec)

    def fill(name: str) -> Any:
        defined = vars(part).get(name)
        if getattr(defined, "__module__", None) == part.__name__:
            return defined
        vars(unfilled).pop("__getattr__", None)
        loader.exec_module(unfilled)
        return getattr(unfilled, name)

    sys.modules[package] = unfilled
    parent, _, name = package.rpartition(".")
    if parent:
        vars(sys.modules[parent])[name] = unfilled
    part = import_module(f"{package}.{module}")
    vars(unfilled)["__getattr__"] = fill
    return part
