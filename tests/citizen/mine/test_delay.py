"""After a missed deadline, the page shows when it was, which office was notified, and that a review runs; no names."""

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import override

from complaints.models import Complaint
from reviews.models.review import Review
from reviews.queries.public_delay import load_public_delay
from sla.models import Hold
from sla.services.circuit_breaker import decide_hold
from sla.services.circuit_breaker import sweep_except_held_batches as beat
from sla.services.sweeping import sweep
from tests.citizen.conftest import words
from tests.citizen.mine.conftest import opens
from tests.complaints.stages import marked
from tests.world import clock

LATE = "This complaint became overdue on 23 November, 5:00 pm."
TOLD = "SDPO, Gulberg Circle, has been informed."
REVIEWED = "The delay is under review."


def stands(complaint):
    return Complaint.objects.unscoped("test").get(pk=complaint.pk)


def test_it_says_when_the_limit_passed_which_office_knows_and_that_it_is_looked_into(world, ayesha):
    complaint = marked(world)
    assert "became overdue" not in opens(ayesha, complaint, "16:59")
    sweep(at=clock("17:01"))
    page = opens(ayesha, complaint, "17:02")
    assert f"{LATE} {TOLD} {REVIEWED}" in " ".join(page.split())
    now = page[page.index("became overdue") :][:200]
    assert not any(person.officer.name_en in now for person in (world.bilal, world.dania))
    with override("ur"):
        said = strip_tags(render_to_string("citizen/complaint_page/delay.html", {"complaint": stands(complaint)}))
    assert "گلبرگ سرکل" in said
    assert not any(sign.isascii() and sign.isalpha() for sign in said)


def test_as_it_climbs_the_highest_office_that_knows_is_named_and_a_closed_case_is_under_no_review(world):
    complaint = marked(world)
    sweep(at=clock("+1d 17:00"))
    found = load_public_delay(stands(complaint))
    assert (found.due_at, found.notified_posting.office.code, found.reviewed) == (clock("17:00"), "lahore", True)
    past = dict.fromkeys(("called_at", "decided_at", "closed_at"), clock("+1d 18:00"))
    Review.objects.update(status="closed", decision="not_deliberate", seq=1, **past)
    assert load_public_delay(stands(complaint)).reviewed is False


def test_a_confidential_delay_stands_on_the_opened_page_alone_and_names_nobody_who_may_not_know(world, client):
    complaint = world.complaint("custodial_torture", "09:00", station="gulberg")
    world.nadia.marks(complaint, to=world.farah, at="09:10")
    sweep(at=clock("10:01"))
    assert (
        load_public_delay(stands(complaint)).notified_posting.office.code == "lahore"
    )  # not in the accused station's chain of command
    answer = client.get(reverse("status", args=[complaint.etag]))
    assert "became overdue" not in words(answer)


def test_what_a_monitor_has_set_aside_is_no_delay_of_theirs(world, settings):
    settings.SWEEP_LIMITS = (0, 1, 0)
    complaint = marked(world)
    beat(at=clock("17:01"))
    decide_hold(decision=Hold.Decision.DISCARDED, reason="An outage.", by=world.zara.actor, at=clock("17:05"))
    beat(at=clock("17:06"))
    assert load_public_delay(stands(complaint)) is None
