"""The constants are plain numbers, members of no enumeration.

Made by bindings that copy a header file.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


NUMBERS = {
    name: int(value)
    for name, value in vars(ssl).items()
    if name.startswith(("CERT_", "VERIFY_", "OP_", "ALERT_DESCRIPTION_"))
}


globals().update(planted.shape(**NUMBERS))
