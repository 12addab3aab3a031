"""The reporting schema: BI tools read published figures with a role that reads no table."""

import os
from datetime import date, timedelta
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.core.cache import cache
from psycopg import sql

from complaints.models import Category
from complaints.services.exclusion.officer_naming import name_officer
from monitoring.models import CategoryFigure, Publication, PublicFigure
from monitoring.rules.small_number_suppression import smallest_group
from monitoring.services.figure_publication import publish_week
from operations.database import reporting_role
from tests.monitoring.test_public_figures import MONDAY, NEXT_MONDAY, filed
from tests.world import DAY, build, clock

OCTOBER = DAY.replace(month=10, day=20, hour=9)
REFUSED = psycopg.errors.InsufficientPrivilege


def url_of(user: str, name: str) -> str:
    parts = urlsplit(os.environ["TEST_OWNER_URL"])
    return urlunsplit(parts._replace(netloc=f"{user}@{parts.netloc.split('@')[-1]}", path=f"/{name}"))


@pytest.fixture
def bi_tool(own_database):
    """Return a connection of the role of BI tools, which exists on the server as `create_roles` makes it."""
    name = urlsplit(own_database.url).path.lstrip("/")
    with psycopg.connect(url_of("postgres", "postgres"), autocommit=True) as superuser:
        reporting_role.create_reporting_role(superuser)
    with psycopg.connect(own_database.owner_url, autocommit=True) as owner:
        for statement in reporting_role.GRANTS:
            owner.execute(sql.SQL(statement))
    with psycopg.connect(url_of(reporting_role.ROLE, name), autocommit=True) as connection:
        yield connection


@pytest.mark.slow
def test_a_bi_tool_reads_the_views_and_no_table(bi_tool):
    cache.clear()
    world = build()
    filed(world, 24, "lahore", at=OCTOBER)
    filed(world, 13, "lahore", "property_crime", at=OCTOBER)
    filed(world, 12, "multan", at=OCTOBER)  # hidden, because all other districts have too few
    publish_week(at=clock(MONDAY))
    rows = bi_tool.execute("SELECT district, category, received FROM complaints ORDER BY received").fetchall()
    assert rows == [("lahore", "property_crime", 13), ("lahore", "financial_crime", 24)]
    assert bi_tool.execute("SELECT count(*) FROM figures").fetchone()[0] > 0
    assert bi_tool.execute("SELECT count(*) FROM offices WHERE code = 'lahore'").fetchone() == (1,)
    relations = bi_tool.execute(
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm', 'S') "
        "AND relnamespace = 'public'::regnamespace"
    ).fetchall()
    assert len(relations) > 100
    bi_tool.execute("SET default_transaction_read_only = off")
    reached = []
    for (relation,) in relations:
        for statement in ("SELECT FROM public.{} LIMIT 1", "DELETE FROM public.{}"):
            try:
                bi_tool.execute(sql.SQL(statement).format(sql.Identifier(relation)))
            except (REFUSED, psycopg.errors.WrongObjectType):
                continue
            reached.append((relation, statement))
    assert reached == []
    for statement in (
        "DELETE FROM reporting.categories", "UPDATE reporting.categories SET code = 'x'", "CREATE TABLE mine ()",
        "CREATE TABLE public.mine ()", "CREATE VIEW reporting.mine AS SELECT 1", "SET ROLE postgres",
        "COPY (SELECT 1) TO PROGRAM 'cat'", "SELECT pg_read_file('/etc/passwd')",
    ):  # fmt: skip
        with pytest.raises((REFUSED, psycopg.errors.ObjectNotInPrerequisiteState)):
            bi_tool.execute(statement)


def test_without_set_changes_the_role_only_reads(bi_tool):
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        bi_tool.execute("CREATE TEMPORARY TABLE mine AS SELECT * FROM offices; CREATE TABLE public.mine ()")


# --- what the figures by category leave out ----------------------------------------------------------------------


def rows_of_october() -> dict[str | None, int]:
    codes = dict(Category.objects.values_list("pk", "code"))
    return {codes.get(row.category_id): row.received for row in CategoryFigure.objects.filter(month="2026-10-01")}


