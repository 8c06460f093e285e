"""ZIP archives from outside, read part by part: unpacked in pieces, and all together to no more than they may.

What an archive says of its sizes is not believed; only what comes out of it counts.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from marketplace.core.uploading import Limits, UploadRefused

PIECE = 2**16
ALWAYS_UNPACKED_BYTES = 2**22  # what may always be unpacked, whatever the ratio
_LOCAL_HEADER = struct.Struct("<4s2B4HL2L2H")


class Archive:
    """The parts of an archive by their names; capitals, and how folders are separated, do not matter.

    Raises UploadRefused, here and while a part is read.
    """

    def __init__(self, name: str, content: bytes, limits: Limits) -> None:
        """Look at the table of contents; nothing is unpacked yet."""
        self.name = name
        self._content = content
        self._left = min(limits.unpacked, max(ALWAYS_UNPACKED_BYTES, len(content) * limits.ratio))
        try:
            parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, struct.error):
            raise broken(name) from None
        self._parts = {_plain(part.filename): part for part in parts}
        if len(parts) > limits.parts or len(self._parts) != len(parts):
            raise UploadRefused(file=name, reason="the archive has too many parts")
        if sum(part.compress_size for part in parts) > len(content):
            raise broken(name)

    def __contains__(self, part: str) -> bool:
        """Whether there is a part of this name."""
        return _plain(part) in self._parts

    def pieces(self, part: str) -> Iterator[bytes]:
        """A part, unpacked piece by piece."""
        if part not in self:
            raise broken(self.name)
        for piece in self._unpacked(self._parts[_plain(part)]):
            self._left -= len(piece)
            if self._left < 0:
                raise UploadRefused(file=self.name, reason="the file unpacks far beyond the limit")
            yield piece

    def _unpacked(self, part: zipfile.ZipInfo) -> Iterator[bytes]:
        head = self._content[part.header_offset : part.header_offset + _LOCAL_HEADER.size]
        if part.flag_bits & 1 or part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise UploadRefused(file=self.name, reason="the archive is locked or packed in an unusual way")
        if len(head) < _LOCAL_HEADER.size or head[:4] != b"PK\x03\x04":
            raise broken(self.name)
        fields = _LOCAL_HEADER.unpack(head)
        start = part.header_offset + _LOCAL_HEADER.size + fields[-2] + fields[-1]
        packed = memoryview(self._content)[start : start + part.compress_size]
        stored = part.compress_type == zipfile.ZIP_STORED
        inflater = zlib.decompressobj(-15)
        try:
            for at in range(0, len(packed), PIECE):
                piece: bytes = bytes(packed[at : at + PIECE])
                if stored:
                    yield piece
                while piece and not stored and not inflater.eof:
                    yield inflater.decompress(piece, PIECE)
                    piece = inflater.unconsumed_tail
        except zlib.error:
            raise broken(self.name) from None


def broken(name: str) -> UploadRefused:
    """The refusal of an archive, or of what is in it, that no program has written so."""
    return UploadRefused(file=name, reason="this is not a valid XLSX file")


def _plain(part: str) -> str:
    return part.replace("\\", "/").lstrip("/").lower()
