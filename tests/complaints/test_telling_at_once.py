"""Concurrent follow-up answers, and the number of statements for an answer."""

from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import connection

from complaints.models import Event, Statement
from complaints.rules.clock import SafeHours
from complaints.services import followup
from complaints.services.followup import (
    CallingHoursAnswer,
    IdentityAnswer,
    IncidentPlaceAnswer,
    IncidentTimeAnswer,
    PersonsConcernedAnswer,
)
from tests.complaints.tellings import CNIC, tells
from tests.complaints.verifying import found
from tests.world import build, clock

# --- concurrent answers -------------------------------------------------------------------------------------------


def test_nothing_is_written_over_what_somebody_else_told_meanwhile(world):
    complaint = world.complaint("financial_crime")
    tells(world.salma, complaint, IncidentPlaceAnswer(landmark="Behind the bank"), seen=1)
    with pytest.raises(followup.AnsweredMeanwhile):
        tells(world.ayesha, complaint, IncidentPlaceAnswer(landmark="In front of the bank"), seen=1)
    assert complaint.statement.landmark == "Behind the bank"
    assert tells(world.ayesha, complaint, IncidentTimeAnswer(about="In the evening"), seen=1)  # Another question.
    assert (
        tells(world.ayesha, complaint, IncidentPlaceAnswer(landmark="Behind the bank"), seen=1) is None
    )  # The same words.


@pytest.mark.slow
def test_of_two_who_tell_at_the_same_moment_one_is_told_so(own_database):
    world = build()
    complaint = world.complaint("financial_crime")
    barrier, outcomes = Barrier(2), []

    def run(landmark: str) -> None:
        barrier.wait()
        try:
            said = IncidentPlaceAnswer(landmark=landmark)
            by = world.ayesha.acts_on(complaint)
            followup.record_answer(complaint_id=complaint.pk, answer=said, by=by, at=clock("10:00"), expected_seq=1)
            outcomes.append(landmark)
        except followup.AnsweredMeanwhile:
            outcomes.append("meanwhile")
        finally:
            connection.close()

    threads = [Thread(target=run, args=(landmark,)) for landmark in ("Behind the bank", "In front of the bank")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    stands = Statement.objects.get(complaint=complaint).landmark
    assert sorted(outcomes) == sorted([stands, "meanwhile"])
    assert Event.objects.filter(complaint=complaint, kind="told").count() == 1
    assert found() == []


# --- number of statements ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "queries"),
    [
        (IncidentPlaceAnswer(station="gulberg", landmark="Behind the bank"), 15),
        (IncidentTimeAnswer(day=date(2026, 11, 20)), 12),
        (IdentityAnswer(name="Ayesha Bibi", document="cnic", number=CNIC), 12),
        (CallingHoursAnswer(hours=SafeHours(18, 20)), 19),
    ],
    ids=["place", "when", "you", "hours"],
)
def test_a_telling_costs_the_same_however_long_the_history_is(world, said, queries, django_assert_num_queries):
    short, long = world.complaint("financial_crime"), world.complaint("financial_crime")
    for number in range(12):
        tells(world.ayesha, long, PersonsConcernedAnswer(words=f"Number {number}"))
    for complaint in (short, long):
        with django_assert_num_queries(queries):
            followup.record_answer(
                complaint_id=complaint.pk, answer=said, by=world.ayesha.acts_on(complaint), at=clock("10:00")
            )
