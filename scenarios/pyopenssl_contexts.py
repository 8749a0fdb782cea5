"""pyOpenSSL's Context: versions, ciphers, options, keys and sessions.

`fresh` is a Context that a scenario has made itself. One that has made a Connection is not changed any more:
what a scenario sets comes before that.
"""

from harness.names import Tls
from harness.scenario import (
    PROTOCOL_ERROR,
    Act,
    Actor,
    Step,
    chain_file,
    handshake,
    key_file,
    py,
    same,
    scenario,
    together,
    trust_file,
)

_BOTH = "pyopenssl pyopenssl-socket"
_SUITE, _OTHER = "ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-GCM-SHA384"


def _fresh(subject: Actor, name: str = "fresh") -> Act:
    return subject.ssl.calls("Context", subject.ssl.has("TLS_METHOD")).keeps(name)


def _has(subject: Actor, value: Act, *names: str) -> list[Act]:
    """The value has the bits of each of these names of the module."""
    return [
        subject.does(same(py("operator.and_", value, bits), bits))
        for bits in (subject.ssl.has(name) for name in names)
    ]


def _object(*requires: str):
    """A scenario of Contexts alone: one face, role and version are enough."""
    return scenario(*requires, drivers="pyopenssl", roles="client", tls="1.3", peers="honest", sweep="none")


@scenario("pyopenssl:versions", drivers=_BOTH, tls="1.2", peers="honest tlslite", sweep="none")
def no_version_above_the_maximum_is_negotiated(subject, peer):
    """Behind set_max_proto_version(TLS1_2_VERSION) there is no TLS 1.3, though it was allowed before."""
    return [
        subject.configured(also=Tls.V13),
        peer.configured(tls=Tls.V13),
        subject.context.calls("set_max_proto_version", subject.ssl.has("TLS1_2_VERSION")).gives(None),
        together(subject.handshakes().raises(PROTOCOL_ERROR), peer.handshakes().raises(PROTOCOL_ERROR)),
    ]


@_object("pyopenssl:versions")
def a_version_that_is_none_is_refused(subject, peer):
    """set_min_proto_version() and set_max_proto_version() raise Error for what the library does not know."""
    fresh, error = subject.thing("fresh"), {"exception": "Error"}
    return [
        _fresh(subject),
        fresh.calls("set_min_proto_version", 0x7777).raises(PROTOCOL_ERROR, **error),
        fresh.calls("set_max_proto_version", 0x7777).raises(PROTOCOL_ERROR, **error),
        fresh.calls("set_min_proto_version", subject.ssl.has("TLS1_2_VERSION")).gives(None),
        fresh.calls("set_max_proto_version", 0).gives(None),
    ]


@_object("pyopenssl:ciphers")
def ciphers_that_are_none_are_refused(subject, peer):
    """set_cipher_list() and set_tls13_ciphersuites() raise Error where they know nothing of what is given."""
    fresh, error = subject.thing("fresh"), {"exception": "Error"}
    return [
        _fresh(subject),
        fresh.calls("set_cipher_list", b"no-such-cipher").raises(PROTOCOL_ERROR, **error),
        fresh.calls("set_tls13_ciphersuites", b"no-such-suite").raises(PROTOCOL_ERROR, **error),
        fresh.calls("set_cipher_list", _SUITE.encode()).gives(None),
    ]


@_object("pyopenssl:ciphers")
def a_connection_lists_the_ciphers_of_its_context(subject, peer):
    """get_cipher_list() gives the names that were allowed, in their order, and no others of their version."""
    fresh, made = subject.thing("fresh"), subject.thing("made")
    return [
        _fresh(subject),
        fresh.calls("set_cipher_list", f"{_OTHER}:{_SUITE}".encode()).gives(None),
        fresh.calls("set_tls13_ciphersuites", b"TLS_AES_128_GCM_SHA256").gives(None),
        subject.ssl.calls("Connection", fresh, None).keeps("made"),
        made.calls("get_cipher_list").gives(["TLS_AES_128_GCM_SHA256", _OTHER, _SUITE]),
    ]


@_object("pyopenssl:options")
def options_are_added(subject, peer):
    """set_options() gives the new options, and those set before are among them."""
    fresh, made = subject.thing("fresh"), subject.thing("made")
    first, second, third = "OP_NO_TICKET", "OP_CIPHER_SERVER_PREFERENCE", "OP_NO_QUERY_MTU"
    return [
        _fresh(subject),
        *_has(subject, fresh.calls("set_options", subject.ssl.has(first)), first),
        *_has(subject, fresh.calls("set_options", subject.ssl.has(second)), first, second),
        subject.ssl.calls("Connection", fresh, None).keeps("made"),
        *_has(subject, made.calls("set_options", subject.ssl.has(third)), first, second, third),
    ]


