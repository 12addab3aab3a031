"""Remove the metadata of a JPEG without decoding it."""

START, SCAN = 0xD8, 0xDA
KEPT = {0xE0, 0xEE}  # JFIF, and Adobe's colour information, without which the colours are wrong
COMMENT = 0xFE


def strip_metadata(jpeg: bytes) -> bytes:
    """Return the JPEG without Exif, XMP, comments and similar segments. The picture data stay unchanged.

    Bytes that are not a JPEG are returned unchanged.
    """
    if not jpeg.startswith(b"\xff\xd8"):
        return jpeg
    stripped, at = bytearray(jpeg[:2]), 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF:
        kind = jpeg[at + 1]
        if kind == SCAN:
            break
        end = at + 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
        is_metadata = kind == COMMENT or (0xE0 <= kind <= 0xEF and kind not in KEPT)
        if not is_metadata:
            stripped += jpeg[at:end]
        at = end
    return bytes(stripped + jpeg[at:])
