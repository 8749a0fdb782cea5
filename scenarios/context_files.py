"""SSLContext and its files: certificates, keys and their passwords, authorities, and the log of secrets."""

from harness.scenario import (
    FOREIGN,
    MISUSE,
    OS_ERROR,
    PROTOCOL_ERROR,
    Act,
    Actor,
    callback,
    caught,
    chain_file,
    key_file,
    module_scenario,
    py,
    same,
    trust_file,
)

_NOWHERE = "no such folder/no such file.pem"
#: The password of the certificate "locked" (`harness.options.PASSWORD`), 7 characters and 8 bytes.
_PASSWORD = "s\u00e9same!"


def _client(subject: Actor):
    protocol = subject.ssl.has("PROTOCOL_TLS_CLIENT")
    return subject.ssl.calls("SSLContext", protocol).keeps("fresh")


def _server(subject: Actor):
    protocol = subject.ssl.has("PROTOCOL_TLS_SERVER")
    return subject.ssl.calls("SSLContext", protocol).keeps("fresh")


# -- certificates and keys ----------------------------------------------------------------------------------


@module_scenario("python:context:cert-chain")
def a_certificate_and_its_key_are_loaded(subject):
    """A chain and its key are taken from two files, or both from one, and replace the ones before."""
    load = subject.thing("fresh")
    return [
        _server(subject),
        load.calls("load_cert_chain", chain_file("ecdsa"), key_file("ecdsa")).gives(None),
        load.calls("load_cert_chain", chain_file("bundle")).gives(None),
        load.calls("load_cert_chain", certfile=chain_file("rsa"), keyfile=key_file("rsa")).gives(None),
        load.calls("load_cert_chain", py("pathlib.Path", chain_file("bundle"))).gives(None),
    ]


@module_scenario("python:context:cert-chain-mismatch")
def a_key_of_another_certificate_is_refused(subject):
    """A key that does not belong to the certificate raises SSLError when it is loaded."""
    return [
        _server(subject),
        subject.thing("fresh")
        .calls("load_cert_chain", chain_file("ecdsa"), key_file("client"))
        .raises(PROTOCOL_ERROR, exception="SSLError", library="X509", reason="KEY_VALUES_MISMATCH"),
        subject.thing("fresh").calls("load_cert_chain", chain_file("ecdsa"), key_file("ecdsa")).gives(None),
    ]


@module_scenario("python:context:cert-chain-mismatch")
def a_key_of_another_type_is_refused(subject):
    """An ECDSA key for an RSA certificate raises SSLError, also where it fits the pair loaded before."""
    wrong = subject.thing("fresh").calls("load_cert_chain", chain_file("rsa"), key_file("ecdsa"))
    return [
        _server(subject),
        wrong.raises(PROTOCOL_ERROR, exception="SSLError"),
        _server(subject),
        subject.thing("fresh").calls("load_cert_chain", chain_file("ecdsa"), key_file("ecdsa")).gives(None),
        wrong.raises(PROTOCOL_ERROR, exception="SSLError"),
    ]


def _is_missing(act: Act) -> Act:
    return act.raises(OS_ERROR, exception="FileNotFoundError", errno=2)


@module_scenario("python:context:cert-chain-missing")
def a_missing_certificate_is_told(subject):
    """A chain or key that is not there raises FileNotFoundError with its errno, and nothing of TLS."""
    load = subject.thing("fresh")
    return [
        _server(subject),
        _is_missing(load.calls("load_cert_chain", _NOWHERE)),
        _is_missing(load.calls("load_cert_chain", chain_file("ecdsa"), _NOWHERE)),
    ]


@module_scenario("python:context:cert-chain-missing:name")
def a_missing_certificate_is_named(subject):
    """The error names the file that is not there, chain or key: a server has dozens of them."""
    load, error = subject.thing("fresh"), subject.thing("error")
    return [
        _server(subject),
        *(
            step
            for files in ((_NOWHERE,), (chain_file("ecdsa"), _NOWHERE))
            for step in (
                subject.does(caught(load.calls("load_cert_chain", *files))).keeps("error"),
                error.has("filename").gives(_NOWHERE),
            )
        ),
    ]


@module_scenario("python:context:cert-chain-broken")
def a_file_without_what_is_needed_is_refused(subject):
    """A key for a certificate, or a certificate without its key, raises SSLError; no path is a TypeError."""
    load = subject.thing("fresh")
    return [
        _server(subject),
        load.calls("load_cert_chain", key_file("ecdsa")).raises(PROTOCOL_ERROR, exception="SSLError"),
        load.calls("load_cert_chain", chain_file("ecdsa")).raises(PROTOCOL_ERROR, exception="SSLError"),
        load.calls("load_cert_chain", chain_file("ecdsa"), chain_file("ecdsa")).raises(
            PROTOCOL_ERROR, exception="SSLError"
        ),
        load.calls("load_cert_chain", None).raises(MISUSE, exception="TypeError"),
    ]


