"""The scaffolding of planted defects in the choice of algorithms: what Python 3.15 added, on any Python.

Where `ssl` has it, that is used, kept from telling what no connection has agreed on. Where it has not, the
library under it is asked through the pointers in CPython's objects: SSL_CTX* behind the head of a context,
SSL* behind the socket of a connection. `_correct_algorithms.py` proves that nothing is wrong with it.
"""

import _ssl
import ctypes
import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)
tables = import_module("._algorithms", __name__)

#: Whether `ssl` has all this itself.
NATIVE = hasattr(ssl.SSLContext, "set_groups")
_SET_GROUPS, _SET_SIGALGS, _SET_CLIENT_SIGALGS = 92, 98, 102  # SSL_CTRL_*_LIST
_PEER_DIGEST, _OWN_DIGEST, _GROUP = 108, 132, 134  # SSL_CTRL_GET_*
_NO_ALGORITHM = "unrecognized signature algorithm"
_HEAD = object.__basicsize__
_POINTER = ctypes.sizeof(ctypes.c_void_p)


def _bound():
    """The library that `_ssl` is linked to, by way of `_ssl`."""
    library = ctypes.CDLL(getattr(_ssl, "__file__", None))
    for name in ("SSL_ctrl", "SSL_CTX_ctrl"):
        getattr(library, name).argtypes = (ctypes.c_void_p, ctypes.c_int, ctypes.c_long, ctypes.c_void_p)
        getattr(library, name).restype = ctypes.c_long
    library.SSL_CTX_set_ciphersuites.argtypes = (ctypes.c_void_p, ctypes.c_char_p)
    for name in ("SSL_get_signature_type_nid", "SSL_get_peer_signature_type_nid"):
        getattr(library, name).argtypes = (ctypes.c_void_p, ctypes.c_void_p)
    return library


_library = None if NATIVE else _bound()


def _text(value):
    """A string of the field, for C."""
    if not isinstance(value, str):
        raise TypeError(f"argument must be str, not {type(value).__name__}")
    if "\0" in value:
        raise ValueError("embedded null character")
    return value.encode()


class Core(planted.Core):
    """One connection, which knows whether it is established, and fails again once it has failed."""

    established = False
    failed = None

    def do_handshake(self):
        """As `ssl` does."""
        result = self._until_it_fails(super().do_handshake)
        self.established = True
        return result

    def take(self, size):
        """As `ssl` does."""
        return self._until_it_fails(super().take, size)

    def write(self, data):
        """As `ssl` does; a write that is refused ends nothing."""
        if self.failed is not None:
            raise self.failed
        return super().write(data)

    def _until_it_fails(self, call, *arguments):
        if self.failed is not None:
            raise self.failed
        try:
            return call(*arguments)
        except ssl.SSLError as error:
            if planted.fatal(error) and not isinstance(error, (ssl.SSLZeroReturnError, ssl.SSLEOFError)):
                self.failed = error
            raise

    def group(self):
        """The group of the key agreement."""
        return self.group_now() if self.established else None

    def client_sigalg(self):
        """The algorithm of the client's signature."""
        return self.sigalg_of(client=True) if self.established else None

    def server_sigalg(self):
        """The algorithm of the server's signature."""
        signed = self.established and not self.real.session_reused and self._suite_signs()
        return self.sigalg_of(client=False) if signed else None

    def group_now(self):
        """What the library says of the group, established or not."""
        if NATIVE:
            return self.real.group()
        number = _library.SSL_ctrl(self._pointer(), _GROUP, 0, None) if self.real.cipher() else 0
        return tables.GROUP_NUMBERS.get(number & 0xFFFF if number & 0x1000000 else number)

    def sigalg_of(self, *, client):
        """What the library says of a signature, established or not."""
        if NATIVE:
            return self.real.client_sigalg() if client else self.real.server_sigalg()
        own = client is not self._serves()
        numbers = ctypes.c_int(), ctypes.c_int()
        kind = _library.SSL_get_signature_type_nid if own else _library.SSL_get_peer_signature_type_nid
        kind(self._pointer(), ctypes.byref(numbers[0]))
        digest = _OWN_DIGEST if own else _PEER_DIGEST
        _library.SSL_ctrl(self._pointer(), digest, 0, ctypes.byref(numbers[1]))
        return tables.SCHEMES.get(tuple(number.value for number in numbers))

    def _serves(self):
        """Which end it is."""
        return self.real.context.protocol == ssl.PROTOCOL_TLS_SERVER

    def _suite_signs(self):
        """Static RSA and pre-shared keys prove who one is without a signature."""
        name, protocol, _bits = self.real.cipher()
        return protocol == "TLSv1.3" or (name.startswith(("ECDHE-", "DHE-")) and "-PSK-" not in name)

    def _pointer(self):
        return ctypes.c_void_p.from_address(id(self.real) + _HEAD + _POINTER).value


