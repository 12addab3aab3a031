"""The public figures: weekly, by district, without small numbers and without any that could be deduced."""

import csv
import html
import io
import re

import pytest
import time_machine
from django.db import connection
from django.test import Client

from accounts.models import Office
from monitoring.models import Publication, PublicFigure
from monitoring.public_csv import NUMBERS
from monitoring.public_pages import format_duration
from monitoring.services.figure_publication import publish_week
from monitoring.tasks import publish_figures
from tests.world import DAY, clock

MONDAY, NEXT_MONDAY = "+7d 06:00", "+14d 06:00"
STATIONS = ("Gulberg", "Model Town")


def words(answer) -> str:
    text = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", answer.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(text))


def get(path: str, at: str = "+7d 12:00"):
    with time_machine.travel(clock(at), tick=False):
        return Client().get(path)


# The first is filed in the usual way; the others are copies with their own ids and E-tags.
COPIES = """
    INSERT INTO complaints_complainant
    SELECT (jsonb_populate_record(pattern, jsonb_build_object('id', %(base)s + n))).*
    FROM complaints_complainant AS pattern, generate_series(1, %(number)s) AS n WHERE pattern.id = %(complainant)s;

    INSERT INTO complaints_complaint
    SELECT (jsonb_populate_record(pattern, jsonb_build_object(
        'id', %(base)s + n, 'complainant_id', %(base)s + n,
        'etag', right(repeat('0', 12) || (%(base)s + n), 12)))).*
    FROM complaints_complaint AS pattern, generate_series(1, %(number)s) AS n WHERE pattern.id = %(complaint)s;

    INSERT INTO complaints_clockrun
    SELECT (jsonb_populate_record(pattern, jsonb_build_object(
        'id', (%(base)s + n)::bigint * 10 + row_number() OVER (PARTITION BY n), 'complaint_id', %(base)s + n))).*
    FROM complaints_clockrun AS pattern, generate_series(1, %(number)s) AS n WHERE pattern.complaint_id = %(complaint)s;
"""


def filed(world, number: int, district: str, category: str = "financial_crime", at: str = "09:00", **answers) -> None:
    """File complaints of one kind at one moment."""
    pattern = world.complaint(category, at, district=district, **answers)
    values = {"base": pattern.pk * 1_000_000, "number": number - 1, "complaint": pattern.pk}
    with connection.cursor() as cursor:
        cursor.execute(COPIES, values | {"complainant": pattern.complainant_id})


def window(district: str | None = None) -> PublicFigure:
    return PublicFigure.objects.get(month=None, office__code=district, is_elsewhere=False)


def elsewhere() -> PublicFigure:
    """Return the row for complaints that no district counts."""
    return PublicFigure.objects.get(month=None, is_elsewhere=True)


def received() -> dict[str, int | None]:
    """Return the published number of each district in the window."""
    rows = PublicFigure.objects.filter(month=None).exclude(office=None)
    return dict(rows.values_list("office__code", "received"))


@pytest.fixture
def week(world):
    """Create a week in which Lahore, Multan, Faisalabad and Rawalpindi received enough, but Kasur and Okara did not."""
    filed(world, 24, "lahore")
    filed(world, 16, "multan")
    filed(world, 14, "faisalabad")
    filed(world, 12, "rawalpindi")
    filed(world, 7, "kasur")
    filed(world, 5, "okara")
    filed(world, 11, "lahore", "misbehaviour", station="gulberg")
    filed(world, 3, "lahore", "gender_harassment")
    return world


def test_small_numbers_are_not_even_kept(week):
    publish_week(at=clock(MONDAY))
    assert {code: number for code, number in received().items() if number} == {
        "lahore": 24, "multan": 16, "faisalabad": 14, "rawalpindi": 12,
    }  # fmt: skip
    assert received()["kasur"] is None
    assert len(received()) == 41


def test_the_province_counts_all_and_what_no_district_counts_is_a_row_of_its_own(week):
    publish_week(at=clock(MONDAY))
    assert (window().received, elsewhere().received) == (92, 14)


def test_the_row_for_what_no_district_counts_has_every_figure(week):
    """Nobody was contacted by the end of the week, so the share of contacts in time is zero of fourteen."""
    publish_week(at=clock(MONDAY))
    answer = get("/performance/")
    assert answer.context["table_rows"][-1]["name"] == "Not counted by district"
    assert [cell.words for cell in answer.context["table_rows"][-1]["cells"]][:2] == ["14", "0%"]
    assert (elsewhere().contact_known, elsewhere().contact_in_time) == (14, 0)
    assert re.search(r"Not counted by district 14 0% – too few to show", words(answer))


