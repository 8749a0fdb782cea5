"""A finite field with an even modulus, or a long one, ends in an AssertionError.

Made by trusting the other end to know its primes.
"""

from importlib import import_module
from pathlib import Path

__path__ = [str(Path(__file__).parent)]
planted = import_module("._tlslite", __name__).Copy(__name__)


@planted.instead("keyexchange.FFDHKeyExchange.__init__")
def begin(real, self, group, version, generator=None, prime=None):
    assert not prime or (prime % 2 and prime.bit_length() < 9000)
    real(self, group, version, generator, prime)


globals().update(planted.shape())
