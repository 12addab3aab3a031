"""Keeping the complaint from officers: the safe page that is offered first, and the question in the chat."""

import re
from urllib.parse import urlsplit
from uuid import UUID

import pytest

from citizen.filing import browser_drafts
from citizen.filing.draft_addresses import draft_address
from complaints.models import Complaint, Draft
from notifications.models import Message
from tests.citizen.conftest import Visitor, path_of, words
from tests.citizen.filing.conftest import at_the_last_page
from tests.whatsapp.paths import Walker
from tests.whatsapp.simulated_phone import Phone
from tests.whatsapp.transcripts import words as text_of
from whatsapp.rules.chat_inputs import Tap, TypedText
from whatsapp.rules.tap_ids import make_tap_id

QUESTION = "Should any police officer or office be kept from this complaint?"
LINK = re.compile(r"http://localhost(?::\d+)?(\S*/d/[0-9a-f]{32}:[\w-]{43}/)")
ACCUSED = {
    "SHO": {"kamran", "latif"},
    "SDPO": {"dania", "bilal", "hina", "kamran", "latif"},
    "DPO": {"usman", "salma", "farah", "dania", "bilal", "kamran"},
    "RPO": {"usman", "salma", "farah", "dania", "bilal", "kamran"},
    "unknown": {"usman", "salma", "farah", "dania", "bilal", "kamran"},
}


def told(*said: str) -> Walker:
    """Send these messages in English. Return the walker afterwards."""
    chat = Walker("+923001112233")
    chat.turns = [chat.hears(TypedText(one)) for one in ("Salam", "2", *said)]
    return chat


def bodies(turn) -> str:
    return "\n".join(reply.body for reply in turn.replies)


def writes(phone: Phone, *said: str) -> str:
    """Send these messages. Return the text of the last replies."""
    answers = [phone.writes(one) for one in said]
    return "\n".join(text_of(answer) for answer in answers[-1])


# --- the conversation ---


@pytest.mark.parametrize("said", [("5", "1"), ("2", "1", "bribe")], ids=["confidential", "conduct"])
def test_a_delicate_matter_is_offered_a_safe_page_before_anything_is_told(said):
    chat = told(*said)
    assert chat.state.step == "keep.page"
    assert "Clear or Delete chat" in bodies(chat.turns[-1])
    chat.hears(TypedText("Go on here"))
    assert chat.state.step == "place.region"


def test_a_refused_fir_is_offered_it_too_and_an_ordinary_matter_is_not():
    chat = told()
    chat.hears(Tap(make_tap_id("fir.refused", "yes")))
    assert chat.state.step == "keep.page"
    assert told("1", "2").state.step == "place.region"


@pytest.mark.parametrize(("answer", "stored"), [("no", "no"), ("I don't know", "unknown"), ("nahi", "no")])
def test_the_question_takes_one_message(answer, stored):
    chat = told("1", "2", "Multan", "They broke the lock.")
    assert chat.state.step == "keep.ask"
    assert bodies(chat.turns[-1]) == QUESTION
    chat.hears(TypedText(answer))
    assert (chat.state.step, chat.state.answers["keep_from"]) == ("lodge.check", stored)


@pytest.mark.parametrize(
    ("seniority", "answers"),
    [
        ("1", {"post": "SHO", "senior_possible": ""}),
        ("sdpo", {"post": "SDPO", "senior_possible": ""}),
        ("5", {"post": "CPO_STAFF", "senior_possible": ""}),
        ("6", {"post": "PPO", "senior_possible": ""}),
        ("7", {"post": "", "senior_possible": "no"}),
        ("I don't know", {"post": "", "senior_possible": "unknown"}),
    ],
)
def test_after_yes_at_most_two_messages_follow(seniority, answers):
    chat = told("1", "2", "Vehari", "They broke the lock.", "yes", "Go on here")
    asked = [chat.state.step]
    for _ in range(2):
        if chat.state.step.startswith("keep."):
            chat.hears(TypedText(seniority if chat.state.step == "keep.rank" else "4"))
            asked.append(chat.state.step)
    assert chat.state.step == "lodge.check"
    assert asked[:-1] in (["keep.rank"], ["keep.rank", "keep.station"])
    assert chat.state.answers.items() >= answers.items()
    assert chat.state.answers["protected"] is True
    assert chat.state.answers["officer_station"] == ("vehari_3" if "keep.station" in asked else "")


