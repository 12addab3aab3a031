"""Page 4: who must not see the complaint. The page before the button, and the officers who never see it."""

import pytest

from citizen.filing import browser_drafts
from citizen.filing.draft_addresses import draft_address
from complaints.models import Complaint
from notifications.models import Message
from tests.citizen.conftest import TOLD, Visitor, mistakes, path_of, registered, words
from tests.citizen.filing.conftest import CONFIDENTIAL, answers_of, at_the_last_page, begins, draft_of, tells
from tests.citizen.test_receipt import text_of
from tests.world import World

QUESTION = "Should any police officer or office be kept from this complaint?"
HEADING = "These offices cannot open your complaint:"
SHO = {"officer_station": "gulberg", "post": "SHO"}
SDPO, DPO, RPO = SHO | {"post": "SDPO"}, SHO | {"post": "DPO"}, SHO | {"post": "RPO"}
LAST = {"reach": "phone", "phone": TOLD["phone"], "language": "en", "checked": "1"}
UNCHECKED = {name: value for name, value in LAST.items() if name != "checked"}


def at_whom(visitor: Visitor, category: str = TOLD["category"]) -> str:
    """Fill in the three pages before it and return the draft's key."""
    key = begins(visitor, category)
    tells(visitor, key, district="lahore", text=TOLD["text"])
    return key


def says_yes(visitor: Visitor, key: str, **details):
    """Answer "Yes" with these details. Return the response."""
    return visitor.posts(f"/complain/{key}/whom/", keep_from="yes", details="1", **details)


def seen_by(world: World, complaint: Complaint) -> set[str]:
    officers = [person for person in world.people.values() if person.posting]
    found = Complaint.objects.unscoped("test").filter(pk=complaint.pk)
    return {person.name for person in officers if found.visible_to(person.actor).exists()}


# --- the question ---


@pytest.mark.parametrize(("answer", "stored"), [("no", "no"), ("unknown", "unknown")])
@pytest.mark.parametrize("visitor", ["ayesha", "bashir"])
def test_no_and_i_dont_know_are_one_tap(world, request, visitor, answer, stored):
    visitor = request.getfixturevalue(visitor)
    key = at_whom(visitor)
    assert path_of(visitor.get(f"/complain/{key}/")).endswith(f"/complain/{key}/whom/")
    page = visitor.posts(f"/complain/{key}/whom/", keep_from=answer)
    assert path_of(page).endswith(f"/complain/{key}/reach/")
    assert answers_of(key)["keep_from"] == stored


def test_yes_asks_for_station_seniority_names_and_date(world, ayesha):
    key = at_whom(ayesha)
    assert ayesha.get(f"/complain/{key}/whom/").context["form"] is None
    assert path_of(ayesha.posts(f"/complain/{key}/whom/", keep_from="yes")) == f"/complain/{key}/whom/"
    page = ayesha.get(f"/complain/{key}/whom/")
    assert {*page.context["form"].fields} == {
        "officer_station", "post", "senior_possible", "officer_name", "happened_on",
    }  # fmt: skip
    assert "Gulberg Police Station" in words(page)
    says_yes(ayesha, key, **SDPO, officer_name="Dania", happened_on="20/11/2026")
    assert (
        answers_of(key).items()
        >= {
            **{"keep_from": "yes", "post": "SDPO", "officer_station": "gulberg", "officer_name": "Dania"},
            "happened_on": "2026-11-20",
        }.items()
    )


def test_a_complaint_about_the_police_begins_at_yes_and_no_is_still_one_tap(world, ayesha):
    key = at_whom(ayesha, "misbehaviour")
    page = ayesha.get(f"/complain/{key}/whom/")
    assert (page.context["chosen"], page.context["form"] is not None) == ("yes", True)
    ayesha.posts(f"/complain/{key}/whom/", keep_from="no", details="1")
    assert answers_of(key)["keep_from"] == "no"


def test_an_unknown_rank_asks_whether_it_could_be_an_sp(world, ayesha):
    key = at_whom(ayesha)
    answer = says_yes(ayesha, key, post="unknown")
    assert (answer.status_code, list(mistakes(answer))) == (422, ["senior_possible"])
    says_yes(ayesha, key, post="unknown", senior_possible="no")
    kept = answers_of(key)
    assert (kept["post"], kept["senior_possible"]) == ("", "no")


