"""The one border where an implementation's exceptions become the taxonomy of `names.Kind`.

Classes decide, never texts: the exception must be one of the implementation's own `ssl` classes, a
timeout, an OSError or one of the classes Python raises for wrong use. Everything else is foreign.
Sources: Python docs, library/ssl, "Exceptions" and "Notes on non-blocking sockets".

Importable on Python 3.8 with the standard library alone.
"""

from __future__ import annotations

import re
import socket
from functools import lru_cache
from typing import Any, Dict, Optional, Tuple, Type, Union

from harness.endpoint import EndpointRaised, Raised, Wants
from harness.errors import Unsupported, words_of
from harness.implementation import Implementation
from harness.names import Kind, Want

_WANTS = (("SSLWantReadError", Want.READ), ("SSLWantWriteError", Want.WRITE))

# Most specific first: all but the last derive from SSLError.
_SSL_KINDS = (
    ("SSLZeroReturnError", Kind.CLEAN_CLOSE),
    ("SSLEOFError", Kind.RAGGED_EOF),
    ("SSLCertVerificationError", Kind.CERTIFICATE_REJECTED),
    ("SSLSyscallError", Kind.OS_ERROR),
    ("SSLError", Kind.PROTOCOL_ERROR),
)

#: Kinds of what no document names: only the place tells one such fault from another.
_UNNAMED = (Kind.FOREIGN, Kind.MISUSE)
#: What needs what a module may do without (Python docs, library/ssl, "Constants").
_FLAGS = {
    "set_alpn_protocols": "HAS_ALPN",
    "selected_alpn_protocol": "HAS_ALPN",
    "sni_callback": "HAS_SNI",
    "set_servername_callback": "HAS_SNI",
    "hostname_checks_common_name": "HAS_NEVER_CHECK_COMMON_NAME",
    "set_ecdh_curve": "HAS_ECDH",
    "verify_client_post_handshake": "HAS_PHA",
    "set_psk_client_callback": "HAS_PSK",
    "set_psk_server_callback": "HAS_PSK",
}
#: The one channel binding that Python's documents know.
_BINDING = "tls-unique"
_MISUSE = (ValueError, TypeError, OverflowError, BufferError)

# OpenSSL names a received alert in the reason: SSLV3_ALERT_BAD_RECORD_MAC, TLSV13_ALERT_CERTIFICATE_REQUIRED.
_RECEIVED_ALERT = re.compile(r"(?:SSLV3|TLSV1|TLSV13)_(?:ALERT_)?([A-Z_]+)$")
# For an alert that CPython has no name for, only OpenSSL's text tells: tlsv1 alert no application protocol.
_UNNAMED_ALERT = re.compile(r"\b(?:sslv3|tlsv1|tlsv13) alert ([a-z ]+)")


def translate(implementation: Implementation, error: BaseException) -> Union[Wants, Raised]:
    """What `error`, raised by `implementation`, means; raises `Unsupported` where it lacks that by design."""
    if isinstance(error, NotImplementedError):
        _refuse_what_it_lacks(implementation, error)
    elif isinstance(error, ValueError):
        _refuse_bindings(implementation, error)
    known = _MEANINGS.get((id(implementation.module), type(error)))  # it is asked for each want
    meaning = known[1] if known else _meaning_of(implementation.module, type(error))
    return meaning if isinstance(meaning, Wants) else describe(error, meaning)


def _refuse_what_it_lacks(implementation: Implementation, error: NotImplementedError) -> None:
    """Raise `Unsupported` where the module says of itself that it lacks what was called.

    Python docs, library/ssl: what a constant such as HAS_ALPN denies raises NotImplementedError.
    """
    flag = _FLAGS.get(place_of(error).rpartition(":")[2], "")
    if flag and implementation.has(flag) and implementation.get(flag) is False:
        raise Unsupported("{} says {} = False: {}".format(implementation.name, flag, error)) from error


def _refuse_bindings(implementation: Implementation, error: ValueError) -> None:
    """Raise `Unsupported` where the module has no channel binding, as its CHANNEL_BINDING_TYPES says.

    Python docs, library/ssl: what is in that list can be asked for, and ValueError is for what is not.
    """
    known = getattr(implementation.module, "CHANNEL_BINDING_TYPES", [_BINDING])
    if place_of(error).endswith(":get_channel_binding") and _BINDING not in known:
        raise Unsupported("{} has no binding {}: {}".format(implementation.name, _BINDING, error)) from error


