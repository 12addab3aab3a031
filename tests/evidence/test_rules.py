"""Accepted types, sizes and numbers of files, and the recognition of a type by name and bytes."""

import pytest

from complaints.models.evidence import REFUSED_BECAUSE
from complaints.rules import accepted_files
from complaints.rules.accepted_files import MB, FileKind, FileRefusal, FileRefused, StoredFiles
from tests.evidence import samples


@pytest.mark.parametrize(
    ("name", "announced", "kind", "media_type"),
    [
        ("IMG_2041.JPG", "image/jpeg", FileKind.PHOTO, "image/jpeg"),
        ("IMG_0007.HEIC", "", FileKind.PHOTO, "image/heic"),
        ("Screenshot.png", "", FileKind.PHOTO, "image/png"),
        ("VID_1.mp4", "video/mp4", FileKind.VIDEO, "video/mp4"),
        ("clip.3gp", "video/3gpp", FileKind.VIDEO, "video/3gpp"),
        ("IMG_1.MOV", "", FileKind.VIDEO, "video/quicktime"),
        ("PTT-20261123-WA0003.opus", "audio/ogg", FileKind.VOICE, "audio/ogg"),
        ("rec.amr", "", FileKind.VOICE, "audio/amr"),
        ("voice-note.webm", "audio/webm", FileKind.VOICE, "audio/webm"),
        ("voice-note.webm", "video/webm", FileKind.VIDEO, "video/webm"),
        ("recording.3gp", "audio/3gpp", FileKind.VOICE, "audio/3gpp"),
        ("letter.pdf", "application/pdf", FileKind.PAPER, "application/pdf"),
        ("without an ending", "image/jpeg", FileKind.PHOTO, "image/jpeg"),
        ("C:\\photos\\a.jpeg", "", FileKind.PHOTO, "image/jpeg"),
    ],
)
def test_a_name_says_the_kind(name, announced, kind, media_type):
    form = accepted_files.file_format_of(name, announced)
    assert (form.kind, form.media_type) == (kind, media_type)


@pytest.mark.parametrize(
    ("name", "announced"),
    [
        ("letter.docm", "image/jpeg"),
        ("picture.svg", "image/svg+xml"),
        ("page.html", "text/html"),
        ("run.exe", ""),
        ("archive.zip", ""),
        ("nothing", ""),
        ("photo.jpg.exe", "image/jpeg"),
        ("animation.gif", "image/gif"),
    ],
)
def test_other_kinds_are_refused(name, announced):
    with pytest.raises(FileRefused) as refused:
        accepted_files.file_format_of(name, announced)
    assert refused.value.reason is FileRefusal.KIND


@pytest.mark.parametrize(
    ("size", "held", "reason"),
    [
        (0, StoredFiles(), FileRefusal.EMPTY),
        (-1, StoredFiles(), FileRefusal.EMPTY),
        (25 * MB + 1, StoredFiles(), FileRefusal.TOO_LARGE),
        (1, StoredFiles(20, 20), FileRefusal.TOO_MANY),
        (10 * MB, StoredFiles(4, 90 * MB + 1), FileRefusal.TOGETHER),
    ],
)
def test_there_are_limits(size, held, reason):
    with pytest.raises(FileRefused) as refused:
        accepted_files.check_file_limits(kind=FileKind.PHOTO, size=size, held=held)
    assert refused.value.reason is reason


def test_the_last_file_that_fits_is_taken():
    accepted_files.check_file_limits(kind=FileKind.VIDEO, size=25 * MB, held=StoredFiles(19, 75 * MB))


def test_every_reason_has_its_words_and_fits_its_column():
    assert set(REFUSED_BECAUSE) == set(FileRefusal)
    assert max(len(reason) for reason in FileRefusal) <= 24


def test_a_name_is_shown_without_folders_and_tricks():
    assert accepted_files.display_name_of("../../etc/passwd.jpg") == "passwd.jpg"
    assert accepted_files.display_name_of("C:\\me\\a.jpg") == "a.jpg"
    assert accepted_files.display_name_of("evil\u202egpj.exe") == "evilgpj.exe"
    assert accepted_files.display_name_of("a\x00b.jpg") == ""
    assert len(accepted_files.display_name_of("x" * 500 + ".jpg")) == 120


@pytest.mark.parametrize(
    ("family", "make"),
    [
        ("jpeg", samples.photo),
        ("png", lambda: samples.photo("PNG")),
        ("webp", lambda: samples.photo("WEBP")),
        ("heif", lambda: samples.photo("HEIF")),
        ("pdf", samples.paper),
        ("mp4", lambda: samples.film("mp4")),
        ("mp4", lambda: samples.film("mov")),
        ("mp4", lambda: samples.film("3gp")),
        ("webm", lambda: samples.film("webm", video="libvpx-vp9", audio="libopus")),
        ("ogg", lambda: samples.film("ogg", video="", audio="libopus")),
        ("mp3", lambda: samples.film("mp3", video="", audio="libmp3lame")),
        ("wav", lambda: samples.film("wav", video="", audio="pcm_s16le")),
        ("adts", lambda: samples.film("adts", video="")),
        ("amr", samples.old_voice),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_is_known_by_its_first_bytes(family, make):
    contents = make()
    assert accepted_files.looks_like_family(family, contents[: accepted_files.HEAD_BYTES])
    others = {one.family for one in accepted_files.FORMATS} - {family}
    assert [
        other for other in others if accepted_files.looks_like_family(other, contents[: accepted_files.HEAD_BYTES])
    ] in ([], ["mp3"], ["mp4"], ["heif"])
    assert not accepted_files.is_polyglot(
        contents[: accepted_files.HEAD_BYTES], contents[-accepted_files.TAIL_BYTES :], family=family
    )


@pytest.mark.parametrize("contents", [b"", b"MZ\x90\x00", b"<html>", b"<svg/>", samples.archive(), b"GIF89a"])
def test_what_is_no_photo_is_not_taken_for_one(contents):
    assert not accepted_files.looks_like_family("jpeg", contents)


def test_a_photo_that_is_an_archive_too_shows_its_other_face():
    both = samples.photo() + samples.archive()
    assert accepted_files.is_polyglot(
        both[: accepted_files.HEAD_BYTES], both[-accepted_files.TAIL_BYTES :], family="jpeg"
    )


def test_a_photo_that_is_a_page_or_a_pdf_too_shows_its_other_face():
    for hidden in (b"<script>steal()</script>", b"%PDF-1.7", b"<HTML>"):
        both = samples.photo(comment=hidden)
        assert accepted_files.is_polyglot(
            both[: accepted_files.HEAD_BYTES], both[-accepted_files.TAIL_BYTES :], family="jpeg"
        )


def test_the_film_that_a_telephone_puts_behind_a_photo_is_no_other_face():
    both = samples.photo() + samples.film("mp4")
    assert not accepted_files.is_polyglot(
        both[: accepted_files.HEAD_BYTES], both[-accepted_files.TAIL_BYTES :], family="jpeg"
    )