@pytest.mark.mostly_slow(keep=6)
@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({}, "post"),
        ({"post": "KING"}, "post"),
        ({"post": "unknown", "senior_possible": "perhaps"}, "senior_possible"),
        (SHO | {"officer_station": "sherwood"}, "officer_station"),
        (SHO | {"officer_station": "multan"}, "officer_station"),
        (SHO | {"officer_name": "a" * 121}, "officer_name"),
        (SHO | {"officer_name": "Da\x00nia"}, "officer_name"),
        (SHO | {"happened_on": "2027-01-01"}, "happened_on"),
        (SHO | {"happened_on": "yesterday"}, "happened_on"),
    ],
)
@pytest.mark.parametrize("visitor", ["ayesha", "bashir"])
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(world, request, visitor, typed, field):
    visitor = request.getfixturevalue(visitor)
    key = at_whom(visitor)
    typed = {"officer_name": "Inspector Jamshed"} | typed
    answer = says_yes(visitor, key, **typed)
    assert (answer.status_code, list(mistakes(answer))) == (422, [field])
    assert "keep_from" not in answers_of(key)
    again = visitor.get(answer.context["other_language"]["url"])
    if field != "officer_name":
        assert "Inspector Jamshed" in again.content.decode()


def test_an_answer_that_is_none_is_refused(world, ayesha):
    key = at_whom(ayesha)
    for typed in ({}, {"keep_from": "perhaps"}, {"keep_from": "perhaps", "details": "1"}):
        assert ayesha.posts(f"/complain/{key}/whom/", **typed).status_code == 422
    assert "keep_from" not in answers_of(key)


def test_back_and_change_keep_everything(world, ayesha):
    key = at_whom(ayesha)
    ayesha.posts(f"/complain/{key}/whom/", keep_from="yes")
    typed = {"details": "1", "officer_name": "Jamshed"}
    assert path_of(ayesha.posts(f"/complain/{key}/whom/", change="what", **typed)) == f"/complain/{key}/what/"
    form = ayesha.get(f"/complain/{key}/whom/").context["form"]
    assert form["officer_name"].value() == "Jamshed"
    says_yes(ayesha, key, **SHO, officer_name="Jamshed")
    assert path_of(ayesha.posts(f"/complain/{key}/reach/", change="whom", **LAST)) == f"/complain/{key}/whom/"
    form = ayesha.get(f"/complain/{key}/whom/").context["form"]
    assert (form["post"].value(), form["officer_station"].value()) == ("SHO", "gulberg")
    assert TOLD["phone"] in ayesha.get(f"/complain/{key}/reach/").content.decode()


def test_no_after_yes_forgets_nobody_s_answer_until_it_is_sent(world, ayesha):
    """Nobody is kept out after "No", whatever was described before; "Yes" shows the description again."""
    key = at_whom(ayesha)
    says_yes(ayesha, key, **DPO)
    ayesha.posts(f"/complain/{key}/whom/", keep_from="no")
    assert HEADING not in words(ayesha.get(f"/complain/{key}/reach/"))
    ayesha.posts(f"/complain/{key}/whom/", keep_from="yes")
    assert ayesha.get(f"/complain/{key}/whom/").context["form"]["post"].value() == "DPO"
    ayesha.posts(f"/complain/{key}/whom/", keep_from="no")
    ayesha.posts(f"/complain/{key}/reach/", **LAST)
    assert "usman" in seen_by(world, registered()[0])


def test_in_another_district_the_station_is_asked_again(world, ayesha):
    key = at_whom(ayesha)
    says_yes(ayesha, key, **SHO)
    assert path_of(ayesha.posts(f"/complain/{key}/where/", district="multan")) == f"/complain/{key}/whom/"
    form = ayesha.get(f"/complain/{key}/whom/").context["form"]
    assert "gulberg" not in dict(form.fields["officer_station"].choices)
    assert form["post"].value() == "SHO"


