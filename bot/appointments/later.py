"""An appointment whose parts are made when somebody looks at them: of a list of thousands a page is drawn."""

from __future__ import annotations

from collections.abc import Callable, Generator, Hashable, Mapping
from typing import Any, NoReturn, Protocol, Self

from bot.appointments.model import Appointment

Makes = Mapping[str, Callable[[Any], Any]]
"""By field: makes its value, as the model would hold it, of the row that a vendor told."""
_ROW, _MAKES, _STAMP, _KNOWN, _DRAWN = " row", " makes", " stamp", " known", " drawn"
"""Beside the fields, under names that no field can have."""
PACKED = " packed"
"""Among what makes the fields: packs the row once its version is made, for that is what is looked at again and again."""
_new, _set = object.__new__, object.__setattr__
"""At hand, since they are needed for each of thousands."""


class MakesVersion(Protocol):
    def version_of(self, appointment: Appointment) -> str: ...


class Later(Appointment):
    """Is an `Appointment` to whoever reads it, at a tenth of the cost; what is done with it as a whole is done with a plain one.

    One of a list: it has nobody's own link.
    """

    @classmethod
    def telling(cls, *names: str) -> type[Later]:
        """The kind of a service that tells these fields: what it never tells stands on the class, and is looked up at no cost."""
        kind = type("Later", (cls,), {"__module__": __name__, "model_config": {"defer_build": True}})
        for name in set(_FIELDS).difference(names):
            setattr(kind, name, Appointment.model_fields[name].get_default())
        return kind

    @classmethod
    def made(cls, row: object, makes: Makes, known: dict[str, object]) -> Self:
        """Make one of a row; `known`: the fields that are at hand, which become its own. `makes` has all others that the vendor tells, for all its rows alike."""
        told = _new(cls)
        known[_ROW] = row
        known[_MAKES] = makes
        _set(told, "__dict__", known)
        return told

    @property
    def row(self) -> object:
        """What it is made of."""
        return self.__dict__[_ROW]

    def stamped_by(self, stamp: MakesVersion) -> None:
        """Have its version made when it is looked at, unless it has one."""
        if "version" not in self.__dict__:
            self.__dict__.setdefault(_STAMP, stamp)

    def is_known_as(self, what: object) -> bool:
        """Whether `what` was made of this very reading, for somebody who keeps that and not the reading."""
        return self.__dict__.get(_KNOWN) is what

    def know_as(self, what: object) -> None:
        self.__dict__[_KNOWN] = what

    @property
    def drawn(self) -> dict[Hashable, Any]:
        """What was made of this very reading and of nothing else, for whoever draws it again; it goes when the reading goes."""
        held = self.__dict__
        found = held.get(_DRAWN)
        if found is None:
            found = held[_DRAWN] = {}
        return found

    def whole(self) -> Appointment:
        """The same as a plain appointment, with everything made."""
        version = {"version": self.version} if _STAMP in self.__dict__ or "version" in self.__dict__ else {}
        return self._plain(**version)

    def passing(self) -> Appointment:
        """The same without its version, for one look: what is made for it is not kept, since nobody may ask for that again."""
        held = self.__dict__
        row, makes = held[_ROW], held[_MAKES]
        told = [name for name in _FIELDS if name in held or name in makes]
        values = {name: held[name] if name in held else makes[name](row) for name in told}
        return Appointment.model_construct({*values}, **values)

    def _plain(self, **more: object) -> Appointment:
        held = self.__dict__
        told = [name for name in _FIELDS if name in held or name in held[_MAKES]]
        values = {name: getattr(self, name) for name in told} | more
        return Appointment.model_construct({*values}, **values)

    @property
    def model_fields_set(self) -> set[str]:
        return self.whole().model_fields_set

    def model_copy(self, **how: Any) -> Any:
        return self.whole().model_copy(**how)

    def model_dump(self, **how: Any) -> dict[str, Any]:
        return self.whole().model_dump(**how)

    def model_dump_json(self, **how: Any) -> str:
        return self.whole().model_dump_json(**how)

    def __iter__(self) -> Generator[tuple[str, Any], None, None]:
        return self.whole().__iter__()

    def __eq__(self, other: object) -> bool:
        return self is other or self.whole() == (other.whole() if isinstance(other, Later) else other)

    def __hash__(self) -> int:
        return hash(self.whole())

    def __repr__(self) -> str:
        return repr(self.whole())

    def __str__(self) -> str:
        return str(self.whole())

    def __copy__(self) -> Any:
        return self.whole()

    def __deepcopy__(self, memo: dict[int, Any] | None = None) -> Any:
        return self.whole().__deepcopy__(memo)

    def __reduce__(self) -> NoReturn:
        raise TypeError("an appointment is not pickled")


class _Made:
    """A field that is made when it is first looked at, and then stands where the model has its own."""

    __slots__ = ("_name", "_untold")

    def __init__(self, name: str) -> None:
        self._name = name
        self._untold = Appointment.model_fields[name].get_default()

    def __get__(self, told: Later | None, kind: type | None = None) -> Any:
        if told is None:
            return self
        held = told.__dict__
        make = held[_MAKES].get(self._name)
        if make is None:
            return self._untold
        held[self._name] = value = make(held[_ROW])
        return value


class _Version(_Made):
    __slots__ = ()

    def __get__(self, told: Later | None, kind: type | None = None) -> Any:
        stamp = told.__dict__.get(_STAMP) if told is not None else None
        if told is None or stamp is None:
            return super().__get__(told, kind)
        version = stamp.version_of(told.passing())
        # In the stamp's place: with one more than ten, what they all stand in is twice as large
        held = {name: value for name, value in tuple(told.__dict__.items()) if name != _STAMP}
        held["version"] = version
        if pack := held[_MAKES].get(PACKED):
            held[_ROW] = pack(held[_ROW])
        _set(told, "__dict__", held)
        return version


_FIELDS = tuple(name for name in Appointment.model_fields if name != "version")
for _name in _FIELDS:
    setattr(Later, _name, _Made(_name))
Later.version = _Version("version")  # type: ignore[assignment]
