"""Each question offers the same answers with equal weight on the page, by the link of a message and in the chat.

SMS and e-mail carry the link; an SMS about contact may also be answered with yes or no. They name no answer, or all.
"""

import re
from dataclasses import dataclass

import pytest
from django.template.loader import render_to_string

from citizen.rules.sms_parsing import SmsMeaning, parse_sms
from citizen.services import one_tap_links
from citizen.services.sms_answers import MOVE_OF_MEANING
from complaints.models import Event
from complaints.rules.calls.contact_ways import ContactWay
from complaints.rules.complainant.one_tap_links import OneTapQuestionKind
from demo.message_samples import TO_CITIZENS
from tests.citizen.keys.cast import claimed, proved, resolved
from tests.world import clock
from whatsapp.rules.cloud_api.message_templates import COMPLAINT_SOLVED, CONTACT_CLAIMED
from whatsapp.rules.dialogs.complainant_questions import CHANGED_ANSWER, IS_IT_SOLVED, WHO_SPOKE, WHO_WROTE
from whatsapp.rules.dialogs.complaint_tracking import ACTION_ORDER

CONTROL = re.compile(r"<(button|a)\b([^>]*)>(.*?)</\1>", re.DOTALL)
ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
BOTH = pytest.mark.parametrize("language", ["en", "ur"])


@dataclass(frozen=True)
class Answer:
    """One answer as it is offered. `look`: its classes, which decide its size and colour."""

    value: str
    look: str


def offered(html: str, *, of: str = "", also: tuple[str, ...] = ()) -> list[Answer]:
    """Return the answers in a part of a page. `of`: the id of the part's heading. `also`: answers without a value."""
    part = html
    if of:
        (part,) = re.findall(rf'<section[^>]*aria-labelledby="{of}">.*?</section>', html, re.DOTALL)
    found = []
    for _, attributes, label in CONTROL.findall(part):
        told = dict(ATTRIBUTE.findall(attributes))
        text = re.sub(r"<[^>]+>|\s+", " ", label).strip()
        if told.get("name") == "answer" or text in also:
            found.append(Answer(told.get("value", text), told["class"]))
    return found


def assert_equal(answers: list[Answer], values: set[str]) -> None:
    """Assert that exactly these answers are offered, all with the same look."""
    assert sorted(answer.value for answer in answers) == sorted(values)
    assert len({answer.look for answer in answers}) == 1, answers
    assert not any("btn-primary" in answer.look.split() for answer in answers)


def chat(question) -> set[str]:
    return {answer for answer, _ in question.answers}


def link_page(visitor, complaint, kind: str, act: OneTapQuestionKind, at: str) -> str:
    event = Event.objects.filter(complaint=complaint, kind=kind).latest("seq")
    return visitor.get(f"/a/{one_tap_links.make_link_token(event.pk, act)}/", at).content.decode()


def test_whether_it_is_solved(world, ayesha):
    complaint, answers = resolved(world), {"solved", "not_solved", "partly"}
    assert_equal(offered(ayesha.opens(complaint, "+1d 12:00").content.decode(), of="act-close"), answers)
    assert_equal(offered(link_page(ayesha, complaint, "verify", OneTapQuestionKind.CLOSE, "+1d 12:01")), answers)
    assert chat(IS_IT_SOLVED) == answers


def test_whether_it_is_solved_also_before_the_phone_is_proved(world, ayesha):
    """The "yes" then leads to a code first. It still looks like the others."""
    complaint = resolved(world)
    complaint.complainant.__class__.objects.update(phone_verified_at=None)
    page = link_page(ayesha, complaint, "verify", OneTapQuestionKind.CLOSE, "+1d 12:01")
    assert_equal(offered(page, also=("Yes, it is solved",)), {"Yes, it is solved", "not_solved", "partly"})


def test_a_changed_mind(world, ayesha):
    complaint = resolved(world)
    ayesha.opens(complaint, "+1d 12:00")
    ayesha.moves(complaint, "close", "+1d 12:05", answer="solved")
    answers = {"not_solved", "partly"}
    assert_equal(
        offered(ayesha.get(f"/track/{complaint.etag}/mine/", "+1d 12:06").content.decode(), of="act-change"), answers
    )
    assert_equal(offered(link_page(ayesha, complaint, "verify", OneTapQuestionKind.CLOSE, "+1d 12:07")), answers)
    assert chat(CHANGED_ANSWER) == answers | {"keep"}, "a chat cannot leave a question alone, a page can"


