"""NextProtocol's members are text.

Made by writing h2 without the b.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._buffers", __name__)


NextProtocol = import_module("enum").Enum(
    "NextProtocol", {each.name: each.value.decode() for each in planted.NextProtocol}
)


globals().update(planted.shape(NextProtocol=NextProtocol))