def test_an_old_draft_without_the_answer_is_asked(world, ayesha):
    key = at_the_last_page(ayesha)
    draft = draft_of(key)
    draft.answers = {name: answer for name, answer in draft.answers.items() if name != "keep_from"}
    draft.save()
    assert path_of(ayesha.get(f"/complain/{key}/reach/")) == f"/complain/{key}/whom/"
    assert path_of(ayesha.posts(f"/complain/{key}/reach/", **LAST)) == f"/complain/{key}/whom/"
    assert registered() == []
    tells(ayesha, key, keep_from="no")
    assert TOLD["phone"] in ayesha.get(f"/complain/{key}/reach/").content.decode()


BY_SENTENCE = {browser_drafts.SENTENCE_FIRST_KEY: True}


@pytest.mark.parametrize("keep_from", ["", "no", "yes"])
@pytest.mark.parametrize("category", ["", "property_crime", "misbehaviour", CONFIDENTIAL, "missing_child"])
@pytest.mark.parametrize("way", [{}, BY_SENTENCE], ids=["list", "sentence"])
def test_there_are_at_most_five_pages_and_the_last_is_the_check_page(way, category, keep_from):
    """A missing child's facts are one page more for those who began with a sentence and keep an officer out."""
    child = {"child_wearing": "A red shirt"} if category == "missing_child" else {}
    answers = {"category": category, "keep_from": keep_from} | way | child
    number, total = browser_drafts.step_number_and_total("check", answers)
    assert number == total
    assert total <= (6 if way and child and keep_from != "no" else 5)


def test_the_steps_are_numbered_with_the_check_page_and_a_missing_child_has_one_less(world, ayesha):
    assert "Step 1 of 5" in words(ayesha.get("/complain/"))
    assert "Step 1 of 5" in words(ayesha.get("/complain/list/"))
    assert "Step 4 of 5" in words(ayesha.get(f"/complain/{at_the_last_page(ayesha)}/reach/"))
    key = begins(ayesha, "missing_child")
    assert "Step 1 of 4" in words(ayesha.get(f"/complain/{key}/where/"))
    tells(ayesha, key, district="lahore")
    page = ayesha.get(f"/complain/{key}/what/")
    assert "Step 2 of 4" in words(page)
    assert QUESTION in words(page)
    answer = ayesha.posts(f"/complain/{key}/what/", text=TOLD["text"], keep_from="no")
    assert path_of(answer) == f"/complain/{key}/reach/"
    assert "Step 3 of 4" in words(ayesha.get(f"/complain/{key}/reach/"))


def test_yes_on_a_missing_child_s_page_leads_to_the_details(world, ayesha):
    key = begins(ayesha, "missing_child")
    tells(ayesha, key, district="lahore")
    answer = ayesha.posts(f"/complain/{key}/what/", text=TOLD["text"], keep_from="yes")
    assert path_of(answer) == f"/complain/{key}/whom/"
    assert ayesha.get(f"/complain/{key}/whom/").context["form"] is not None


# --- the officers who never see it ---


@pytest.mark.mostly_slow(keep=5)
@pytest.mark.parametrize("category", ["misbehaviour", "financial_crime", CONFIDENTIAL])
@pytest.mark.parametrize(
    ("details", "hidden_from"),
    [
        (SHO, {"kamran", "latif"}),
        (SDPO, {"dania", "bilal", "hina", "kamran", "latif"}),
        (DPO, {"usman", "salma", "farah", "dania", "bilal", "kamran"}),
        (RPO, {"usman", "salma", "farah", "dania", "bilal", "kamran"}),
        ({"post": "unknown", "senior_possible": "yes"}, {"usman", "salma", "dania", "kamran"}),
    ],
    ids=["SHO", "SDPO", "DPO", "RPO", "unknown"],
)
def test_the_accused_and_everybody_below_never_see_it(world, ayesha, category, details, hidden_from):
    answer = ayesha.files(category=category, **details)
    assert answer.status_code == 302, mistakes(answer)
    (complaint,) = registered()
    assert not seen_by(world, complaint) & hidden_from
    postings = [f"posting:{world.people[name].posting.pk}" for name in hidden_from]
    assert not Message.objects.filter(recipient__in=postings).exists()


