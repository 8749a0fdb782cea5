"""validate_certificates=False is ignored.

Made by copying a template of options.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._buffers", __name__)


class Context(planted.Context):
    def __init__(self, configuration):
        if configuration.trust_store is None and not self.server_side:
            configuration = configuration.update(validate_certificates=True)
        super().__init__(configuration)


globals().update(planted.shape_543(context=Context))
