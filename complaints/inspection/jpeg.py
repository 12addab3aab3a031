"""A JPEG without what stands beside its picture."""

START, SCAN = 0xD8, 0xDA
KEPT = {0xE0, 0xEE}  # JFIF, and Adobe's word on the colours, without which they come out wrong
COMMENT = 0xFE


def without_hints(jpeg: bytes) -> bytes:
    """The same picture, bit for bit, without Exif, XMP, comments and the like. What is no JPEG stays as it is."""
    if not jpeg.startswith(b"\xff\xd8"):
        return jpeg
    bare, at = bytearray(jpeg[:2]), 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF:
        kind = jpeg[at + 1]
        if kind == SCAN:
            break
        end = at + 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if not _tells(kind):
            bare += jpeg[at:end]
        at = end
    return bytes(bare + jpeg[at:])


def _tells(kind: int) -> bool:
    return kind == COMMENT or (0xE0 <= kind <= 0xEF and kind not in KEPT)
