"""Weekly and monthly reports: made once for each office, never changed, without complaints that name an officer."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Office, Posting
from accounts.rules.roles import Role
from complaints.models import Complaint
from demo.message_samples import Address, render_message
from desk.queries.complaint_filters import ALL, filter_complaints
from monitoring.models import Report
from monitoring.queries import office_reports as report_queries
from monitoring.queries.office_reports import load_report_figures, offices_without_report
from monitoring.queries.public_counts import HAS_EXCLUSION_BEYOND_PLACE
from monitoring.rules.report_periods import HOUR, MISSED_AT_MOST, ReportPeriod, Rhythm, due_periods, missed_periods
from monitoring.services.reports import report_making
from monitoring.services.reports.report_making import make_due_reports
from notifications.models import Message
from tests.documents.reading import words
from tests.factories import PostingFactory, create_naming
from tests.monitoring.test_board_figures import shaken
from tests.signing_in import sign_in
from tests.world import KARACHI, World, clock

MONDAY = clock("+7d 07:00")  # 30 November 2026
WEEK = ReportPeriod(Rhythm.WEEKLY, date(2026, 11, 23), date(2026, 11, 29))


@pytest.fixture
def few(monkeypatch) -> None:
    """Limit the fifty-one offices to three, because PDFs of all take some seconds."""
    monkeypatch.setattr(
        report_queries,
        offices_without_report.__name__,
        lambda period: offices_without_report(period).filter(code__in=FEW),
    )


FEW = ("punjab", "region_lahore", "lahore")


@pytest.fixture
def busy(world, few) -> World:
    """File twenty-four complaints in Lahore: one names Usman, one named him once, three are conduct complaints."""
    for n in range(20):
        world.complaint("financial_crime", clock(f"+{n % 6}d 09:00"))
    for _ in range(3):
        world.complaint("misbehaviour", clock("+2d 09:00"), station="gulberg")
    named = world.complaint("property_crime", clock("+3d 09:00"))
    why = {"source": "cell", "by": world.salma.posting, "why": "In the letter.", "named_at": clock("+3d 10:00")}
    create_naming(complaint=named, officer=world.usman.officer, **why)
    once = world.complaint("property_crime", clock("+3d 09:00"))
    back = {"taken_back_at": clock("+3d 12:00"), "taken_back_by": world.nadia.posting, "taken_back_why": "A namesake."}
    create_naming(complaint=once, officer=world.usman.officer, **why, **back)
    return world


def paper(office: str, language: str = "en", rhythm: str = "weekly") -> str:
    return words(bytes(Report.objects.get(office__code=office, language=language, rhythm=rhythm).pdf))


@pytest.mark.slow
def test_on_monday_each_office_has_its_report_in_both_languages(busy):
    assert make_due_reports(at=clock("+7d 05:59")) == 2 * len(FEW)  # the reports of the week and the month before
    assert make_due_reports(at=MONDAY) == len(FEW)
    made = Report.objects.filter(rhythm="weekly", first=WEEK.first)
    assert {(one.office.code, one.language) for one in made} == {(code, two) for code in FEW for two in ("en", "ur")}
    assert all(one.as_of == MONDAY and one.last == WEEK.last for one in made)


def test_all_offices_down_to_the_district_have_one(world):
    wanted = set(offices_without_report(WEEK).values_list("kind", flat=True))
    assert wanted == {"central", "region", "district"}
    assert offices_without_report(WEEK).count() == Office.objects.filter(kind__in=wanted).count() > 45


@pytest.mark.slow
def test_the_paper_says_its_days_when_it_was_made_and_its_figures(busy):
    make_due_reports(at=MONDAY)
    text = paper("lahore")
    assert "Weekly report: Lahore" in text
    assert "Received from 23 November 2026 to 29 November 2026" in text
    assert "As of 30 November 2026, 07:00" in text
    assert "23 received before: 0" in text
    assert "23 November – 29 November 23" in text
    assert "Fraud, cheque or document crime 20" in text
    assert "Monthly report: Lahore" in paper("lahore", rhythm="monthly")
    assert "Lahore 0 of 8 0% (0 to 14 %)" in paper("punjab")  # its row among the districts


@pytest.mark.slow
def test_the_urdu_paper_is_urdu(busy):
    make_due_reports(at=MONDAY)
    text = paper("lahore", "ur")
    assert "ہفتہ وار رپورٹ" in text
    assert "لاہور" in text
    assert "23 نومبر 2026" in text
    assert "received" not in text


@pytest.mark.slow
def test_nothing_that_names_or_named_an_officer_is_counted_for_anybody(busy):
    """Usman heads both offices and reads both reports; so could an officer who is named and later posted at the CPO."""
    make_due_reports(at=MONDAY)
    assert Complaint.objects.unscoped("test").count() == 25
    for office in FEW:
        assert "23 received" in paper(office), office
    assert "Burglary" not in paper("lahore")


@pytest.mark.slow
def test_every_sum_is_the_plain_count_without_those(busy):
    random = Random(7)
    shaken(busy, random)
    at = clock("+7d 07:00")
    for code in FEW:
        office = busy.office(code)
        for period in due_periods(at):
            found = load_report_figures(office, period, at=at)
            here = Complaint.objects.unscoped("test").within(office).exclude(HAS_EXCLUSION_BEYOND_PLACE)

            def count(here=here, days=(period.first, period.last), **narrowed) -> int:
                return filter_complaints(here, status=ALL, received=days, at=at, **narrowed).count()

            assert (found.sums.received, found.before.received) == (count(), count(days=period.before))
            assert found.sums.report_in_time == count(report="in_time")
            assert found.sums.report_late == count(report="late")
            assert found.sums.contact_in_time == count(contact="in_time")
            assert found.sums.contact_late == count(contact="late")
            assert found.before.report_late == count(report="late", days=period.before)
            assert (found.open, found.overdue) == (
                here.open().count(),
                filter_complaints(here, clock="overdue", at=at).count(),
            )
            assert sum(number for _category, number in found.categories) == found.sums.received
            assert [(first, number) for first, number in found.weeks] == [
                (first, count(days=(first, first + timedelta(days=6)))) for first, _number in found.weeks
            ]
            for below, sums in found.rows:
                mine = here.within(below)
                assert (sums.received, sums.report_late) == (count(mine), count(mine, report="late")), below


@pytest.mark.slow
def test_again_and_after_a_kill_nothing_is_made_twice(busy, monkeypatch):
    keep, kept = report_making._archive_and_notify, []

    def killed(office, *more, **named):
        if len(kept) == 2:
            raise KeyboardInterrupt
        kept.append(office.code)
        return keep(office, *more, **named)

    monkeypatch.setattr(report_making, "_archive_and_notify", killed)
    with pytest.raises(KeyboardInterrupt):
        make_due_reports(at=MONDAY)
    early = set(Report.objects.values_list("pk", flat=True))
    monkeypatch.setattr(report_making, "_archive_and_notify", keep)
    later = MONDAY + timedelta(hours=3)
    assert make_due_reports(at=later) == 2 * len(FEW) - len(kept)
    assert set(Report.objects.filter(as_of=MONDAY).values_list("pk", flat=True)) == early
    assert len(early) == 2 * len(kept) == 4
    assert Report.objects.count() == 4 * len(FEW)
    assert make_due_reports(at=later + timedelta(hours=1)) == 0


@pytest.mark.slow
def test_a_week_that_was_missed_altogether_is_made_later_for_who_had_one_before(busy, monkeypatch):
    """No worker ran on 7 December. Multan had no report before."""
    only(monkeypatch, "lahore")
    make_due_reports(at=MONDAY)
    only(monkeypatch, "lahore", "multan")
    late = clock("+22d 07:00")
    assert make_due_reports(at=late) == 3 + 2  # two weeks and a month, and of Multan the last ones alone
    made = Report.objects.filter(language="en", rhythm="weekly").order_by("pk")
    told = [(one.office.code, one.first, one.as_of) for one in made]
    assert told == [
        ("lahore", WEEK.first, MONDAY),
        ("lahore", date(2026, 11, 30), late),
        ("lahore", date(2026, 12, 7), late),
        ("multan", date(2026, 12, 7), late),
    ]
    assert make_due_reports(at=late + timedelta(hours=1)) == 0
    assert Message.objects.filter(template="report", recipient=f"posting:{busy.usman.posting.pk}").count() == 5


def only(monkeypatch, *codes: str) -> None:
    monkeypatch.setattr(
        report_queries,
        offices_without_report.__name__,
        lambda period: offices_without_report(period).filter(code__in=codes),
    )


def test_who_comes_second_keeps_the_first_ones_paper(busy):
    """Two workers made the same report: one row for each language, one message."""
    lahore, made = busy.office("lahore"), {"en": b"%PDF first", "ur": b"%PDF first"}
    assert report_making._archive_and_notify(lahore, WEEK, made, at=MONDAY)
    assert not report_making._archive_and_notify(lahore, WEEK, {"en": b"%PDF second", "ur": b"%PDF second"}, at=MONDAY)
    assert {bytes(one.pdf) for one in Report.objects.all()} == {b"%PDF first"}
    assert Message.objects.filter(template="report").count() == 1


@pytest.mark.slow
def test_the_heads_are_told_once_with_a_way_that_leads_behind_the_sign_in(busy):
    make_due_reports(at=MONDAY)
    make_due_reports(at=MONDAY + timedelta(hours=1))
    told_to = sorted(Message.objects.filter(template="report").values_list("recipient", "context__rhythm"))
    heads = [f"posting:{one.pk}" for one in Posting.objects.heads().filter(office__code__in=FEW)]
    assert told_to == sorted((head, rhythm) for head in heads for rhythm in ("monthly", "weekly"))
    to_usman = Message.objects.filter(template="report", recipient=f"posting:{busy.usman.posting.pk}")
    message = to_usman.get(context__rhythm="weekly")
    letter = render_message("report", message.context, address=Address(language="en"))
    assert message.context["via"] == "email"
    assert "23 November to 29 November 2026" in letter.text
    assert "/desk/reports/?office=lahore&rhythm=weekly" in letter.text
    with time_machine.travel(MONDAY, tick=False):
        client = sign_in(Client(), busy.usman.officer)
        rows = client.get(message.context["path"]).context["rows"]
        assert [(row["office"], row["first"]) for row in rows] == [("Lahore", "23 November 2026")]
        assert Client().get(message.context["path"]).status_code == 302


@pytest.mark.slow
def test_the_archive_keeps_each_paper_as_it_was(busy):
    make_due_reports(at=MONDAY)
    before = paper("lahore")
    busy.complaint("threats", clock("+6d 09:00"))
    make_due_reports(at=MONDAY + timedelta(days=1))
    assert paper("lahore") == before
    one = Report.objects.first()
    for act in ("UPDATE monitoring_report SET pdf = ''", "DELETE FROM monitoring_report"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"{act} WHERE id = %s", [one.pk])


def archive(world: World, name: str, query: str = ""):
    client = sign_in(Client(), world.people[name].officer)
    return client, client.get(reverse("reports") + query)


@pytest.mark.slow
def test_everybody_reads_the_archive_of_what_they_watch(busy):
    with time_machine.travel(MONDAY, tick=False):
        make_due_reports(at=MONDAY)
        shown = {}
        for name in ("zara", "imran", "asad", "usman", "farah", "rashid"):
            client, answer = archive(busy, name)
            shown[name] = {row["office"] for row in answer.context["rows"]}
            for row in answer.context["rows"]:
                pdf = client.get(row["papers"][0]["url"])
                assert pdf.content.startswith(b"%PDF")
                assert pdf["Content-Disposition"].startswith("attachment")
        everything = {"Central Police Office", "Lahore Region", "Lahore"}
        assert shown == {
            "zara": everything, "imran": everything, "asad": everything, "usman": {"Lahore"},
            "farah": set(), "rashid": set(),
        }  # fmt: skip
        of_the_centre = Report.objects.filter(office__code="punjab").first()
        client, _ = archive(busy, "usman")
        assert client.get(reverse("report", kwargs={"report": of_the_centre.pk})).status_code == 404
        assert archive(busy, "salma")[1].status_code == 403


@pytest.mark.slow
def test_who_sits_at_a_station_too_reads_no_count_of_complaints_against_it(busy):
    """Usman takes charge of Gulberg station; his district's report counts conduct complaints against it."""
    with time_machine.travel(MONDAY, tick=False):
        make_due_reports(at=MONDAY)
        PostingFactory(
            officer=busy.usman.officer, office=busy.office("gulberg"), role=Role.SUPERVISOR, starts_at=clock("09:00")
        )
        client, answer = archive(busy, "zara")
        assert answer.context["rows"]
        url = next(row for row in answer.context["rows"] if row["office"] == "Lahore")["papers"][0]["url"]
        client = sign_in(Client(), busy.usman.officer)
        session = client.session
        session["posting"] = busy.usman.posting.choice
        session.save()
        assert client.get(url).status_code == 404
        assert client.get(reverse("reports")).context["rows"] == []


