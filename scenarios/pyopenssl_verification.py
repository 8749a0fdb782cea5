"""pyOpenSSL: verification, as a Context sets it, and as a Connection overrides it.

A Context that has made a Connection is not changed any more: what a scenario sets comes before the first
call of the connection.
"""

from harness.scenario import (
    CERTIFICATE_REJECTED,
    FOREIGN,
    PROTOCOL_ERROR,
    Act,
    Actor,
    Step,
    Thing,
    Together,
    callback,
    handshake,
    py,
    reconnect,
    same,
    scenario,
    together,
)

_BOTH = "pyopenssl pyopenssl-socket"


def _peers(subject: Actor) -> Act:
    return subject.ssl.has("VERIFY_PEER")


def _sets(subject: Actor, whose: Thing, **does: object) -> list[Step]:
    """A callback, kept as `noted`, decides whom the Context or Connection accepts."""
    noted = subject.thing("noted")
    return [
        subject.does(callback(**does)).keeps("noted"),  # type: ignore[arg-type]  # as callback() takes them
        whose.calls("set_verify", _peers(subject), noted).gives(None),
    ]


def _refused(subject: Actor, peer: Actor) -> Together:
    """The certificate, by whoever is asked; OpenSSL has one reason for it, and pyOpenSSL one class."""
    refusing = subject.handshakes().raises(CERTIFICATE_REJECTED, PROTOCOL_ERROR, exception="Error")
    return together(refusing, peer.handshakes().anything())


def _given(subject: Actor, call: int, place: int) -> object:
    """An argument of one call of `noted`."""
    calls = subject.thing("noted").has("calls")
    return py("operator.getitem", py("operator.getitem", calls, call), place)


# -- the mode -----------------------------------------------------------------------------------------------


@scenario("pyopenssl:verify:mode", drivers=_BOTH, roles="client", peers="honest", sweep="none")
def a_mode_is_what_was_set(subject, peer):
    """get_verify_mode() gives the Context's mode, and a Connection's own where it has set one."""
    none = subject.ssl.has("VERIFY_NONE")
    required = py("operator.or_", _peers(subject), subject.ssl.has("VERIFY_FAIL_IF_NO_PEER_CERT"))
    its, own = subject.context.calls("get_verify_mode"), subject.connection.calls("get_verify_mode")
    return [
        subject.context.calls("set_verify", required).gives(None),
        subject.does(same(its, required)),
        subject.does(same(own, required)),
        subject.connection.calls("set_verify", none).gives(None),
        subject.does(same(own, none)),
        subject.does(same(its, required)),
        handshake(subject, peer),
    ]


@scenario("pyopenssl:verify:override", drivers=_BOTH, roles="client", peers="honest", sweep="none")
def a_connection_verifies_though_its_context_does_not(subject, peer):
    """A Connection's own mode decides: it refuses whom its Context and the next Connection let pass."""
    none = subject.ssl.has("VERIFY_NONE")
    return [
        peer.configured(certificate="untrusted"),
        subject.context.calls("set_verify", none).gives(None),
        subject.connection.calls("set_verify", _peers(subject)).gives(None),
        _refused(subject, peer),
        reconnect(),
        handshake(subject, peer),
    ]


@scenario("pyopenssl:verify:depth", drivers=_BOTH, roles="client", peers="honest", sweep="none")
def a_chain_is_no_longer_than_its_depth(subject, peer):
    """set_verify_depth() bounds the authorities between: two of them are too many for one."""
    return [
        peer.configured(certificate="chain"),
        subject.context.calls("set_verify_depth", 1).gives(None),
        subject.context.calls("get_verify_depth").gives(1),
        _refused(subject, peer),
    ]


@scenario("pyopenssl:verify:depth", drivers=_BOTH, roles="client", peers="honest", sweep="none")
def a_chain_as_long_as_its_depth_is_fine(subject, peer):
    """Two authorities between are allowed where set_verify_depth() says two."""
    return [
        peer.configured(certificate="chain"),
        subject.context.calls("set_verify_depth", 2).gives(None),
        handshake(subject, peer),
    ]


# -- the callback -------------------------------------------------------------------------------------------


@scenario("pyopenssl:verify:arguments", drivers=_BOTH, roles="client", peers="honest", sweep="none")
def the_callback_is_asked_about_each_certificate(subject, peer):
    """It gets the Connection, an X509, error number, depth and OpenSSL's own verdict, from the anchor on."""
    return [
        *_sets(subject, subject.context, returns=True),
        handshake(subject, peer),
        subject.does(py("len", subject.thing("noted").has("calls"))).gives(2),
        *[
            step
            for call, depth in ((0, 1), (1, 0))
            for step in (
                subject.does(py("operator.is_", _given(subject, call, 0), subject.connection)).gives(
                    value=True
                ),
                subject.does(_given(subject, call, 1)).gives_a("X509"),
                subject.does(_given(subject, call, 2)).gives(0),
                subject.does(_given(subject, call, 3)).gives(depth),
                subject.does(py("bool", _given(subject, call, 4))).gives(value=True),
            )
        ],
    ]