# -- passwords ----------------------------------------------------------------------------------------------


def _locked(subject: Actor, password: object) -> Act:
    """Load the certificate whose key is encrypted."""
    files = chain_file("locked"), key_file("locked")
    return subject.thing("fresh").calls("load_cert_chain", *files, password=password)


@module_scenario("python:context:password")
def a_password_is_text_or_bytes(subject):
    """A password opens a key as text, which is UTF-8, as bytes and as bytearray."""
    data = _PASSWORD.encode()
    return [
        _server(subject),
        *(_locked(subject, each).gives(None) for each in (_PASSWORD, data, py("bytearray", data))),
    ]


@module_scenario("python:context:password-callable")
def a_password_can_be_asked_for(subject):
    """A function is called without arguments for the password, and may return each of its types."""
    data, asked = _PASSWORD.encode(), subject.thing("asked")
    return [
        _server(subject),
        *(
            step
            for each in (_PASSWORD, data, py("bytearray", data))
            for step in (
                subject.does(callback(returns=each)).keeps("asked"),
                _locked(subject, asked).gives(None),
                subject.does(py("len", asked.has("calls"))).gives(1),
                asked.has("calls").gives([()]),
            )
        ),
    ]


@module_scenario("python:context:password-unneeded")
def a_key_in_clear_needs_no_password(subject):
    """With a key that is not encrypted a password is ignored, and a function not even called."""
    asked, files = subject.thing("asked"), (chain_file("ecdsa"), key_file("ecdsa"))
    load = subject.thing("fresh")
    return [
        _server(subject),
        load.calls("load_cert_chain", *files, password="anything").gives(None),
        subject.does(callback(raises="ZeroDivisionError")).keeps("asked"),
        load.calls("load_cert_chain", *files, password=asked).gives(None),
        asked.has("calls").gives([]),
    ]


@module_scenario("python:context:password-wrong")
def a_wrong_password_opens_nothing(subject):
    """A wrong password, an empty one, or its text in another encoding raises SSLError."""
    return [
        _server(subject),
        *(
            _locked(subject, each).raises(PROTOCOL_ERROR, exception="SSLError")
            for each in ("wrong", "", _PASSWORD.encode("latin-1"), _PASSWORD + "x")
        ),
    ]


@module_scenario("python:context:password-refused")
def what_cannot_be_a_password_is_refused(subject):
    """Another type is a TypeError, too long a text a ValueError, and what a function raises is told."""
    asked = subject.thing("asked")
    return [
        _server(subject),
        _locked(subject, 1234).raises(MISUSE, exception="TypeError"),
        _locked(subject, True).raises(MISUSE, exception="TypeError"),
        _locked(subject, "x" * 102400).raises(MISUSE, exception="ValueError"),
        subject.does(callback(returns=1234)).keeps("asked"),
        _locked(subject, asked).raises(MISUSE, exception="TypeError"),
        subject.does(callback(returns="x" * 102400)).keeps("asked"),
        _locked(subject, asked).raises(MISUSE, exception="ValueError"),
        subject.does(callback(raises="LookupError")).keeps("asked"),
        _locked(subject, asked).raises(FOREIGN, exception="LookupError"),
    ]


# -- authorities --------------------------------------------------------------------------------------------


def _text_of(subject: Actor, name: str, kept: str):
    """The PEM text of a trust anchor."""
    return [
        subject.does(py("pathlib.Path", trust_file(name))).keeps("file"),
        subject.thing("file").calls("read_text").keeps(kept),
    ]


def _count(subject: Actor, number: int):
    """How many authorities the kept context trusts."""
    return [
        subject.does(py("len", subject.thing("fresh").calls("get_ca_certs"))).gives(number),
        subject.thing("fresh").calls("cert_store_stats").gives({"x509": number, "crl": 0, "x509_ca": number}),
    ]


@module_scenario("python:context:verify-locations", "python:context:store-stats")
def authorities_come_from_files_and_text(subject):
    """A file, PEM text and DER bytes each bring their authorities, several at once, none counted twice."""
    fresh, one, other = subject.thing("fresh"), subject.thing("one"), subject.thing("other")
    both = py("operator.add", one, other)
    return [
        *_text_of(subject, "ca", "one"),
        *_text_of(subject, "other-ca", "other"),
        _client(subject),
        *_count(subject, 0),
        fresh.calls("load_verify_locations", trust_file("ca")).gives(None),
        *_count(subject, 1),
        fresh.calls("load_verify_locations", cadata=one).gives(None),
        *_count(subject, 1),
        fresh.calls("load_verify_locations", cadata=subject.ssl.calls("PEM_cert_to_DER_cert", other)).gives(
            None
        ),
        *_count(subject, 2),
        _client(subject),
        fresh.calls("load_verify_locations", cadata=both).gives(None),
        *_count(subject, 2),
    ]