def describe(error: BaseException, kind: Kind) -> Raised:
    """Everything the exception tells, as plain data."""
    cls: Any = type(error)
    reason = _text(getattr(error, "reason", None))
    message = " ".join(words_of(error).split())
    alert = _alert(reason, message)
    return _raised(
        kind=kind,
        exception=type(error).__name__,
        mro=_names_of(cls),
        errno=_number(getattr(error, "errno", None)),
        library=_text(getattr(error, "library", None)),
        reason=reason,
        verify_code=_number(getattr(error, "verify_code", None)),
        verify_message=_text(getattr(error, "verify_message", None)),
        message=message,
        alert=alert,
        alert_received=alert is not None,
        place=place_of(error) if kind in _UNNAMED else "",
    )


def _raised(**fields: Any) -> Raised:
    """A `Raised` of all its fields at once: its own constructor sets them one by one."""
    raised = object.__new__(Raised)
    raised.__dict__.update(fields)
    return raised


def place_of(error: BaseException) -> str:
    """The Python function of the implementation that raised `error`, as `module:function`; "" if none did.

    A frame of ours at the innermost end is a stand-in of the implementation's, or a callback.
    """
    told, trace = "", error.__traceback__
    while trace is not None:
        module = trace.tb_frame.f_globals.get("__name__", "")
        if not module.startswith("harness."):
            told = "{}:{}".format(module, trace.tb_frame.f_code.co_name)
        trace = trace.tb_next
    return told


class border:  # noqa: N801 - it reads as a word behind `with`
    """Around calls into the implementation that no `attempt` covers: setting up, feeding, draining."""

    __slots__ = ("_doing", "_implementation")

    def __init__(self, implementation: Implementation, doing: str) -> None:
        self._implementation, self._doing = implementation, doing

    def __enter__(self) -> None:
        """Nothing needs to be done before."""

    def __exit__(self, _cls: object, error: Optional[BaseException], _trace: object) -> None:
        """Raises `EndpointRaised` for an exception; one that is none of `Exception` goes on."""
        if isinstance(error, Exception):
            raise raised_while(self._implementation, self._doing, error) from error


def raised_while(implementation: Implementation, doing: str, error: Exception) -> EndpointRaised:
    """What to raise when `error` came while `doing` something that is no attempt; want-* is foreign there."""
    outcome = translate(implementation, error)
    raised = outcome if isinstance(outcome, Raised) else describe(error, Kind.FOREIGN)
    return EndpointRaised(doing, raised)


_MOST = 1024
#: What classes mean, by the module that is asked and the class, both of which it keeps alive.
_MEANINGS: Dict[Tuple[int, Type[BaseException]], Tuple[Any, Union[Wants, Kind]]] = {}


def _meaning_of(module: Any, cls: Type[BaseException]) -> Union[Wants, Kind]:
    if len(_MEANINGS) >= _MOST:
        _MEANINGS.clear()  # a module that makes a class for each exception
    meaning = _find_meaning(module, cls)
    _MEANINGS[id(module), cls] = module, meaning
    return meaning


def _find_meaning(module: Any, cls: Type[BaseException]) -> Union[Wants, Kind]:
    for name, want in _WANTS:
        if _is(module, cls, name):
            return Wants(want)
    for name, kind in _SSL_KINDS:
        if _is(module, cls, name):
            return kind
    if issubclass(cls, (socket.timeout, TimeoutError)):
        return Kind.TIMEOUT
    if issubclass(cls, BlockingIOError):
        return Kind.FOREIGN  # an SSLSocket says SSLWantReadError instead (Python docs, since 3.5)
    if issubclass(cls, OSError) and cls.__module__ == "builtins":
        return Kind.OS_ERROR
    if issubclass(cls, _MISUSE):
        return Kind.MISUSE
    return Kind.FOREIGN


def _is(module: Any, cls: Type[BaseException], name: str) -> bool:
    other: Any = getattr(module, name, None)
    return isinstance(other, type) and issubclass(cls, other)


@lru_cache(maxsize=512)
def _names_of(cls: Type[BaseException]) -> Tuple[str, ...]:
    return tuple(base.__name__ for base in cls.__mro__[:-1])


def _alert(reason: Optional[str], message: str) -> Optional[str]:
    match = _RECEIVED_ALERT.match(reason or "")
    if match is None and reason is None:
        match = _UNNAMED_ALERT.search(message)
    return match.group(1).strip().lower().replace(" ", "_") if match else None


def _text(value: object) -> Optional[str]:
    return value if isinstance(value, str) else None


def _number(value: object) -> Optional[int]:
    return value if isinstance(value, int) else None
