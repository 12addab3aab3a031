"""Pictures: re-encoded without location data, sealed, and shown only while the notice is public."""

import io

import pytest
from PIL import Image

from complaints.evidence import sealed_storage
from complaints.rules.accepted_files import FileRefusal, FileRefused
from ledger.service_exceptions import Refused, RowsFailed
from notices.models import Edition, Picture
from notices.queries import published_notices
from notices.rules.notice_kinds import NoticeKind
from notices.rules.notice_refusals import NoticeRefusal
from notices.services import picture_inspection, share_image
from notices.services.picture_inspection import NOTICE_PIXELS, TIP_PIXELS, SubmittedPhoto
from tests.evidence import clamd, samples
from tests.world import clock


def stored(tmp_path) -> list:
    return [path for path in (tmp_path / "evidence").rglob("*") if path.is_file()]


def opened(contents: bytes) -> Image.Image:
    return Image.open(io.BytesIO(contents))


@pytest.mark.mostly_slow(keep=1)
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_a_copy_is_small_and_has_no_location_and_no_device_data(board, form):
    ending = {"HEIF": "heic"}.get(form, form.lower())
    row = board.picture(samples.photo(form, size=(1600, 1200)), name=f"child.{ending}")
    contents = picture_inspection.read_picture(row)
    assert row.state == Picture.State.SHOWN
    assert opened(contents).size == (800, 600)
    assert not opened(contents).getexif()
    assert samples.SECRET.encode() not in contents


def test_photos_of_tips_are_larger(board):
    row = board.picture(samples.photo(size=(3000, 2000)), side=TIP_PIXELS)
    assert max(opened(picture_inspection.read_picture(row)).size) == 2560


def test_stored_files_are_encrypted_and_the_original_is_erased(board, tmp_path):
    row = board.picture()
    files = stored(tmp_path)
    assert [path.name for path in files] == [str(row.pk)]
    assert row.original == ""
    for path in files:
        assert path.read_bytes().startswith(b"SEALED1\n")


@pytest.mark.parametrize(
    ("name", "contents", "reason"),
    [
        ("child.pdf", samples.paper(), FileRefusal.KIND),
        ("child.mp4", b"x" * 100, FileRefusal.KIND),
        ("child.exe", b"MZ", FileRefusal.KIND),
        ("child.jpg", b"", FileRefusal.EMPTY),
    ],
)
def test_a_file_that_is_not_a_photo_is_refused(board, name, contents, reason):
    with pytest.raises(FileRefused) as refused:
        board.picture(contents, name=name)
    assert refused.value.reason is reason
    assert not Picture.objects.exists()


@pytest.mark.parametrize(
    ("name", "contents", "reason"),
    [
        ("child.png", samples.bomb(), FileRefusal.PIXELS),
        ("child.jpg", samples.photo("PNG"), FileRefusal.DISGUISED),
        ("child.jpg", samples.photo() + samples.archive(), FileRefusal.HIDES),
        ("child.jpg", samples.photo()[:400], FileRefusal.BROKEN),
    ],
)
def test_hostile_or_broken_files_are_refused_in_the_sandbox_and_erased(board, tmp_path, name, contents, reason):
    row = board.picture(contents, name=name)
    assert (row.state, row.refused_because) == (Picture.State.REFUSED, reason.value)
    assert stored(tmp_path) == []


def test_a_picture_that_is_not_ready_is_not_proposed(board, world):
    row = picture_inspection.seal_photo(
        SubmittedPhoto("a.jpg", "", 100, [samples.photo()]), side=NOTICE_PIXELS, at=clock("09:00")
    )
    with pytest.raises(Refused) as refused:
        board.proposed(picture=row)
    assert refused.value.reason is NoticeRefusal.PICTURE_NOT_READY


def test_the_photo_of_a_tip_is_never_published(board):
    tip = board.told(board.published(), photo=SubmittedPhoto("a.jpg", "", 5000, [samples.photo()]))
    picture_inspection.inspect_waiting_photos(at=clock("10:01"))
    with pytest.raises(Refused) as refused:
        board.proposed(picture=Picture.objects.get(tip=tip))
    assert refused.value.reason is NoticeRefusal.PICTURE_NOT_READY


def test_with_a_scanner_only_scanned_pictures_are_shown(board, settings):
    with clamd.clamd() as scanner:
        settings.CLAMAV_URL = scanner.url
        assert board.picture().is_open
        infected = board.picture(samples.photo(comment=samples.EICAR))
    assert infected.refused_because == FileRefusal.VIRUS
    waiting = board.picture()  # the scanner cannot be reached now
    assert (waiting.state, waiting.is_open) == (Picture.State.WAITING, False)


def test_a_worker_inspects_waiting_photos_and_erases_unused_ones(board, tmp_path):
    board.published(photo=True)
    used = set(stored(tmp_path))
    lost = picture_inspection.seal_photo(
        SubmittedPhoto("a.jpg", "", 5000, [samples.photo()]), side=TIP_PIXELS, at=clock("09:00")
    )
    assert picture_inspection.inspect_waiting_photos(at=clock("09:01")) == 1
    assert picture_inspection.erase_unused_pictures(at=clock("+1d 08:00")) == 0
    assert picture_inspection.erase_unused_pictures(at=clock("+1d 09:30")) == 1
    assert not Picture.objects.filter(pk=lost.pk).exists()
    assert set(stored(tmp_path)) == used


@pytest.mark.slow
def test_a_damaged_photo_does_not_hold_up_the_others(board, tmp_path):
    photo = SubmittedPhoto("a.jpg", "", 5000, [samples.photo()])
    failing, other = (picture_inspection.seal_photo(photo, side=TIP_PIXELS, at=clock(at)) for at in ("09:00", "09:01"))
    sealed_storage.delete_files(failing.original)
    with pytest.raises(RowsFailed):
        picture_inspection.inspect_waiting_photos(at=clock("09:02"))
    assert Picture.objects.get(pk=other.pk).state == Picture.State.SHOWN


@pytest.mark.parametrize("language", ["en", "ur"])
def test_the_share_image_is_drawn_at_the_approval_in_both_languages(board, language):
    notice = board.published(photo=True)
    with share_image.open_share_image(notice.current, language) as plain:
        contents = plain.read()
    image = opened(contents)
    assert (image.format, image.size) == ("JPEG", (1200, 630))
    assert len(contents) < 300_000
    assert not image.getexif()
    red = image.getpixel((100, 200) if language == "en" else (900, 200))  # the side of the photo
    assert red[0] > 150


@pytest.mark.parametrize("kind", [NoticeKind.WANTED, NoticeKind.NOTICE])
def test_other_kinds_have_a_share_image_with_or_without_a_photo(board, kind):
    with share_image.open_share_image(board.published(kind).current, "ur") as plain:
        assert opened(plain.read()).size == (1200, 630)


def test_each_request_checks_that_the_picture_is_public(board):
    notice = board.published(photo=True)
    assert (
        published_notices.published_picture(NoticeKind.ALERT, notice.code, at=clock("11:59")).editions.get()
        == Edition.objects.get()
    )
    board.ends(notice, at="12:00")
    assert published_notices.published_picture(NoticeKind.ALERT, notice.code, at=clock("12:00")) is None
