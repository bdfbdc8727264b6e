"""What an object works out when it is first asked for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

from pingan.language.stack import with_room

Owner = TypeVar("Owner")
T = TypeVar("T")


class Once(Generic[Owner, T]):
    """A property worked out once, with room on the stack; *work* must be repeatable, as `with_room` asks.

    There is no lock: of two threads that ask at once both work it out, and the first that is done is kept.

    >>> class Flood:
    ...     @Once
    ...     def depth(self) -> int:
    ...         return 45
    >>> Flood().depth
    45
    """

    def __init__(self, work: Callable[[Owner], T]) -> None:
        self._work = work
        self.__doc__ = work.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type) -> Once[Owner, T]: ...

    @overload
    def __get__(self, instance: Owner, owner: type) -> T: ...

    def __get__(self, instance: Any, owner: type) -> Any:
        if instance is None:
            return self
        # INVARIANT: found in the instance's own dictionary from now on, before this is asked again.
        return instance.__dict__.setdefault(self._name, with_room(lambda: self._work(instance)))
