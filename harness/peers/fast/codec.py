# ruff: noqa: N802, N803 - the names are tlslite's
"""The reading of numbers and lists, and the writing of headers: what tlslite does most often.

Numbers come in thousands in a conversation, and tlslite takes each by three calls. The same bytes are read
and written here, and the same errors raised.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any

from harness.peers.fast.package import Package, replace_method

_FORMATS = {1: "B", 2: "H", 4: "I", 8: "Q"}


def install(package: Package) -> None:
    """Replace methods of tlslite's Parser, of its record header and of its handshake messages."""
    codec, messages = package.module("utils.codec"), package.module("messages")
    replace_method(codec.Parser, "get", lambda _: _get(codec.DecodeError))
    replace_method(codec.Parser, "getVarList", _var_list)
    replace_method(codec.Parser, "getVarTupleList", _var_tuple_list)
    replace_method(messages.RecordHeader3, "__init__", lambda _: _new_header)
    replace_method(messages.RecordHeader3, "write", _header)
    replace_method(messages.HandshakeMsg, "postWrite", _message)
    replace_method(messages.HelloMessage, "getExtension", _extension)
    extensions = package.module("extensions")
    replace_method(extensions.CustomNameExtension, "__init__", lambda _: _new_extension)
    replace_method(extensions.CustomNameExtension, "__setattr__", lambda _: _set_field)


def _get(decode_error: type[Exception]) -> Callable[..., int]:
    def get(parser: Any, length: int) -> int:
        start = parser.index
        end = start + length
        data = parser.bytes
        if end > len(data):
            raise decode_error("Read past end of buffer")
        parser.index = end
        return int.from_bytes(data[start:end], "big")

    return get


def _var_list(pure: Callable[..., Any]) -> Callable[..., Any]:
    def getVarList(parser: Any, length: int, lengthLength: int) -> Any:
        if length not in _FORMATS:
            return pure(parser, length, lengthLength)
        start = parser.index
        size = parser.get(lengthLength)
        if size % length:
            parser.index = start
            return pure(parser, length, lengthLength)  # it says what is wrong
        return list(struct.unpack(f">{size // length}{_FORMATS[length]}", parser.getFixBytes(size)))

    return getVarList


def _var_tuple_list(pure: Callable[..., Any]) -> Callable[..., Any]:
    def getVarTupleList(parser: Any, elemLength: int, elemNum: int, lengthLength: int) -> Any:
        if elemLength not in _FORMATS:
            return pure(parser, elemLength, elemNum, lengthLength)
        start = parser.index
        size = parser.get(lengthLength)
        if size % (elemLength * elemNum):
            parser.index = start
            return pure(parser, elemLength, elemNum, lengthLength)
        return list(struct.iter_unpack(f">{elemNum}{_FORMATS[elemLength]}", parser.getFixBytes(size)))

    return getVarTupleList


def _new_header(header: Any) -> None:
    header.type, header.version, header.length, header.ssl2 = 0, (0, 0), 0, False


def _header(pure: Callable[..., Any]) -> Callable[..., Any]:
    def write(header: Any) -> Any:
        major, minor = header.version
        try:
            return bytearray(struct.pack(">BBBH", header.type, major, minor, header.length))
        except struct.error:
            return pure(header)

    return write


def _message(pure: Callable[..., Any]) -> Callable[..., Any]:
    def postWrite(message: Any, writer: Any) -> Any:
        size = len(writer.bytes)
        if size >> 24 or message.handshakeType not in range(256):
            return pure(message, writer)
        return bytearray(struct.pack(">I", message.handshakeType << 24 | size)) + writer.bytes

    return postWrite


def _extension(pure: Callable[..., Any]) -> Callable[..., Any]:
    def getExtension(message: Any, extType: int) -> Any:
        found = None
        for extension in message.extensions or ():
            if extension.extType == extType:
                if found is not None:
                    return pure(message, extType)  # it objects to two
                found = extension
        return found

    return getExtension


def _new_extension(extension: Any, field_name: str, extType: int) -> None:
    fields = vars(extension)
    fields["extType"], fields["_extData"] = extType, bytearray()
    fields["serverType"] = fields["encExtType"] = fields["cert"] = fields["hrr"] = False
    fields["_field_name"], fields["_internal_value"] = field_name, None


def _set_field(extension: Any, name: str, value: Any) -> None:
    """An extension keeps the one field that bears its own name as `_internal_value`."""
    fields = vars(extension)
    if name == fields.get("_field_name"):
        fields["_internal_value"] = value
    else:
        object.__setattr__(extension, name, value)