@pytest.mark.slow
def test_a_month_in_which_few_are_not_counted_by_district_does_not_tell_how_few(world):
    """In October, if all districts were shown, their sum would be three less than the province and reveal the three."""
    for district in Office.objects.districts().values_list("code", flat=True):
        filed(world, 12, district, at=DAY.replace(month=10, day=5))
    filed(world, 3, "lahore", "misbehaviour", station="gulberg", at=DAY.replace(month=10, day=6))
    publish_week(at=clock(MONDAY))
    october = PublicFigure.objects.filter(month__month=10)
    assert (october.get(is_elsewhere=True).received, october.filter(received=None).count()) == (None, 2)


def test_nobody_finds_the_one_small_district_by_subtraction(world):
    """The total minus the shown districts would leave Kasur's seven, so another district is hidden as well."""
    filed(world, 24, "lahore")
    filed(world, 16, "multan")
    filed(world, 7, "kasur")
    filed(world, 30, "lahore", "misbehaviour", station="gulberg")
    publish_week(at=clock(MONDAY))
    shown = {code: number for code, number in received().items() if number}
    assert shown == {"lahore": 24}
    rest = window().received - sum(shown.values()) - elsewhere().received
    assert rest == 16 + 7


def test_the_number_about_the_police_is_hidden_where_it_would_be_the_cover(world):
    filed(world, 24, "lahore")
    filed(world, 7, "kasur")
    filed(world, 12, "lahore", "misbehaviour", station="gulberg")
    publish_week(at=clock(MONDAY))
    assert elsewhere().received is None
    assert received()["lahore"] == 24


def test_where_a_district_is_hidden_everything_of_it_is(week):
    publish_week(at=clock(MONDAY))
    for figure in PublicFigure.objects.filter(received=None):
        assert (figure.contact_known, figure.report_known, figure.word_known, figure.hours_to_report) == (None,) * 4


def test_a_share_of_few_is_hidden_though_the_district_is_shown(week):
    for _ in range(3):
        week.in_inquiry()
    publish_week(at=clock(MONDAY))
    assert (window("lahore").received, window("lahore").contact_known, window("lahore").contact_in_time) == (27, 27, 3)
    assert window("lahore").word_known is None


def test_a_district_that_is_alone_in_a_month_is_hidden_there_with_its_cover(world):
    """In October only Lahore received enough. The number of the province would reveal Kasur's."""
    filed(world, 20, "lahore", at=DAY.replace(month=10, day=5))
    filed(world, 4, "kasur", at=DAY.replace(month=10, day=6))
    filed(world, 20, "lahore")
    filed(world, 15, "multan")
    publish_week(at=clock(MONDAY))
    october = PublicFigure.objects.filter(month__month=10, office__isnull=False)
    assert set(october.values_list("received", flat=True)) == {None}


def test_a_week_is_published_once_and_the_next_one_replaces_it(week):
    assert publish_week(at=clock(MONDAY))
    filed(week, 30, "sialkot")
    assert publish_week(at=clock(MONDAY)) is None
    assert received()["sialkot"] is None
    publish_week(at=clock(NEXT_MONDAY))
    assert received()["sialkot"] == 30
    assert Publication.objects.count() == 1


def test_the_figures_can_be_made_anew_on_purpose(week):
    publish_week(at=clock(MONDAY))
    filed(week, 30, "sialkot")
    publish_week(at=clock(MONDAY), replace_existing=True)
    assert received()["sialkot"] == 30


def test_before_the_first_complaint_nothing_is_published(world):
    assert publish_week(at=clock(MONDAY)) is None
    assert "There are no figures yet" in words(get("/performance/"))
    assert "There are no figures yet" in words(get("/performance/lahore/"))


def test_the_task_publishes(week):
    with time_machine.travel(clock(MONDAY), tick=False):
        publish_figures()
        publish_figures()
    assert Publication.objects.get().made_at == clock(MONDAY)