class _Added(planted.SSLContext):
    """The methods of 3.15, where there are none."""

    def set_ciphersuites(self, ciphersuites, /):
        """TLS 1.3's suites."""
        _text(ciphersuites)
        known = [each for each in ciphersuites.split(":") if each in tables.SUITES]
        if not known or not _library.SSL_CTX_set_ciphersuites(self._pointer(), ":".join(known).encode()):
            raise ssl.SSLError("No cipher suite can be selected.")

    def set_groups(self, groups, /):
        """The groups of key agreement."""
        self._set(_SET_GROUPS, groups, "unrecognized group")

    clients_are_set = False

    def set_client_sigalgs(self, sigalgs, /):
        """The algorithms of a client's signature."""
        self._set(_SET_CLIENT_SIGALGS, sigalgs, _NO_ALGORITHM)
        self.clients_are_set = True

    def set_server_sigalgs(self, sigalgs, /):
        """The algorithms of a server's signature; OpenSSL would take them for a client's, too."""
        self._set(_SET_SIGALGS, sigalgs, _NO_ALGORITHM)
        if not self.clients_are_set:
            self._set(_SET_CLIENT_SIGALGS, ":".join(get_sigalgs()), _NO_ALGORITHM)

    def get_groups(self, *, include_aliases=False):
        """The names of groups there are between the bounds of versions."""
        bounds = self.minimum_version, self.maximum_version
        least = bounds[0] if bounds[0] > 0 else ssl.TLSVersion.TLSv1_2
        most = bounds[1] if bounds[1] > 0 else ssl.TLSVersion.TLSv1_3
        there = [each for each in tables.GROUPS if each.first <= most and each.last >= least]
        names = [[each.name, *(each.aliases if include_aliases else ())] for each in there]
        return [name for each in names for name in each if _knows(_SET_GROUPS, name)]

    def _set(self, what, value, fault):
        if not _library.SSL_CTX_ctrl(self._pointer(), what, 0, _text(value)):
            _library.ERR_clear_error()
            raise ssl.SSLError(fault)

    def _pointer(self):
        return ctypes.c_void_p.from_address(id(self) + _HEAD).value


SSLContext = planted.SSLContext if NATIVE else _Added


def _knows(what, name):
    try:
        _Added(ssl.PROTOCOL_TLS_CLIENT)._set(what, name, "")
    except ssl.SSLError:
        return False
    return True


def get_sigalgs():
    """The names of signature algorithms there are."""
    if NATIVE:
        return ssl.get_sigalgs()
    return [name for name in tables.SCHEMES.values() if _knows(_SET_SIGALGS, name)]


class _Told:
    """What both faces tell besides."""

    def group(self):
        """The group of the key agreement, None without a connection."""
        return None if self._sslobj is None else self._sslobj.group()

    def client_sigalg(self):
        """The algorithm of the client's signature, None without one."""
        return None if self._sslobj is None else self._sslobj.client_sigalg()

    def server_sigalg(self):
        """The algorithm of the server's signature, None without one."""
        return None if self._sslobj is None else self._sslobj.server_sigalg()

    def get_verified_chain(self):
        """The chain up to its anchor, none on a resumed connection."""
        chain = self._sslobj.get_verified_chain()
        return [each.public_bytes(_ssl.ENCODING_DER) for each in chain or () if each]

    def get_unverified_chain(self):
        """The chain as the peer sent it; on a resumed connection what is left of it."""
        chain = self._sslobj.get_unverified_chain()
        alone = self._sslobj.getpeercert(True)
        return [each.public_bytes(_ssl.ENCODING_DER) for each in chain or () if each] or [alone][
            : bool(alone)
        ]


class SSLObject(_Told, ssl.SSLObject):
    """Over memory BIOs."""


class SSLSocket(_Told, ssl.SSLSocket):
    """Over a socket."""


def shape(core=Core, context=SSLContext, face=SSLObject, sock=SSLSocket, **others):
    """The names of a module shaped like `ssl` of 3.15, with these classes in their places."""
    own = type("SSLContext", (context,), {"sslobject_class": face})
    names = {"HAS_PHA": True, "HAS_PSK_TLS13": hasattr(ssl, "HAS_PSK"), "get_sigalgs": get_sigalgs}
    return planted.shape(core=core, context=own, sock=sock, **{**names, "SSLObject": face, **others})