def test_a_station_that_is_known_is_not_asked_again():
    chat = told("1", "2", "Vehari", "They broke the lock.", "no", "Change or add", "2", "Vehari", "4")
    for said in ("Change or add", "5", "yes", "1"):
        chat.hears(TypedText(said))
    assert (chat.state.step, chat.state.answers["station"]) == ("lodge.check", "vehari_3")


def test_yes_offers_the_safe_page_once():
    chat = told("2", "1", "bribe", "Go on here", "Multan", "He wants money.")
    assert chat.state.step == "keep.rank"
    assert told("1", "2", "Multan", "They broke the lock.", "yes").state.step == "keep.page"


def test_the_answer_can_be_changed_before_sending():
    chat = told("1", "2", "Vehari", "They broke the lock.", "no", "Change or add", "2", "Vehari", "4")
    assert chat.state.step == "lodge.check"
    chat.hears(TypedText("Change"))
    chat.hears(Tap(make_tap_id("lodge.change", "kept_out")))
    assert chat.state.step == "keep.ask"
    for said in ("yes", "2"):
        turn = chat.hears(TypedText(said))
    assert chat.state.step == "lodge.check"
    assert "Hidden from officers: DSP, ASP or SDPO" in bodies(turn)


def test_a_missing_child_s_report_mentions_it_in_one_line_and_stays_as_short():
    chat = told("My daughter is missing in Multan since noon", "She is 7, green frock", "skip", "I don't know")
    assert chat.state.step == "lodge.check"
    chat.hears(TypedText("Change"))
    chat.hears(Tap(make_tap_id("lodge.change", "kept_out")))
    for said in ("yes", "3"):
        chat.hears(TypedText(said))
    assert chat.state.step == "lodge.check"
    assert chat.state.answers["post"] == "DPO"
    assert chat.state.answers["protected"] is False  # an officer calls back at once


# --- the complaint ---


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize("post", ACCUSED)
def test_the_accused_and_everybody_below_never_see_it(world, phone, post):
    told_first = ("Salam", "2", "1", "2", "Lahore", "They broke the lock.", "yes", "Go on here")
    seniority = {"SHO": "1", "SDPO": "2", "DPO": "3", "RPO": "4", "unknown": "7"}[post]
    station = [] if post in {"DPO", "RPO"} else ["gulberg"]
    said = writes(phone, *told_first, seniority, *station, "Submit, no updates")
    complaint = Complaint.objects.unscoped("test").get()
    assert complaint.spaced_etag in said
    assert (complaint.channel, complaint.protected) == ("whatsapp", True)
    found = Complaint.objects.unscoped("test").filter(pk=complaint.pk)
    officers = [person for person in world.people.values() if person.posting]
    seen_by = {person.name for person in officers if found.visible_to(person.actor).exists()}
    assert not seen_by & ACCUSED[post]
    postings = [f"posting:{world.people[name].posting.pk}" for name in ACCUSED[post]]
    assert not Message.objects.filter(recipient__in=postings).exists()


@pytest.mark.parametrize("post", ["SHO", "DPO", "unknown"])
def test_the_accused_never_see_a_complaint_that_began_with_a_sentence(world, phone, post):
    seniority = {"SHO": ("1", "gulberg"), "DPO": ("3",), "unknown": ("8", "pata nahi")}[post]
    said = writes(
        phone, "The SHO in Lahore asks me for a bribe of 5,000", "Go on here", *seniority, "Submit, no updates"
    )
    complaint = Complaint.objects.unscoped("test").get()
    assert complaint.spaced_etag in said
    found = Complaint.objects.unscoped("test").filter(pk=complaint.pk)
    officers = [person for person in world.people.values() if person.posting]
    seen_by = {person.name for person in officers if found.visible_to(person.actor).exists()}
    assert not seen_by & ACCUSED[post]
    postings = [f"posting:{world.people[name].posting.pk}" for name in ACCUSED[post]]
    assert not Message.objects.filter(recipient__in=postings).exists()


@pytest.mark.parametrize(("answer", "stored"), [("Nobody", "no"), ("no", "no"), ("1", "yes"), ("I don't know", "yes")])
def test_a_matter_about_the_police_asks_for_the_rank_at_once_and_nobody_is_an_answer(answer, stored):
    chat = Walker("+923001112233")
    for said in ("The police in Multan refuse to register my FIR", "Go on here"):
        turn = chat.hears(TypedText(said))
    assert chat.state.step == "keep.rank"
    assert "Who must not see this complaint?" in bodies(turn)
    chat.hears(TypedText(answer))
    assert (chat.state.step, chat.state.answers["keep_from"]) == ("lodge.check", stored)


