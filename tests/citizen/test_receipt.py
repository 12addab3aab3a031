"""The receipt: E-tag, two deadlines, and what it is not."""

import re
import uuid
from html import unescape
from urllib.parse import unquote

import pypdfium2
import pytest

from citizen.filing.draft_addresses import draft_address
from complaints.models import Complainant
from tests.citizen.conftest import Visitor, code_sent, path_of, registered, words
from tests.secret_words import set_words


def receipt_of(visitor, at="09:00", **told):
    return path_of(visitor.files(at, **told))


def said(answer) -> str:
    """Return a page's text, without the space before a full stop after a tag."""
    return unescape(words(answer)).replace(" .", ".")


def test_the_receipt_says_by_when(world, ayesha):
    page = said(ayesha.get(receipt_of(ayesha)))
    (complaint,) = registered()
    assert complaint.spaced_etag in page
    assert "by 5:00 pm today An officer of Sub-Inspector rank or above will speak to you." in page
    assert "by Saturday 28 November, 9:00 am The officer's report is due." in page


def test_a_matter_of_the_police_names_a_higher_rank(world, ayesha):
    page = said(ayesha.get(receipt_of(ayesha, category="bribe_demand")))
    assert "by 5:00 pm today An officer of SDPO rank or above will speak to you." in page
    assert "by 9:00 am tomorrow The officer's report is due." in page


HIDDEN = [{"category": "gender_harassment"}, {"protected": "on"}]


@pytest.mark.parametrize("told", HIDDEN)
def test_whose_number_is_hidden_is_promised_no_call_by_the_officer(world, ayesha, told):
    page = said(ayesha.get(receipt_of(ayesha, **told)))
    assert "rank or above will write to you on your complaint page." in page
    assert "Only the complaint cell can phone you." in page
    assert "speaks to you" not in page
    assert "by phone" not in page


@pytest.mark.parametrize("told", HIDDEN)
@pytest.mark.parametrize(
    ("at", "promised"),
    [
        ("10:00", "An officer will write to you here"),
        ("+1d 18:00", "An officer should have written to you here: the deadline was"),
    ],
)
def test_the_opened_page_says_who_can_ring(world, ayesha, told, at, promised):
    ayesha.files(**told)
    (complaint,) = registered()
    page = said(ayesha.opens(complaint, at))
    assert promised in page
    assert "Only the complaint cell can phone you." in page


def test_whose_number_is_open_reads_nothing_of_it(world, ayesha):
    ayesha.files()
    page = said(ayesha.opens(registered()[0], "10:00"))
    assert "An officer will contact you by" in page
    assert "can phone you" not in page


def test_nobody_is_promised_a_call_at_night(world, ayesha):
    assert "by 9:00 am tomorrow" in words(ayesha.get(receipt_of(ayesha, "18:00"), "18:00"))


def test_the_receipt_says_what_it_is_not_and_where_else_to_turn(world, ayesha):
    page = words(ayesha.get(receipt_of(ayesha)))
    for said in ("This is not an FIR", "1787", "section 22-A", "superior"):
        assert said in page


def test_feedback_is_promised_no_date(world, ayesha):
    page = words(ayesha.get(receipt_of(ayesha, category="suggestion")))
    assert "The complaint cell reads it." in page
    assert "speaks to you" not in page


def test_the_receipt_keeps_its_promise_after_the_deadlines_moved(world, ayesha):
    path = receipt_of(ayesha)
    (complaint,) = registered()
    world.salma.marks(complaint, to=world.bilal, at="09:20")
    world.bilal.records_contact(complaint, "10:00")
    page = words(ayesha.get(path, "+1d 09:00"))
    assert "by 5:00 pm yesterday" in page
    assert "Now with the complaint cell of: Lahore." in page


@pytest.mark.parametrize("draft", ["x", "'--"])
def test_an_address_that_can_be_no_receipts_is_not_found(world, ayesha, draft):
    assert ayesha.get(f"/complaint/{draft}/receipt/").status_code == 404


def test_a_receipt_that_does_not_exist_answers_like_one_that_is_kept_from_this_browser(world, ayesha, bashir):
    path = receipt_of(ayesha)
    set_words(Complainant.objects.get().pk, secret_hash="somebody's")
    kept = bashir.client.get(path)
    unknown = bashir.client.get(f"/complaint/{draft_address(uuid.UUID(int=7))}/receipt/")
    assert (kept.status_code, path_of(kept)) == (unknown.status_code, path_of(unknown)) == (302, "/track/")


def test_with_a_secret_word_the_receipt_stays_with_the_visit(world, ayesha):
    path = receipt_of(ayesha)
    set_words(Complainant.objects.get().pk, secret_hash="somebody's")
    complaint = registered()[0]
    assert complaint.spaced_etag not in words(ayesha.get(path, "+1d 09:00"))


