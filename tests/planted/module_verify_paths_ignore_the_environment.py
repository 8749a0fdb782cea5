"""The default places are the library's own, whatever the environment says.

Made by asking the library alone.
"""

import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


def get_default_verify_paths():
    paths = ssl.get_default_verify_paths()
    file, folder = paths.openssl_cafile, paths.openssl_capath
    return paths._replace(
        cafile=file if Path(file).is_file() else None,
        capath=folder if Path(folder).is_dir() else None,
    )


globals().update(planted.shape(get_default_verify_paths=get_default_verify_paths))
