"""Reporting a missing child on the web: additional fields, and none of the rules for confidential complaints."""

import re

import pytest
from django.utils.timezone import now

from complaints.models import Category, Draft
from complaints.services.administration.category_texts_and_policies import import_categories
from notices.rules.notice_kinds import PRESELECTED_HELPLINES, NoticeKind
from tests.citizen.conftest import mistakes, registered, words
from tests.citizen.filing.conftest import answers_of, begins, tells
from tests.complaints.test_replaced_categories import OLD, ROW

CHILD = {
    "child_name": "Ayla", "child_age": "۷", "child_sex": "female", "child_wearing": "A green frock",
    "landmark": "Liberty Market", "happened_about": "today at 8 am", "child_left": "no", "child_custody": "unknown",
    "text": "She went to the bakery and did not come back.",
}  # fmt: skip


def describes(visitor, **told):
    """Fill in the first two pages and the child's. Return the draft's key and the response."""
    key = begins(visitor, "missing_child")
    tells(visitor, key, district="lahore")
    return key, visitor.posts(f"/complain/{key}/what/", **(CHILD | told))


def reports(visitor):
    key, _answer = describes(visitor)
    return visitor.posts(f"/complain/{key}/reach/", reach="phone", phone="0300 1112233", language="en", checked="1")


def test_what_was_told_of_the_child_is_kept_and_the_number_can_be_called(world, ayesha):
    assert reports(ayesha).status_code == 302
    (complaint,) = registered()
    child = complaint.missing_child
    told = (child.name, child.age, child.sex, child.wearing, child.left, child.custody)
    assert told == ("Ayla", 7, "female", "A green frock", "no", "unknown")
    assert (complaint.statement.landmark, complaint.statement.happened_about) == ("Liberty Market", "today at 8 am")
    assert (complaint.confidential, complaint.identity_is_protected) == (False, False)
    assert complaint.complainant.phone == "+923001112233"


def test_only_what_happened_has_to_be_told(world, ayesha):
    empty = dict.fromkeys(CHILD, "") | {"text": CHILD["text"]}
    key, answer = describes(ayesha, **empty)
    assert answer.status_code == 302, mistakes(answer)
    assert answer.headers["Location"].endswith(f"/complain/{key}/reach/")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"child_age": "18"}, "child_age"),
        ({"child_age": "seven"}, "child_age"),
        ({"child_sex": "cat"}, "child_sex"),
        ({"child_left": "perhaps"}, "child_left"),
        ({"child_name": "a" * 121}, "child_name"),
        ({"text": ""}, "text"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(world, ayesha, typed, field):
    _key, answer = describes(ayesha, **typed)
    assert answer.status_code == 422
    assert set(mistakes(answer)) == {field}
    assert "Liberty Market" in answer.content.decode()


def test_a_draft_that_becomes_one_of_a_missing_child_is_asked_who_is_missing(world, ayesha):
    key = begins(ayesha, "heinous_crime")
    tells(ayesha, key, district="lahore", text=CHILD["text"])
    answer = ayesha.posts(f"/complain/{key}/kind/", category="missing_child")
    assert answer.headers["Location"].endswith(f"/complain/{key}/what/")
    page = ayesha.get(f"/complain/{key}/what/").content.decode()
    assert "Who is missing?" in page
    assert CHILD["text"] in page


@pytest.mark.parametrize("visitor", ["ayesha", "bashir"])
def test_the_pages_name_the_helplines_of_a_published_alert(world, request, visitor):
    visitor = request.getfixturevalue(visitor)
    key = begins(visitor, "missing_child")
    tells(visitor, key, district="lahore")
    for path in (f"/complain/{key}/what/", "/alerts/"):
        page = visitor.get(path).content.decode()
        assert [
            number for number in PRESELECTED_HELPLINES[NoticeKind.ALERT] if f'href="tel:{number}"' not in page
        ] == [], path


def test_the_receipt_promises_the_call_and_the_report_to_zarra(world, ayesha):
    said = words(ayesha.get(reports(ayesha).headers["Location"]))
    assert "We call you at once" in said
    assert "ZARRA" in said
    assert "1121" in said
    assert "1099" in said
    assert "cannot see your name or number" not in said


def test_no_page_says_that_the_name_is_hidden(world, ayesha):
    assert "hidden" not in words(ayesha.get("/alerts/"))


# --- torture --------------------------------------------------------------------------------------------------------


def test_the_receipt_of_a_complaint_of_torture_names_both_bodies_and_how_certain_it_is(world, ayesha):
    answer = ayesha.files(category="custodial_torture", reach="phone")
    said = words(ayesha.get(answer.headers["Location"]))
    assert "Federal Investigation Agency (FIA)" in said
    assert "National Commission for Human Rights (NCHR)" in said
    assert "not yet confirmed by a lawyer" in said
    assert "only on safety, medical examination and discipline" in said


# --- the category that was split -------------------------------------------------------------------------------------


def offered_again() -> None:
    """Offer the old category, as an earlier release did."""
    import_categories([ROW], at=now())
    Category.objects.filter(code=OLD).update(is_active=True)


@pytest.fixture
def old_draft(world, ayesha):
    """Return a draft that was begun before the category was split."""
    offered_again()
    key = begins(ayesha, OLD)
    tells(ayesha, key, district="lahore", text=CHILD["text"])
    import_categories([], at=now())
    return key


SPLIT = "This category was split in two"


@pytest.mark.parametrize("page", ["reach", "what", "where"])
def test_an_old_draft_goes_on_with_a_clear_question(world, ayesha, old_draft, page):
    told = {"what": {"text": CHILD["text"]}, "where": {"district": "lahore"}, "reach": {"reach": "phone"}}[page]
    answer = ayesha.posts(f"/complain/{old_draft}/{page}/", **told)
    assert answer.headers["Location"].endswith(f"/complain/{old_draft}/kind/")
    shown = ayesha.get(f"/complain/{old_draft}/kind/").content.decode()
    assert SPLIT in shown
    first = shown.index('value="missing_child"'), shown.index('value="child_abuse"')
    assert max(first) < shown.index('class="groups"')


def test_nothing_that_an_old_draft_holds_is_lost(world, ayesha, old_draft):
    answer = ayesha.posts(f"/complain/{old_draft}/kind/", category="child_abuse")
    assert answer.headers["Location"].endswith(f"/complain/{old_draft}/whom/")
    tells(ayesha, old_draft, keep_from="no")
    assert answers_of(old_draft)["text"] == CHILD["text"]
    last = ayesha.posts(
        f"/complain/{old_draft}/reach/", reach="phone", phone="0300 1112233", language="en", checked="1"
    )
    assert last.status_code == 302
    assert registered()[0].confidential


def test_an_old_link_offers_what_took_its_place(world, ayesha):
    page = ayesha.get(f"/complain/?category={OLD}").content.decode()
    assert SPLIT in page
    assert re.search(r'value="missing_child".*value="child_abuse".*class="groups"', page, re.DOTALL)


def test_an_old_page_that_is_sent_now_offers_what_took_its_place(world, ayesha):
    offered_again()
    import_categories([], at=now())
    page = ayesha.posts("/complain/", category=OLD)
    assert SPLIT in page.content.decode()
    assert not Draft.objects.exists()
