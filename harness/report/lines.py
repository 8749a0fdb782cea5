"""Files of lines, plain or compressed (Zstandard, RFC 8878), written and read one line at a time.

What is written is compressed where the name ends in `.zst`: one frame, whose block is closed every few lines,
so that a killed run leaves a frame without its end, but with whole lines up to there. What is read tells
by its first bytes whether it is compressed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Final

from harness.errors import UsageError
from harness.report.outfile import create

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

#: What the name of a compressed file ends in.
COMPRESSED = ".zst"
#: So many lines share a block, but for the first, and may be lost together when the process is killed.
LINES_A_BLOCK = 16
_MAGIC = b"\x28\xb5\x2f\xfd"  # RFC 8878, section 3.1.1
_PIECE = 1 << 14
_BLOCK: Final = zstd.ZstdCompressor.FLUSH_BLOCK


class LinesOut:
    """Lines into a new file at `path`, whose folder is made if missing.

    beside: the lines go into a file beside it, which takes its place when `settle` is called; until then
    what stands at `path` stays. Raises `UsageError` saying that `what` cannot be written.
    """

    def __init__(self, path: Path, what: str, *, beside: bool = False) -> None:
        self._target = path.resolve() if beside else path
        # what is no file (a device, a pipe) cannot be replaced by one
        beside = beside and (self._target.is_file() or not self._target.exists())
        self._beside = self._target.with_name(f"{self._target.name}.new") if beside else None
        self._file = create(self._beside or path, what)
        self._packer = zstd.ZstdCompressor() if path.name.endswith(COMPRESSED) else None
        self._lines = 0
        #: So many lines are in the file, past any buffer.
        self.kept = 0

    def write(self, line: bytes) -> None:
        """One whole line, its line feed included. Raises `OSError`."""
        self._lines += 1
        if self._packer is None:
            self._put(line)
            self.kept = self._lines
            return
        self._put(self._packer.compress(line))
        if self._lines == 1 or self._lines % LINES_A_BLOCK == 0:
            self._put(self._packer.flush(_BLOCK))
            self.kept = self._lines

    @property
    def settled(self) -> bool:
        """Whether what was written stands at `path`."""
        return self._beside is None

    def settle(self) -> None:
        """What was written so far is on the disk, and takes the place of the last file. Raises `OSError`."""
        if self._beside is None:
            return
        if self._packer is not None:
            self._put(self._packer.flush(_BLOCK))
        os.fsync(self._file)
        self._beside.replace(self._target)
        self._beside = None

    def close(self) -> None:
        """End the file; one that never took its place is taken away. Safe to call twice. Raises `OSError`."""
        file, self._file = self._file, -1
        if file < 0:
            return
        try:
            if self._packer is not None and self._beside is None:
                _write_all(file, self._packer.flush())
        finally:
            os.close(file)
            if self._beside is not None:
                with suppress(OSError):
                    self._beside.unlink()

    def _put(self, data: bytes) -> None:
        _write_all(self._file, data)


def _write_all(file: int, data: bytes) -> None:
    while data:
        data = data[os.write(file, data) :]


def lines_in(path: Path) -> Iterator[bytes]:
    """The lines of a file without their line feeds, one in memory at a time.

    Of a compressed file that was cut off, the whole lines. Raises `UsageError` for one that cannot be read.
    """
    try:
        with path.open("rb") as stream:
            compressed = stream.read(len(_MAGIC)) == _MAGIC
            stream.seek(0)
            yield from _unpacked(stream) if compressed else (line.removesuffix(b"\n") for line in stream)
    except OSError as error:
        raise UsageError(f"cannot read results from {path}: {error.strerror}") from None
    except zstd.ZstdError as error:
        raise UsageError(
            f"cannot read results from {path}: the compressed data is damaged: {error}"
        ) from None


def _unpacked(stream: BinaryIO) -> Iterator[bytes]:
    """The lines of one frame or several, the last one only where it or its frame has an end."""
    unpacker = zstd.ZstdDecompressor()
    rest = b""
    while data := unpacker.unused_data or stream.read(_PIECE):
        if unpacker.eof:
            unpacker = zstd.ZstdDecompressor()
        *lines, rest = (rest + unpacker.decompress(data)).split(b"\n")
        yield from lines
    if rest and unpacker.eof:
        yield rest
