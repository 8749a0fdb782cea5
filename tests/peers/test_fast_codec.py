"""The fast codec and tables: the same values and the same errors as the pure code, for bad input too."""

import copy

import pytest

from tests.peers.fast_stage import FAST, PURE, answer, noise


def both(ask):
    """What `ask(module)` comes to in the fast copy, which has to be what it comes to in the pure one."""
    told = [answer(ask, module) for module in (FAST, PURE)]
    assert told[0] == told[1]
    assert type(told[0]) is type(told[1])
    return told[0]


def parsed(module, data, method, *arguments):
    parser = module("utils.codec").Parser(data)
    return getattr(parser, method)(*arguments), parser.index


READINGS = [
    *(("get", length) for length in (0, 1, 2, 3, 4, 8)),
    *(("getVarList", length, prefix) for length in (1, 2, 3, 4, 5, 8) for prefix in (1, 2, 3)),
    *(
        ("getVarTupleList", length, count, prefix)
        for length in (1, 2, 3)
        for count in (1, 2, 3)
        for prefix in (1, 2)
    ),
]


@pytest.mark.parametrize("reading", READINGS, ids=str)
def test_numbers_and_lists_are_read_as_by_the_pure_code(reading):
    method, *arguments = reading
    outcomes = set()
    for size in range(20):
        for data in (
            noise(size, size),
            bytes(noise(size, size)),
            bytearray(size),
            b"\x06" + bytes(noise(1, size)),
        ):
            outcomes.add(
                isinstance(both(lambda module, data=data: parsed(module, data, method, *arguments)), str)
            )
    assert outcomes == (
        {False} if reading == ("get", 0) else {False, True}
    )  # "DecodeError", or what was read


@pytest.mark.parametrize("kind", [0, 22, 255, 256, -1])
@pytest.mark.parametrize("version", [(3, 3), (255, 255), (0, 256), (-1, 0)])
@pytest.mark.parametrize("size", [0, 16384, 65535, 65536])
def test_record_headers_are_written_as_by_the_pure_code(kind, version, size):
    both(lambda module: module("messages").RecordHeader3().create(version, kind, size).write())


@pytest.mark.parametrize("kind", [0, 1, 255, 256, -1])
@pytest.mark.parametrize("size", [0, 1, 300, 1 << 24])
def test_handshake_headers_are_written_as_by_the_pure_code(kind, size):
    def written(module):
        writer = module("utils.codec").Writer()
        writer.bytes = bytearray(size)
        return module("messages").HandshakeMsg(kind).postWrite(writer)

    both(written)


@pytest.mark.parametrize("number", [0, 1, 255, 256, (1 << 64) - 1, 1 << 64, -1])
def test_sequence_numbers_are_written_and_counted_as_by_the_pure_code(number):
    def written(module):
        state = module("recordlayer").ConnectionState()
        state.seqnum = number
        return answer(state.getSeqNumBytes), state.seqnum

    both(written)


@pytest.mark.parametrize("name", ["aes128gcm", "chacha20-poly1305"])
@pytest.mark.parametrize("size", [4, 8, 12])
@pytest.mark.parametrize("version", [(3, 3), (3, 4)])
def test_nonces_are_the_pure_codes(name, size, version):
    def nonce(module):
        layer, state = module("recordlayer").RecordLayer(None), module("recordlayer").ConnectionState()
        layer.version, layer.tls13record = version, version == (3, 4)
        factory = "createAESGCM" if name == "aes128gcm" else "createCHACHA20"
        state.encContext = getattr(module("utils.cipherfactory"), factory)(
            bytearray(16 if name == "aes128gcm" else 32)
        )
        state.fixedNonce = noise(1, size)
        return layer._getNonce(state, noise(2, 8))

    both(nonce)


# -- messages and extensions


def hello(module, *kinds):
    messages, extensions = module("messages"), module("extensions")
    made = messages.ClientHello().create((3, 3), bytearray(32), bytearray(), [4865])
    made.extensions = [extensions.TLSExtension().create(kind, bytearray(2)) for kind in kinds]
    return made


def test_extensions_are_found_and_two_of_a_kind_refused():
    both(lambda module: hello(module, 1, 2).getExtension(2).extType)
    both(lambda module: hello(module, 1).getExtension(2))
    assert both(lambda module: hello(module, 2, 1, 2).getExtension(2)) == "TLSInternalError"
    assert both(lambda module: hello(module, 2, 1, 2).getExtension(1).extType) == 1

    def without(module):
        made = hello(module)
        made.extensions = None
        return made.getExtension(1)

    assert both(without) is None


