"""What the tests of the fuzz targets share: mutation without Atheris, and servers wrong in one way."""

import random
import ssl
import textwrap

import pytest

from harness.fuzz.corpus import corpus

#: For tests that plant one find and count on no other.
ONE_FIND = pytest.mark.skipif(
    (3, 2) <= ssl.OPENSSL_VERSION_INFO < (4,),
    reason="OpenSSL from 3.2 to 3.6 answers zeros under a version that does not exist, a find of its own",
)

SERVER = '''\
"""CPython's ssl, but for one thing a server does."""

import os
import signal
import ssl
from ssl import *


class Wrong(ssl.SSLObject):
    @classmethod
    def _create(cls, incoming, *args, **kwargs):
        self = super()._create(incoming, *args, **kwargs)
        self.incoming = incoming
        return self

{body}


class SSLContext(ssl.SSLContext):
    sslobject_class = Wrong
'''


def mutate(choose):
    """A plain mutation as `atheris.Mutate` is one: a byte set, put in or taken out, or a piece repeated."""

    def change(data, most):
        changed = bytearray(data)
        at = choose.randrange(len(changed) + 1)
        match choose.randrange(4):
            case 0:
                changed[at : at + 1] = bytes(
                    [choose.choice((0, 1, 3, 21, 22, 23, 255, choose.randrange(256)))]
                )
            case 1:
                changed.insert(at, choose.randrange(256))
            case 2:
                del changed[at : at + choose.randrange(1, 9)]
            case _:
                changed[at:at] = changed[at : at + choose.randrange(1, 9)]
        return bytes(changed[:most])

    return change


def inputs(target, count, seed=1):
    """The target's corpus, then `count` mutations of it, the same for the same seed."""
    choose = random.Random(seed)
    seeds = [data for _, data in corpus(target.name).load()]
    yield from seeds
    for _ in range(count):
        data = choose.choice(seeds)
        for _ in range(choose.randrange(1, 4)):
            if target.mutator is None:
                data = mutate(choose)(data, target.longest)
            else:
                data = target.mutator(data, target.longest, choose, mutate(choose))
        yield data


def wrong_server(folder, body):
    """A .py file shaped like `ssl` whose SSLObject has these methods; returns its path as text."""
    path = folder / "wrong_server.py"
    indented = textwrap.indent(textwrap.dedent(body).strip(), "    ")
    path.write_text(SERVER.format(body=indented), encoding="utf-8")
    return str(path)
