"""The attributes of the stream below win over the stream's own.

Made by who merges two dictionaries the other way round.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
layer = import_module("._anyio", __name__)


class Stream(layer.Stream):
    @property
    def extra_attributes(self):
        return {**super().extra_attributes, **self.transport_stream.extra_attributes}


globals().update(layer.shape(stream=Stream))