@_object("pyopenssl:modes")
def modes_are_added(subject, peer):
    """set_mode() gives the new modes, and those set before are among them until clear_mode()."""
    fresh, released = subject.thing("fresh"), subject.ssl.has("MODE_RELEASE_BUFFERS")
    return [
        _fresh(subject),
        *_has(subject, fresh.calls("set_mode", released), "MODE_RELEASE_BUFFERS"),
        *_has(subject, fresh.calls("set_mode", 0), "MODE_RELEASE_BUFFERS"),
        fresh.calls("clear_mode", released),
        subject.does(py("operator.and_", fresh.calls("set_mode", 0), released)).gives(0),
    ]


@_object("pyopenssl:privatekey")
def a_key_belongs_to_its_certificate(subject, peer):
    """check_privatekey() gives None where the two match, and raises Error where they do not."""
    fresh, other = subject.thing("fresh"), subject.thing("other")
    return [
        _fresh(subject),
        fresh.calls("use_privatekey_file", key_file("ecdsa")).gives(None),
        fresh.calls("use_certificate_file", chain_file("ecdsa")).gives(None),
        fresh.calls("check_privatekey").gives(None),
        _fresh(subject, "other"),
        other.calls("use_privatekey_file", key_file("client")).gives(None),
        other.calls("use_certificate_file", chain_file("ecdsa")).gives(None),
        other.calls("check_privatekey").raises(PROTOCOL_ERROR, exception="Error"),
    ]


@_object("pyopenssl:privatekey")
def a_file_that_holds_no_certificate_is_refused(subject, peer):
    """A key where a certificate is due, or a file that is not there, raises Error."""
    fresh, error = subject.thing("fresh"), {"exception": "Error"}
    return [
        _fresh(subject),
        fresh.calls("use_certificate_file", key_file("ecdsa")).raises(PROTOCOL_ERROR, **error),
        fresh.calls("use_certificate_chain_file", key_file("ecdsa")).raises(PROTOCOL_ERROR, **error),
        fresh.calls("load_verify_locations", "no/such/file").raises(PROTOCOL_ERROR, **error),
        fresh.calls("check_privatekey").raises(PROTOCOL_ERROR, **error),
    ]


@_object("pyopenssl:timeout")
def a_timeout_is_what_was_set(subject, peer):
    """set_timeout() gives the timeout before, get_timeout() the one that was set; a new Context has 300 s."""
    fresh = subject.thing("fresh")
    steps: list[Step] = [
        _fresh(subject),
        fresh.calls("set_timeout", 60),
        fresh.calls("get_timeout").gives(60),
        fresh.calls("set_timeout", 90).gives(60),
        fresh.calls("get_timeout").gives(90),
    ]
    return [*steps, _fresh(subject, "other"), subject.thing("other").calls("get_timeout").gives(300)]


@_object("pyopenssl:cache")
def a_cache_mode_is_what_was_set(subject, peer):
    """set_session_cache_mode() gives the mode before, get_session_cache_mode() the one that was set."""
    fresh = subject.thing("fresh")
    client, off = subject.ssl.has("SESS_CACHE_CLIENT"), subject.ssl.has("SESS_CACHE_OFF")
    return [
        _fresh(subject),
        fresh.calls("set_session_cache_mode", client),
        subject.does(same(fresh.calls("get_session_cache_mode"), client)),
        subject.does(same(fresh.calls("set_session_cache_mode", off), client)),
        subject.does(same(fresh.calls("get_session_cache_mode"), off)),
    ]


@scenario("pyopenssl:client-ca", drivers=_BOTH, roles="server", peers="honest", sweep="none")
def a_server_names_the_authorities_it_was_given(subject, peer):
    """What load_client_ca() read is what get_client_ca_list() gives, before the handshake and after it."""
    names = subject.does(py("len", subject.connection.calls("get_client_ca_list")))
    return [
        subject.configured(verify="optional"),
        subject.context.calls("load_client_ca", py("os.fsencode", trust_file("ca"))).gives(None),
        names.gives(1),
        handshake(subject, peer),
        names.gives(1),
    ]
