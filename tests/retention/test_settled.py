"""Retention periods: one administrator requests one, another decides, and what pages show after the anonymisation."""

import re

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import translation

from accounts.rules.roles import Role
from citizen.services import complaint_opening
from complaints.admin import RetentionChangeAdmin
from complaints.models import Category, Event, RetentionChange, RetentionPeriod
from complaints.services.retention import anonymise_due
from config.admin_site import site
from notifications.models import Message
from tests.complaints.stages import closed
from tests.factories import OfficerFactory, PostingFactory
from tests.retention.lives import LATER, settle
from tests.signing_in import sign_in
from tests.world import PHONES, clock

ADMIN = "/desk/admin/complaints/retentionchange/"


@pytest.fixture
def ten(world):
    with time_machine.travel(clock("+2d 10:00"), tick=False):
        yield


@pytest.fixture
def omar(world, ten):
    return sign_in(Client(), world.omar.officer)


@pytest.fixture
def nasir(world, ten):
    """A second administrator."""
    officer = OfficerFactory(name_en="Nasir")
    PostingFactory(officer=officer, office=world.office("punjab"), role=Role.ADMINISTRATOR)
    return sign_in(Client(), officer)


def errors(answer) -> str:
    assert answer.status_code == 200
    return " ".join(re.findall(r'<ul class="field-error[^>]*>(.*?)</ul>', answer.content.decode(), re.DOTALL))


def asks(client, months: int = 84):
    category = Category.objects.get(code="financial_crime")
    return client.post(f"{ADMIN}add/", {"category": category.pk, "months": months, "source": "Order 7"})


def test_one_asks_and_another_one_confirms_and_the_auditor_hears_of_both(world, omar, nasir):
    assert asks(omar).status_code == 302
    page = f"{ADMIN}{RetentionChange.objects.get().pk}/change/"
    assert "Another administrator" in errors(omar.post(page, {"decision": "confirm"}))
    assert not RetentionPeriod.objects.exists()
    assert nasir.post(page, {"decision": "confirm"}).status_code == 302
    period = RetentionPeriod.objects.get()
    assert (period.category.code, period.months, period.source) == ("financial_crime", 84, "Order 7")
    told = Message.objects.filter(template="staff_act", recipient=f"posting:{world.asad.posting.pk}")
    assert [row.context["kind"] for row in told] == ["policy", "policy"]


def test_refused_it_changes_nothing(omar, nasir):
    asks(omar)
    nasir.post(f"{ADMIN}{RetentionChange.objects.get().pk}/change/", {"decision": "refuse"})
    assert not RetentionPeriod.objects.exists()


def test_less_than_a_year_and_two_at_a_time_are_refused(omar):
    assert "greater than or equal to 12" in errors(asks(omar, months=11))
    assert asks(omar).status_code == 302
    assert "A retention change for this category is already waiting for approval." in errors(asks(omar))


def test_the_second_administrator_reads_how_many_it_would_take(world, omar, nasir):
    category = closed(world).category
    RetentionChange.objects.create(
        category=category, months=12, source="Order 7", asked_by=world.omar.officer, asked_at=clock("+1d 10:00")
    )
    with time_machine.travel(clock("+800d 10:00"), tick=False):
        number = RetentionChangeAdmin(RetentionChange, site).effect(RetentionChange.objects.get())
    assert number == "If you confirm this, personal data in 1 complaint will be permanently destroyed the next night."


def test_a_time_that_was_settled_is_never_changed(world):
    settle("financial_crime")
    with pytest.raises(DatabaseError), transaction.atomic():
        RetentionPeriod.objects.update(months=12)


# --- pages after the anonymisation --------------------------------------------------------------------------------


@pytest.fixture
def gone(world):
    settle("financial_crime")
    complaint = closed(world)
    anonymise_due(at=clock(LATER))
    complaint.refresh_from_db(from_queryset=type(complaint).objects.unscoped("test"))
    with time_machine.travel(clock("+3001d 10:00"), tick=False):
        yield complaint


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/track/", "When a complaint's retention period ends, we destroy what you told us"),
        ("/ur/track/", "ریکارڈ رکھنے کی مدت ختم ہونے پر"),
    ],
)
def test_the_page_of_its_number_is_that_of_any_closed_complaint(gone, world, address, said):
    """A visitor with only the number does not learn that this complaint was anonymised. The general rule is public."""
    pages = []
    for one in (gone, closed(world)):
        page = Client().get(f"{address}{one.etag}/").content.decode()
        main = re.search(r"<main.*?</main>", page, re.DOTALL)[0].replace(one.spaced_etag, "#").replace(one.etag, "#")
        pages.append(re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", main))
    assert said in pages[0]
    assert pages[0] == pages[1]


def test_no_key_opens_it(gone):
    client = Client()
    client.post(f"/track/{gone.etag}/code/ask/", {"reached_at": PHONES["ayesha"]})
    assert not Message.objects.filter(template="access_code", created_at__gte=clock(LATER)).exists()
    assert complaint_opening.open_with_key(etag=gone.etag, typed="a yellow kite", at=clock("+3001d 10:00")) is None
    assert client.get(f"/track/{gone.etag}/mine/").status_code == 302


@pytest.mark.parametrize("language", ["en", "ur"])
def test_the_officers_file_says_so_and_offers_nothing(world, gone, language):
    client = sign_in(Client(), world.usman.officer)
    page = client.get(f"{'/ur' if language == 'ur' else ''}/desk/complaints/{gone.etag}/").content.decode()
    with translation.override(language):
        sentence = translation.gettext("There is no step for you to take now. You can read what happened.")
    assert sentence in page
    assert "file-anonymised" in page
    if language == "en":
        assert "Nothing can be added any more." in page
        assert "This text was destroyed when the retention period ended." in page
        assert "The retention period ended." in page


def test_its_record_is_a_paper_still(world, gone):
    answer = sign_in(Client(), world.usman.officer).get(f"/desk/complaints/{gone.etag}/record.pdf?language=en")
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF")


def test_it_is_found_by_no_word_and_no_number(world, gone):
    client = sign_in(Client(), world.usman.officer)
    for typed in ("shop", PHONES["ayesha"]):
        assert gone.etag not in client.get("/desk/complaints/", {"q": typed, "ended": "on"}).content.decode()


def test_the_event_names_nobody(gone):
    body = Event.objects.get(complaint=gone, kind="anonymised").body
    assert '"by":{"kind":"system"}' in body