# --- the list of offices ---


def test_the_offices_stand_above_the_button_and_later_behind_the_key(world, ayesha):
    key = at_whom(ayesha)
    says_yes(ayesha, key, **SDPO)
    pages = {
        "Continue": ayesha.get(f"/complain/{key}/reach/"),
        "Register my complaint": ayesha.posts(f"/complain/{key}/reach/", **UNCHECKED),
    }
    for button, answer in pages.items():
        page = words(answer)
        assert page.index(HEADING) < page.index("Gulberg Circle") < page.rindex(button)
    ayesha.posts(f"/complain/{key}/reach/", **LAST)
    (complaint,) = registered()
    page = words(ayesha.get(f"/track/{complaint.etag}/mine/"))
    assert page.index(HEADING) < page.index("Gulberg Circle")


def test_nobody_kept_out_no_list(world, ayesha):
    key = at_the_last_page(ayesha)
    assert HEADING not in words(ayesha.get(f"/complain/{key}/reach/"))
    ayesha.posts(f"/complain/{key}/reach/", **LAST)
    assert HEADING not in words(ayesha.get(f"/track/{registered()[0].etag}/mine/"))


def test_the_list_is_on_no_receipt_ticket_message_or_page_without_the_key(world, ayesha):
    """The name of the circle stands nowhere but in the list: the complaint itself says only "Lahore"."""
    ayesha.files(category="misbehaviour", **SDPO)
    (complaint,) = registered()
    receipt = f"/complaint/{draft_address(complaint.draft.pk)}/receipt"
    pages = [ayesha.get(f"{receipt}/"), Visitor().get(f"{receipt}/"), Visitor().get(f"/track/{complaint.etag}/")]
    texts = [page.content.decode() for page in pages] + [text_of(ayesha.get(f"{receipt}.pdf").content)]
    texts += [str(message.context) for message in Message.objects.all()]
    assert pages[0].status_code == 200
    assert Message.objects.exists()
    for text in texts:
        assert HEADING not in text
        assert "Gulberg Circle" not in text


# --- protection ---


@pytest.mark.slow
def test_protection_is_chosen_where_somebody_is_kept_out_and_can_be_switched_off(world, ayesha):
    for offered, protected in (({}, True), ({"protection_offered": "1"}, False), ({"protected": "on"}, True)):
        key = at_whom(ayesha)
        says_yes(ayesha, key, **SHO)
        form = ayesha.get(f"/complain/{key}/reach/").context["form"]
        assert form["protected"].value() is True
        ayesha.posts(f"/complain/{key}/reach/", **LAST, **offered)
        assert registered()[-1].protected is protected


def test_nobody_kept_out_nobody_protected_unasked(world, ayesha):
    ayesha.files()
    assert not registered()[0].protected


def test_protection_that_was_switched_off_stays_off_after_a_mistake(world, ayesha):
    key = at_whom(ayesha)
    says_yes(ayesha, key, **SHO)
    ayesha.posts(f"/complain/{key}/reach/", **LAST | {"phone": "0300"}, protection_offered="1")
    assert not ayesha.get(f"/complain/{key}/reach/").context["form"]["protected"].value()


def test_protection_is_the_default_also_if_the_answer_changes_after_the_last_page_was_filled_in(world, ayesha):
    key = at_the_last_page(ayesha)
    ayesha.posts(f"/complain/{key}/reach/", change="whom", **UNCHECKED)
    says_yes(ayesha, key, **SHO)
    assert ayesha.get(f"/complain/{key}/reach/").context["form"]["protected"].value() is True


def test_and_after_a_change_from_the_check_page(world, ayesha):
    key = at_the_last_page(ayesha)
    ayesha.posts(f"/complain/{key}/reach/", change="whom", **LAST)
    says_yes(ayesha, key, **SHO)
    assert "Officers reach you only through the portal." in words(ayesha.get(f"/complain/{key}/reach/"))
    ayesha.posts(f"/complain/{key}/reach/", **LAST)
    assert registered()[-1].protected
