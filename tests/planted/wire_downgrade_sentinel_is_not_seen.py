"""A client does not look for the downgrade sentinel in the server's random.

Made by stacks older than RFC 8446.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)

planted.skips("Connection terminated because of downgrade protection")

globals().update(planted.shape())
