# set_timeout() gives the timeout before, get_timeout() the one that was set; a new Context has 300 s.
#
# Clause: set_timeout gives the timeout before, get_timeout the one that was set; the default is 300
# seconds. (pyOpenSSL docs, Context.set_timeout and get_timeout; API contract)
#
# Came: step 7: subject: other.get_timeout() gives 300, but it came to 7200
#
# Origin: handshake: subject other.get_timeout() gives its value -> int
#
# It needs pyOpenSSL and nothing of tls-harness; its exit code is 1 when it shows. The cell:
# pyopenssl_contexts/a_timeout_is_what_was_set[pyopenssl:pyopenssl:client:1.3:honest:straight]#0

import os
import re
import socket
import sys
import tempfile
import types

from OpenSSL import SSL


FILES = {
    'ca.pem': """\
-----BEGIN CERTIFICATE-----
MIIByTCCAW+gAwIBAgIUV0yrCtjTTAnB9VRNgEW5h4199ckwCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0EgI0Y5dEdZLTk0eldRVllxNGYwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEAx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5nIENBICNGOXRHWS05NHpXUVZZcTRmMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEtunUZOdJ0HBBjtEf2JAylrZb8PgPY/i2/DZ3rjNTEb9uxscmk7OOVQS5L57R/kDgTDU2wCcgvSNDlrII
SX0yMKNFMEMwHQYDVR0OBBYEFGYODSn+JqcIPdcPwCfTTVjOnZGQMBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGGMAoGCCqGSM49BAMCA0gAMEUCIB45dYJtGUqEOfK3eNdHXAoA4Dtf0VxrvVa0VSultF7lAiEAlY9AGCw2uv6TYdwfm+1HFE9Ssasf
xalt4G4ArGXkPjs=
-----END CERTIFICATE-----
""",
}
FOLDER = tempfile.TemporaryDirectory()


def path(name):
    return os.path.join(FOLDER.name, name)


for NAME, TEXT in FILES.items():
    with open(path(NAME), "w") as FILE:
        FILE.write(TEXT)


class OpensslEnd:
    """A Connection over memory BIOs, or over a socket."""

    def __init__(self, context, *how, **named):
        self.context, self.how, self.named = context, how, named
        self.made = None

    @property
    def connection(self):
        """Made when it is first needed: until then its Context may be changed."""
        if self.made is None:
            self.made = self.make(*self.how, **self.named)
        return self.made

    def make(self, server, name=None, session=None, socket=None):
        connection = SSL.Connection(self.context, socket)
        if server:
            connection.set_accept_state()
            return connection
        connection.set_connect_state()
        if name is not None:
            connection.set_tlsext_host_name(name)
        if session is not None:
            connection.set_session(session[0])
        return connection

    def take(self):
        taken = b""
        while self.made is not None:
            try:
                taken += self.connection.bio_read(1 << 20)
            except SSL.WantReadError:
                break
        return taken


class Portrait:
    def __init__(self, value):
        self.text = type(value).__name__
        if isinstance(value, type):
            self.text = "type " + value.__name__
        elif isinstance(value, (BaseException, bytearray)):
            self.text += " " + " ".join(str(value).split())

    def __repr__(self):
        return "<" + self.text.strip() + ">"


def portray(value):
    """Plain data as it is, of anything else its class."""
    if type(value) in (type(None), bool, int, float, str, bytes):
        return value
    for kind in (int, str):
        if isinstance(value, kind):
            return kind(value)
    if isinstance(value, tuple):
        return tuple(map(portray, value))
    if isinstance(value, list):
        return [portray(each) for each in value]
    if isinstance(value, dict):
        return {portray(name): portray(each) for name, each in value.items()}
    return Portrait(value)


def show(value):
    if isinstance(value, bytes) and len(value) > 24:
        return "{!r}...[{} bytes]".format(value[:24], len(value))
    return repr(portray(value))


def reason_of(error):
    if isinstance(getattr(error, "reason", None), str):
        return error.reason
    if error.args and type(error.args[0]) is list and type((error.args[0] or [0])[0]) is tuple:
        return str(error.args[0][0][-1])  # OpenSSL's queue of errors, as pyOpenSSL has it
    return " ".join(str(error).split())


things = types.SimpleNamespace()  # what was kept, by name
lines = []


def tell(line):
    lines.append(line)
    print(line)


def attempt(call, keep=None):
    """Make a call; what it came to in words, and whether it is over."""
    try:
        value = call()
    except WANTS as error:
        return "wants write" if "Write" in type(error).__name__ else "wants read", False
    except Exception as error:
        reason = reason_of(error)
        return type(error).__name__ + (" ({})".format(reason) if reason else ""), True
    if keep:
        setattr(things, keep, value)
    return show(value), True


sent = bytearray()


def call(text, function, keep=None):
    """One call of the subject's, and what it sends."""
    told, _ = attempt(function, keep)
    tell("subject: {} -> {}".format(text, told))
    if subject is not None:
        sent.extend(subject.take())
    while len(sent) >= 5 and len(sent) >= 5 + int.from_bytes(sent[3:5], "big"):
        size = 5 + int.from_bytes(sent[3:5], "big")
        alert = " alert {} {}".format(*sent[5:7]) if sent[0] == 21 and size == 7 else ""
        tell("subject sends a record {} {}{}".format(sent[0], sent[1:3].hex(), alert))
        del sent[:size]


subject = None


WANTS = (SSL.WantReadError, SSL.WantWriteError,)


subject_context = SSL.Context(SSL.TLS_CLIENT_METHOD)
subject_context.set_min_proto_version(SSL.TLS1_3_VERSION)
subject_context.set_max_proto_version(SSL.TLS1_3_VERSION)
subject_context.set_verify(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT)
subject_context.load_verify_locations(path('ca.pem'))
subject = OpensslEnd(subject_context, False, name=b'localhost')
call('ssl.Context(ssl.TLS_METHOD)', lambda: SSL.Context(SSL.TLS_METHOD), 'fresh')
call('fresh.set_timeout(60)', lambda: things.fresh.set_timeout(60))
call('fresh.get_timeout()', lambda: things.fresh.get_timeout())
call('fresh.set_timeout(90)', lambda: things.fresh.set_timeout(90))
call('fresh.get_timeout()', lambda: things.fresh.get_timeout())
call('ssl.Context(ssl.TLS_METHOD)', lambda: SSL.Context(SSL.TLS_METHOD), 'other')
call('other.get_timeout()', lambda: things.other.get_timeout())


FOUND, AT = 'subject: other.get_timeout() -> 7200', 6  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")
