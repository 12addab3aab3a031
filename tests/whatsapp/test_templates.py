"""Templates outside the 24 hours: their choice, Meta's checks, and the page that a button opens."""

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from complaints.models import Complainant, Complaint
from notifications.models import Message
from notifications.services import deliver_due_messages, enqueue
from tests.whatsapp.test_sending import lodged
from tests.whatsapp.transcripts import words
from whatsapp.models import Sending
from whatsapp.rules.cloud_api import message_templates
from whatsapp.services import message_sending
from whatsapp.standin import template_rules
from whatsapp.standin.api_refusals import Refusal
from whatsapp.standin.phone_bubbles import make_bubble
from whatsapp.standin.phone_client import SimulatedPhone

NUMBER = "923001112233"
LATER = timedelta(hours=30)


@pytest.fixture
def account(settings, simulator):
    """The stand-in's list of templates, empty."""
    settings.WHATSAPP_ACCOUNT_ID = "210987654321098"
    simulator.templates.clear()
    return simulator


def said(*arguments: str) -> str:
    out = io.StringIO()
    call_command("whatsapp_templates", *arguments, stdout=out)
    return out.getvalue()


# --- At Meta's ----------------------------------------------------------------------------------------------------


def test_templates_are_listed_without_asking_anybody():
    listed = said()
    assert all(body in listed for template in message_templates.ALL_TEMPLATES for body in template.bodies.values())
    assert "no Roman Urdu" in listed


def test_missing_templates_fail_the_check_and_are_handed_in_and_taken(account):
    with pytest.raises(CommandError, match="20 of 20 are missing"):
        said("--check")
    assert said("--push").count("PENDING") == 20
    assert not account.refused
    with pytest.raises(CommandError):
        said("--check")
    for template in account.templates.values():
        template["status"] = "APPROVED"
    assert "All templates are approved" in said("--check")


@pytest.mark.parametrize("changed", [{"text": "Something else."}, {"buttons": [{"type": "quick_reply", "text": "Go"}]}])
def test_a_template_that_reads_otherwise_counts_as_missing(account, changed):
    for template in message_templates.required_templates():
        account.take_template(template)
    kept = account.templates["complaint_news", "en"]
    part = kept["components"]["buttons" in changed]
    kept["components"] = [one if one is not part else part | changed for one in kept["components"]]
    with pytest.raises(CommandError, match="1 of 20"):
        said("--check")


def test_what_is_not_set_is_named(settings):
    settings.WHATSAPP_ACCOUNT_ID = ""
    with pytest.raises(CommandError, match="WHATSAPP_ACCOUNT_ID"):
        said("--check")


def test_each_template_is_a_utility_in_english_and_urdu_with_the_same_places():
    for template in message_templates.ALL_TEMPLATES:
        assert set(template.bodies) == {"en", "ur"}
        assert len({body.count("{{" + template.parameter + "}}") for body in template.bodies.values()}) == 1
    assert {one["category"] for one in message_templates.required_templates()} == {"utility"}


def new(**changed) -> dict:
    example = {"body_text_named_params": [{"param_name": "number", "example": "1"}]}
    body = {"type": "body", "text": "There is news of {{number}} for you.", "example": example}
    body |= {name: changed.pop(name) for name in ("text", "example") if name in changed}
    told = {"name": "some_news", "language": "en", "category": "utility", "parameter_format": "named"}
    return told | {"components": [body, *changed.pop("more", [])]} | changed


@pytest.mark.parametrize(
    "wrong",
    [{"name": "Some News"}, {"language": "ur_Latn"}, {"category": "news"}, {"text": "{{number}} has news for you now"},
     {"text": "There is news for you of {{number}}."}, {"text": "News {{number}} now."}, {"text": ""},
     {"text": "x " * 600}, {"example": {}}, {"parameter_format": "positional"},
     {"more": [{"type": "buttons", "buttons": [{"type": "quick_reply", "text": "x" * 26}]}]},
     {"more": [{"type": "buttons", "buttons": [{"type": "quick_reply", "text": "Go"}] * 2}]}],
)  # fmt: skip
def test_the_stand_in_refuses_a_template_as_meta_does(wrong):
    assert template_rules.refuse_new_template(new(), {}) is None
    assert template_rules.refuse_new_template(new(**wrong), {}) is not None


def test_a_template_is_handed_in_once(account):
    assert account.take_template(new())[0] == 200
    assert account.take_template(new())[0] == 400


@pytest.mark.parametrize(
    ("wrong", "code"),
    [({"name": "complaint_gone"}, 132001), ({"language": {"code": "roman"}}, 132001), ({"components": []}, 132000),
     ({"number": ""}, 132012), ({"number": "26\n48"}, 132012), ({"number": "2" * 1020}, 132005),
     ({"payload": "x" * 129}, 132012)],
)  # fmt: skip
def test_the_stand_in_refuses_a_message_of_a_template_as_meta_does(simulator, wrong, code):
    news = message_templates.TemplateMessage(
        message_templates.OFFICER_QUESTION, wrong.pop("number", "2648 1907 3555"), "264819073555"
    )
    part = message_templates.template_payload(news, "en")["template"]
    assert template_rules.refuse_template_message(part, simulator.templates) is None or not wrong
    if "payload" in wrong:
        part["components"][1]["parameters"][0] |= wrong
    else:
        part |= wrong
    assert template_rules.refuse_template_message(part, simulator.templates).code == code