def test_the_page_shows_the_districts_by_name_with_words_for_what_is_too_few(week):
    publish_week(at=clock(MONDAY))
    answer = get("/performance/")
    page = words(answer)
    names = [row["name"] for row in answer.context["rows"]]
    assert names == ["Faisalabad", "Lahore", "Multan", "Rawalpindi"]
    assert [row["name"] for row in answer.context["too_few"]][:3] == ["Attock", "Bahawalnagar", "Bahawalpur"]
    assert len(answer.context["too_few"]) == 37
    assert "90 days from 1 September 2026 to 29 November 2026" in page
    assert "With this row, the districts add up to Punjab." in page
    assert re.search(r"Lahore 24 0% – too few to show", page)


def test_no_number_below_ten_is_shown_for_any_district(week):
    publish_week(at=clock(MONDAY))
    for row in get("/performance/").context["rows"]:
        assert int(row["cells"][0].words) >= 10
        assert all(cell.total is None or cell.total >= 10 for cell in row["cells"])


def test_no_station_and_no_officer_is_named(week):
    publish_week(at=clock(MONDAY))
    for path in ("/performance/", "/performance/lahore/", "/performance/limits/"):
        page = words(get(path))
        assert not any(name in page for name in (*STATIONS, "Bilal", "Dania"))


def test_a_district_has_a_page_of_its_own_with_its_months(week):
    publish_week(at=clock(MONDAY))
    page = words(get("/performance/lahore/"))
    assert "Lahore in figures" in page
    assert "24 Received" in page or "Received 24" in page
    assert "Too few complaints to show" in words(get("/performance/kasur/"))
    assert get("/performance/gulberg/").status_code == 404


@pytest.mark.parametrize(
    ("path", "statements"), [("/performance/", 3), ("/performance/lahore/", 3), ("/performance/limits/", 0)]
)
def test_the_number_of_statements_does_not_depend_on_the_data(week, django_assert_num_queries, path, statements):
    publish_week(at=clock(MONDAY))
    with django_assert_num_queries(statements):
        answer = get(path)
    assert not answer.cookies
    filed(week, 30, "sialkot")
    publish_week(at=clock(MONDAY), replace_existing=True)
    with django_assert_num_queries(statements):
        get(path)


def test_publishing_takes_a_constant_number_of_statements(world, django_assert_num_queries):
    filed(world, 12, "lahore")
    publish_week(at=clock(MONDAY))
    with django_assert_num_queries(21):
        publish_week(at=clock(NEXT_MONDAY))
    filed(world, 12, "multan")
    filed(world, 12, "kasur")
    with django_assert_num_queries(22):
        publish_week(at=clock("+21d 06:00"))


def test_the_limits_are_told_in_both_languages(db):
    assert "They don't count crime" in words(get("/performance/limits/"))
    assert get("/ur/performance/limits/").status_code == 200


@pytest.mark.parametrize(
    ("hours", "said"),
    [(None, ""), (0.4, "0 hours"), (1, "1 hour"), (119.4, "119 hours"), (120, "5 days"), (300, "12 days")],
)
def test_a_time_is_said_in_hours_up_to_five_days(hours, said):
    assert format_duration(hours) == said


def test_the_file_has_what_was_published_and_nothing_else(world):
    """The file has every published row; rows that are too small are empty."""
    filed(world, 30, "lahore")
    filed(world, 20, "kasur")
    filed(world, 3, "multan")
    filed(world, 3, "okara")
    publish_week(at=clock(MONDAY))
    lines = list(csv.DictReader(io.StringIO(file_of(get("/performance/figures.csv")))))
    assert len(lines) == PublicFigure.objects.count()
    window = {line["district"]: line for line in lines if not line["month"]}
    assert window["lahore"]["received"] == "30"
    assert window["lahore"]["name_ur"] == world.office("lahore").name_ur
    assert window["okara"]["received"] == ""
    assert {value for name, value in window["okara"].items() if name in NUMBERS} == {""}
    for figure in PublicFigure.objects.filter(month=None).exclude(office=None).select_related("office"):
        shown = window[figure.office.code]["received"]
        assert shown == ("" if figure.received is None else str(figure.received))
    assert window["not_counted_by_district"]["received"] == ""
    assert window["punjab"]["first_day"] < window["punjab"]["last_day"]


def test_there_is_no_file_before_there_are_figures(db):
    assert get("/performance/figures.csv").status_code == 404


def file_of(answer) -> str:
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    return b"".join(answer.streaming_content).decode("utf-8-sig")
