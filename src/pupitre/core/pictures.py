"""What a picture's own bytes say of its size, and the picture without what a camera noted beside it."""

import struct
from collections.abc import Iterator

MOST_PIXELS = 60_000_000
"""A picture beyond it fills the memory of who opens it; a scanned A3 page has 35 million."""
PNG = b"\x89PNG\r\n\x1a\n"
KEPT_CHUNKS = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"pHYs", b"bKGD", b"sBIT"}  # fmt: skip
NOTES = {0xE1, 0xED, 0xFE}
"""JPEG segments of EXIF (place, device, moment), of editors, and comments."""
SIZES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}


def pixels(content: bytes) -> int:
    """Return the number of pixels that a PNG, GIF, JPEG or WebP announces; 0 for what is none of them or is broken."""
    try:
        if content.startswith(PNG):
            wide, high = struct.unpack(">II", content[16:24])
        elif content.startswith((b"GIF87a", b"GIF89a")):
            wide, high = struct.unpack("<HH", content[6:10])
        elif content[8:15] == b"WEBPVP8" and content[15:16] == b"X":
            wide, high = (int.from_bytes(content[at : at + 3], "little") + 1 for at in (24, 27))
        else:
            size = next(body for kind, body in _segments(content) if kind in SIZES)
            high, wide = struct.unpack(">HH", size[5:9])
    except (struct.error, StopIteration):
        return 0
    return int(wide * high)


def bare(content: bytes) -> bytes:
    """Return a PNG or a JPEG without place, device, moment or comment; anything else as it is."""
    if content.startswith(PNG):
        chunks = list(_chunks(content))
        rest = content[len(PNG) + sum(len(whole) for _, whole in chunks) :]
        return PNG + b"".join(whole for kind, whole in chunks if kind in KEPT_CHUNKS) + rest
    if not content.startswith(b"\xff\xd8"):
        return content
    kept, end = [b"\xff\xd8"], 2
    for kind, whole in _segments(content):
        end += len(whole)
        if kind not in NOTES:
            kept.append(whole)
    return b"".join(kept) + content[end:]


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the segments of a JPEG up to its picture: marker, whole bytes."""
    at = 2 if content.startswith(b"\xff\xd8") else len(content)
    while at + 4 <= len(content) and content[at] == 0xFF and content[at + 1] != 0xDA:
        size = 2 + int.from_bytes(content[at + 2 : at + 4])
        yield content[at + 1], content[at : at + size]
        at += size


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the chunks of a PNG: kind, whole bytes."""
    at = len(PNG)
    while at + (size := 12 + int.from_bytes(content[at : at + 4])) <= len(content):
        yield content[at + 4 : at + 8], content[at : at + size]
        at += size
