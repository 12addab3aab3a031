"""Saved views: named filters, personal or shared in an office, with the number of complaints in each."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from complaints.models import SavedView
from complaints.services import saved_views
from complaints.services.saved_views import ViewNameTaken
from desk.queries import saved_views as queries
from tests.desk.conftest import DESK, OFFICE, etags
from tests.world import clock

VIEWS = "/desk/views/"
BESIDE = "/desk/views/beside/"


def page(answer) -> str:
    return " ".join(answer.content.decode().split())


def keeps(person, name, query="clock=overdue", *, role="", at="08:00"):
    return saved_views.save_view(name=name, query=query, role=role, by=person.actor, at=clock(at))


def names(sitting, path=BESIDE, at="10:00") -> list[str]:
    return [line["name"] for line in sitting.get(path, at).context["lines"]]


def test_filters_are_kept_under_a_name_and_lead_back_to_the_same_rows(world, seat):
    theft, fraud = world.complaint("property_crime"), world.complaint("financial_crime")
    salma = seat(world.salma)
    filtered = salma.get(OFFICE + "?category=property_crime&status=open", "10:00")
    assert f'href="{VIEWS}?category=property_crime"' in page(filtered)
    answer = salma.sends(VIEWS + "?category=property_crime", "10:01", name=" Thefts  of today ")
    assert (answer.status_code, answer.url) == (302, OFFICE + "?category=property_crime")
    view = SavedView.objects.get()
    assert (view.name, view.query, view.office_id) == ("Thefts of today", "category=property_crime", None)
    (line,) = salma.get(BESIDE, "10:02").context["lines"]
    assert etags(salma.get(line["url"], "10:03")) == [theft.etag]
    assert fraud.etag not in etags(salma.get(line["url"], "10:03"))


def test_a_view_keeps_what_is_right_and_leaves_out_what_is_not(world, seat):
    seat(world.salma).sends(VIEWS + "?clock=day&category=nonsense&after=1-1&evil=%00", "10:00", name="Soon")
    assert SavedView.objects.get().query == "clock=day"


def test_ones_own_are_seen_by_nobody_else(world, seat):
    keeps(world.salma, "Mine alone")
    assert names(seat(world.salma)) == ["Mine alone"]
    assert names(seat(world.usman)) == names(seat(world.bilal)) == []


def test_the_head_of_an_office_shares_with_everybody_of_a_role_there(world, seat):
    keeps(world.dania, "Late ones", role="inquiry_officer")
    assert names(seat(world.bilal)) == ["Late ones"]
    assert names(seat(world.latif)) == []  # an inquiry officer of the station
    assert names(seat(world.hina)) == []  # at the circle, a clerk
    assert "Late ones" in page(seat(world.dania).get(VIEWS, "10:00"))  # its head manages it


def test_only_a_head_is_asked_for_whom_it_is(world, seat):
    assert 'name="role"' in page(seat(world.dania).get(VIEWS + "?clock=day", "10:00"))
    assert 'name="role"' not in page(seat(world.bilal).get(VIEWS + "?clock=day", "10:00"))
    seat(world.bilal).sends(VIEWS + "?clock=day", "10:00", name="x", role="inquiry_officer")
    assert SavedView.objects.get().office_id is None  # a field without a question is ignored
    with pytest.raises(PermissionError):
        keeps(world.bilal, "y", role="clerk")


def test_through_a_shared_view_everybody_sees_their_own_scope(world, seat):
    theirs = world.complaint()
    world.salma.marks(theirs, to=world.bilal, at="09:10")
    world.complaint()
    keeps(world.usman, "All open", query="", role="complaint_operator")
    (line,) = seat(world.salma).get(BESIDE, "10:00").context["lines"]
    assert line["number"] == "2"
    assert etags(seat(world.bilal).get(line["url"], "10:00")) == [theirs.etag]


def test_a_view_is_renamed_and_removed_by_whose_it_is(world, seat):
    view = keeps(world.salma, "Old")
    salma = seat(world.salma)
    salma.sends(f"{VIEWS}{view.pk}/", "10:00", name="New")
    assert names(salma) == ["New"]
    salma.sends(f"{VIEWS}{view.pk}/remove/", "10:01")
    assert names(salma) == []


@pytest.mark.parametrize("act", ["", "remove/"])
def test_others_cannot_change_it(world, seat, act):
    own = keeps(world.salma, "Mine")
    shared = keeps(world.dania, "Ours", role="inquiry_officer")
    assert seat(world.usman).sends(f"{VIEWS}{own.pk}/{act}", "10:00", name="x").status_code == 404
    assert seat(world.bilal).sends(f"{VIEWS}{shared.pk}/{act}", "10:00", name="x").status_code == 403
    assert set(SavedView.objects.values_list("name", flat=True)) == {"Mine", "Ours"}


def test_who_follows_the_head_looks_after_what_the_office_shares(world):
    view = keeps(world.dania, "Ours", role="inquiry_officer")
    SavedView.objects.update(officer=world.farah.officer.pk)
    saved_views.rename_view(view, "Still ours", by=world.dania.actor, at=clock("10:00"))
    assert SavedView.objects.get().name == "Still ours"


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "a\x00b", "Taken"])
def test_a_name_that_cannot_be_is_said_beside_the_field_and_stays_there(world, seat, name):
    view = keeps(world.salma, "Taken")
    salma = seat(world.salma)
    answer = salma.sends(VIEWS + "?clock=day", "10:00", name=name)
    assert answer.status_code == 422
    assert "There is a problem" in page(answer)
    other = keeps(world.salma, "Other")
    again = salma.sends(f"{VIEWS}{other.pk}/", "10:00", name=name)
    assert again.status_code == 422
    assert SavedView.objects.get(pk=view.pk).name == "Taken"


def test_two_at_once_never_have_the_same_name(world):
    keeps(world.salma, "One")
    with pytest.raises(ViewNameTaken):
        keeps(world.salma, "One")
    keeps(world.usman, "One")  # in another office's list


def test_a_full_list_is_said(world, seat, monkeypatch):
    monkeypatch.setattr(saved_views, "MAX_VIEWS", 1)
    keeps(world.salma, "One")
    answer = seat(world.salma).sends(VIEWS + "?clock=day", "10:00", name="Two")
    assert answer.status_code == 422
    assert "There are already 1 views" in page(answer)


def test_the_number_beside_a_view_stops_at_99(world, seat, monkeypatch):
    for n in range(4):
        world.complaint(at=f"09:0{n}")
    keeps(world.salma, "All", query="")
    keeps(world.salma, "Paused", query="clock=paused")
    salma = seat(world.salma)
    assert [line["number"] for line in salma.get(BESIDE, "10:00").context["lines"]] == ["4", "0"]
    monkeypatch.setattr(queries, "COUNT_LIMIT", 3)
    assert [line["number"] for line in salma.get(BESIDE, "10:00").context["lines"]] == ["2+", "0"]


def test_the_view_that_is_open_is_marked_as_the_current_one(world, seat):
    keeps(world.salma, "Late", query="clock=overdue")
    salma = seat(world.salma)
    salma.client.defaults |= {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "http://x/desk/office/?clock=overdue"}
    assert salma.get(BESIDE, "10:00").context["lines"][0]["is_here"]


def test_a_queue_offers_them_without_asking_for_them(world, seat):
    """Their numbers are loaded separately, so they do not add to the cost of the page."""
    salma = seat(world.salma)
    for path in (DESK, OFFICE):
        assert f'hx-get="{BESIDE}"' in page(salma.get(path, "10:00"))
        assert f'href="{VIEWS}"' in page(salma.get(path, "10:00"))


def test_the_number_of_queries_does_not_depend_on_the_views_nor_on_the_rows(world, seat):
    world.complaint()
    salma, counts = seat(world.salma), {}
    for wanted in (1, 12):
        for n in range(SavedView.objects.count(), wanted):
            keeps(world.salma, f"View {n}", query=("clock=day", "status=received", "")[n % 3])
        with CaptureQueriesContext(connection) as asked:
            assert len(names(salma)) == wanted
        counts[wanted] = len(asked)
    assert counts[1] == counts[12] <= 7, counts  # session, officer, postings, views, categories, offices, numbers


def test_a_name_that_was_typed_a_year_ago_gives_way_to_its_day(world):
    old, new = keeps(world.salma, "Ayesha of Gulberg"), keeps(world.salma, "Thefts", at="+1d 08:00")
    assert saved_views.replace_old_view_names(at=clock("+365d 07:59")) == 0
    assert saved_views.replace_old_view_names(at=clock("+365d 08:00")) == 1
    assert saved_views.replace_old_view_names(at=clock("+365d 08:01")) == 0
    old.refresh_from_db()
    assert (old.name, old.query) == (f"2026-11-23 · {old.pk}", "clock=overdue")
    saved_views.rename_view(old, "Late ones", by=world.salma.actor, at=clock("+365d 09:00"))
    assert saved_views.replace_old_view_names(at=clock("+366d 08:00")) == 1
    assert set(SavedView.objects.values_list("name", flat=True)) == {"Late ones", f"2026-11-24 · {new.pk}"}
