"""An implementation on trial: a module of a shape the harness knows, and how to find one.

The shapes are Python's `ssl`; the TLS buffers of PEP 543 and PEP 748: a `ClientContext` or a
`ServerContext`; pyOpenSSL's `Connection`; and an endpoint of the harness's own sans-IO shape: `connect`
and `ENDPOINT_CALLS`. This is the only module that imports `ssl`. A driver asks its implementation for
every name, so that it can never silently test CPython instead. Importable on Python 3.8 with the standard
library alone.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import platform
import ssl
import sys
from dataclasses import dataclass, field
from importlib import metadata
from types import ModuleType, SimpleNamespace
from typing import Any, Dict, Iterable, List, Tuple

from harness.errors import Unsupported, UsageError

#: Third parties register implementations here: a module, or anything with the same attributes.
ENTRY_POINTS = "harness.implementations"

#: Implementations that have a name of their own, and the module behind each.
BUILT_IN: Dict[str, str] = {
    "stdlib": "ssl",
    "mbedtls": "mbedtls.tls",
    "tlslite": "harness.peers.tlslite_subject",
    "pyopenssl": "harness.drivers.pyopenssl_names",
    "siotls": "harness.drivers.siotls_endpoint",
    "rustls": "harness.drivers.rustls_endpoint",
    "m2crypto": "harness.drivers.m2crypto_endpoint",
    "truststore": "ssl",
    "wolfssl": "wolfssl",
}

#: What to install for those that do not come with Python, or why that does not help.
_EXTRAS: Dict[str, str] = {
    **{
        name: "install tls-harness[{}]".format(name)
        for name in ("mbedtls", "pyopenssl", "siotls", "rustls", "truststore")
    },
    "m2crypto": "install M2Crypto, which is built (apt-get install swig libssl-dev python3-dev)",
    "wolfssl": "PyPI has no wheel of it, and its sdist lacks the C library that it builds (a Git submodule)",
}

# python-mbedtls keeps some of PEP 543's names out of its tls module. Its keys load as ECC whatever they are.
# truststore has a context alone, which programs use with all the rest of ssl.
_ELSEWHERE: Dict[str, Dict[str, str]] = {
    "mbedtls": {
        "TLSError": "mbedtls.exceptions.TLSError",
        "Certificate": "mbedtls.x509.CRT",
        "PrivateKey": "mbedtls.pk.ECC",
        "__version__": "mbedtls.version.version",
    },
    "truststore": {"SSLContext": "truststore.SSLContext", "__version__": "truststore.__version__"},
}

#: What the name of an implementation begins with that is a program (see `harness.drivers.programs`).
PROGRAM = "program:"

#: A module that has one of these can be put on trial.
_HALLMARKS = ("SSLContext", "ClientContext", "ServerContext", "ENDPOINT_CALLS", "Connection", "PROGRAM")


@dataclass(frozen=True)
class Implementation:
    """Something of a shape we know, under the name the user gave it."""

    name: str
    module: Any = field(compare=False)

    def get(self, name: str) -> Any:
        """The module's attribute `name`; raises `Unsupported` naming it when there is none."""
        try:
            return getattr(self.module, name)
        except AttributeError:
            raise Unsupported("{} has no {}".format(self.name, name)) from None

    def has(self, name: str) -> bool:
        """Whether the module has an attribute `name`."""
        return hasattr(self.module, name)

    @property
    def built_on_stdlib(self) -> bool:
        """Whether CPython's own ssl is underneath, so that CPython's known failures show through.

        It is when its contexts are CPython's, or when the module has imported `ssl` to call it.
        """
        context = getattr(self.module, "SSLContext", None)
        if isinstance(context, type) and issubclass(context, ssl.SSLContext):
            return True
        return any(value is ssl for value in getattr(self.module, "__dict__", {}).values())

    @property
    def python(self) -> Tuple[int, ...]:
        """The version of the interpreter it lives in."""
        return tuple(sys.version_info[:3])

    def facts(self) -> Dict[str, str]:
        """What is on trial, for the results file: TLS library, interpreter, platform."""
        version = getattr(self.module, "__version__", "unknown")
        library = getattr(self.module, "OPENSSL_VERSION", None) or version
        if self.name in _ELSEWHERE and library != version:  # one package's names within those of another
            library = "{} {}, {}".format(self.name, version, library)
        return {
            "implementation": self.name,
            "library": str(library),
            "python": "{} {}".format(platform.python_implementation(), platform.python_version()),
            "platform": "{}-{}".format(sys.platform, platform.machine()),
        }


