"""The one door through which tlslite-ng comes in: every name of it the peers use, and nothing else.

Importing tlslite 0.8.2 warns (a deprecated `asyncore` on Python 3.11, escape sequences on 3.12), and
warnings are errors in our tests, so it is imported once, here, with just those two kinds silenced.
The release is pinned in pyproject.toml because the peers lean on private names. Its cryptography is made
fast here, for everybody in this process, unless TLS_HARNESS_PURE_CRYPTO is 1 (`harness.peers.fast`).
"""

from __future__ import annotations

import warnings

from harness.peers import fast

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    warnings.simplefilter("ignore", SyntaxWarning)
    from tlslite.constants import (
        AlertDescription,
        AlertLevel,
        CertificateType,
        CipherSuite,
        ContentType,
        ECPointFormat,
        ExtensionType,
        GroupName,
        HandshakeType,
        KeyUpdateMessageType,
    )
    from tlslite.errors import (
        BaseTLSException,
        TLSAbruptCloseError,
        TLSLocalAlert,
        TLSProtocolException,
        TLSRecordOverflow,
        TLSRemoteAlert,
        TLSUnexpectedMessage,
    )
    from tlslite.extensions import KeyShareEntry, RenegotiationInfoExtension
    from tlslite.handshakehelpers import HandshakeHelpers
    from tlslite.handshakesettings import HandshakeSettings
    from tlslite.keyexchange import DHE_RSAKeyExchange, ECDHKeyExchange, FFDHKeyExchange
    from tlslite.messages import (
        Alert,
        ApplicationData,
        Certificate,
        CertificateRequest,
        CertificateVerify,
        ClientHello,
        Finished,
        HelloRequest,
        KeyUpdate,
        Message,
        NewSessionTicket,
        RecordHeader3,
        ServerHello,
    )
    from tlslite.recordlayer import ConnectionState, RecordSocket
    from tlslite.session import Session
    from tlslite.sessioncache import SessionCache
    from tlslite.tlsconnection import TLSConnection
    from tlslite.utils.codec import Parser
    from tlslite.utils.cryptomath import HKDF_expand_label
    from tlslite.utils.ecc import getCurveByName
    from tlslite.utils.keyfactory import parsePEMKey
    from tlslite.x509certchain import X509CertChain

if fast.wanted():
    fast.install(fast.modules_of("tlslite"))

__all__ = [
    "Alert",
    "AlertDescription",
    "AlertLevel",
    "ApplicationData",
    "BaseTLSException",
    "Certificate",
    "CertificateRequest",
    "CertificateType",
    "CertificateVerify",
    "CipherSuite",
    "ClientHello",
    "ConnectionState",
    "ContentType",
    "DHE_RSAKeyExchange",
    "ECDHKeyExchange",
    "ECPointFormat",
    "ExtensionType",
    "FFDHKeyExchange",
    "Finished",
    "GroupName",
    "HKDF_expand_label",
    "HandshakeHelpers",
    "HandshakeSettings",
    "HandshakeType",
    "HelloRequest",
    "KeyShareEntry",
    "KeyUpdate",
    "KeyUpdateMessageType",
    "Message",
    "NewSessionTicket",
    "Parser",
    "RecordHeader3",
    "RecordSocket",
    "RenegotiationInfoExtension",
    "ServerHello",
    "Session",
    "SessionCache",
    "TLSAbruptCloseError",
    "TLSConnection",
    "TLSLocalAlert",
    "TLSProtocolException",
    "TLSRecordOverflow",
    "TLSRemoteAlert",
    "TLSUnexpectedMessage",
    "X509CertChain",
    "getCurveByName",
    "parsePEMKey",
]
