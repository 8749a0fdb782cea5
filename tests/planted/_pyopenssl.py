"""The scaffolding of planted defects in pyOpenSSL: a module of its shape, with classes derived from its own.

What a planted file does not override is pyOpenSSL's: `_correct_pyopenssl.py` proves that. It is loaded as
`_wrap.py` says.
"""

from __future__ import annotations

from OpenSSL import SSL as openssl  # noqa: N811 -- as a module is called

from harness.drivers import pyopenssl_names


class Connection(openssl.Connection):
    """pyOpenSSL's Connection, for planted files to override."""


class Context(openssl.Context):
    """pyOpenSSL's Context, for planted files to override."""


def shape(connection=Connection, context=Context):
    """The names of a module shaped like pyOpenSSL with these classes."""
    public = {name: value for name, value in vars(pyopenssl_names).items() if not name.startswith("_")}
    return {**public, "Connection": connection, "Context": context}
