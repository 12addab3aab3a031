"""Messages: each exists in both languages, fits into two SMS parts, and reveals nothing about the matter."""

import re
from datetime import datetime, timedelta

import pytest
from django.utils.translation import override

from citizen.services.one_tap_links import make_link_token
from complaints.models import Event
from demo.message_samples import DUE, ETAG, SPACED, TO_CITIZENS, TO_ENQUIRERS, TO_OFFICERS
from notifications.message_rendering import render_message
from notifications.models import Message
from notifications.recipient_address import Address
from notifications.rules.sms_segments import LONGEST, count_segments, is_gsm_7
from tests.secret_words import set_words
from tests.world import KARACHI
from web.time_format import format_date_and_time

SITE = "https://complaints.example.org"  # 30 characters; a longer address needs shorter Urdu texts
WAY = {"en": f"{SITE}/track/{ETAG}/", "ur": f"{SITE}/ur/track/{ETAG}/"}
TAP = {"en": rf"{SITE}/a/[0-9A-Za-z]{{17}}/", "ur": rf"{SITE}/ur/a/[0-9A-Za-z]{{17}}/"}
CODES = {"access_code", "list_code"}

pytestmark = pytest.mark.django_db
both = pytest.mark.parametrize("language", ["en", "ur"])
to_citizens = pytest.mark.parametrize("sample", TO_CITIZENS, ids=lambda sample: sample.key)
to_officers = pytest.mark.parametrize("sample", TO_OFFICERS, ids=lambda sample: sample.key)
to_all = pytest.mark.parametrize("sample", [*TO_CITIZENS, *TO_OFFICERS], ids=lambda sample: sample.key)


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = SITE


@both
@to_citizens
def test_a_citizen_s_message_is_two_sms_parts_at_most(sample, language):
    said = sample.words(language)
    assert count_segments(said.text) <= LONGEST, f"{len(said.text)} characters: {said.text}"
    assert is_gsm_7(said.text) is (language == "en"), said.text


@pytest.mark.parametrize(("language", "more"), [("en", len("September") - len("October")), ("ur", 0)])
def test_no_date_is_longer_than_the_samples(language, more):
    """In Urdu, where every character counts. English has room for two more."""
    hours = [datetime(2027, month, 26, hour, 40, tzinfo=KARACHI) for month in range(1, 13) for hour in range(24)]
    with override(language):
        assert max(len(format_date_and_time(hour)) for hour in hours) == len(format_date_and_time(DUE)) + more


@both
@pytest.mark.parametrize(
    "sample",
    [sample for sample in TO_CITIZENS if sample.template not in CODES and sample not in TO_ENQUIRERS],
    ids=lambda sample: sample.key,
)
def test_a_citizen_s_message_has_the_number_and_a_way_to_it(sample, language):
    text = sample.words(language).text
    assert SPACED in text.replace("\u00a0", " ")
    way = text.rpartition("\n")[2]
    asks = {"contact_claimed", "resolved", "aftercare"}
    if sample.template in asks and sample.facts["event"]:
        assert re.fullmatch(TAP[language], way)
    else:
        assert way == WAY[language]


@both
@pytest.mark.parametrize("sample", TO_ENQUIRERS, ids=lambda sample: sample.key)
def test_an_enquirer_s_message_has_its_number_and_leads_to_where_it_stands(sample, language):
    text = sample.words(language).text
    assert sample.facts["spaced"] in text.replace("\u00a0", " ")
    root = f"{SITE}/ur/" if language == "ur" else f"{SITE}/"
    assert text.rpartition("\n")[2] in {f"{root}verification/standing/", f"{root}feedback/2648190735/"}


@pytest.mark.parametrize(
    "sample",
    [s for s in TO_OFFICERS if s.template not in {"daily_head", "outside_complaint"}],
    ids=lambda sample: sample.key,
)
def test_an_officer_s_message_leads_to_the_desk(sample):
    way = sample.words("ur").text.rpartition("\n")[2]
    of_a_sweep = sample.template in {"reminder", "breached", "escalated"}
    assert way.startswith(f"{SITE}/desk/" if of_a_sweep else f"{SITE}/ur/desk/")


@both
def test_the_head_of_the_log_leads_to_the_page_that_must_show_the_same(language):
    """The head is also sent outside the police. It is the last line."""
    (sample,) = [sample for sample in TO_OFFICERS if sample.template == "daily_head"]
    lines = sample.words(language).text.splitlines()
    assert {"en": f"{SITE}/log/", "ur": f"{SITE}/ur/log/"}[language] in lines
    assert lines[-1].startswith("{")


@pytest.mark.mostly_slow(keep=60)
@both
@to_all
def test_a_letter_has_a_subject_greets_without_a_name_and_says_who_does_not_send_it(sample, language):
    said = sample.words(language)
    greeting, independent = {
        "en": ("Hello,", "An independent project, not a police service."),
        "ur": ("السلام علیکم،", "یہ ایک آزاد منصوبہ ہے، پولیس کی اپنی سروس نہیں۔"),
    }[language]
    assert said.subject
    assert said.letter.startswith(f"{greeting}\n\n{said.text}\n\n--\n{independent}\n")
    assert greeting in said.html
    assert independent in said.html.replace("&#x27;", "'")


