"""The default places are told whether anything is there or not.

Made by those who leave it to whoever opens them.
"""

import os
import ssl
from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._wrap", __name__)


def get_default_verify_paths():
    paths = ssl.get_default_verify_paths()
    file = os.environ.get(paths.openssl_cafile_env, paths.openssl_cafile)
    folder = os.environ.get(paths.openssl_capath_env, paths.openssl_capath)
    return paths._replace(cafile=file, capath=folder)


globals().update(planted.shape(get_default_verify_paths=get_default_verify_paths))
