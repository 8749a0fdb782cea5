"""What is asked in every handshake is found out once: names of numbers, suites of settings, host names.

And a random number is drawn by the standard library, where tlslite draws bytes until they are below a bound.
"""

from __future__ import annotations

import functools
import secrets
from collections.abc import Callable
from typing import Any

from harness.peers.fast.package import Package

_KEPT = 4096


def install(package: Package) -> None:
    """Have tlslite's TLSEnum, CipherSuite and is_valid_hostname remember their answers."""
    constants = package.module("constants")
    enum, suites = constants.TLSEnum, constants.CipherSuite
    enum.toRepr = classmethod(_remembering_names(enum.toRepr.__func__))
    package.replace("utils.cryptomath", "getRandomNumber", lambda _: _random_number)
    package.replace("utils.dns_utils", "is_valid_hostname", _remembering_host_names)
    suites._filterSuites = staticmethod(_remembering_suites(suites._filterSuites))  # noqa: SLF001 - tlslite's


def _remembering_names(pure: Callable[..., str | None]) -> Callable[..., str | None]:
    @functools.lru_cache(maxsize=_KEPT)
    def name_of(kind: Any, value: Any, left_out: tuple[str, ...]) -> str | None:
        return pure(kind, value, list(left_out))

    def to_repr(kind: Any, value: Any, blacklist: list[str] | None = None) -> str | None:
        try:
            return name_of(kind, value, tuple(blacklist or ()))
        except TypeError:  # a value that cannot be remembered
            return pure(kind, value, blacklist)

    return to_repr


def _remembering_suites(pure: Callable[..., list[int]]) -> Callable[..., list[int]]:
    known: dict[Any, list[int]] = {}

    def filter_suites(suites: list[int], settings: Any, version: Any = None) -> list[int]:
        of_settings = settings.macNames, settings.cipherNames, settings.keyExchangeNames
        key = (tuple(suites), version or settings.maxVersion, *map(tuple, of_settings))
        if key not in known:
            if len(known) >= _KEPT:
                known.clear()
            known[key] = pure(suites, settings, version)
        return list(known[key])

    return filter_suites


def _remembering_host_names(pure: Callable[[Any], bool]) -> Callable[[Any], bool]:
    remembered = functools.lru_cache(maxsize=_KEPT)(pure)

    def is_valid_hostname(hostname: Any) -> bool:
        return remembered(hostname if isinstance(hostname, str) else bytes(hostname))

    return is_valid_hostname


def _random_number(low: int, high: int) -> int:
    """One of the numbers from `low` up to but without `high`, each as likely."""
    return low + secrets.randbelow(high - low)
