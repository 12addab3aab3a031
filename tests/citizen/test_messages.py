"""Messages: each has words in both languages, costs two SMS parts at most, and tells nothing of the matter."""

import re

import pytest
from django.utils.translation import override

from complaints import crypto
from complaints.services.access import SEALED_CODE
from complaints.services.announcements import TO_CITIZEN, TO_HOLDER
from notifications.addresses import Address
from notifications.models import Message
from notifications.rendering import render
from notifications.rules.segments import LONGEST, segments

CITIZENS = sorted({*TO_CITIZEN.values(), "resolved", "access_code"})
HOLDERS = sorted(set(TO_HOLDER.values()))
SITE = "https://complaints.example.org"
DUE = "2026-11-24T13:40:00+00:00"


def facts(**more) -> dict:
    return {
        "etag": "264819073555",
        "spaced_etag": "2648 1907 3555",
        "event": 1,
        "contact_due_at": DUE,
        "report_due_at": DUE,
        "code_sealed": crypto.seal("123456", SEALED_CODE),
        **more,
    }


def message(template: str, language: str, **more):
    return render(template, facts(**more), address=Address(language=language, phone="+923001112233"))


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = SITE


@pytest.mark.parametrize("language", ["en", "ur"])
@pytest.mark.parametrize("template", CITIZENS)
def test_a_citizen_s_message_is_two_sms_parts_at_most(template, language):
    said = message(template, language)
    assert segments(said.text) <= LONGEST, said.text
    assert said.subject


@pytest.mark.parametrize("template", sorted(set(CITIZENS) - {"access_code"}))
def test_a_citizen_s_message_has_the_number_and_the_way_to_it(template):
    assert "2648 1907 3555" in message(template, "en").text
    assert message(template, "en").text.endswith(f"\n{SITE}/track/264819073555/")
    assert message(template, "ur").text.endswith(f"\n{SITE}/ur/track/264819073555/")


@pytest.mark.parametrize("template", HOLDERS)
def test_an_officer_s_message_leads_to_the_file(template):
    assert message(template, "ur").text.endswith(f"\n{SITE}/ur/desk/complaints/264819073555/")
    assert message(template, "en").subject


@pytest.mark.parametrize("template", [*CITIZENS, *HOLDERS])
def test_a_message_is_whole_where_nothing_is_due(template):
    said = message(template, "en", contact_due_at=None, report_due_at=None)
    assert "None" not in said.text
    assert re.search(r"\bby\b *\.", said.text) is None


def test_the_code_is_in_its_message_and_nowhere_else():
    said = message("access_code", "en")
    assert "Your code is 123456." in said.text
    assert "123456" not in said.subject


@pytest.mark.parametrize("template", ["reminder", "breached", "escalated"])
@pytest.mark.parametrize("count", [1, 40])
@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_posting_hears_of_all_its_delays_at_once(template, count, language):
    told = {"count": count, "etags": ["2648 1907 3555", "2653 6219 6615"][:count], "path": "/desk/"}
    said = message(template, language, **told)
    assert str(count) in said.subject
    assert ", ".join(told["etags"]) in said.text.replace("\u00a0", " ")
    assert said.text.endswith(f"\n{SITE}/desk/")


def test_a_message_tells_nothing_of_the_matter(world, ayesha):
    """What stands in the outbox after a whole story, rendered: no name, no words, no kind of complaint."""
    complaint = world.in_inquiry(category="financial_crime", concerns="Malik")
    world.bilal.asks(complaint, "11:00")
    for row in Message.objects.all():
        with override("en"):
            said = render(row.template, row.context, address=Address(language="en", phone="+923001112233")).text
        for hidden in ("shop", "Malik", "raud", "Ayesha", "Bilal", "In so many words"):
            assert hidden not in said


@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_protected_complainant_is_promised_no_call_of_an_officer(world, language):
    """The local officer does not have the number: only the complaint cell can ring."""
    complaint = world.complaint("gender_harassment", "09:00", language=language)
    world.salma.marks(complaint, to=world.dania, at="09:10")
    told = Message.objects.filter(recipient=f"complainant:{complaint.complainant_id}").order_by("pk")
    assert [row.template for row in told] == ["registered", "marked"]
    for row in told:
        said = render(row.template, row.context, address=Address(language=language, phone="+923001112233")).text
        assert "calls you" not in said
        assert "کال" not in said
        assert segments(said) <= 2
