"""Exceptions: which is which, their numbers, and what they tell about themselves."""

from harness.scenario import (
    CERTIFICATE_REJECTED,
    PROTOCOL_ERROR,
    RAGGED_EOF,
    Actor,
    caught,
    chain_file,
    constant,
    handshake,
    key_file,
    module_scenario,
    py,
    same,
    scenario,
    together,
)

_SPECIAL = (
    "SSLZeroReturnError", "SSLWantReadError", "SSLWantWriteError", "SSLSyscallError", "SSLEOFError",
    "SSLCertVerificationError",
)  # fmt: skip
_NUMBERS = (
    "SSL_ERROR_SSL", "SSL_ERROR_WANT_READ", "SSL_ERROR_WANT_WRITE", "SSL_ERROR_SYSCALL",
    "SSL_ERROR_ZERO_RETURN", "SSL_ERROR_EOF",
)  # fmt: skip


def _derives(subject: Actor, name: str, base: object, *, it_does: bool = True):
    """Whether an exception of the module is a kind of another one."""
    return subject.does(py("issubclass", subject.ssl.has(name), base)).gives(it_does)


# -- classes ------------------------------------------------------------------------------------------------


@module_scenario("python:exceptions:hierarchy")
def every_exception_is_an_ssl_error(subject):
    """SSLError is an OSError and the special ones are SSLErrors, so that one except clause is enough."""
    from_root = subject.ssl.has("SSLError")
    return [
        _derives(subject, "SSLError", constant("OSError")),
        *(_derives(subject, name, from_root) for name in _SPECIAL),
    ]


@module_scenario("python:exceptions:verification-is-a-value-error")
def a_refused_certificate_has_two_names(subject):
    """SSLCertVerificationError is a ValueError besides, and CertificateError is its old name."""
    verification = subject.ssl.has("SSLCertVerificationError")
    return [
        _derives(subject, "SSLCertVerificationError", constant("ValueError")),
        subject.does(same(subject.ssl.has("CertificateError"), verification)).gives(True),
    ]


@module_scenario("python:exceptions:apart")
def ssl_errors_are_not_mistaken_for_others(subject):
    """No ssl exception is a lost connection, a blocked call, an EOFError, a timeout, or one of the others."""
    others = tuple(
        constant(name) for name in ("ConnectionError", "EOFError", "BlockingIOError", "TimeoutError")
    )
    return [
        *(_derives(subject, name, others, it_does=False) for name in ("SSLError", *_SPECIAL)),
        *(
            _derives(subject, one, subject.ssl.has(other), it_does=False)
            for one in _SPECIAL
            for other in _SPECIAL
            if one != other
        ),
    ]


# -- numbers ------------------------------------------------------------------------------------------------


@module_scenario("python:exceptions:numbers")
def error_numbers_are_one_enumeration(subject):
    """The SSL_ERROR_* constants are the members of SSLErrorNumber by the same names, all different."""
    of_enumeration = [subject.ssl.has(f"SSLErrorNumber.{name}") for name in _NUMBERS]
    numbers = tuple(py("int", subject.ssl.has(name)) for name in _NUMBERS)
    return [
        *(
            subject.does(same(subject.ssl.has(name), member)).gives(True)
            for name, member in zip(_NUMBERS, of_enumeration, strict=True)
        ),
        subject.does(py("len", py("set", numbers))).gives(len(_NUMBERS)),
    ]


@module_scenario("python:exceptions:errno", "python:exceptions:library-reason")
def want_read_carries_its_number(subject):
    """SSLWantReadError has errno SSL_ERROR_WANT_READ, as its first argument too, and no library or reason."""
    error = subject.thing("error")
    return [
        subject.ssl.calls("MemoryBIO").keeps("incoming_bio"),
        subject.ssl.calls("MemoryBIO").keeps("outgoing_bio"),
        subject.context.calls(
            "wrap_bio",
            subject.thing("incoming_bio"),
            subject.thing("outgoing_bio"),
            server_hostname="localhost",
        ).keeps("client"),
        subject.does(caught(subject.thing("client").calls("do_handshake")))
        .keeps("error")
        .gives_a("SSLWantReadError"),
        subject.does(same(error.has("errno"), subject.ssl.has("SSL_ERROR_WANT_READ"))).gives(True),
        subject.does(same(error.has("errno"), py("operator.getitem", error.has("args"), 0))).gives(True),
        subject.does(py("getattr", error, "library", "missing")).gives(None),
        subject.does(py("getattr", error, "reason", "missing")).gives(None),
    ]


