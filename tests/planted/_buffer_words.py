"""The words of PEP 748 and PEP 543 for planted defects: errors, enums, certificates, configurations."""

from enum import Enum, IntEnum
from typing import NamedTuple


class TLSError(Exception):
    """The root of all errors."""


class WantReadError(TLSError):
    """Bytes are needed."""


class WantWriteError(TLSError):
    """Room is needed."""


class RaggedEOF(TLSError):
    """The stream was cut."""


class ConfigurationError(TLSError):
    """The configuration is beyond this implementation."""


class TLSVersion(Enum):
    """PEP 748, "TLS Versions"."""

    MINIMUM_SUPPORTED = "MINIMUM_SUPPORTED"
    TLSv1_2 = "TLSv1.2"
    TLSv1_3 = "TLSv1.3"
    MAXIMUM_SUPPORTED = "MAXIMUM_SUPPORTED"


class NextProtocol(Enum):
    """PEP 748, "Protocol Negotiation"."""

    H2 = b"h2"
    H2C = b"h2c"
    HTTP1 = b"http/1.1"
    WEBRTC = b"webrtc"
    C_WEBRTC = b"c-webrtc"
    FTP = b"ftp"
    STUN = b"stun.nat-discovery"
    TURN = b"stun.turn"


class CipherSuite(IntEnum):
    """PEP 748, "Cipher Suites"."""

    TLS_AES_128_GCM_SHA256 = 0x1301
    TLS_AES_256_GCM_SHA384 = 0x1302
    TLS_CHACHA20_POLY1305_SHA256 = 0x1303
    TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 = 0xC02B
    TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384 = 0xC02C
    TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 = 0xC02F
    TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384 = 0xC030
    TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256 = 0xCCA8
    TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256 = 0xCCA9


class _Source:
    """Something that lies in a file, in memory or elsewhere."""

    def __init__(self, **source):
        if all(each is None for each in source.values()):
            raise ValueError("it cannot be empty")
        self.path = source.get("path")

    @classmethod
    def from_file(cls, path):
        """What lies there."""
        return cls(path=path)


class Certificate(_Source):
    """A certificate."""


class PrivateKey(_Source):
    """A private key."""


class TrustStore(_Source):
    """Trust anchors; of nothing, those of the system."""

    def __init__(self, **source):
        self.path = source.get("path")

    @classmethod
    def system(cls):
        """The system's."""
        return cls()

    from_pem_file = _Source.from_file  # PEP 543


class SigningChain:
    """A leaf with its key, and what leads up to the root."""

    def __init__(self, leaf, chain=None):
        self.leaf = leaf
        self.chain = list(chain or ())


class TLSClientConfiguration(NamedTuple):
    """PEP 748, "Configuration"; a server's has the same fields."""

    certificate_chain: object = None
    ciphers: object = None
    inner_protocols: tuple = ()
    lowest_supported_version: object = None
    highest_supported_version: object = None
    trust_store: object = None


class TLSServerConfiguration(TLSClientConfiguration):
    """The same, with a sequence of chains."""


class TLSConfiguration(NamedTuple):
    """PEP 543, "Configuration"."""

    validate_certificates: bool = True
    certificate_chain: object = None
    ciphers: object = None
    inner_protocols: tuple = ()
    lowest_supported_version: object = None
    highest_supported_version: object = None
    trust_store: object = None
    sni_callback: object = None

    def update(self, **changes):
        """Another one, with these changes."""
        return self._replace(**changes)
