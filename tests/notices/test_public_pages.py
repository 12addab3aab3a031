"""The public lists, pages, feeds and pictures, and their disappearance when a notice ends."""

import re
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from notices.models import Notice, Tip
from notices.public.brief_caching import CACHE_SECONDS
from notices.rules.notice_acts import NoticeEnding
from notices.rules.notice_content import TranslatedText
from notices.rules.notice_kinds import NoticeKind
from tests.evidence import samples
from tests.notices.conftest import Reader
from tests.world import clock

LISTS = {NoticeKind.ALERT: "/alerts/", NoticeKind.WANTED: "/wanted/", NoticeKind.NOTICE: "/notices/"}
NAMES = {NoticeKind.ALERT: "Muneeb", NoticeKind.WANTED: "Jabbar", NoticeKind.NOTICE: "Mall Road"}
ATOM = "{http://www.w3.org/2005/Atom}"
TOMBSTONE = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"


def places(notice: Notice) -> list[str]:
    """Return the URLs that show a notice: its list, page, pictures and feed."""
    above = LISTS[NoticeKind(notice.kind)]
    own = [f"{above}{notice.code}/{end}" for end in ("", "photo.jpg", "share.jpg")]
    return [above, *own, *([] if notice.kind == NoticeKind.NOTICE else [f"{above}feed.atom"])]


def shows(answer, kind: NoticeKind) -> bool:
    """Return whether a response shows the notice: its name, or a picture."""
    return answer.status_code == 200 and (
        answer["Content-Type"] == "image/jpeg" or NAMES[kind] in answer.content.decode()
    )


@pytest.mark.parametrize("kind", NoticeKind)
def test_a_public_notice_is_shown_everywhere(board, visitor, kind):
    notice = board.published(kind, photo=True, name=TranslatedText(NAMES[kind], NAMES[kind]))
    for path in places(notice):
        for answer in (visitor.get(path), visitor.get(f"/ur{path}")):
            assert shows(answer, kind), path
            assert not answer.cookies


@pytest.mark.mostly_slow(keep=3)
@pytest.mark.parametrize("kind", NoticeKind)
@pytest.mark.parametrize("way", ["found", "withdrawn", "expired"])
def test_a_notice_is_shown_nowhere_a_second_after_its_end(board, visitor, kind, way):
    notice = board.published(kind, photo=True, expires_at=clock("12:00"))
    assert all(shows(visitor.get(path, "11:59"), kind) for path in places(notice))
    if way != "expired":
        how = NoticeEnding.FOUND if way == "found" and kind is not NoticeKind.NOTICE else NoticeEnding.WITHDRAWN
        board.ends(notice, at="11:59", how=how)
    moment = clock("12:00" if way == "expired" else "11:59") + timedelta(seconds=1)
    for path in places(notice):
        answer = visitor.get(path, moment)
        assert NAMES[kind].encode() not in answer.content, path
        if notice.code in path:
            assert answer.status_code == (410 if path.endswith("/") else 404), path
            assert "public" not in answer.headers.get("Cache-Control", ""), path


@pytest.mark.mostly_slow(keep=1)
@pytest.mark.parametrize("kind", NoticeKind)
def test_nothing_is_cached_longer_than_twenty_seconds(board, visitor, kind):
    for path in places(board.published(kind, photo=True)):
        answer = visitor.get(path)
        directives = {one.strip() for one in answer["Cache-Control"].split(",")}
        assert directives == {"public", f"max-age={CACHE_SECONDS}", "must-revalidate"}, path
        assert "noarchive" in answer["X-Robots-Tag"]
    assert CACHE_SECONDS <= 30


@pytest.mark.slow
@pytest.mark.parametrize("which", ["photo.jpg", "share.jpg"])
def test_a_cached_picture_gets_304_only_while_it_is_public(board, visitor, which):
    notice = board.published(photo=True)
    path = f"/alerts/{notice.code}/{which}"
    mark = visitor.get(path)["ETag"]
    again = visitor.get(path, "10:30", **{"If-None-Match": mark})
    assert (again.status_code, again.content) == (304, b"")
    assert f"max-age={CACHE_SECONDS}" in again["Cache-Control"]
    board.ends(notice, at="11:00")
    assert visitor.get(path, "11:01", **{"If-None-Match": mark}).status_code == 404


@pytest.mark.parametrize("kind", NoticeKind)
def test_waiting_and_refused_notices_get_404(board, visitor, kind):
    notice = board.proposed(kind, photo=True)
    own = [path for path in places(notice) if notice.code in path]
    assert {visitor.get(path).status_code for path in own} == {404}
    board.ends(notice, at="09:40", how=NoticeEnding.WITHDRAWN)
    assert {visitor.get(path).status_code for path in own} == {404}