@module_scenario("python:context:verify-locations-missing")
def missing_authorities_are_told(subject):
    """Nothing to load is a TypeError, a file that is not there a FileNotFoundError, no empty store."""
    fresh = subject.thing("fresh")
    return [
        _client(subject),
        fresh.calls("load_verify_locations").raises(MISUSE, exception="TypeError"),
        fresh.calls("load_verify_locations", None, None, None).raises(MISUSE, exception="TypeError"),
        _is_missing(fresh.calls("load_verify_locations", _NOWHERE)),
        _is_missing(fresh.calls("load_verify_locations", cafile=_NOWHERE)),
        fresh.calls("load_verify_locations", 5).raises(MISUSE, exception="TypeError"),
        *_count(subject, 0),
    ]


@module_scenario("python:context:verify-locations-broken")
def broken_authorities_are_refused(subject):
    """Data without a certificate raises SSLError, none at all ValueError, and what is no data TypeError."""
    load = subject.thing("fresh")
    return [
        _client(subject),
        load.calls("load_verify_locations", cadata="broken").raises(PROTOCOL_ERROR, exception="SSLError"),
        load.calls("load_verify_locations", cadata=b"broken").raises(PROTOCOL_ERROR, exception="SSLError"),
        load.calls("load_verify_locations", cadata="").raises(MISUSE, exception="ValueError"),
        load.calls("load_verify_locations", cadata=b"").raises(MISUSE, exception="ValueError"),
        load.calls("load_verify_locations", cadata=5).raises(MISUSE, exception="TypeError"),
        load.calls("load_verify_locations", cafile=key_file("ecdsa")).raises(
            PROTOCOL_ERROR, exception="SSLError"
        ),
        *_count(subject, 0),
    ]


@module_scenario("python:context:ca-certs")
def authorities_can_be_listed(subject):
    """get_ca_certs() lists the authorities as dicts, and with binary_form as the very DER that was loaded."""
    fresh, told = subject.thing("fresh"), subject.thing("told")
    der = subject.ssl.calls("PEM_cert_to_DER_cert", subject.thing("one"))
    return [
        *_text_of(subject, "ca", "one"),
        _client(subject),
        fresh.calls("load_verify_locations", trust_file("ca")).gives(None),
        subject.does(py("operator.getitem", fresh.calls("get_ca_certs", binary_form=True), 0)).keeps("only"),
        subject.does(same(der, subject.thing("only"))).gives(True),
        subject.does(py("operator.getitem", fresh.calls("get_ca_certs"), 0)).keeps("told"),
        *(
            subject.does(py("operator.contains", told, name)).gives(True)
            for name in ("subject", "issuer", "notBefore", "notAfter", "serialNumber", "version")
        ),
        subject.does(same(told.calls("get", "subject"), told.calls("get", "issuer"))).gives(True),
    ]


@module_scenario("python:context:default-certs")
def the_systems_authorities_can_be_asked_for(subject):
    """load_default_certs() takes a purpose or none, and what is no purpose is a TypeError."""
    fresh = subject.thing("fresh")
    return [
        _client(subject),
        fresh.calls("load_default_certs", "SERVER_AUTH").raises(MISUSE, exception="TypeError"),
        *_count(subject, 0),
        fresh.calls("load_default_certs").gives(None),
        fresh.calls("load_default_certs", subject.ssl.has("Purpose.CLIENT_AUTH")).gives(None),
        fresh.calls("set_default_verify_paths").gives(None),
    ]


# -- the log of secrets -------------------------------------------------------------------------------------


def _log(subject: Actor):
    """A file that is deleted when it is closed."""
    return subject.does(py("tempfile.NamedTemporaryFile")).keeps("log")


@module_scenario("python:context:keylog")
def secrets_are_logged_where_asked(subject):
    """A log of secrets begins and ends when keylog_filename is set; its file is appended to."""
    fresh, log = subject.thing("fresh"), subject.thing("log")
    return [
        _client(subject),
        fresh.has("keylog_filename").gives(None),
        _log(subject),
        log.calls("write", b"# kept\n").gives(7),
        log.calls("flush").gives(None),
        fresh.sets("keylog_filename", log.has("name")),
        subject.does(same(fresh.has("keylog_filename"), log.has("name"))).gives(True),
        fresh.sets("keylog_filename", None),
        fresh.has("keylog_filename").gives(None),
        log.calls("seek", 0).gives(0),
        log.calls("read", 7).gives(b"# kept\n"),
        log.calls("close").gives(None),
    ]


@module_scenario("python:context:keylog-refused")
def secrets_are_logged_nowhere_else(subject):
    """A path that cannot be opened raises, as what is no path does, and nothing is logged anywhere."""
    fresh = subject.thing("fresh")
    return [
        _client(subject),
        _is_missing(fresh.sets("keylog_filename", _NOWHERE)),
        fresh.has("keylog_filename").gives(None),
        fresh.sets("keylog_filename", 5).raises(MISUSE, exception="TypeError"),
        fresh.has("keylog_filename").gives(None),
    ]