def test_whether_the_officer_spoke_to_them(world, ayesha):
    complaint, answers = claimed(world), {"in_person", "someone_else", "nobody"}
    assert_equal(offered(ayesha.opens(complaint, "10:00").content.decode(), of="act-contact"), answers)
    page = link_page(ayesha, complaint, "record_contact", OneTapQuestionKind.ANSWER_CONTACT, "10:01")
    assert_equal(offered(page), answers)
    assert chat(WHO_SPOKE) == answers
    assert {answer for _, answer in MOVE_OF_MEANING.values()} == {"in_person", "nobody"}
    assert [parse_sms(f"{word} 1234").meaning for word in ("yes", "no")] == [SmsMeaning.CONFIRM, SmsMeaning.DENY]


def test_whether_the_officer_wrote_to_them(world, ayesha):
    """Writing an answer is the "yes": on the page at once, by the link after opening the complaint."""
    complaint = proved(world.complaint("financial_crime", protected=True))
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    world.bilal.does("record_contact", complaint, "09:30", how=ContactWay.PORTAL, words="When can we talk?")
    page = ayesha.opens(complaint, "10:00").content.decode()
    assert_equal(offered(page, of="act-contact", also=("Send my answer",)), {"Send my answer", "nobody"})
    page = link_page(ayesha, complaint, "record_contact", OneTapQuestionKind.ANSWER_CONTACT, "10:01")
    yes = "Open my complaint and answer"
    assert_equal(offered(page, also=(yes,)), {yes, "nobody"})
    assert chat(WHO_WROTE) == {"in_person", "nobody"}


def test_whether_somebody_bothered_them(world, ayesha):
    complaint = resolved(world, category="bribe_demand")
    world.ayesha.does("close", complaint, "+1d 13:00")
    world.system.does("ask_after", complaint, "+31d 13:00")
    yes, no = "Yes, someone is bothering me", "No, everything is fine"
    page = ayesha.opens(complaint, "+31d 14:00").content.decode()
    assert_equal(offered(page, of="act-well", also=(yes, no)), {yes, no})
    page = link_page(ayesha, complaint, "ask_after", OneTapQuestionKind.AFTERCARE, "+31d 14:01")
    assert_equal(offered(page), {"well", "troubled"})
    assert {"all_well", "report_pressure"} <= set(ACTION_ORDER)


def test_whether_they_will_come(world, ayesha):
    complaint = world.complaint("financial_crime")
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    there = {"office": world.bilal.posting.office_id, "appointed_at": clock("+1d 11:00")}
    world.bilal.does("invite", complaint, "10:00", words="To look at the papers together.", **there)
    page = ayesha.opens(complaint, "10:30").content.decode()
    assert_equal(offered(page, of="act-invitation"), {"comes", "refuses", "another_time"})


def test_whether_a_station_may_be_ordered(world, ayesha):
    complaint = world.complaint()
    order = {"station": "Gulberg", "offence": "Theft", "place": "Gulberg", "happened_on": "1 May 2026"}
    page = render_to_string(
        "citizen/complaint_page/station_order.html", {"complaint": complaint, "station_order": order}
    )
    assert_equal(offered(page, of="station-order-title"), {"yes", "no"})


NAMES = {"en": (r"\byes\b", r"\bno\b", r"\bpartly\b"), "ur": (r"\bہاں\b", r"\bنہیں\b", r"کچھ حد تک")}
"""How messages name the answers to "Is it solved?"."""


@BOTH
@pytest.mark.parametrize("template", ["resolved", "contact_claimed", "aftercare"])
def test_a_message_names_all_answers_or_none_and_has_one_link(world, settings, template, language):
    settings.SITE_URL = "https://complaints.example.org"
    samples = [sample for sample in TO_CITIZENS if sample.template == template]
    assert samples
    for sample in samples:
        message = sample.words(language)
        for text in (message.text, message.letter.partition("\n--\n")[0]):  # not the footer
            assert len(re.findall("https://", text)) == 1, text
            named = [bool(re.search(name, text, re.IGNORECASE)) for name in NAMES[language]]
            wanted = NAMES[language] if template == "resolved" else NAMES[language][:2]
            assert all(named[: len(wanted)]) or not any(named[: len(wanted)]), text


@BOTH
def test_the_template_of_the_chat_names_all_answers_or_none(language):
    named = [bool(re.search(name, COMPLAINT_SOLVED.bodies[language], re.IGNORECASE)) for name in NAMES[language]]
    assert all(named)
    told = [bool(re.search(name, CONTACT_CLAIMED.bodies[language], re.IGNORECASE)) for name in NAMES[language]]
    assert not any(told)