def test_a_notice_is_not_found_under_another_kind(board, visitor):
    notice = board.published(NoticeKind.WANTED)
    assert visitor.get(f"/alerts/{notice.code}/").status_code == 404


def test_a_childs_page_shows_the_description_and_whom_to_call(board, visitor):
    notice = board.published(photo=True)
    page = visitor.get(f"/alerts/{notice.code}/").content.decode()
    for words in ("Muneeb, son of Bashir", "9 years", "Grey school uniform", "Main market, Gulberg", 'href="tel:1121"'):
        assert words in page
    assert "23 November 2026, 7:30 am" in page
    assert f"/alerts/{notice.code}/tip/" in page
    urdu = visitor.get(f"/ur/alerts/{notice.code}/").content.decode()
    assert "منیب ولد بشیر" in urdu
    assert "Muneeb" not in urdu


def test_the_pages_metadata_has_the_share_image_of_its_language(board, visitor, settings):
    settings.SITE_URL = "https://complaints.example.org"
    notice = board.published()
    for prefix in ("", "/ur"):
        page = visitor.get(f"{prefix}/alerts/{notice.code}/").content.decode()
        image = re.search(r'<meta property="og:image" content="([^"]+)">', page)[1]
        assert image == f"https://complaints.example.org{prefix}/alerts/{notice.code}/share.jpg"
        assert (
            f'<meta property="og:url" content="https://complaints.example.org{prefix}/alerts/{notice.code}/">' in page
        )
        assert visitor.get(image.removeprefix("https://complaints.example.org")).status_code == 200


@pytest.mark.slow
def test_a_sample_is_marked_on_every_page_and_in_the_feed(board, visitor):
    notice = board.published(is_sample=True)
    for path in ("/alerts/", f"/alerts/{notice.code}/", "/alerts/feed.atom", f"/alerts/{notice.code}/tip/"):
        assert "SAMPLE" in visitor.get(path).content.decode(), path
    real = board.published(NoticeKind.WANTED)
    assert "SAMPLE" not in visitor.get(f"/wanted/{real.code}/").content.decode()