def load(spec: str) -> Implementation:
    """The implementation `spec` names: a built-in, a path to a .py file, an entry point, or a module.

    With "program:" before it, the program of that name. With @ and an interpreter behind it, that of this
    name there (see `harness.remote`).

    Raises `UsageError` with one sentence when it cannot be found, imported, or has no context we know.
    """
    if "@" in spec:
        return _elsewhere(spec)
    if spec.startswith(PROGRAM):
        module = importlib.import_module("harness.drivers.programs").found(spec)
    elif is_path(spec):
        module = _from_path(spec)
    elif spec in BUILT_IN:
        module = _built_in(spec)
    elif spec in registered():
        module = _from_entry_point(spec)
    else:
        module = _from_module(spec)
    if not any(hasattr(module, name) for name in _HALLMARKS):
        raise UsageError(
            "implementation {}: it has no SSLContext, so it is not shaped like ssl, and neither the "
            "ClientContext nor the ServerContext of PEP 543 and PEP 748, nor pyOpenSSL's Connection, nor the "
            "ENDPOINT_CALLS of an endpoint of its own".format(spec)
        )
    return Implementation(spec, module)


def is_path(spec: str) -> bool:
    """Whether `spec` names an implementation by the path of its file."""
    return "@" not in spec and not spec.startswith(PROGRAM) and (spec.endswith(".py") or os.sep in spec)


def module_named(spec: str) -> str:
    """The module that `spec` has imported by its name, or by an entry point; "" for any other kind."""
    if "@" in spec or spec.startswith(PROGRAM) or is_path(spec):
        return ""
    points = [point.value for point in _entry_points() if point.name == spec]
    return points[0].partition(":")[0] if points else BUILT_IN.get(spec, spec)


def _elsewhere(spec: str) -> Implementation:
    from harness.remote import remote

    return remote(spec)


def registered() -> List[str]:
    """Names of the implementations other packages have registered."""
    return sorted(point.name for point in _entry_points())


def _entry_points() -> Iterable[metadata.EntryPoint]:
    found: Any = metadata.entry_points()
    if hasattr(found, "select"):
        return list(found.select(group=ENTRY_POINTS))
    return list(found.get(ENTRY_POINTS, ()))  # Python 3.8 and 3.9


def _built_in(name: str) -> Any:
    """The module of that name, with what belongs to its shape but is kept elsewhere."""
    try:
        module = importlib.import_module(BUILT_IN[name])
        elsewhere = {own: _named(dotted) for own, dotted in _ELSEWHERE.get(name, {}).items()}
    except ModuleNotFoundError as error:
        raise UsageError(
            "implementation {}: there is no module {} here; {}".format(
                name, error.name, _EXTRAS.get(name, "install tls-harness")
            )
        ) from None
    except (Exception, SystemExit) as error:
        raise _broken(name, error) from error
    return SimpleNamespace(**{**vars(module), **elsewhere}) if elsewhere else module


def _named(dotted: str) -> Any:
    """What a dotted name stands for, its module imported."""
    module, _, name = dotted.rpartition(".")
    return getattr(importlib.import_module(module), name)


def _from_path(path: str) -> ModuleType:
    if not os.path.isfile(path):
        raise UsageError("implementation {}: there is no such file".format(path))
    name = "tls_harness_subject_" + os.path.splitext(os.path.basename(path))[0]
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise UsageError("implementation {}: it is not a Python file".format(path))
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # as an import would: dataclasses and pickling look it up
    try:
        spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:
        del sys.modules[name]
        raise _broken(path, error) from error
    return module


def _from_entry_point(name: str) -> Any:
    point = next(point for point in _entry_points() if point.name == name)
    try:
        return point.load()
    except (Exception, SystemExit) as error:
        raise _broken("{} (entry point {})".format(name, point.value), error) from error


def _from_module(name: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name is not None and (name == error.name or name.startswith(error.name + ".")):
            known = ", ".join([*BUILT_IN, *registered()])
            raise UsageError(
                "there is no implementation {!r}: it is not built in ({}), not an entry point, not a "
                "module, not a .py file".format(name, known)
            ) from None
        raise _broken(name, error) from error
    except (Exception, SystemExit) as error:
        raise _broken(name, error) from error


def _broken(what: str, error: BaseException) -> UsageError:
    """One sentence for an implementation that raised on import, naming where it did."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = ""
    if trace is not None:
        where = " ({}, line {})".format(os.path.basename(trace.tb_frame.f_code.co_filename), trace.tb_lineno)
    told = " ".join(str(error).split())
    return UsageError("implementation {}: {} on import: {}{}".format(what, type(error).__name__, told, where))
