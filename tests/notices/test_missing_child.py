"""An alert from a complaint about a missing child, and the erasure of its pictures when the child is found."""

from html import unescape

import pytest

from complaints.models import Evidence
from complaints.queries.uploaded_files import FileOwner
from notices.models import Notice, Picture
from notices.rules.notice_acts import NoticeEnding
from notices.rules.notice_kinds import NoticeKind
from notices.services import picture_inspection
from tests.evidence import samples
from tests.evidence.conftest import Hands, checked
from tests.notices.test_pictures import stored

CHILD = {
    "station": "gulberg", "child_name": "Ayla", "child_age": "7",
    "child_sex": "female", "child_wearing": "A green frock", "landmark": "Liberty Market",
    "text": "Her uncle beat her yesterday.", "phone": "+923001112233",
}  # fmt: skip
TYPED = {
    "roman": "", "name_en": "Ayla", "name_ur": "عائلہ", "words_en": "She is missing.", "words_ur": "وہ لاپتہ ہے۔",
    "age": "7", "sex": "female", "wearing_en": "A green frock", "wearing_ur": "سبز فراک",
    "seen_place_en": "Liberty Market", "seen_place_ur": "لبرٹی مارکیٹ", "seen_at": "2026-11-23T07:30",
    "helplines": ["15", "1121", "1099"], "until": "2026-11-30", "violence": "no",
}  # fmt: skip


@pytest.fixture
def with_photo(world):
    """Ayesha's complaint with an inspected photo of the child."""
    complaint = world.complaint("missing_child", "08:00", **CHILD)
    checked(Hands(FileOwner(complaint_id=complaint.pk)).gives("ayla.jpg", samples.photo(size=(900, 1200))))
    return complaint


def address(complaint) -> str:
    return f"/desk/notices/new/alert/?complaint={complaint.etag}"


def test_the_draft_is_filled_in_without_family_matters(world, seat):
    complaint = world.complaint("missing_child", "08:00", **CHILD)
    form = unescape(seat("usman").get(address(complaint)).content.decode())
    for value in ("Ayla", "A green frock", "Liberty Market", 'value="7"', complaint.spaced_etag):
        assert value in form, value
    assert "uncle" not in form


def test_other_categories_and_hidden_complaints_fill_in_nothing(world, seat):
    theft = world.complaint("property_crime", "08:00", landmark="Liberty Market")
    child = world.complaint("missing_child", "08:00", child_name="Ayla", landmark="Liberty Market")
    assert "Liberty Market" not in seat("usman").get(address(theft)).content.decode()
    assert "Liberty Market" not in seat("rashid").get(address(child)).content.decode()
    assert "Liberty Market" not in seat("usman").get("/desk/notices/new/alert/?complaint=nothing").content.decode()


def test_a_complaint_that_was_recategorised_has_a_draft_without_a_description(world, seat):
    complaint = world.complaint("heinous_crime", "08:00", landmark="Liberty Market", station="gulberg")
    world.nadia.does("recategorise", complaint, "08:10", category="missing_child")
    form = seat("usman").get(address(complaint))
    assert form.status_code == 200
    assert "Liberty Market" in form.content.decode()
    page = seat("usman").get(f"/desk/complaints/{complaint.etag}/")
    assert "Missing child: do this now" in page.content.decode()


@pytest.mark.slow
def test_a_photo_of_the_complaint_becomes_the_picture_after_two_officers_agree(world, board, seat, with_photo):
    (photo,) = Evidence.objects.all()
    usman = seat("usman")
    assert "Photo 1" in usman.get(address(with_photo)).content.decode()
    office = str(world.office("lahore").pk)
    answer = usman.posts(address(with_photo), office=office, complaint=with_photo.etag, photo=str(photo.pk), **TYPED)
    assert answer.status_code == 302
    notice = Notice.objects.get()
    edition = notice.editions.get()
    assert (notice.complaint_id, notice.current, edition.picture.state) == (with_photo.pk, None, "shown")


def test_when_the_child_is_found_the_pictures_are_removed_from_the_disk(
    board, tmp_path, django_capture_on_commit_callbacks
):
    notice = board.published(photo=True)
    assert len(stored(tmp_path)) == 3  # the picture and two share images
    with django_capture_on_commit_callbacks(execute=True):
        board.ends(notice)
    picture = notice.editions.get().picture
    assert picture.state == Picture.State.REMOVED
    assert picture_inspection.read_picture(picture) is None
    assert stored(tmp_path) == []


@pytest.mark.slow
def test_pictures_of_withdrawn_notices_and_wanted_persons_are_kept(board, tmp_path, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        board.ends(board.published(photo=True), how=NoticeEnding.WITHDRAWN)
        board.ends(board.published(NoticeKind.WANTED, photo=True), how=NoticeEnding.FOUND)
    assert {one.picture.state for one in (notice.editions.get() for notice in Notice.objects.all())} == {"shown"}
