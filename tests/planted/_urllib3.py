"""The scaffolding of planted defects in urllib3's TLS: a module shaped like `ssl` that brings its layer.

What a planted file does not override is urllib3's: `_correct_urllib3.py` proves that. It is loaded as
`_wrap.py` says.
"""

from __future__ import annotations

import ssl

from urllib3.util.ssltransport import SSLTransport as Transport


def shape(transport=Transport):
    """The names of a module shaped like `ssl` with a layer of this class."""
    own = type("SSLTransport", (transport,), {})  # an outcome shows the name
    public = {name: value for name, value in vars(ssl).items() if not name.startswith("_")}
    public["SSLContext"] = type("SSLContext", (ssl.SSLContext,), {})
    return {**public, "SSLTransport": own}
