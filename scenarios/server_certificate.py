"""get_server_certificate(): a certificate fetched from an address, by a connection that the module makes.

The server is the implementation's too, in a thread of a pool, or a socket that says nothing.
"""

from harness.scenario import (
    CERTIFICATE_REJECTED,
    TIMEOUT,
    Act,
    Actor,
    callback,
    certificate,
    chain_file,
    key_file,
    module_scenario,
    py,
    trust_file,
)


def _listens(subject: Actor) -> list[Act]:
    return [subject.does(py("socket.create_server", ("127.0.0.1", 0))).keeps("listener")]


def _serves(subject: Actor, name: str) -> list[Act]:
    """One client will be served with the certificate called `name`."""
    served, listener = subject.thing("served"), subject.thing("listener")
    accepts = py("operator.getitem", listener.calls("accept"), 0)
    serves = callback(returns=served.calls("wrap_socket", accepts, server_side=True))
    return [
        *_listens(subject),
        subject.ssl.calls("SSLContext", subject.ssl.has("PROTOCOL_TLS_SERVER")).keeps("served"),
        served.calls("load_cert_chain", chain_file(name), key_file(name)),
        listener.calls("settimeout", 5),  # so that no thread is left behind if nobody calls
        subject.does(py("concurrent.futures.ThreadPoolExecutor", 1)).keeps("pool"),
        subject.thing("pool").calls("submit", serves).keeps("service"),
    ]


def _fetches(subject: Actor, **how: object) -> Act:
    address = subject.thing("listener").calls("getsockname")
    return subject.ssl.calls("get_server_certificate", address, **how)


def _served(subject: Actor) -> Act:
    """The server is done with its client, or rid of it."""
    return subject.thing("service").calls("exception", 60)


@module_scenario("python:module:server-certificate")
def a_certificate_is_fetched_as_it_is(subject):
    """Without ca_certs the certificate comes back in PEM, whoever has signed it and for whomever it is."""
    return [
        step
        for name in ("untrusted", "wrong-host")
        for step in (
            *_serves(subject, name),
            _fetches(subject).keeps("pem").returns(str),
            _served(subject),
            subject.ssl.calls("PEM_cert_to_DER_cert", subject.thing("pem")).gives(certificate(name)),
        )
    ]


@module_scenario("python:module:server-certificate-verified")
def a_fetched_certificate_is_verified_where_asked(subject):
    """With ca_certs a certificate that none of these authorities has signed is refused, another is not."""
    return [
        *_serves(subject, "untrusted"),
        _fetches(subject, ca_certs=trust_file("ca")).raises(CERTIFICATE_REJECTED),
        _served(subject),
        *_serves(subject, "untrusted"),
        _fetches(subject, ca_certs=trust_file("other-ca")).returns(str, filled=True),
        _served(subject),
    ]


# A call that ignores its timeout hangs: the server is never going to answer.
@module_scenario("python:module:server-certificate-timeout")
def fetching_ends_by_its_timeout(subject):
    """A server that takes the connection and says nothing makes get_server_certificate() time out."""
    return [*_listens(subject), _fetches(subject, timeout=0.05).raises(TIMEOUT)]