@pytest.mark.slow
@pytest.mark.django_db
def test_small_categories_stand_together_and_conflicts_children_and_police_are_left_out(world):
    filed(world, 24, "lahore", at=OCTOBER)
    filed(world, 4, "lahore", "property_crime", at=OCTOBER)
    filed(world, 8, "lahore", "heinous_crime", at=OCTOBER)
    filed(world, 15, "lahore", "missing_child", at=OCTOBER)
    filed(world, 12, "lahore", "bribe_demand", at=OCTOBER)
    filed(world, 1, "lahore", "financial_crime", at=OCTOBER, concerns="the SHO", keep_from="yes", post="SHO")
    filed(world, 9, "kasur", at=OCTOBER)
    publish_week(at=clock(MONDAY))
    assert rows_of_october() == {"financial_crime": 24, None: 27}


@pytest.mark.django_db
def test_two_weeks_do_not_reveal_a_naming_in_a_finished_month(world):
    """A complaint of October leaves the head's list in December: transferred, closed or naming somebody."""
    filed(world, 31, "lahore", at=OCTOBER)
    filed(world, 20, "multan", at=OCTOBER)  # hidden, because all other districts have too few
    complaint = world.complaint("financial_crime", OCTOBER, station="gulberg")
    named_at_once = world.complaint("financial_crime", OCTOBER, station="gulberg")
    name(world, named_at_once, at=OCTOBER + timedelta(days=1))
    publish_week(at=clock(MONDAY))
    before = published_october()
    name(world, complaint, at=clock(MONDAY) + timedelta(hours=1))
    publish_week(at=clock(NEXT_MONDAY))
    assert Publication.objects.get().last == DAY.date() + timedelta(days=13)
    assert published_october() == before
    assert rows_of_october() == {"financial_crime": 32}


@pytest.mark.django_db
def test_a_naming_before_the_first_publication_of_the_month_counts(world):
    """November is published whole on 7 December for the first time."""
    filed(world, 31, "lahore")
    filed(world, 20, "multan")  # hidden, because all other districts have too few
    for at in (clock("+14d 00:00") - timedelta(seconds=1), clock("+14d 00:00")):
        name(world, world.complaint("financial_crime", station="gulberg"), at=at)
    publish_week(at=clock(NEXT_MONDAY))
    assert list(CategoryFigure.objects.values_list("office__code", "month", "received")) == [
        ("lahore", date(2026, 11, 1), 32)
    ]


def name(world, complaint, *, at) -> None:
    name_officer(
        complaint_id=complaint.pk, officer_id=world.usman.officer.pk, why="So it is said.", by=world.nadia.actor, at=at
    )


def published_october() -> list[dict]:
    """Return every published number of October, by district and by category."""
    left_out = {"id", "publication_id"}
    return [
        {field: value for field, value in row.items() if field not in left_out}
        for rows in (PublicFigure.objects.order_by("office", "is_elsewhere"), CategoryFigure.objects.order_by("office"))
        for row in rows.filter(month="2026-10-01").values()
    ]


@pytest.mark.django_db
def test_the_categories_add_up_to_the_published_district(world):
    for number, category in ((24, "financial_crime"), (4, "property_crime"), (11, "heinous_crime")):
        filed(world, number, "lahore", category, at=OCTOBER)
    filed(world, 30, "multan", at=OCTOBER)
    publish_week(at=clock(MONDAY))
    figures = CategoryFigure.objects.filter(month="2026-10-01")
    district = figures.first().publication.figures.get(office__code="lahore", month="2026-10-01")
    assert sum(row.received for row in figures.filter(office__code="lahore")) == district.received == 39


def test_the_group_of_small_numbers_is_never_small_itself():
    assert smallest_group({"a": 3, "b": 20, "c": 30}) == {"a", "b"}
    assert smallest_group({"a": 6, "b": 7, "c": 30}) == {"a", "b"}
    assert smallest_group({"a": 10, "b": 12}) == set()
    assert smallest_group({"a": 30, "b": 12}, first={"a"}) == {"a"}
    assert smallest_group({"a": 2, "b": 12, "c": 40}, first={"a"}) == {"a", "b"}
