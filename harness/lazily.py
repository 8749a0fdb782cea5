"""Properties that are computed once, when they are first asked for.

As `functools.cached_property`, but without the lock that Python 3.11 takes at every one: what a rule asks
of a ledger costs less than that lock.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

T = TypeVar("T")


class lazily(Generic[T]):  # noqa: N801 - it reads as a word before a function
    """Make a method a property whose value is kept in the instance."""

    def __init__(self, compute: Callable[[Any], T]) -> None:
        self._compute = compute
        self._name = compute.__name__
        self.__doc__ = compute.__doc__

    @overload
    def __get__(self, instance: None, owner: type) -> lazily[T]: ...

    @overload
    def __get__(self, instance: object, owner: type) -> T: ...

    def __get__(self, instance: object, owner: type) -> lazily[T] | T:
        """The value, which stands in the way of this descriptor from now on."""
        if instance is None:
            return self
        value = vars(instance)[self._name] = self._compute(instance)
        return value