@scenario("python:exceptions:errno", "python:exceptions:library-reason", drivers="bio sockets", sweep="none")
def a_broken_protocol_carries_its_number(subject, peer):
    """Bytes that are no TLS raise exactly SSLError, errno SSL_ERROR_SSL, with the library's name."""
    return [
        peer.sends_raw(b"HTTP/1.1 400 Bad Request\r\n\r\n"),
        subject.handshakes().raises(PROTOCOL_ERROR, exception="SSLError", errno=1, library="SSL"),
    ]


@scenario("python:exceptions:errno", drivers="bio sockets", sweep="none")
def a_cut_wire_carries_its_number(subject, peer):
    """A wire cut on an open connection raises SSLEOFError, errno SSL_ERROR_EOF."""
    return [
        handshake(subject, peer),
        peer.cuts_wire(),
        subject.reads(1).raises(RAGGED_EOF, exception="SSLEOFError", errno=8),
    ]


@scenario(
    "python:exceptions:verify-code", "python:names:error", drivers="bio sockets", roles="client", sweep="none"
)
def a_refused_certificate_carries_its_number(subject, peer):
    """A certificate for another host raises SSLCertVerificationError, errno SSL_ERROR_SSL, code 62."""
    return [
        peer.configured(certificate="wrong-host"),
        together(
            subject.handshakes().raises(
                CERTIFICATE_REJECTED,
                exception="SSLCertVerificationError",
                errno=1,
                library="SSL",
                reason="CERTIFICATE_VERIFY_FAILED",
                verify_code=62,
            ),
            peer.handshakes().raises(PROTOCOL_ERROR),
        ),
    ]


@module_scenario("python:exceptions:errno-elsewhere")
def errors_without_a_connection_have_numbers_too(subject):
    """A key that does not fit raises an SSLError whose errno is an SSL_ERROR_* number, as all others are."""
    error = subject.thing("error")
    mismatch = subject.context.calls("load_cert_chain", chain_file("ecdsa"), key_file("client"))
    return [
        subject.does(caught(mismatch)).keeps("error").gives_a("SSLError"),
        subject.does(same(error.has("errno"), subject.ssl.has("SSL_ERROR_SSL"))).gives(True),
    ]


# -- attributes ---------------------------------------------------------------------------------------------


def _tells_of_itself(subject: Actor, error: str):
    """A kept error has library and reason, whatever they are."""
    return [
        subject.does(py("hasattr", subject.thing(error), "library")).gives(True),
        subject.does(py("hasattr", subject.thing(error), "reason")).gives(True),
    ]


@module_scenario("python:exceptions:attributes")
def an_error_of_keys_tells_of_itself(subject):
    """A key that does not fit raises an SSLError with the attributes library and reason."""
    mismatch = subject.context.calls("load_cert_chain", chain_file("ecdsa"), key_file("client"))
    return [
        subject.does(caught(mismatch)).keeps("error").gives_a("SSLError"),
        *_tells_of_itself(subject, "error"),
    ]


@module_scenario("python:exceptions:attributes")
def an_error_of_a_bio_tells_of_itself(subject):
    """A write behind the end raises an SSLError with the attributes library and reason."""
    bio = subject.thing("bio")
    return [
        subject.ssl.calls("MemoryBIO").keeps("bio"),
        bio.calls("write_eof").gives(None),
        subject.does(caught(bio.calls("write", b"late"))).keeps("error").gives_a("SSLError"),
        *_tells_of_itself(subject, "error"),
    ]


@module_scenario("python:exceptions:attributes")
def an_error_of_ciphers_tells_of_itself(subject):
    """A list that selects no cipher raises an SSLError with the attributes library and reason."""
    return [
        subject.does(caught(subject.context.calls("set_ciphers", "nope"))).keeps("error").gives_a("SSLError"),
        *_tells_of_itself(subject, "error"),
    ]


@module_scenario("python:exceptions:attributes")
def an_error_of_alpn_tells_of_itself(subject):
    """An empty protocol name raises an SSLError with the attributes library and reason."""
    refused = subject.context.calls("set_alpn_protocols", [""])
    return [
        subject.context.calls("set_alpn_protocols", ["h2"]),
        subject.does(caught(refused)).keeps("error").gives_a("SSLError"),
        *_tells_of_itself(subject, "error"),
    ]


@module_scenario("python:exceptions:made-by-hand")
def an_error_made_by_hand_is_whole(subject):
    """SSLError(1, "text") is an OSError with errno and strerror, and with library and reason like others."""
    error = subject.thing("error")
    return [
        subject.ssl.calls("SSLError", 1, "text").keeps("error"),
        error.has("args").gives((1, "text")),
        error.has("errno").gives(1),
        error.has("strerror").gives("text"),
        *_tells_of_itself(subject, "error"),
    ]
