"""Found against a station: findings only, each with its rows, and nothing that the reader may not see."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from complaints.models import Complaint, Exclusion, Naming
from monitoring.queries.station_findings import findings_at, repeat_officers, upheld_against
from reviews.models import Flag, Review
from reviews.rules import Stage
from reviews.rules.decision_kinds import Decision
from tests.factories import create_naming
from tests.monitoring.reviews.lives import late_complaint
from tests.monitoring.week import NOW
from tests.signing_in import sign_in


def page(world, name: str, where: str = "station", at=NOW):
    with time_machine.travel(at, tick=False):
        client = sign_in(Client(), world.people[name].officer)
        return client.get(reverse(where, kwargs={"code": "gulberg"}))


def conduct_complaint(world, outcome: str, status: str = "closed") -> Complaint:
    """A complaint against Gulberg that ended with this outcome."""
    complaint = world.complaint("misbehaviour", "+1d 09:00", station="gulberg")
    Exclusion.objects.get_or_create(
        complaint=complaint, office=world.office("gulberg"), ground="place", defaults={"since": NOW}
    )
    ended = {"closed_at": NOW, "ending": "unanswered"} if status == "closed" else {}
    Complaint.objects.unscoped("test").filter(pk=complaint.pk).update(status=status, outcome=outcome, **ended)
    return complaint


def finding(world, who: str, decision: Decision = Decision.CENSURE, *, at=NOW, office: str = "gulberg") -> Review:
    """A closed review of an officer for a delay at an office."""
    late_complaint(world, who)
    review = Review.objects.open().get(officer=world.people[who].officer)
    breach = review.flags.get().breach
    type(breach).objects.filter(pk=breach.pk).update(office=world.office(office))
    Review.objects.filter(pk=review.pk).update(
        status=Stage.CLOSED.value,
        decision=decision.value,
        decided_at=at,
        closed_at=at,
        called_at=at,
        seq=99,
        next_at=None,
    )
    return review


def numbers(world, name: str, at=NOW) -> tuple[list[int], list[tuple[str, int]]]:
    context = page(world, name, at=at).context
    return [each["count"] for each in context["against"]], [
        (each["who"], each["number"]) for each in context["repeated"]
    ]


@pytest.mark.parametrize("outcome", ["relief_granted", "partly_granted", "fir_registered"])
def test_an_upheld_complaint_counts_and_the_number_leads_to_it(world, outcome):
    complaint = conduct_complaint(world, outcome)
    assert numbers(world, "zara")[0] == [1, 0]
    answer = page(world, "zara", "station_findings")
    assert [row["url"] for row in answer.context["upheld"]] == [reverse("desk:complaint", args=[complaint.etag])]
    assert "1 complaint</p>" in answer.content.decode()


@pytest.mark.parametrize("outcome", ["not_proved", "proved_false", "reconciled", "referred", ""])
def test_what_was_not_upheld_counts_nowhere(world, outcome):
    conduct_complaint(world, outcome)
    assert numbers(world, "zara")[0] == [0, 0]


@pytest.mark.slow
def test_what_was_upheld_counts_for_twelve_months(world):
    conduct_complaint(world, "relief_granted")
    last_day = NOW + timedelta(days=365)
    assert numbers(world, "zara", at=last_day - timedelta(minutes=1))[0] == [1, 0]
    assert numbers(world, "zara", at=last_day)[0] == [0, 0]


def test_an_open_allegation_counts_nowhere(world):
    conduct_complaint(world, "relief_granted", status="received")
    conduct_complaint(world, "", status="received")
    assert numbers(world, "zara")[0] == [0, 0]


def test_the_accused_station_learns_of_no_upheld_complaint(world):
    """Kamran heads the station; Latif works there. Usman, above them, is named in one of two."""
    conduct_complaint(world, "relief_granted")
    named = conduct_complaint(world, "relief_granted")
    assert upheld_against(world.office("gulberg"), world.usman.actor, at=NOW).count() == 2
    why = {"source": Naming.Source.CELL, "by": world.salma.posting, "why": "Named.", "named_at": NOW}
    create_naming(complaint=named, officer=world.usman.officer, **why)
    seen = {
        name: upheld_against(world.office("gulberg"), world.people[name].actor, at=NOW).count()
        for name in ("zara", "usman", "kamran", "latif")
    }
    assert seen == {"zara": 2, "usman": 1, "kamran": 0, "latif": 0}
    html = page(world, "kamran", "station_findings").content.decode()
    assert "complaints/" not in html.split("<main")[1].split("</main")[0]


def test_a_finding_counts_at_the_station_and_a_clearance_does_not(world):
    finding(world, "latif")
    assert numbers(world, "zara") == ([0, 1], [])
    Review.objects.update(decision=Decision.NOT_DELIBERATE.value, seq=100)
    assert numbers(world, "zara") == ([0, 0], [])


@pytest.mark.slow
def test_a_finding_elsewhere_or_long_ago_does_not_count_here(world):
    finding(world, "latif", office="garden_town")
    assert numbers(world, "zara") == ([0, 0], [])
    finding(world, "bilal")
    assert numbers(world, "zara") == ([0, 1], [])
    old = NOW - timedelta(days=366)
    Review.objects.filter(officer=world.bilal.officer).update(decided_at=old, called_at=old, seq=100)
    assert numbers(world, "zara") == ([0, 0], [])


@pytest.mark.slow
def test_two_findings_make_a_repeat_officer_and_lead_to_their_rows(world):
    first = finding(world, "latif")
    second = Review.objects.create(officer=world.latif.officer, opened_at=NOW)
    Flag.objects.create(breach=first.flags.get().breach, review=second)
    assert numbers(world, "zara")[1] == []
    closed = {
        "status": Stage.CLOSED.value,
        "decision": "warning",
        "decided_at": NOW,
        "closed_at": NOW,
        "called_at": NOW,
    }
    Review.objects.filter(pk=second.pk).update(**closed, seq=9)
    assert numbers(world, "zara") == ([0, 2], [("Sub-Inspector Latif", 2)])
    answer = page(world, "zara", "station_findings")
    (one,) = answer.context["repeated"]
    assert len(one["rows"]) == one["number"] == 2
    assert f'id="{one["url"].split("#")[1]}"' in answer.content.decode()
    assert answer.context["findings_total"] == len(answer.context["findings"]) == 2


@pytest.mark.slow
@pytest.mark.parametrize(("days", "repeated"), [(364, [("Sub-Inspector Latif", 2)]), (365, [])])
def test_an_officer_is_named_only_for_findings_of_the_last_twelve_months(world, days, repeated):
    """One finding is new. With one of a year ago it makes no repeat officer, on the sheet or behind it."""
    new = finding(world, "latif")
    then = NOW - timedelta(days=days)
    old = Review.objects.create(
        officer=world.latif.officer, status=Stage.CLOSED.value, decision="warning",
        opened_at=then, called_at=then, decided_at=then, closed_at=then,
    )  # fmt: skip
    Flag.objects.create(breach=new.flags.get().breach, review=old)
    assert numbers(world, "zara")[1] == repeated
    answer = page(world, "zara", "station_findings")
    assert [(one["who"], one["number"]) for one in answer.context["repeated"]] == repeated


def test_who_may_not_see_a_review_meets_no_finding_of_it(world):
    """Dania heads the circle and decides on nobody's review; the officer sees their own."""
    finding(world, "latif")
    station = world.office("gulberg")
    assert {
        name: findings_at(station, world.people[name].actor, at=NOW).count() for name in ("zara", "dania", "kamran")
    } == {"zara": 1, "dania": 0, "kamran": 0}
    assert repeat_officers(station, world.dania.actor, at=NOW) == []


def test_the_rows_open_to_who_may_open_the_sheet(world):
    answers = {name: page(world, name, "station_findings").status_code for name in ("dania", "rashid", "salma")}
    assert answers == {"dania": 200, "rashid": 404, "salma": 403}
