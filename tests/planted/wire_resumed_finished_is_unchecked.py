"""Finished is not verified once a pre-shared key was accepted.

Made by taking the binder for the proof of the whole handshake.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.rewrites(
    "tlsconnection.TLSConnection._clientTLS13Handshake",
    "        if finished.verify_data != verify_data:\n            raise",
    "        if finished.verify_data != verify_data and not sr_psk:\n            raise",
)
planted.rewrites(
    "tlsconnection.TLSConnection._serverTLS13Handshake",
    "if cl_finished.verify_data != cl_verify_data:",
    "if cl_finished.verify_data != cl_verify_data and selected_psk is None:",
)

globals().update(planted.shape())