EXTENSIONS = {
    "SupportedGroupsExtension": ("groups", [23, 29]),
    "SignatureAlgorithmsExtension": ("sigalgs", [(4, 3), (8, 4)]),
    "SupportedVersionsExtension": ("versions", [(3, 4), (3, 3)]),
    "SrvPreSharedKeyExtension": ("selected", 3),
    "CookieExtension": ("cookie", bytearray(b"c")),
    "PskKeyExchangeModesExtension": ("modes", [1]),
    "RecordSizeLimitExtension": ("record_size_limit", 1000),
}


@pytest.mark.parametrize("name", EXTENSIONS)
def test_extensions_keep_their_field_under_its_name(name):
    field, value = EXTENSIONS[name]

    def made(module):
        extension = getattr(module("extensions"), name)()
        seen = [getattr(extension, field), sorted(vars(extension).items(), key=str)]
        setattr(extension, field, value)
        extension.another = 1
        seen += [getattr(extension, field), extension._internal_value, extension.another, extension.extType]
        seen += [extension.write(), field in vars(extension), answer(setattr, extension, "extData", b"")]
        return [*seen, answer(getattr, extension, "nothing"), repr(copy.copy(extension))]

    seen = [made(module) for module in (FAST, PURE)]
    for told in seen:  # the enums they print with are those of their own copies
        told[1] = [item for item in told[1] if item[0] != "_item_enum"]
    assert seen[0] == seen[1]
    assert seen[0][2] == value


def test_a_client_hello_is_read_back_as_by_the_pure_code(pki):
    def sent(module):
        settings = module("handshakesettings").HandshakeSettings()
        settings.eccCurves = ["x25519", "secp256r1"]
        hellos = module("messages").ClientHello()
        hellos.create((3, 3), noise(1, 32), noise(2, 32), [4865, 4866], serverName="localhost")
        hellos.addExtension(module("extensions").SupportedGroupsExtension().create([29, 23]))
        hellos.addExtension(module("extensions").SupportedVersionsExtension().create([(3, 4), (3, 3)]))
        return hellos.write()

    data = both(sent)

    def again(module):
        parser = module("utils.codec").Parser(bytearray(data[1:]))
        read = module("messages").ClientHello().parse(parser)
        return (
            read.write(),
            bytes(read.server_name),
            read.cipher_suites,
            [ext.extType for ext in read.extensions],
        )

    assert both(again)[0] == data
    for end in range(1, len(data)):

        def cut(module, end=end):
            parser = module("utils.codec").Parser(bytearray(data[1:end]))
            return module("messages").ClientHello().parse(parser).write()

        assert both(cut) == "DecodeError"


# -- tables


def test_names_of_numbers_are_the_pure_codes():
    for kind in (
        "AlertDescription",
        "GroupName",
        "SignatureScheme",
        "HandshakeType",
        "ContentType",
        "ExtensionType",
    ):
        for value in (*range(300), (4, 3), (8, 4), [1], None, "x"):
            for method in ("toRepr", "toStr"):
                for _ in range(2):
                    both(
                        lambda module, m=method, k=kind, v=value: getattr(getattr(module("constants"), k), m)(
                            v
                        )
                    )
    both(lambda module: module("constants").AlertDescription.toRepr(0, ["close_notify"]))
    both(lambda module: module("constants").AlertDescription.toRepr(0))


def test_suites_are_the_pure_codes_and_nobody_elses():
    for macs in (["aead"], ["sha", "sha256"]):
        for version in (None, (3, 3), (3, 4)):

            def suites(module, macs=macs, version=version):
                settings = module("handshakesettings").HandshakeSettings()
                settings.macNames = macs
                found = module("constants").CipherSuite.getEcdsaSuites(settings, version)
                return [list(found), found.clear(), module("constants").CipherSuite.getTLS13Suites(settings)]

            assert both(suites) == both(suites)


@pytest.mark.parametrize("name", ["localhost", "a..b", "a" * 64, "1.2.3.4", "x.", "-a", ".", "", "a_b", "ä"])
def test_host_names_are_judged_as_by_the_pure_code(name):
    for written in (name, bytearray(name, "utf-8")):
        for _ in range(2):
            both(lambda module, written=written: bool(module("tlsconnection").is_valid_hostname(written)))