@to_all
def test_a_message_is_whole_where_nothing_is_due(sample):
    facts = sample.facts | {"contact_due_at": None, "report_due_at": None}
    said = render_message(sample.template, facts, address=Address(), recipient=sample.recipient)
    assert "None" not in said.text
    assert re.search(r"\bby\b *\.", said.text) is None


@pytest.mark.mostly_slow(keep=60)
@both
@to_all
def test_neutral_words_tell_neither_what_it_is_nor_whose(sample, language):
    """They have no E-tag either: on a shared phone, that there is a complaint reveals enough. A code is only a code."""
    said = sample.words(language, neutral=True)
    home = f"{SITE}/" if language == "en" else f"{SITE}/ur/"
    if sample.template in CODES:
        assert "482913" in said.text
        assert SITE not in said.text
    else:
        assert said.text == {"en": f"A message for you:\n{home}", "ur": f"آپ کے لیے ایک پیغام:\n{home}"}[language]
    shown = " ".join((said.subject, said.letter, said.html)).replace(home, "")
    for telling in (ETAG[-4:], "omplaint", "olice", "FIR", "شکایت", "پولیس", "Hello"):
        assert telling not in shown
    assert said.subject == {"en": "A message for you", "ur": "آپ کے لیے ایک پیغام"}[language]


def test_the_code_is_in_its_message_and_nowhere_else():
    for sample in TO_CITIZENS:
        if sample.template in CODES:
            assert "Your code is 482913." in sample.words("en").text
            assert "482913" not in sample.words("en").subject


@pytest.mark.parametrize("template", ["reminder", "breached", "escalated"])
@pytest.mark.parametrize("count", [1, 40])
@both
def test_a_posting_hears_of_all_its_delays_at_once(template, count, language):
    told = {"count": count, "etags": ["2648 1907 3555", "2653 6219 6615"][:count], "path": "/desk/"}
    said = render_message(template, told, address=Address(language=language))
    assert str(count) in said.subject
    assert ", ".join(told["etags"]) in said.text.replace("\u00a0", " ")
    assert said.text.endswith(f"\n{SITE}/desk/")


def test_a_message_tells_nothing_of_the_matter(world, ayesha):
    """Renders the outbox of a complete complaint: no name, no text of the complaint, no category."""
    complaint = world.in_inquiry(category="financial_crime", concerns="Malik")
    world.bilal.asks(complaint, "11:00")
    assert Message.objects.count() >= 4
    for row in Message.objects.all():
        said = render_message(row.template, row.context, address=Address(phone="+923001112233"))
        for hidden in ("shop", "Malik", "raud", "Ayesha", "Bilal", "In so many words"):
            assert hidden not in said.letter + said.subject


@both
def test_a_protected_complainant_is_promised_no_call_of_an_officer(world, language):
    """The local officer does not have the number. Only the complaint cell can call."""
    complaint = world.complaint("gender_harassment", "09:00", language=language)
    world.salma.marks(complaint, to=world.dania, at="09:10")
    assert no_call(complaint, language) == ["registered", "marked"]


@both
def test_who_left_no_number_is_promised_no_call_either(world, language):
    complaint = world.complaint("financial_crime", "09:00", language=language, phone="", email="ayesha@example.org")
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    assert no_call(complaint, language) == ["registered", "marked"]


def no_call(complaint, language) -> list[str]:
    """Return the templates of the complainant's messages, after checking that none of them promises a call."""
    told = Message.objects.filter(recipient=f"complainant:{complaint.complainant_id}").order_by("pk")
    for row in told:
        said = render_message(row.template, row.context, address=Address(language=language)).text
        assert "calls you" not in said
        assert "کال" not in said
    return [row.template for row in told]


def test_the_links_that_ask_are_those_of_the_event_and_stop_with_a_secret_word(world):
    complaint = world.complaint("financial_crime", "09:00")
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    world.bilal.records_contact(complaint, "09:30")
    row = Message.objects.get(template="contact_claimed")
    claimed = Event.objects.get(complaint=complaint, kind="record_contact")
    text = render_message(row.template, row.context, address=Address()).text
    assert text.endswith(f"\n{SITE}/a/{make_link_token(claimed.pk, 'answer_contact')}/")
    set_words(complaint.pk, secret_hash="a word")
    text = render_message(row.template, row.context, address=Address()).text
    assert text.endswith(f"\n{SITE}/track/{complaint.etag}/")


def test_a_deadline_is_told_by_the_wall_clock_of_punjab():
    assert format_date_and_time(DUE) == "26 October, 12:40 pm"
    assert format_date_and_time(DUE + timedelta(hours=12)) == "27 October, 12:40 am"