# --- What goes out ------------------------------------------------------------------------------------------------


def told(phone, line, message: str, **facts) -> dict:
    """Return that outbox message, sent more than a day after Ayesha's last message."""
    complaint = Complaint.objects.unscoped("test").get()
    Message.objects.waiting().update(sent_at=phone.at)
    etag = {"etag": complaint.etag, "spaced_etag": complaint.spaced_etag, "event": 0}
    enqueue(recipient=f"complainant:{complaint.complainant_id}", template=message, context=etag | facts, at=phone.at)
    deliver_due_messages(at=phone.at + LATER)
    return line.chats[NUMBER][-1]["message"]["template"]


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize(
    ("message", "template"),
    [("question", "complaint_question"), ("resolved", "complaint_solved"),
     ("contact_claimed", "complaint_contact"), ("reported", "complaint_news"), ("late", "complaint_news")],
)  # fmt: skip
def test_each_message_goes_by_the_template_that_says_what_to_do(phone, simulator, message, template):
    complaint = lodged(phone)
    sent = told(phone, simulator, message)
    assert (sent["name"], sent["language"]["code"]) == (template, "en")
    assert sent["components"][0]["parameters"][0]["text"] == complaint.spaced_etag
    assert not simulator.refused


@pytest.mark.slow
def test_an_officer_who_wrote_is_not_said_to_have_spoken(phone, simulator):
    lodged(phone)
    assert told(phone, simulator, "contact_claimed", by_portal=True)["name"] == "complaint_news"


@pytest.mark.slow
def test_the_safe_channel_says_nothing_of_the_matter(phone, simulator):
    lodged(phone)
    assert told(phone, simulator, "aftercare") == {"name": "portal_news", "language": {"code": "en"}}


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize(
    ("of", "changed"),
    [("complaint", {"confidential": True}), ("complaint", {"protected": True}),
     ("person", {"secret_hash": "hash"}), ("person", {"under_18": True}), ("person", {"neutral": True})],
)  # fmt: skip
def test_of_a_delicate_complaint_it_is_said_that_there_is_news_and_nothing_more(phone, simulator, of, changed):
    complaint = lodged(phone)
    Complainant.objects.filter(pk=complaint.complainant_id).update(messages_wanted=True)
    rows = Complaint.objects.unscoped("test") if of == "complaint" else Complainant.objects
    row = rows.get(pk=complaint.pk)
    for name, value in changed.items():
        setattr(row, name, value)
    row.save()
    assert told(phone, simulator, "question") == {"name": "portal_news", "language": {"code": "en"}}


def test_readers_of_roman_urdu_get_the_urdu_template():
    news = message_templates.TemplateMessage(message_templates.OFFICER_QUESTION, "2648 1907 3555", "264819073555")
    assert message_templates.template_payload(news, "roman") == message_templates.template_payload(news, "ur")
    assert message_templates.template_payload(news, "")["template"]["language"] == {"code": "ur"}


@pytest.mark.slow
def test_a_tap_on_open_brings_the_words_that_waited_and_the_complaint(phone, simulator):
    complaint = lodged(phone)
    told(phone, simulator, "question")
    phone.at += LATER
    shown = make_bubble(simulator.since(NUMBER, 0)[-1])
    assert shown.words.startswith(f"The officer has a question about your complaint {complaint.spaced_etag}.")
    (choice,) = shown.choices
    assert choice.title == "Open"
    assert "Status: Received" in words(phone.sends(choice.part)[-1])
    message_sending.send_due_messages(at=phone.at)
    assert not Sending.objects.filter(sent_at=None).exists()
    assert "The officer has a question for you:" in words(simulator.chats[NUMBER][-2]["message"])


@pytest.mark.slow
def test_a_template_that_meta_has_paused_is_replaced_by_the_plainest(phone, simulator):
    lodged(phone)
    simulator.troubles.append(Refusal(132015, "Template is paused"))
    assert told(phone, simulator, "question") == {"name": "portal_news", "language": {"code": "en"}}
    assert Sending.objects.exclude(payload="").count() == 1  # the words wait once


def test_an_answer_to_a_suggestion_names_its_number():
    facts = {"spaced": "F26 4819 0735"}
    template = message_templates.choose_template("feedback_answered", facts, of_complaint=False)
    assert (template.name, message_templates.fill_template(template, facts).value) == (
        "request_answer",
        "F26 4819 0735",
    )
    assert message_templates.choose_template("marked_to_you", {}, of_complaint=False) is message_templates.GENERAL_NEWS


def test_a_telephone_of_another_machine_is_nobodys_stand_in():
    with pytest.raises(Exception, match="no address of this machine"):
        SimulatedPhone("https://graph.facebook.com", NUMBER).shown()
