"""Sample files, harmless and hostile. All are generated here."""

import io
import math
import random
import struct
import zipfile
import zlib
from functools import cache

import av
import pikepdf
import pillow_heif
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image

PLACE = "31.5497"
SECRET = "Ayesha's own telephone"
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
GPS, ORIENTATION, MAKE = 0x8825, 0x0112, 0x010F


def picture(width: int = 64, height: int = 48) -> Image.Image:
    """Return a picture that is red on the left and blue on the right, so that rotations are visible."""
    image = Image.new("RGB", (width, height), "red")
    image.paste("blue", (width // 2, 0, width, height))
    return image


def exif(orientation: int = 1) -> Image.Exif:
    """Return the Exif data of a phone: its name, its orientation and a location."""
    tags = Image.Exif()
    tags[MAKE], tags[ORIENTATION] = SECRET, orientation
    tags.get_ifd(GPS).update({1: "N", 2: (31.0, 32.0, 58.9), 3: "E", 4: (74.0, 20.0, 37.0)})
    return tags


def photo(form: str = "JPEG", *, orientation: int = 1, size: tuple[int, int] = (64, 48), **options) -> bytes:
    """Return a photo with a location, and with a comment if the format has one."""
    out = io.BytesIO()
    if form == "HEIF":
        pillow_heif.register_heif_opener()
    if form == "JPEG":
        options = {"comment": SECRET} | options
    picture(*size).save(out, form, exif=exif(orientation), **options)
    return out.getvalue()


def bomb(side: int = 60_000) -> bytes:
    """Return a PNG of a few kilobytes that claims 3,600 million pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(100_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def archive(name: str = "word/vbaProject.bin") -> bytes:
    """Return a ZIP archive like a Word file with macros."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr(name, b"Attribute VB_Name")
    return out.getvalue()


def paper(change=None, **saving) -> bytes:
    """Return a PDF of one page with a photo, an author, a link and an embedded file.

    `change`: applies further changes.
    """
    out, pdf = io.BytesIO(), Pdf.new()
    page = pdf.add_blank_page(page_size=(200, 200))
    shot = pikepdf.Stream(pdf, photo(), Type=Name.XObject, Subtype=Name.Image, Width=64, Height=48)
    shot.ColorSpace, shot.BitsPerComponent, shot.Filter = Name.DeviceRGB, 8, Name.DCTDecode
    page.obj.Resources = Dictionary(XObject=Dictionary(Shot=shot))
    page.obj.Contents = pdf.make_stream(b"q 100 0 0 100 50 50 cm /Shot Do Q")
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]))
    link.A = Dictionary(S=Name.URI, URI="https://spy.example/")
    page.obj.Annots = Array([link])
    pdf.docinfo["/Author"] = SECRET
    with pdf.open_metadata() as metadata:
        metadata["dc:creator"] = [SECRET]
    pdf.attachments["hidden.docm"] = archive()
    if change:
        change(pdf)
    pdf.save(out, **saving)
    return out.getvalue()


@cache
def film(container: str = "mp4", *, video: str = "libx264", audio: str = "aac", seconds: float = 1.0) -> bytes:
    """Return a film with a location, or only sound with `video=""`."""
    out = io.BytesIO()
    with av.open(out, "w", format=container) as made:
        made.metadata.update({"title": SECRET, "location": f"+{PLACE}+074.3436/", "comment": SECRET})
        tracks = []
        if video:
            track = made.add_stream(video, rate=10)
            track.width, track.height, track.pix_fmt = (176, 144, "yuv420p")
            tracks.append((track, _frames(track, seconds)))
        if audio:
            rate = 48000
            track = made.add_stream(audio, rate=rate, layout="mono")
            tracks.append((track, _tones(track, rate, seconds)))
        for track, frames in tracks:
            for frame in frames:
                made.mux(track.encode(frame))
            made.mux(track.encode(None))
    return out.getvalue()


def large_film(megabytes: int, container: str = "mp4", video: str = "libx264") -> bytes:
    """Return a film of at least this size with a location: one second of noise, repeated."""
    out, second, noise = io.BytesIO(), [], random.Random(7)
    with av.open(out, "w", format=container) as made:
        made.metadata.update({"title": SECRET, "location": f"+{PLACE}+074.3436/", "comment": SECRET})
        track = made.add_stream(video, rate=5)
        track.width, track.height, track.pix_fmt, track.bit_rate = 640, 480, "yuv420p", 100_000_000
        for _ in range(5):
            image = Image.frombytes("L", (640, 480), noise.randbytes(640 * 480)).convert("RGB")
            second += track.encode(av.VideoFrame.from_image(image))
        second += track.encode(None)
        parts, one, times = [bytes(p) for p in second], 0, [(p.pts, p.dts, p.is_keyframe) for p in second]
        length, base = max(p.pts for p in second) - min(p.pts for p in second), second[0].time_base
        length += length // 4
        while out.tell() < megabytes * 1024 * 1024:
            for data, (pts, dts, is_key) in zip(parts, times, strict=True):
                packet = av.Packet(data)
                packet.pts, packet.dts, packet.time_base = pts + one * length, dts + one * length, base
                packet.is_keyframe, packet.stream = is_key, track
                made.mux(packet)
            one += 1
    return out.getvalue()


def old_voice(seconds: int = 1) -> bytes:
    """Return a voice note of an old phone: AMR, fifty frames of 12.2 kbit/s in a second."""
    return b"#!AMR\n" + (b"\x3c" + bytes(31)) * 50 * seconds


def _frames(track, seconds: float):
    for number in range(int(10 * seconds)):
        frame = av.VideoFrame(track.width, track.height, "yuv420p")
        for plane in frame.planes:
            plane.update(bytes([(number * 20) % 256]) * plane.buffer_size)
        frame.pts = number
        yield frame


def _tones(track, rate: int, seconds: float):
    a_second = [int(8000 * math.sin(n / 9)) for n in range(rate)]
    samples = (a_second * math.ceil(seconds))[: int(rate * seconds)]
    resampler, fifo = av.AudioResampler(format=track.format, layout="mono", rate=rate), 960
    for start in range(0, len(samples), fifo):
        part = samples[start : start + fifo]
        frame = av.AudioFrame(format="s16", layout="mono", samples=len(part))
        frame.sample_rate, frame.pts = rate, start
        frame.planes[0].update(struct.pack(f"<{len(part)}h", *part).ljust(frame.planes[0].buffer_size, b"\0"))
        yield from resampler.resample(frame)


def script(words: str) -> Dictionary:
    """Return an action that runs JavaScript."""
    return Dictionary(S=Name.JavaScript, JS=words)


def named_script(pdf: Pdf) -> None:
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array(["a", pdf.make_indirect(script("app.alert(1)"))])))


def launches(pdf: Pdf) -> None:
    """Return a link that starts a program in its second step."""
    then = Dictionary(S=Name.Launch, F="cmd.exe")
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]))
    link.A = Dictionary(S=Name.GoTo, D=Array([0]), Next=Array([then]))
    pdf.pages[0].obj.Annots.append(link)


def opens_at_first_page(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.URI, URI="https://spy.example/")
    pdf.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.URI, URI="https://spy.example/"))
