"""The demo's ninety days are made by the services' own rules, and hold together."""

import pytest
from django.core.management import call_command

from accounts.models import Officer
from complaints.models import Complaint, Event
from complaints.rules.statuses import Status
from complaints.services.sealing import seal_events
from demo import enquiries, notices, reviews
from demo.simulation import Simulation, deal_out
from enquiries.models import Feedback, Talk, Verification
from monitoring.models import Breach, Dossier, Flag, Review, ReviewEvent
from monitoring.rules.reviews import Stage
from notices.queries import public
from notices.rules.kinds import Kind
from tests.demo.conftest import END, NUMBER


def test_ninety_days_hold_together(lived):
    assert lived == NUMBER
    while seal_events(at=END):
        pass

    complaints = Complaint.objects.for_system()
    assert complaints.count() == NUMBER
    statuses = set(complaints.values_list("status", flat=True))
    assert {Status.IN_INQUIRY, Status.RESOLVED, Status.CLOSED} <= statuses
    assert len(set(complaints.values_list("channel", flat=True))) >= 4
    assert {"ask_citizen", "deny_contact", "object", "auto_mark"} <= set(Event.objects.values_list("kind", flat=True))
    assert Breach.objects.exists()
    assert Review.objects.exists()
    assert Event.objects.filter(at__gt=END).count() == 0
    call_command("verify_history")  # raises or exits where anything is wrong


def test_reviews_go_their_ways_and_none_is_decided_unheard(lived):
    reviews.show_every_stage(at=END)
    assert Review.objects.filter(status=Stage.CLOSED).exists()
    assert len(set(Review.objects.values_list("status", flat=True))) >= 4
    taken = set(ReviewEvent.objects.values_list("kind", flat=True))
    assert taken >= {"call", "explain", "fall_silent", "decide", "appeal", "close"}
    assert Dossier.objects.count() == Flag.objects.count() > 10
    for review in Review.objects.exclude(decision=""):
        steps = list(review.events.order_by("seq").values_list("kind", flat=True))
        assert {"explain", "fall_silent"} & set(steps[1 : steps.index("decide" if "decide" in steps else "refer_up")])
    assert not ReviewEvent.objects.filter(at__gt=END).exists()


@pytest.mark.slow
def test_the_same_seed_makes_the_same_people_and_matters(province):
    def matters():
        told = Complaint.objects.for_system().order_by("received_at", "pk")
        return list(told.values_list("received_at", "category__code", "place__code", "statement__text"))

    Simulation(number=8, seed=7, end=END).run()
    first = matters()
    Simulation(number=8, seed=7, end=END).run()
    assert matters() == sorted(first * 2, key=lambda matter: matter[0])


def test_every_district_is_in_one_part(province):
    dealt = deal_out(3)
    assert sum(map(len, dealt)) == len(set().union(*dealt)) == 41


def test_every_sample_of_the_registers_says_that_it_is_one(province, settings, tmp_path):
    place = settings.STORAGES["evidence"] | {"OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = settings.STORAGES | {"evidence": place}
    enquiries.make(at=END)
    assert {one.text[:6] for one in Feedback.objects.all()} == {"SAMPLE"}
    assert {one.said_ur[:6] for one in Feedback.objects.published()} == {"SAMPLE"}
    assert {one.worker_name[:6] for one in Verification.objects.all()} == {"SAMPLE"}
    assert {one.is_sample for one in Talk.objects.all()} == {True}
    assert {one.status for one in Verification.objects.all()} == {"received", "with_records", "clear", "record_found"}


def test_about_seventy_officers_sign_in_by_their_post(province):
    assert 60 <= Officer.objects.count() <= 80
    assert Officer.objects.get(email="ccpo@demo.example").postings.count() == 2


def test_the_notices_are_samples_with_drawn_shapes_and_made_once(province):
    assert notices.make(at=END) == 5
    assert notices.make(at=END) == 0
    shown = [one for kind in Kind for one in public.listed(kind, at=END)]
    assert {one.is_sample for one in shown} == {True}
    assert [one.picture is not None for one in public.current_alerts(at=END)] == [True, True]
    assert public.current_alerts(at=END, language="roman")[0].words.startswith("Banai gayi misaal")