@scenario("pyopenssl:verify:arguments", drivers=_BOTH, roles="client", peers="honest", sweep="none")
def the_callback_is_told_what_is_wrong(subject, peer):
    """Of a certificate that OpenSSL would refuse it gets the error's number, and a false verdict."""
    return [
        peer.configured(certificate="untrusted"),
        *_sets(subject, subject.context, returns=False),
        _refused(subject, peer),
        subject.does(py("bool", _given(subject, 0, 2))).gives(value=True),
        subject.does(_given(subject, 0, 3)).gives(0),
        subject.does(py("bool", _given(subject, 0, 4))).gives(value=False),
    ]


@scenario("pyopenssl:verify:false", drivers=_BOTH, roles="client", peers="honest", sweep="none")
def the_callback_may_refuse_a_good_certificate(subject, peer):
    """A callback that returns False refuses a certificate with which OpenSSL finds no fault."""
    return [*_sets(subject, subject.context, returns=False), _refused(subject, peer)]


@scenario("pyopenssl:verify:false", drivers=_BOTH, roles="server", peers="honest", sweep="none")
def the_callback_may_refuse_a_good_client(subject, peer):
    """A server's callback that returns False refuses a client's certificate that OpenSSL accepts."""
    return [
        subject.configured(verify="optional"),
        peer.configured(certificate="client"),
        *_sets(subject, subject.context, returns=False),
        _refused(subject, peer),
    ]


@scenario("pyopenssl:verify:true", drivers=_BOTH, roles="client", peers="honest", sweep="none")
def the_callback_may_accept_a_bad_certificate(subject, peer):
    """A callback that returns True accepts a certificate that OpenSSL would refuse."""
    return [
        peer.configured(certificate="untrusted"),
        *_sets(subject, subject.context, returns=True),
        handshake(subject, peer),
        subject.continues(),
    ]


@scenario("pyopenssl:verify:override", drivers=_BOTH, roles="client", peers="honest", sweep="none")
def a_connections_callback_takes_the_place_of_its_contexts(subject, peer):
    """Where a Connection has a callback, that of its Context is not asked; the next Connection's is."""
    return [
        *_sets(subject, subject.context, returns=True),
        subject.does(callback(returns=False)).keeps("own"),
        subject.connection.calls("set_verify", _peers(subject), subject.thing("own")).gives(None),
        _refused(subject, peer),
        subject.does(py("len", subject.thing("noted").has("calls"))).gives(0),
        reconnect(),
        handshake(subject, peer),
        subject.does(py("len", subject.thing("noted").has("calls"))).gives(2),
    ]


# -- the callback is gone -----------------------------------------------------------------------------------


@scenario("pyopenssl:verify:default", drivers=_BOTH, roles="client", peers="honest", sweep="none")
def a_context_without_a_callback_verifies_as_openssl_does(subject, peer):
    """Context.set_verify() again, without a callback: the one set before is asked no more."""
    return [
        peer.configured(certificate="untrusted"),
        *_sets(subject, subject.context, returns=True),
        subject.context.calls("set_verify", _peers(subject)).gives(None),
        _refused(subject, peer),
        subject.does(py("len", subject.thing("noted").has("calls"))).gives(0),
    ]


@scenario("pyopenssl:verify:default", drivers=_BOTH, roles="client", peers="honest", sweep="none")
def a_connection_without_a_callback_verifies_as_openssl_does(subject, peer):
    """Connection.set_verify() without a callback: that of the Context, which accepts all, is not asked."""
    own = subject.connection.calls("get_verify_mode")
    return [
        peer.configured(certificate="untrusted"),
        *_sets(subject, subject.context, returns=True),
        subject.connection.calls("set_verify", subject.ssl.has("VERIFY_NONE")).gives(None),
        subject.connection.calls("set_verify", _peers(subject)).gives(None),
        subject.does(same(own, _peers(subject))),
        _refused(subject, peer),
    ]


# -- exceptions ---------------------------------------------------------------------------------------------


@scenario("pyopenssl:verify:exception", drivers=_BOTH, roles="client", peers="honest", sweep="none")
def an_exception_in_the_callback_comes_out(subject, peer):
    """An exception of the Context's callback refuses the certificate, and comes out of the handshake."""
    return [
        *_sets(subject, subject.context, raises="LookupError"),
        together(subject.handshakes().raises(FOREIGN, exception="LookupError"), peer.handshakes().anything()),
    ]


@scenario("pyopenssl:verify:exception", drivers=_BOTH, roles="client", peers="honest", sweep="none")
def an_exception_in_a_connections_callback_comes_out(subject, peer):
    """An exception of the Connection's own callback comes out as one of its Context's does."""
    return [
        *_sets(subject, subject.connection, raises="LookupError"),
        together(subject.handshakes().raises(FOREIGN, exception="LookupError"), peer.handshakes().anything()),
    ]


@scenario("pyopenssl:exception:alone", drivers=_BOTH, roles="client", peers="honest", sweep="none")
def an_exception_in_the_callback_is_no_other_connections(subject, peer):
    """What a callback raised for one Connection is not raised by another of the same Context."""
    accepting = subject.does(callback(returns=True)).keeps("accepting")
    return [
        *_sets(subject, subject.context, raises="LookupError"),
        together(subject.handshakes().raises(FOREIGN, exception="LookupError"), peer.handshakes().anything()),
        reconnect(),
        accepting,
        subject.connection.calls("set_verify", _peers(subject), subject.thing("accepting")).gives(None),
        handshake(subject, peer),
        subject.continues(),
    ]
