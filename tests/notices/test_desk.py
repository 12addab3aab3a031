"""The desk's pages of notices: access, forms, and error messages."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from complaints.services.exclusion.officer_naming import name_officer
from notices.models import Notice, Tip
from notices.queries import published_notices
from notices.rules.notice_kinds import NoticeKind
from notices.services.picture_inspection import SubmittedPhoto, inspect_waiting_photos
from tests.evidence import samples
from tests.notices.conftest import PHOTO
from tests.world import clock

LIST = "/desk/notices/"
TYPED = {
    "name_en": "Muneeb", "name_ur": "منیب", "words_en": "He did not arrive.", "words_ur": "وہ نہیں پہنچا۔",
    "age": "9", "sex": "male", "seen_place_en": "Main market", "seen_place_ur": "مین مارکیٹ",
    "seen_at": "2026-11-23T07:30", "helplines": ["15", "1121"], "until": "2026-11-28", "violence": "no",
}  # fmt: skip


def file(notice: Notice, more: str = "") -> str:
    return f"{LIST}{notice.code}/{more}"


def buttons(page: str) -> set[str]:
    return set(re.findall(r'action="/desk/notices/\w+/(\w+)/"', page))


@pytest.fixture
def typed(world) -> dict:
    return TYPED | {"office": str(world.office("lahore").pk)}


@pytest.mark.slow
def test_usman_proposes_zara_approves_salma_ends(board, seat, typed, visitor):
    picture = SimpleUploadedFile("child.jpg", PHOTO, content_type="image/jpeg")
    answer = seat("usman").posts(f"{LIST}new/alert/", "09:00", **typed, picture=picture)
    notice = Notice.objects.get()
    assert answer["Location"] == file(notice)
    page = seat("zara").get(file(notice), "09:10").content.decode()
    assert "منیب" in page
    assert buttons(page) == {"approve", "refuse", "withdraw"}
    assert visitor.get(f"/alerts/{notice.code}/", "09:10").status_code == 404
    seat("zara").posts(file(notice, "approve/"), "09:20", number="1", violence="no")
    assert visitor.get(f"/alerts/{notice.code}/photo.jpg", "09:21").status_code == 200
    seat("salma").posts(file(notice, "found/"), "09:30", why="He is at home.")
    assert visitor.get(f"/alerts/{notice.code}/", "09:31").status_code == 410
    assert "He is at home." in seat("usman").get(file(notice), "09:40").content.decode()


def test_errors_are_shown_at_their_fields_and_the_input_is_kept(seat, typed):
    wrong = typed | {"age": "", "violence": "yes", "until": "2026-12-31", "helplines": []}
    answer = seat("usman").posts(f"{LIST}new/alert/", "09:00", **wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Muneeb"' in page
    assert "Choose at least one number" in page


def test_a_yes_to_the_question_is_refused_at_its_field(seat, typed):
    answer = seat("usman").posts(f"{LIST}new/alert/", "09:00", **typed | {"violence": "yes"})
    assert answer.status_code == 422
    assert (
        "Notices about a victim of sexual violence, or that could identify one, are never published."
        in answer.content.decode()
    )
    assert not Notice.objects.exists()


def test_the_question_must_be_answered(seat, typed, board):
    answer = seat("usman").posts(f"{LIST}new/alert/", "09:00", **{k: v for k, v in typed.items() if k != "violence"})
    assert answer.status_code == 422
    notice = board.proposed()
    assert seat("zara").posts(file(notice, "approve/"), "09:20", number="1").status_code == 422
    assert published_notices.current_alerts(at=clock("09:30")) == []


def test_a_notice_ends_at_the_end_of_the_chosen_day_and_at_most_at_the_longest(seat, typed):
    seat("usman").posts(f"{LIST}new/alert/", "09:00", **typed | {"until": "2026-11-28"})
    seat("usman").posts(f"{LIST}new/alert/", "09:00", **typed | {"until": "2026-12-07"})
    late = seat("usman").posts(f"{LIST}new/alert/", "09:00", **typed | {"until": "2026-12-08"})
    assert "an alert can run for 14 days, any other notice for 90." in late.content.decode()
    ends = [notice.editions.get().expires_at for notice in Notice.objects.order_by("pk")]
    assert ends == [clock("+6d 00:00"), clock("+14d 09:00")]


@pytest.mark.parametrize(
    ("typed_complaint", "words"),
    [
        ("1234", "This is not an E-tag. An E-tag has 12 digits."),
        ("264819073555", "There is no complaint with this number."),
    ],
)
def test_an_unknown_complaint_is_refused(seat, typed, typed_complaint, words):
    answer = seat("usman").posts(f"{LIST}new/alert/", "09:00", **typed, complaint=typed_complaint)
    assert words in answer.content.decode()


def test_a_complaint_of_harassment_is_refused_at_its_field(seat, typed, world):
    complaint = world.complaint("gender_harassment", "08:00")
    answer = seat("usman").posts(f"{LIST}new/alert/", "09:00", **typed, complaint=complaint.etag)
    assert (
        "A notice about a complaint of this kind is never published, because it could identify the victim."
        in answer.content.decode()
    )


@pytest.mark.parametrize("contents", [samples.bomb(), b"no picture at all, but long enough to be looked at" * 20])
def test_a_bad_picture_is_refused_at_its_field(seat, typed, contents):
    answer = seat("usman").posts(f"{LIST}new/alert/", "09:00", **typed, picture=SimpleUploadedFile("a.png", contents))
    assert answer.status_code == 422
    assert 'id="id_picture_error"' in answer.content.decode()
    assert not Notice.objects.exists()


@pytest.mark.slow
def test_a_renewal_keeps_text_and_picture_and_awaits_approval(board, seat):
    notice = board.published(photo=True)
    desk = seat("usman")
    page = desk.get(file(notice, "again/"), "+2d 09:00").content.decode()
    assert 'value="Muneeb, son of Bashir"' in page
    sent = TYPED | {"until": "2026-12-05", "keep_picture": "on"}
    assert desk.posts(file(notice, "again/"), "+2d 09:00", **sent).status_code == 302
    first, second = notice.editions.order_by("number")
    assert second.picture == first.picture
    assert second.decided_at is None
    assert len(published_notices.current_alerts(at=clock("+2d 10:00"))) == 1


@pytest.mark.slow
def test_an_old_page_cannot_approve_a_newer_edition(board, seat):
    notice = board.proposed()
    seat("imran").posts(file(notice, "refuse/"), "09:10", number="1", why="Wrong age.")
    seat("usman").posts(file(notice, "again/"), "09:20", **TYPED)
    answer = seat("zara").posts(file(notice, "approve/"), "09:30", number="1", violence="no")
    assert answer.status_code == 422
    assert "No decision is needed any more: a colleague has already decided." in answer.content.decode()
    assert published_notices.current_alerts(at=clock("09:40")) == []


def test_the_proposer_has_no_approve_button(board, seat):
    notice = board.proposed(by="zara")
    page = seat("zara").get(file(notice), "09:10").content.decode()
    assert "approve" not in buttons(page)
    assert "another officer approves it" in page


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize("name", ["farah", "dania", "bilal", "hina", "kamran", "latif", "omar"])
def test_officers_below_the_district_and_administrators_get_404(board, seat, name):
    notice, desk = board.published(), seat(name)
    for path in (LIST, file(notice), f"{LIST}new/alert/", file(notice, "again/"), "/desk/tips/"):
        assert desk.get(path).status_code == 404


@pytest.mark.slow
def test_another_district_gets_404(board, seat):
    notice = board.published()
    tip, desk = board.told(notice), seat("rashid")
    assert notice.code not in desk.get(LIST).content.decode()
    for path in (file(notice), file(notice, "again/"), file(notice, "photo/1.jpg"), f"/desk/tips/{tip.number}/"):
        assert desk.get(path).status_code == 404
    assert desk.posts(file(notice, "found/"), why="x").status_code == 404


@pytest.mark.slow
def test_an_officer_whom_the_complaint_names_gets_404(board, seat, world):
    complaint = world.complaint("heinous_crime", "08:00")
    notice = board.published(complaint=complaint, photo=True)
    tip = board.told(notice)
    name_officer(
        complaint_id=complaint.pk, officer_id=world.usman.officer.pk, why="Seen with the child.",
        by=world.nadia.actor, at=clock("10:30"),
    )  # fmt: skip
    for desk in (seat("usman"), seat("salma")):
        assert notice.code not in desk.get(LIST, "11:00").content.decode()
        for path in (
            file(notice),
            file(notice, "photo/1.jpg"),
            f"/desk/tips/{tip.number}/",
            "/desk/tips/?notice=" + notice.code,
        ):
            assert desk.get(path, "11:00").status_code == 404
        assert desk.posts(file(notice, "withdraw/"), "11:00", why="x").status_code == 404
    assert len(published_notices.current_alerts(at=clock("11:00"))) == 1


def test_an_auditor_reads_and_does_nothing(board, seat):
    notice = board.published()
    board.told(notice)
    page = seat("asad").get(file(notice)).content.decode()
    assert buttons(page) == set()
    assert "approved it" in page
    assert seat("asad").posts(file(notice, "found/"), why="x").status_code == 404


def test_the_list_shows_no_names_of_unpublished_notices(board, seat):
    waiting, refused = board.proposed(NoticeKind.WANTED), board.proposed()
    seat("zara").posts(file(refused, "refuse/"), "09:10", number="1", why="No.")
    page = seat("usman").get(LIST, "09:20").content.decode()
    assert "Muneeb" not in page
    assert waiting.code in page


def test_text_typed_after_the_session_ended_is_shown_again(visitor, board, typed):
    answer = visitor.posts(f"{LIST}new/alert/", **typed)
    assert answer.status_code == 401
    assert "He did not arrive." in answer.content.decode()


@pytest.mark.slow
def test_a_tip_is_opened_and_its_result_recorded(board, seat):
    notice = board.published()
    tip = board.told(notice, photo=SubmittedPhoto("seen.jpg", "", 5000, [samples.photo()]), phone="+923001112233")
    inspect_waiting_photos(at=clock("10:01"))
    desk = seat("salma")
    listed = desk.get("/desk/tips/", "10:10").content.decode()
    assert "bus stand" not in listed
    page = desk.get(f"/desk/tips/{tip.number}/", "10:11").content.decode()
    assert "I saw him at the bus stand." in page
    assert 'href="tel:+923001112233"' in page
    assert desk.get(f"/desk/tips/{tip.number}/photo.jpg", "10:11")["Content-Type"] == "image/jpeg"
    desk.posts(f"/desk/tips/{tip.number}/", "10:20", standing="useful")
    assert Tip.objects.get().standing == "useful"
    record = seat("asad").get(f"/desk/tips/{tip.number}/", "10:30").content.decode()
    assert record.count("opened it") >= 3
    assert "said it helped" in record


def test_pages_of_the_desk_are_not_cached(board, seat):
    tip = board.told(board.published(photo=True))
    desk = seat("salma")
    for path in (LIST, file(tip.notice), file(tip.notice, "photo/1.jpg"), "/desk/tips/", f"/desk/tips/{tip.number}/"):
        assert "no-store" in desk.get(path)["Cache-Control"]


@pytest.mark.slow
@pytest.mark.parametrize("path", [LIST, "/desk/tips/"])
def test_lists_need_the_same_queries_for_more_rows(board, seat, path, django_assert_max_num_queries):
    desk, first = seat("zara"), board.published()
    board.told(first)
    with django_assert_max_num_queries(12) as costs:
        desk.get(path)
    for kind in (*NoticeKind, *NoticeKind):
        board.proposed(kind)
        board.told(board.published())
    with django_assert_max_num_queries(len(costs)):
        desk.get(path)


def test_the_header_links_to_the_desk_for_those_who_may_open_it(board, seat):
    assert f'href="{LIST}"' in seat("salma").get("/desk/").content.decode()
    assert f'href="{LIST}"' not in seat("bilal").get("/desk/").content.decode()