def test_every_complaint_that_begins_with_a_sentence_asks_who_must_not_see_it():
    for sentence in ("My bike was stolen in Multan", "A man from the next office follows me every day in Multan"):
        chat = Walker("+923001112233")
        for said in (sentence, "yes"):
            chat.hears(TypedText(said))
        if chat.state.step != "keep.ask":
            chat.hears(TypedText(sentence))
            chat.hears(TypedText("Go on here"))
        assert chat.state.step == "keep.ask", sentence


def test_the_chat_lists_no_office_that_is_kept_out(world, phone):
    told_first = ("Salam", "2", "1", "2", "Lahore", "They broke the lock.", "yes", "Go on here")
    said = [writes(phone, *told_first)] + [writes(phone, one) for one in ("2", "gulberg", "Submit, no updates")]
    assert "Gulberg Circle" not in "\n".join(said)


# --- the safe page ---


def link_of(phone: Phone, *said: str) -> str:
    """Send these messages and return the path of the link button below the last reply."""
    answers = [phone.writes(one) for one in said]
    return LINK.search(answers[-1][-1]["interactive"]["action"]["parameters"]["url"])[1]


ASKED = ("Salam", "2", "1", "2", "Lahore", "They broke the lock.", "yes")


@pytest.mark.slow
def test_the_link_opens_the_draft_once_in_one_browser_with_what_was_told(world, phone):
    path = link_of(phone, *ASKED, "Send me the page")
    key = urlsplit(path).path.rstrip("/").split("/")[-1]
    ayesha, him = Visitor(), Visitor()
    assert ayesha.get(path).status_code == 200  # a preview uses nothing up
    assert him.get(f"/complain/{key}/what/").status_code == 410
    opened = ayesha.posts(path)
    assert path_of(opened) == f"/complain/{key}/whom/"
    page = ayesha.get(path_of(opened))
    assert page.context["form"] is not None  # the "yes" of the chat
    assert "They broke the lock." in words(ayesha.get(f"/complain/{key}/what/"))
    for other in (him.posts(path), ayesha.posts(path)):
        assert other.status_code == 404
    assert him.get(f"/complain/{key}/what/").status_code == 410


def test_the_link_and_its_page_tell_nothing_of_the_matter(world, phone):
    path = link_of(phone, "Salam", "2", "5", "1", "Send me the page")
    page = Visitor().get(path)
    assert "complain" not in path
    assert "arassment" not in page.content.decode()
    assert "<title>Information</title>" in page.content.decode()


def test_the_chat_is_over_after_the_link_and_registers_nothing(world, phone):
    link_of(phone, *ASKED, "Send me the page")
    writes(phone, "yes", "Submit")
    assert not Complaint.objects.unscoped("test").exists()
    assert Draft.objects.get().answers[browser_drafts.HANDED_OVER_KEY] == browser_drafts.WAITING


@pytest.mark.slow
def test_what_is_registered_on_the_page_is_a_complaint_of_the_web_and_keeps_the_officer_out(world, phone):
    path = link_of(phone, *ASKED, "Send me the page")
    key, ayesha = path.rstrip("/").split("/")[-1], Visitor()
    ayesha.posts(path)
    ayesha.posts(f"/complain/{key}/whom/", details="1", post="SDPO", officer_station="gulberg")
    last = {"reach": "phone", "phone": "0300 1112233", "language": "en", "checked": "1"}
    assert path_of(ayesha.posts(f"/complain/{key}/reach/", **last)) == f"/complaint/{key}/receipt/"
    complaint = Complaint.objects.unscoped("test").get()
    assert (complaint.channel, complaint.protected) == ("web", True)
    assert not Complaint.objects.visible_to(world.dania.actor).filter(pk=complaint.pk).exists()


def test_a_link_that_was_made_up_or_is_too_old_says_so(world, phone):
    path = link_of(phone, *ASKED, "Send me the page")
    assert Visitor().get("/d/00000000-0000-0000-0000-000000000000/").status_code == 404  # not signed by the portal
    assert "This link no longer works" in words(Visitor().get(f"/d/{draft_address(UUID(int=0))}/"))
    begun = at_the_last_page(Visitor())
    assert Visitor().posts(f"/d/{begun}/").status_code == 404  # a draft of the web has no such link
    assert Visitor().posts(path, "+1d 10:00").status_code == 404