def test_the_receipt_shows_nothing_of_the_matter(world, ayesha):
    page = words(ayesha.get(receipt_of(ayesha, category="gender_harassment")))
    for hidden in ("savings", "Ayesha", "1112233", "harassment"):
        assert hidden not in page


@pytest.mark.parametrize(("category", "cost"), [("traffic", 3), ("financial_crime", 4), ("illegal_detention", 4)])
def test_a_receipt_costs_three_queries_and_one_for_legal_forms(
    world, ayesha, django_assert_num_queries, category, cost
):
    path = receipt_of(ayesha, category=category)
    with django_assert_num_queries(cost):
        Visitor().get(path)  # a browser with no session, as from a bookmark


@pytest.mark.parametrize(("visitor", "said_in_it"), [("ayesha", "An officer of SDPO rank"), ("bashir", "ای ٹیگ نمبر")])
def test_the_receipt_is_a_paper_too_in_both_languages(world, request, visitor, said_in_it):
    visitor = request.getfixturevalue(visitor)
    path = receipt_of(visitor, category="bribe_demand")
    answer = visitor.get(path.removesuffix("/") + ".pdf")
    assert (answer["Content-Type"], answer["Cache-Control"].split(",")[0]) == ("application/pdf", "max-age=0")
    text = text_of(answer.content)
    assert registered()[0].spaced_etag in text
    assert said_in_it in text


def test_the_paper_is_kept_back_like_the_page(world, ayesha, bashir):
    path = receipt_of(ayesha).removesuffix("/") + ".pdf"
    set_words(Complainant.objects.get().pk, secret_hash="somebody's")
    assert path_of(bashir.client.get(path)) == "/track/"


def test_a_confidential_matter_stands_in_no_title_and_no_name_of_a_file(world, ayesha):
    path = receipt_of(ayesha, category="gender_harassment")
    assert "<title>Information</title>" in ayesha.get(path).content.decode()
    assert "arass" not in ayesha.get(path.removesuffix("/") + ".pdf")["Content-Disposition"]


def test_the_number_alone_goes_to_whatsapp(world, ayesha):
    page = ayesha.get(receipt_of(ayesha)).content.decode()
    (address,) = re.findall(r'href="(https://wa\.me/[^"]*)"', page)
    assert unquote(address).removeprefix("https://wa.me/?text=") == registered()[0].spaced_etag


def text_of(pdf: bytes) -> str:
    """Return the text of a PDF as a screen reader finds it."""
    document = pypdfium2.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)


def test_the_receipt_shows_where_codes_go_with_a_way_to_fix_it(world, ayesha):
    """Only in the browser that filed: the receipt's address is in the history of a shared phone."""
    filed = ayesha.files()
    complaint = registered()[-1]
    page = ayesha.get(filed.url)
    assert "+92 300 1112233" in words(page)
    assert f'href="/track/{complaint.etag}/more/contact/"' in page.content.decode()
    assert "+92 300 1112233" not in words(Visitor().get(filed.url))


@pytest.mark.parametrize("visitor", ["ayesha", "bashir"])
def test_the_receipt_shows_an_e_mail_address_to_which_codes_go(world, request, visitor):
    """C8."""
    visitor = request.getfixturevalue(visitor)
    filed = visitor.files(reach="email", phone="", email="ayesha@example.com")
    page = words(visitor.get(filed.url))
    assert "ayesha@example.com" in page
    assert {"en": "Is this right?", "ur": "کیا یہ درست ہے؟"}[visitor.language] in page
    assert "ayesha@example.com" not in words(Visitor().get(filed.url))


def test_when_the_number_is_fixed_codes_that_went_to_the_old_one_open_nothing(world, ayesha):
    """0300 1112233 was mistyped.

    The stranger who has that phone requests a code, and then the owner corrects the number.
    """
    ayesha.files()
    complaint, stranger = registered()[-1], Visitor()
    stranger.posts(f"/track/{complaint.etag}/code/ask/", "09:01", reached_at="0300 1112233")
    code = code_sent()
    fixed = {"phone": "0321 4445566", "language": "en", "channel": "", "email": ""}
    answer = ayesha.posts(f"/track/{complaint.etag}/more/contact/", "09:02", seen=complaint.head.seq, **fixed)
    assert answer.status_code == 302
    assert stranger.posts(f"/track/{complaint.etag}/code/", "09:03", code=code).status_code == 422
    stranger.posts(f"/track/{complaint.etag}/code/ask/", "09:04", reached_at="0300 1112233")
    assert code_sent() == code  # no other code was sent
