# A client of TLS 1.2 and TLS 1.3 refuses a server that selects what lies below: protocol_version.
#
# Clause: A client refuses a server that selects TLS 1.1 or below with protocol_version. (RFC 8996
# sections 4 and 5; RFC 5246 appendix E.1; MUST)
#
# Came: step 12: the subject alerts fatal protocol_version, but it came to fatal handshake_failure
#
# Origin: handshake: the subject alerts fatal protocol_version -> fatal handshake_failure
# [server_hello.legacy_version = 0x0300]
#
# It needs tstclnt and selfserv and certutil and pk12util and openssl and nothing of tls-harness; its
# exit code is 1 when it shows. The cell:
# wire_downgrade/a_server_of_an_old_version_is_refused[program:nss:program:client:1.2:tlslite:straight]#0

import atexit
import contextlib
import os
import pathlib
import re
import select
import socket
import subprocess
import sys
import tempfile
import tty
import types


FILES = {
    'ca.pem': """\
-----BEGIN CERTIFICATE-----
MIIByTCCAW+gAwIBAgIULePb0+4QnqJW2jLfCvyY4r5ysg0wCgYIKoZIzj0EAwIwQDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0EgI2hGOGhpNDhSdmFUemdLa2IwIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAwMDBaMEAx
FzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5nIENBICNoRjhoaTQ4UnZhVHpnS2tiMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEKWbB2mm3jyQZMzvzev2jEq45ak9VSPwr2LUHnooLfXv+Ae2CDd0o/xZQ5Vfdl0QJC0DKGzVMI/zldrO2
Iua2jqNFMEMwHQYDVR0OBBYEFG/8zqN6pVgP+8gLYh2Bz/mheAo5MBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGGMAoGCCqGSM49BAMCA0gAMEUCIEFWSp1DCz34VnqD2MQi0QlUdDpB0OD1fSCBD4dO9AjhAiEA5ylWdqlOVDOslZ7LjxGYT3IAtw82
2yav4IsD4x7yfNI=
-----END CERTIFICATE-----
""",
}
FOLDER = tempfile.TemporaryDirectory()


def path(name):
    return os.path.join(FOLDER.name, name)


for NAME, TEXT in FILES.items():
    with open(path(NAME), "w") as FILE:
        FILE.write(TEXT)


class WantsRead(Exception):
    pass


class ProgramError(Exception):
    pass


