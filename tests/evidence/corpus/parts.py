"""Parts of many hostile files; good files are made once."""

import struct
import zlib
from functools import cache

from tests.evidence import samples

PAGE = b"<!DOCTYPE html><html><script>fetch('//spy.example')</script></html>"
PHP = b"<?php system($_GET['c']); ?>"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>alert(1)</script></svg>"
MZ = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff" + bytes(50) + b"PE\x00\x00" + bytes(400)
ELF = b"\x7fELF\x02\x01\x01" + bytes(9) + b"\x02\x00\x3e\x00" + bytes(400)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "VBA_PROJECT".encode("utf-16-le") + bytes(600)


@cache
def good(form: str) -> bytes:
    """Return a valid file that contains the place where it was made."""
    match form:
        case "jpg":
            return samples.photo(size=(320, 240))
        case "png":
            return samples.photo("PNG", size=(320, 240))
        case "webp":
            return samples.photo("WEBP", size=(320, 240))
        case "heic":
            return samples.photo("HEIF", size=(320, 240))
        case "pdf":
            return samples.paper()
        case "webm":
            return samples.film("webm", video="libvpx-vp9", audio="libopus")
        case "opus":
            return samples.film("ogg", video="", audio="libopus")
        case "mp3":
            return samples.film("mp3", video="", audio="libmp3lame")
        case "wav":
            return samples.film("wav", video="", audio="pcm_s16le")
        case "aac":
            return samples.film("adts", video="")
        case "amr":
            return samples.old_voice()
        case "m4a":
            return samples.film("mp4", video="")
        case _:
            return samples.film(form)


FORMS = ("jpg", "png", "webp", "heic", "pdf", "mp4", "mov", "3gp", "webm", "opus", "mp3", "wav", "aac", "amr", "m4a")


def chunk(kind: bytes, body: bytes, *, says: int | None = None) -> bytes:
    """Return a chunk of a PNG. `says`: the length that it claims."""
    length = len(body) if says is None else says
    return struct.pack(">I", length) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int, height: int, *chunks: bytes, body: bytes = b"", depth: int = 8, colours: int = 2) -> bytes:
    """Return a PNG that claims these dimensions."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colours, 0, 0, 0))
    pixels = chunk(b"IDAT", body or zlib.compress(bytes(100_000)))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(chunks) + pixels + chunk(b"IEND", b"")


def with_chunk(contents: bytes, extra: bytes) -> bytes:
    """Return a good PNG with one additional chunk after its header."""
    return contents[:33] + extra + contents[33:]


def segment(marker: int, body: bytes) -> bytes:
    """Return a segment of a JPEG."""
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def with_segments(contents: bytes, *segments: bytes) -> bytes:
    """Return a JPEG with additional segments at its beginning."""
    return contents[:2] + b"".join(segments) + contents[2:]


def riff(contents: bytes, kind: bytes, body: bytes) -> bytes:
    """Return a RIFF file (WebP, WAV) with one additional chunk at its end."""
    more = kind + struct.pack("<I", len(body)) + body + bytes(len(body) % 2)
    return contents[:4] + struct.pack("<I", len(contents) - 8 + len(more)) + contents[8:] + more


def box(kind: bytes, *inside: bytes, says: int | None = None) -> bytes:
    """Return a box of an MP4 or HEIC. `says`: the length that it claims."""
    body = b"".join(inside)
    return struct.pack(">I", len(body) + 8 if says is None else says) + kind + body


def id3(frame: bytes, body: bytes) -> bytes:
    """Return the tag before the sound of an MP3."""
    inside = frame + struct.pack(">I", len(body)) + b"\0\0" + body
    size = len(inside)
    seven = bytes([size >> 21 & 127, size >> 14 & 127, size >> 7 & 127, size & 127])
    return b"ID3\x03\x00\x00" + seven + inside
