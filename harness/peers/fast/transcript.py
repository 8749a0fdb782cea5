"""The transcript hash (RFC 8446 section 4.4.1): the messages are kept, and hashed when a digest is asked for.

tlslite hashes every message six times, by every hash a handshake might choose.
"""

# ruff: noqa: N815 - the names are tlslite's
from __future__ import annotations

import hashlib
from typing import Any

from harness.peers.fast.package import Package

_USUAL = {"sha256": hashlib.sha256, "sha384": hashlib.sha384}


def install(package: Package) -> None:
    """Replace tlslite's HandshakeHashes by a class upon it."""
    package.replace("handshakehashes", "HandshakeHashes", _class_upon)


def _over_everything(name: str) -> Any:
    """The running hash that tlslite keeps under a name of its own, made anew whenever it is looked at."""
    return property(lambda self: hashlib.new(name, self._handshake_buffer, usedforsecurity=False))


def _class_upon(base: Any) -> Any:
    class Transcript(base):  # type: ignore[misc] # tlslite has no types
        """Hashes of the handshake messages so far; tlslite's own methods find here what they look for."""

        _handshakeMD5 = _over_everything("md5")
        _handshakeSHA = _over_everything("sha1")
        _handshakeSHA224 = _over_everything("sha224")
        _handshakeSHA256 = _over_everything("sha256")
        _handshakeSHA384 = _over_everything("sha384")
        _handshakeSHA512 = _over_everything("sha512")

        def __init__(self) -> None:
            self._handshake_buffer = bytearray()

        def update(self, data: Any) -> None:
            """Add the bytes of a message."""
            self._handshake_buffer += data

        def digest(self, digest: str | None = None) -> Any:
            """The hash called `digest` of everything so far; see tlslite for None and "intrinsic"."""
            usual = _USUAL.get(digest or "")
            return super().digest(digest) if usual is None else usual(self._handshake_buffer).digest()

        def copy(self) -> Any:
            """Another transcript that begins with the same messages."""
            other = type(self)()
            other.update(self._handshake_buffer)
            return other

    return Transcript
