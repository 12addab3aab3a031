"""What the head of a station promised, and the same figure measured again."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from complaints.models import Complaint, Naming
from ledger.service_exceptions import NotPermitted
from monitoring.models import StationPromise
from monitoring.queries.station_sheet import load_station_sheet
from monitoring.rules.comparable_periods import SETTLING_TIME
from monitoring.rules.league_places import HIGH_IS_GOOD, LeagueMeasure
from monitoring.rules.station_promises import PromiseState, days_before, promise_state
from monitoring.services.promise_recording import PromiseStillRuns, record_promise
from reviews.rules import delay_patterns
from reviews.rules.delay_patterns import FEWEST_CASES, PatternShare
from tests.desk.test_export import read_csv
from tests.factories import create_naming
from tests.monitoring.week import NOW, rows_behind, signed_in
from tests.signing_in import sign_in

LAST = NOW.date() + timedelta(days=30)
STATION = reverse("station", kwargs={"code": "gulberg"})


def at_gulberg(world) -> None:
    some = list(Complaint.objects.unscoped("test").filter(office=world.office("gulberg_circle")))
    gulberg = world.office("gulberg")
    Complaint.objects.unscoped("test").filter(pk__in=[one.pk for one in some]).update(station=gulberg, office=gulberg)


def promise(world, measure=LeagueMeasure.CONTACTED, target=80, *, at=NOW, first=None, last=LAST) -> StationPromise:
    """Kamran promises; `first` dates the promise back."""
    if first is None:
        return record_promise(
            station=world.office("gulberg"), measure=measure, target=target, last=last, by=world.kamran.actor, at=at
        )
    return StationPromise.objects.create(
        station=world.office("gulberg"), measure=measure, target=target, first=first, last=last,
        posting=world.kamran.posting, at=at,
    )  # fmt: skip


@given(
    st.sampled_from(LeagueMeasure), st.integers(0, 100), st.integers(0, 200), st.integers(0, 200), st.integers(-3, 33)
)
def test_a_promise_is_decided_when_its_complaints_have_had_their_time_with_enough_cases(
    measure, target, number, others, days
):
    share, last = PatternShare(number, number + others), date(2026, 11, 20)
    state = promise_state(measure, target, share, last=last, today=last + timedelta(days=days))
    if days <= 0:
        assert state is PromiseState.RUNNING
    elif days < SETTLING_TIME.days:
        assert state is PromiseState.WAITING
    elif share.of < FEWEST_CASES:
        assert state is PromiseState.TOO_FEW
    else:
        rate = 100 * number / share.of
        kept = rate >= target if measure in HIGH_IS_GOOD else rate <= target
        assert state is (PromiseState.KEPT if kept else PromiseState.BROKEN)


def test_a_rate_of_which_only_the_successes_are_known_is_no_verdict():
    """Of forty complaints twenty are reported early and twenty still run: all of twenty, and later half of forty."""
    last = date(2026, 11, 20)
    early, settled = PatternShare(20, 20), PatternShare(20, 40)
    judged = [
        promise_state(LeagueMeasure.REPORTED, 90, share, last=last, today=last + timedelta(days=days))
        for share, days in [(early, 1), (early, 29), (settled, 30)]
    ]
    assert judged == [PromiseState.WAITING, PromiseState.WAITING, PromiseState.BROKEN]


def test_only_the_head_of_the_station_promises(busy):
    promise(busy)
    for other in ("dania", "latif", "zara"):
        with pytest.raises(NotPermitted):
            record_promise(
                station=busy.office("gulberg"), measure=LeagueMeasure.REPORTED, target=80, last=LAST,
                by=busy.people[other].actor, at=NOW,
            )  # fmt: skip
    assert StationPromise.objects.get().first == NOW.date() + timedelta(days=1)


@pytest.mark.parametrize("days", [0, 1, 29])
def test_no_promise_about_a_figure_begins_before_the_last_one_has_ended(busy, days):
    """The newer of two that both have their result would hide the other one: a day of it would be enough."""
    promise(busy)
    at = NOW + timedelta(days=days)
    tomorrow = at.date() + timedelta(days=1)
    for last in (tomorrow, LAST + timedelta(days=10)):
        with pytest.raises(PromiseStillRuns) as refused:
            promise(busy, target=0, at=at, last=last)
        assert refused.value.last == LAST
    promise(busy, LeagueMeasure.REPORTED, at=at, last=tomorrow)  # another figure
    after = promise(busy, at=NOW + timedelta(days=30), last=LAST + timedelta(days=10))
    assert after.first == LAST + timedelta(days=1)


@pytest.mark.mostly_slow(keep=5)
@pytest.mark.parametrize("name", ["zara", "farah", "dania", "kamran"])
@pytest.mark.parametrize("measure", LeagueMeasure)
def test_each_figure_of_a_promise_leads_to_its_rows(busy, name, measure):
    at_gulberg(busy)
    promise(busy, measure, first=NOW.date() - timedelta(days=3), last=NOW.date() - timedelta(days=1))
    client = sign_in(Client(), busy.people[name].officer)
    (row,) = client.get(STATION).context["promises"]
    for part in ("before", "since"):
        assert rows_behind(client, row[part]["url"]) == row[part]["count"]
    assert row["since"]["count"] + row["before"]["count"] >= 0


def test_the_newest_promise_about_each_figure_is_measured_with_the_same_cases_as_the_sheet(busy):
    at_gulberg(busy)
    first, last = NOW.date() - timedelta(days=4), NOW.date()
    promise(busy, first=first - timedelta(days=9), target=10, last=first)
    for measure in LeagueMeasure:
        promise(busy, measure, first=first, last=last)
    sheet = load_station_sheet(busy.zara.actor, busy.office("gulberg"), at=NOW, first=first, last=last)
    assert {one.promise.measure: one.since for one in sheet.promises} == {
        str(measure): each.share for measure, each in sheet.shares.items()
    }
    assert {one.promise.target for one in sheet.promises} == {80}
    assert sum(one.since.of for one in sheet.promises) > 0
    before = load_station_sheet(
        busy.zara.actor, busy.office("gulberg"), at=NOW, **dict(zip(("first", "last"), days_before(first), strict=True))
    )
    assert {one.promise.measure: one.before for one in sheet.promises} == {
        str(measure): each.share for measure, each in before.shares.items()
    }


@pytest.mark.slow
def test_a_new_promise_does_not_hide_whether_the_last_one_was_kept(busy):
    """Of four about one figure: the newest, which runs, and the newest that has its result."""
    today = NOW.date()
    for began, ended in [(99, 70), (69, 30), (29, 5), (3, -20)]:
        promise(busy, first=today - timedelta(days=began), last=today - timedelta(days=ended))
    rows = signed_in(busy, "zara").get(STATION).context["promises"]
    assert [(row["last"], row["state"]) for row in rows] == [
        (today + timedelta(days=20), PromiseState.RUNNING),
        (today - timedelta(days=30), PromiseState.TOO_FEW),
    ]


@pytest.mark.slow
def test_an_accused_head_measures_without_the_complaint_that_names_them(busy):
    at_gulberg(busy)
    promise(busy, first=NOW.date() - timedelta(days=4), last=NOW.date())
    late = Complaint.objects.unscoped("test").filter(office=busy.office("gulberg"), contacted_at__isnull=False).first()

    def cases(name):
        (one,) = load_station_sheet(busy.people[name].actor, busy.office("gulberg"), at=NOW).promises
        return one.since.of

    before = {name: cases(name) for name in ("kamran", "dania")}
    why = {"source": Naming.Source.CELL, "by": busy.salma.posting, "why": "Named.", "named_at": NOW}
    create_naming(complaint=late, officer=busy.kamran.officer, **why)
    assert {name: cases(name) for name in ("kamran", "dania")} == before | {"kamran": before["kamran"] - 1}


@pytest.mark.slow
def test_the_form_is_the_heads_and_refuses_with_what_was_typed(busy):
    typed = {"measure": "contacted", "target": "101", "last": NOW.date().isoformat()}
    kamran, dania = (sign_in(Client(), busy.people[name].officer) for name in ("kamran", "dania"))
    assert "promise_form" not in dania.get(STATION).context
    assert dania.post(STATION, typed).status_code == 403
    answer = kamran.post(STATION, typed)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Enter a whole number from 0 to 100." in html
    assert "Choose a day from tomorrow to 92 days from now." in html
    assert 'value="101"' in html
    assert not StationPromise.objects.exists()
    typed |= {"target": "85", "last": LAST.isoformat()}
    assert kamran.post(STATION, typed).status_code == 302
    assert "at least 85%" in dania.get(STATION).content.decode()
    running = "A promise about this figure runs until 27 December 2026. Record the next one on that day or later."
    assert running in kamran.post(STATION, typed).content.decode()


@pytest.mark.slow
def test_promises_add_a_fixed_number_of_statements(busy, django_assert_max_num_queries):
    counts = []
    for measure in (None, *LeagueMeasure):
        if measure:
            promise(busy, measure)
        with django_assert_max_num_queries(22) as asked, time_machine.travel(NOW, tick=False):
            load_station_sheet(busy.imran.actor, busy.office("gulberg"), at=NOW)
        counts.append(len(asked))
    assert len(set(counts[1:])) == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("last", "days", "result"),
    [
        (NOW.date(), 0, "Still running"),
        (NOW.date() - timedelta(days=1), 0, "Result on 26 December 2026"),
        (NOW.date() - timedelta(days=1), 29, "Kept"),
    ],
)
def test_the_file_has_both_figures_of_a_promise_its_result_and_who_promised(busy, last, days, result, monkeypatch):
    monkeypatch.setattr(delay_patterns, "FEWEST_CASES", 1)
    at_gulberg(busy)
    promise(busy, target=0, first=NOW.date() - timedelta(days=4), last=last)
    with time_machine.travel(NOW + timedelta(days=days), tick=False):
        client = signed_in(busy, "zara")
        page = client.get(STATION)
        rows = read_csv(client.post(page.context["export"]["csv"]))
    (one,) = page.context["sheet"].promises
    label, who = "Contacted on time: at least 0%", "Inspector Kamran, SHO, Gulberg Police Station"
    assert one.since.of > 0
    assert [row[1:] for row in rows if row[0] == "Promised by the head of the station"] == [
        [f"{label} · 30 days before", *cells_of(one.before), *map(str, days_before(one.promise.first)), "", who],
        [f"{label} · Since then", *cells_of(one.since), str(one.promise.first), str(last), result, who],
    ]


def cells_of(share: PatternShare) -> list[str]:
    return [str(share.number), str(share.of)]