class ProgramEnd:
    """A program, started for one connection: ciphertext over a loopback socket, plaintext over pipes."""

    def __init__(self, command, name, serves, shaken, endings, silent=False, talks=True):
        """shaken: words for a handshake that is done; endings: for an end, and whether it is in order."""
        self.name, self.shaken, self.endings, self.silent, self.talks = name, shaken, endings, silent, talks
        self.output, self.said, self.leaving, self.writing = bytearray(), "", b"", False
        self.failed, self.hung_up, self.stirred = False, False, True
        self.terminal, terminal = os.openpty()  # where a program may say more than in a file
        tty.setraw(terminal)
        listener = socket.create_server(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        if serves:
            listener.close()
        pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
        self.process = subprocess.Popen(command(port, os.ttyname(terminal)), bufsize=0, **pipes)
        atexit.register(self.process.kill)
        self.wire = self.called(port) if serves else listener.accept()[0]
        self.wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        ends = self.process.stdout, self.process.stderr, self.wire
        self.heard = {self.terminal, *(end.fileno() for end in ends)}

    def called(self, port):
        while self.process.poll() is None:
            try:
                return socket.create_connection(("127.0.0.1", port))
            except ConnectionRefusedError:  # it does not listen yet
                select.select([], [], [], 0.02)
        sys.exit(self.process.stderr.read().decode())

    def feed(self, data):
        self.stirred = True
        with contextlib.suppress(OSError):  # it is gone
            self.wire.sendall(data)

    def end(self):
        self.stirred = True
        with contextlib.suppress(OSError):
            self.wire.shutdown(socket.SHUT_WR)

    def take(self):
        self.settle()
        taken, self.leaving = self.leaving, b""
        return taken

    def settle(self):
        """Until it rests: nothing is heard of it, and none of its threads is switched to."""
        while self.stirred:
            before = self.threads()
            self.stirred = self.hear(0.1) or "State:\tR" in before or before != self.threads()

    def threads(self):
        found = []
        for file in pathlib.Path("/proc/{}/task".format(self.process.pid)).glob("*/status"):
            found += re.findall("State:\t.|switches:\t[0-9]+", file.read_text())
        return found

    def hear(self, seconds):
        """Take what it says; whether it said anything for so long."""
        ready, _, _ = select.select(self.heard, [], [], seconds)
        for each in ready:
            try:
                data = os.read(each, 1 << 16)
            except OSError:
                data = b""
            if not data:
                self.heard.discard(each)
            if each == self.wire.fileno():
                self.leaving += data
                if not data:  # it may linger for our end
                    self.hung_up = True
                    self.end()
            elif self.talks and each == self.process.stdout.fileno():
                self.output += data
            else:
                self.said += data.decode("utf-8", "replace")
        return bool(ready)

    def do(self, call, *args):
        self.settle()
        return call(*args)

    def handshake(self):
        if self.failed or not self.is_shaken():
            self.go_on()
            raise WantsRead

    def is_shaken(self):
        return self.found(self.shaken) is not None

    def found(self, words):
        return re.search(words, self.said, re.MULTILINE)

    def ended(self):
        """How its connection has ended, and whether in order; None while it has not."""
        for words, orderly in self.endings:
            if self.found(words):
                return self.found(words).group().strip(), orderly
        if self.process.poll() is None and not self.hung_up:
            return None
        if self.silent and not self.process.poll():
            return "", True
        said = self.said.strip().splitlines() or ["exit status {}".format(self.process.poll())]
        return said[-1], False

    def go_on(self):
        if self.ended():
            text, orderly = self.ended()
            self.failed = self.failed or not orderly
            raise type(self.name, (ProgramError,), {})(text)

DATABASE = tempfile.TemporaryDirectory()


def nss_database(anchors, chain, key):
    """A folder with these files as NSS wants them."""
    folder = DATABASE.name
    where, own = ["-d", "sql:" + folder], folder + "/own.p12"
    steps = [["certutil", "-N", *where, "--empty-password"]]
    if anchors:
        steps.append(["certutil", "-A", *where, "-n", "anchor", "-t", "CT,C,", "-i", anchors])
    if chain:
        files = ["-in", chain, "-inkey", key, "-out", own]
        steps.append(["openssl", "pkcs12", "-export", "-name", "own", "-passout", "pass:", *files])
        steps.append(["pk12util", *where, "-i", own, "-W", ""])
    for step in steps:
        subprocess.run(step, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return "sql:" + folder


def show(value):
    if isinstance(value, bytes) and len(value) > 24:
        return "{!r}...[{} bytes]".format(value[:24], len(value))
    return repr(value)


def reason_of(error):
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


WANTS = (WantsRead,)


database = nss_database(path('ca.pem'), None, None)
def subject_command(port, terminal):
    return [
        'tstclnt', '-h', '127.0.0.1', '-p', str(port), '-d', database, '-V', 'tls1.2:tls1.3', '-v',
        '-c',
        ':1301:1302:1303:C02B:C02F:C02C:C030:CCA9:CCA8:C00A:C009:C013:C014:009E:CCAA:0033:0039:002F:0035',
        '-J',
        'ecdsa_secp256r1_sha256,ecdsa_secp384r1_sha384,ecdsa_secp521r1_sha512,rsa_pss_rsae_sha256,rsa_pss_rsae_sha384,rsa_pss_rsae_sha512,rsa_pkcs1_sha256,rsa_pkcs1_sha384,rsa_pkcs1_sha512',
        '-O', '-u', '-a', 'localhost',
    ]


subject = ProgramEnd(subject_command, 'tstclnt', False, 'SSL version \\d', [
    ('(?:SEC_ERROR_(?!UNEXPECTED_COMPRESSED_)(?:\\w*(?:CERT|ISSUER)\\w*|INADEQUATE_\\w*)|SSL_ERROR_BAD_CERT_DOMAIN): .*', False),
    ('(?:SSL|SEC)_ERROR_\\w+: .*', False), ('PR_(?:CONNECT_RESET|END_OF_FILE)_ERROR: .*', False),
    ('^tstclnt: Read from server 0 bytes', True),
])
call('handshake()', lambda: subject.do(subject.handshake))
subject.feed(bytes.fromhex(
    "1603030065020000610302e9457ed86d4914241047296fea0b78eae88a2d151622a65d11727e30c81fa7b8200274b55e"
    "9fc9dc7511da24c56f491829869d90c26077a4ae16f1d5506c643e17cca900001900170000ff01000100000b00020100"
    "001c0002400000230000160303023c0b0002380002350002323082022e308201d3a003020102021424523de71bf8fba7"
    "aa7e4a331be780c5efe88aac300a06082a8648ce3d040302304031173015060355040a0c0e74727573746d652076312e"
    "322e3131253023060355040b0c1c54657374696e67204341202368463868693438527661547a674b6b623020170d3030"
    "303130313030303030305a180f33303030303130313030303030305a304231173015060355040a0c0e74727573746d65"
    "2076312e322e3131273025060355040b0c1e54657374696e672063657274202373304565762d795f4767554b47543764"
    "3059301306072a8648ce3d020106082a8648ce3d03010703420004b3bae80b8f3d60ed935a11f387cf921b2e8d11f090"
    "5a8aa8e4d6de469ee5b092d45e0137757a7d18d2518df2094c6f96bbc7250e97a505c2354926d87c99da6aa381a63081"
    "a3301d0603551d0e041604144bc1a1ac0ea60bc5d430ad03ece920c33146bd51300c0603551d130101ff04023000301f"
    "0603551d230418301680146ffccea37aa5580ffbc80b621d81cff9a1780a3930170603551d110101ff040d300b82096c"
    "6f63616c686f7374300e0603551d0f0101ff0404030205a0302a0603551d250101ff0420301e06082b06010505070302"
    "06082b0601050507030106082b06010505070303300a06082a8648ce3d0403020349003046022100b544b113d18ee4e9"
    "615403b7d55ad1f9a50d2beeaf8008d80f8300593ed87e8f0221009db17fbae1baa2c38e8a62a3393beb75079180b96e"
    "b1beceaa1d39f2e30add2a16030300730c00006f03001d201743364bea84373132512295eab0203fbbd94e0e1ff36d5a"
    "15b5dba444ee9331040300473045022100aee10ead85a22f3d9ce10c5017ff6a9b6ecde9552fb12b0fe3917b880b0d43"
    "2302207b70171bb609257148468a0b23e4a3f510a235c398538bda19d4d9e2f7385c3316030300040e000000"
))
call('handshake()', lambda: subject.do(subject.handshake))
subject = ProgramEnd(subject_command, 'tstclnt', False, 'SSL version \\d', [
    ('(?:SEC_ERROR_(?!UNEXPECTED_COMPRESSED_)(?:\\w*(?:CERT|ISSUER)\\w*|INADEQUATE_\\w*)|SSL_ERROR_BAD_CERT_DOMAIN): .*', False),
    ('(?:SSL|SEC)_ERROR_\\w+: .*', False), ('PR_(?:CONNECT_RESET|END_OF_FILE)_ERROR: .*', False),
    ('^tstclnt: Read from server 0 bytes', True),
])
call('handshake()', lambda: subject.do(subject.handshake))
subject.feed(bytes.fromhex(
    "1603030065020000610301e35f930cc9789154977ad4a2b8e5890f2156a22cce5419577c327ee950616b9320c37814a0"
    "5a2b3d607d80fab047f0a21a6ce7873a79c3ede99daaf7a4a754d363cca900001900170000ff01000100000b00020100"
    "001c0002400000230000160303023c0b0002380002350002323082022e308201d3a003020102021424523de71bf8fba7"
    "aa7e4a331be780c5efe88aac300a06082a8648ce3d040302304031173015060355040a0c0e74727573746d652076312e"
    "322e3131253023060355040b0c1c54657374696e67204341202368463868693438527661547a674b6b623020170d3030"
    "303130313030303030305a180f33303030303130313030303030305a304231173015060355040a0c0e74727573746d65"
    "2076312e322e3131273025060355040b0c1e54657374696e672063657274202373304565762d795f4767554b47543764"
    "3059301306072a8648ce3d020106082a8648ce3d03010703420004b3bae80b8f3d60ed935a11f387cf921b2e8d11f090"
    "5a8aa8e4d6de469ee5b092d45e0137757a7d18d2518df2094c6f96bbc7250e97a505c2354926d87c99da6aa381a63081"
    "a3301d0603551d0e041604144bc1a1ac0ea60bc5d430ad03ece920c33146bd51300c0603551d130101ff04023000301f"
    "0603551d230418301680146ffccea37aa5580ffbc80b621d81cff9a1780a3930170603551d110101ff040d300b82096c"
    "6f63616c686f7374300e0603551d0f0101ff0404030205a0302a0603551d250101ff0420301e06082b06010505070302"
    "06082b0601050507030106082b06010505070303300a06082a8648ce3d0403020349003046022100b544b113d18ee4e9"
    "615403b7d55ad1f9a50d2beeaf8008d80f8300593ed87e8f0221009db17fbae1baa2c38e8a62a3393beb75079180b96e"
    "b1beceaa1d39f2e30add2a16030300720c00006e03001d2019502834eafa955335538f1709ee72c2aa6a2e8ffba36ed9"
    "9a9bc3877236686a04030046304402201ccb0ac9fa577af5b933a9b6a47ce0f13d46d14c0b45ccd587f255b3546cec9e"
    "0220340e1936bda163c42428e330d3a128a9e3af931b362372825eaece1d25a0292816030300040e000000"
))
call('handshake()', lambda: subject.do(subject.handshake))
subject = ProgramEnd(subject_command, 'tstclnt', False, 'SSL version \\d', [
    ('(?:SEC_ERROR_(?!UNEXPECTED_COMPRESSED_)(?:\\w*(?:CERT|ISSUER)\\w*|INADEQUATE_\\w*)|SSL_ERROR_BAD_CERT_DOMAIN): .*', False),
    ('(?:SSL|SEC)_ERROR_\\w+: .*', False), ('PR_(?:CONNECT_RESET|END_OF_FILE)_ERROR: .*', False),
    ('^tstclnt: Read from server 0 bytes', True),
])
call('handshake()', lambda: subject.do(subject.handshake))
subject.feed(bytes.fromhex(
    "1603030065020000610300fefac78d57b2d95286ea697312a142d91cdf5aecad3b16dcd0c570a49aa6ad62208badd324"
    "12cce2270a45e056d5dfafa70ff2afdbc3fae7bea0455e913adec75fcca900001900170000ff01000100000b00020100"
    "001c0002400000230000160303023c0b0002380002350002323082022e308201d3a003020102021424523de71bf8fba7"
    "aa7e4a331be780c5efe88aac300a06082a8648ce3d040302304031173015060355040a0c0e74727573746d652076312e"
    "322e3131253023060355040b0c1c54657374696e67204341202368463868693438527661547a674b6b623020170d3030"
    "303130313030303030305a180f33303030303130313030303030305a304231173015060355040a0c0e74727573746d65"
    "2076312e322e3131273025060355040b0c1e54657374696e672063657274202373304565762d795f4767554b47543764"
    "3059301306072a8648ce3d020106082a8648ce3d03010703420004b3bae80b8f3d60ed935a11f387cf921b2e8d11f090"
    "5a8aa8e4d6de469ee5b092d45e0137757a7d18d2518df2094c6f96bbc7250e97a505c2354926d87c99da6aa381a63081"
    "a3301d0603551d0e041604144bc1a1ac0ea60bc5d430ad03ece920c33146bd51300c0603551d130101ff04023000301f"
    "0603551d230418301680146ffccea37aa5580ffbc80b621d81cff9a1780a3930170603551d110101ff040d300b82096c"
    "6f63616c686f7374300e0603551d0f0101ff0404030205a0302a0603551d250101ff0420301e06082b06010505070302"
    "06082b0601050507030106082b06010505070303300a06082a8648ce3d0403020349003046022100b544b113d18ee4e9"
    "615403b7d55ad1f9a50d2beeaf8008d80f8300593ed87e8f0221009db17fbae1baa2c38e8a62a3393beb75079180b96e"
    "b1beceaa1d39f2e30add2a16030300720c00006e03001d20f78f754ccd66a09c1c415c41c2db82cb7dadb7ea77a99774"
    "83d33ead2d59572004030046304402201beca80010aa1ed4f2ec98a073efcf99bf5edbd5ff064d308a7155de78ef523d"
    "022064c2afe727d4703de0afa81c9af8c5cc43c89fc6bdd0e9b440123f8a1104542716030300040e000000"
))
call('handshake()', lambda: subject.do(subject.handshake))


FOUND, AT = 'subject sends a record 21 0301 alert 2 40', 5  # what is wrong, and which of the lines that begin so it is


def shape(line):
    head, arrow, came = line.partition(" -> ")
    came = re.sub("b'[^'].*|b\"[^\"].*", "bytes", came)
    return head + arrow + re.sub("0x[0-9a-f]+|[0-9]+", "N", came)


like = [line for line in lines if line.split()[0] == FOUND.split()[0]]
if len(like) > AT and shape(like[AT]) == shape(FOUND):
    sys.exit("it shows: " + FOUND)
print("it does not show here")
