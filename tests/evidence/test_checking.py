"""The inspection of uploaded files: the copy reveals nothing more, and plays wherever the original did."""

import hashlib
import io

import av
import pikepdf
import pytest
from PIL import Image, ImageCms

from tests.evidence import samples
from tests.evidence.conftest import checked, original, shown
from tests.evidence.samples import PLACE, SECRET

TELLING = [SECRET.encode(), PLACE.encode(), b"Exif", b"adobe.com/xap"]


def tells(contents: bytes) -> list[bytes]:
    """The texts that would identify the author."""
    return [word for word in TELLING if word in contents]


# --- photos ---


@pytest.mark.parametrize(
    ("name", "form"), [("a.jpg", "JPEG"), ("a.png", "PNG"), ("a.webp", "WEBP"), ("a.heic", "HEIF")]
)
def test_a_photos_copy_tells_neither_place_nor_maker(ayesha, name, form):
    contents = samples.photo(form)
    assert Image.open(io.BytesIO(contents)).getexif().get_ifd(samples.GPS)
    row = checked(ayesha.gives(name, contents))
    assert (row.state, row.shown_type) == ("shown", "image/jpeg")
    copy = shown(row)
    assert tells(copy) == []
    picture = Image.open(io.BytesIO(copy))
    assert dict(picture.getexif()) == {}
    assert {"exif", "comment", "icc_profile", "xmp"} & set(picture.info) == set()
    assert original(row) == contents
    assert hashlib.sha256(original(row)).digest() == bytes(row.sha256)


def test_a_photo_that_was_held_sideways_is_shown_upright(ayesha):
    row = checked(ayesha.gives("a.jpg", samples.photo(orientation=6, size=(640, 480))))
    picture = Image.open(io.BytesIO(shown(row)))
    assert picture.size == (480, 640)
    red, _, blue = picture.getpixel((240, 20))
    assert red > 200
    assert blue < 60


@pytest.mark.slow
def test_a_large_photo_is_shown_smaller(ayesha):
    row = checked(ayesha.gives("a.jpg", samples.photo(size=(8000, 6000))))
    assert Image.open(io.BytesIO(shown(row))).size == (2560, 1920)


def test_a_transparent_picture_is_shown_on_white(ayesha):
    out = io.BytesIO()
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(out, "PNG")
    row = checked(ayesha.gives("a.png", out.getvalue()))
    assert Image.open(io.BytesIO(shown(row))).getpixel((20, 20)) == (255, 255, 255)


def test_colours_of_a_profile_are_read(ayesha):
    out, profile = io.BytesIO(), ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    samples.picture().save(out, "JPEG", icc_profile=profile)
    assert checked(ayesha.gives("a.jpg", out.getvalue())).state == "shown"


# --- PDFs ---


def test_a_pdfs_copy_has_its_page_and_nothing_that_acts_hides_or_tells(ayesha):
    row = checked(ayesha.gives("a.pdf", samples.paper(samples.opens_at_first_page)))
    assert (row.state, row.shown_type) == ("shown", "application/pdf")
    copy = shown(row)
    assert tells(copy) == []
    with pikepdf.open(io.BytesIO(copy)) as pdf:
        assert len(pdf.pages) == 1
        assert dict(pdf.attachments) == {}
        assert not {"/OpenAction", "/AA", "/Metadata", "/AF"} & set(pdf.Root.keys())
        assert "/Info" not in pdf.trailer
        assert "/A" not in pdf.pages[0].obj.Annots[0]
        shot = pdf.pages[0].obj.Resources.XObject.Shot.read_raw_bytes()
    assert tells(shot) == []
    assert Image.open(io.BytesIO(shot)).tobytes() == Image.open(io.BytesIO(samples.photo())).tobytes()


# --- sound and film ---

MEDIA = {
    "mp4": ("a.mp4", lambda: samples.film("mp4"), "video/mp4", ["h264", "aac"]),
    "iPhone": ("a.mov", lambda: samples.film("mov"), "video/mp4", ["h264", "aac"]),
    "3gp": ("a.3gp", lambda: samples.film("3gp"), "video/mp4", ["h264", "aac"]),
    "old 3gp": ("a.3gp", lambda: samples.film("3gp", video="h263"), "video/3gpp", ["h263", "aac"]),
    "webm": (
        "a.webm",
        lambda: samples.film("webm", video="libvpx-vp9", audio="libopus"),
        "video/webm",
        ["vp9", "opus"],
    ),
    "recorder": ("voice-note.webm", lambda: samples.film("webm", video="", audio="libopus"), "audio/ogg", ["opus"]),
    "m4a": ("a.m4a", lambda: samples.film("mp4", video=""), "audio/mp4", ["aac"]),
    "WhatsApp": ("a.opus", lambda: samples.film("ogg", video="", audio="libopus"), "audio/ogg", ["opus"]),
    "mp3": ("a.mp3", lambda: samples.film("mp3", video="", audio="libmp3lame"), "audio/mpeg", ["mp3float"]),
    "wav": ("a.wav", lambda: samples.film("wav", video="", audio="pcm_s16le"), "audio/wav", ["pcm_s16le"]),
    "aac": ("a.aac", lambda: samples.film("adts", video=""), "audio/mp4", ["aac"]),
    "old telephone": ("a.amr", lambda: samples.old_voice(2), "audio/mp4", ["aac"]),
}


@pytest.mark.mostly_slow
@pytest.mark.parametrize("made_by", MEDIA)
def test_sound_and_film_are_copied_without_a_word_about_their_maker(ayesha, made_by):
    name, make, media_type, codecs = MEDIA[made_by]
    contents = make()
    row = checked(ayesha.gives(name, contents))
    assert (row.state, row.refused_because, row.shown_type) == ("shown", "", media_type)
    copy = shown(row)
    assert tells(copy) == []
    with av.open(io.BytesIO(copy)) as opened:
        assert [stream.codec_context.name for stream in opened.streams] == codecs
        assert sum(packet.size for packet in opened.demux()) > 0
        assert "title" not in opened.metadata
        assert "location" not in opened.metadata
    assert original(row) == contents


def test_the_samples_of_film_do_tell(ayesha):
    assert all(SECRET.encode() in MEDIA[kind][1]() for kind in ("mp4", "webm", "m4a", "mp3"))