@pytest.mark.slow
def test_the_archive_is_filtered_and_has_pages(busy):
    for back in range(60):
        last = WEEK.last - timedelta(weeks=back)
        days = {"first": last - timedelta(days=6), "last": last, "as_of": MONDAY, "rhythm": "weekly"}
        Report.objects.bulk_create(
            Report(office=busy.office("lahore"), **days, language=language, pdf=b"%PDF") for language in ("en", "ur")
        )
    with time_machine.travel(MONDAY, tick=False):
        client, answer = archive(busy, "zara", "?office=lahore&rhythm=weekly")
        assert len(answer.context["rows"]) == 50
        assert len(client.get(reverse("reports") + answer.context["next_url"]).context["rows"]) == 10
        assert archive(busy, "zara", "?rhythm=monthly")[1].context["rows"] == []
        for wrong in ("?page=0", "?page=x", "?page=99999999999999", "?rhythm=daily", "?office=%00", "?office=nowhere"):
            assert archive(busy, "zara", wrong)[1].status_code == 200, wrong


@given(st.datetimes(datetime(2024, 1, 1), datetime(2090, 1, 1)))
def test_what_is_due_is_over_since_its_morning_and_the_newest(local):
    week, month = due_periods(local.replace(tzinfo=KARACHI))
    before = missed_periods(local.replace(tzinfo=KARACHI))
    for newest in (week, month):
        line = [period for period in before if period.rhythm is newest.rhythm] + [newest]
        assert len(line) == MISSED_AT_MOST[newest.rhythm] + 1
        assert all(one.last + timedelta(days=1) == two.first for one, two in pairwise(line))
    assert (week.first.weekday(), (week.last - week.first).days) == (0, 6)
    assert month.first.day == 1
    assert (month.last + timedelta(days=1)).day == 1
    for period in (week, month):
        over = datetime.combine(period.last + timedelta(days=1), datetime.min.time()) + timedelta(hours=HOUR)
        assert over <= local
        first, last = period.before
        assert last + timedelta(days=1) == period.first
        assert first <= last
    assert local < datetime.combine(week.last + timedelta(days=8), datetime.min.time()) + timedelta(hours=HOUR)