@pytest.mark.slow
def test_the_feed_lists_ended_notices_only_by_their_url(board, visitor, settings):
    settings.SITE_URL = "https://complaints.example.org"
    gone, stays = board.published(), board.published()
    board.ends(gone, at="10:00")
    answer = visitor.get("/alerts/feed.atom", "10:01")
    assert answer["Content-Type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(answer.content)
    [entry] = feed.findall(f"{ATOM}entry")
    assert entry.find(f"{ATOM}id").text == f"https://complaints.example.org/alerts/{stays.code}/"
    [tombstone] = feed.findall(TOMBSTONE)
    assert tombstone.attrib == {
        "ref": f"https://complaints.example.org/alerts/{gone.code}/", "when": "2026-11-23T05:00:00+00:00",
    }  # fmt: skip
    assert feed.find(f"{ATOM}updated").text == "2026-11-23T05:00:00+00:00"
    assert not ElementTree.fromstring(visitor.get("/alerts/feed.atom", "+40d 10:00").content).findall(f"{ATOM}entry")


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize(
    ("path", "most"),
    [("/alerts/", 2), ("/wanted/", 2), ("/notices/", 2), ("/alerts/feed.atom", 3), ("/alerts/{code}/", 2)],
)
def test_a_page_needs_the_same_queries_for_more_notices(board, visitor, django_assert_num_queries, path, most):
    code = board.published(photo=True).code
    for kind in (*NoticeKind, NoticeKind.ALERT, NoticeKind.ALERT):
        board.published(kind, photo=True)
    with django_assert_num_queries(most):
        assert visitor.get(path.format(code=code)).status_code == 200


def test_an_empty_list_needs_one_query(board, visitor, django_assert_num_queries):
    with django_assert_num_queries(1):
        page = visitor.get("/alerts/").content.decode()
    assert "There are no missing child alerts at present." in page


def test_a_missing_child_is_reported_with_the_kind_chosen_already(world, visitor):
    page = visitor.get("/alerts/").content.decode()
    assert 'href="/complain/?category=missing_child"' in page
    form = visitor.get("/complain/?category=missing_child").content.decode()
    assert form.index('value="missing_child"') < form.index('class="groups"')
    nonsense = visitor.get("/complain/?category=nonsense")
    assert nonsense.status_code == 200
    assert "Something else?" not in nonsense.content.decode()


@pytest.mark.parametrize("path", ["/alerts/", "/wanted/"])
@pytest.mark.parametrize("language", ["", "/ur"])
def test_the_lists_are_one_tap_from_the_first_page(world, visitor, path, language):
    assert f'href="{language}{path}"' in visitor.get(f"{language}/").content.decode()


# --- tips ---


def sent(visitor, notice, at="10:00", **typed):
    return visitor.posts(f"/alerts/{notice.code}/tip/", at, **({"text": "I saw him at the bus stand."} | typed))


def test_a_tip_shows_its_number_without_a_url_for_it(board, visitor):
    answer = sent(visitor, board.published())
    tip = Tip.objects.get()
    assert answer.status_code == 200
    assert f"{tip.number[:4]} {tip.number[4:7]} {tip.number[7:]}" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert (tip.text, tip.phone, tip.channel) == ("I saw him at the bus stand.", "", "web")
    assert "<title>Information</title>" in answer.content.decode()


def test_photo_phone_and_the_restriction_to_the_cpo_are_stored(board, visitor):
    photo = SimpleUploadedFile("seen.jpg", samples.photo(), content_type="image/jpeg")
    sent(visitor, board.published(), photo=photo, phone="0300 1112233", past_the_district="on")
    tip = Tip.objects.get()
    assert (tip.phone, tip.past_the_district, tip.picture.media_type) == ("+923001112233", True, "image/jpeg")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"text": ""}, "This is required."),
        ({"text": "x"}, "at least 3"),
        ({"phone": "12"}, "Enter a phone number like 0300 1234567."),
        ({"photo": SimpleUploadedFile("seen.pdf", samples.paper())}, "Only photos are accepted here."),
        ({"photo": SimpleUploadedFile("seen.jpg", b"")}, "The file is empty."),
    ],
)
def test_a_refused_tip_shows_the_reason_and_keeps_the_text(board, visitor, typed, words):
    answer = sent(visitor, board.published(), **typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "<title>Information</title>" in page
    if "text" not in typed:
        assert "I saw him at the bus stand." in page
    assert not Tip.objects.exists()


def test_the_same_form_sent_twice_is_one_tip(board, visitor):
    notice = board.published()
    key = re.search(r'name="key" value="([^"]+)"', visitor.get(f"/alerts/{notice.code}/tip/").content.decode())[1]
    pages = [sent(visitor, notice, key=key).content.decode() for _ in range(2)]
    number = Tip.objects.get().number
    assert all(number[:4] in page for page in pages)


def test_a_tip_after_the_end_shows_the_typed_text_again(board, visitor):
    notice = board.ends(board.published(), at="09:59")
    answer = sent(visitor, notice)
    assert answer.status_code == 410
    assert "I saw him at the bus stand." in answer.content.decode()
    assert not Tip.objects.exists()


def test_a_general_notice_takes_no_tips(board, visitor):
    notice = board.published(NoticeKind.NOTICE)
    assert visitor.get(f"/notices/{notice.code}/tip/").status_code == 404


@pytest.mark.slow
def test_the_rate_limit_stops_a_flood_of_tips(board, visitor):
    notice = board.published()
    assert [sent(visitor, notice).status_code for _ in range(22)][-1] == 429


def test_the_number_shows_only_the_status(board, visitor):
    tip = board.told(board.published())
    typed = "۰۱۲۳۴۵۶۷۸۹"
    answer = visitor.posts("/tips/", number=f" {tip.number[:4]} {tip.number[4:]}")
    assert "Not read yet" in answer.content.decode()
    assert tip.text not in answer.content.decode()
    for wrong in ("12", typed, "0000000000"):
        answer = visitor.posts("/tips/", number=wrong)
        assert answer.status_code == 422
        assert "Not read yet" not in answer.content.decode()


def test_forms_are_protected_against_other_sites(board):
    notice = board.published()
    strict = Reader(Client(enforce_csrf_checks=True))
    assert sent(strict, notice).status_code == 403
    assert Notice.objects.get().tips.count() == 0


@pytest.mark.slow
def test_who_is_wanted_is_called_accused_and_not_convicted_on_the_list_and_on_the_own_page(board, visitor):
    """W13: the chat uses the same words."""
    wanted = board.published(NoticeKind.WANTED)
    for language, accused, keep_away in (
        ("", "accused, not convicted", "Do not approach them"),
        ("/ur", "جرم ثابت نہیں ہوا", "قریب نہ جائیں"),
    ):
        for path in (f"{language}/wanted/", f"{language}/wanted/{wanted.code}/"):
            page = visitor.get(path).content.decode()
            assert accused in page, path
            assert keep_away in page, path
    assert "convicted" not in visitor.get(f"/alerts/{board.published().code}/").content.decode()
