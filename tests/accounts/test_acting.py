"""The posting under which an officer acts."""

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.utils import timezone

from accounts.actors import Actor
from accounts.middleware import ActorMiddleware
from accounts.models import Posting
from accounts.rules.office_tree import OfficeKind
from accounts.rules.ranks import Rank
from accounts.rules.roles import Role
from accounts.services.postings import create_posting
from tests.signing_in import sign_in
from web.officer_access import posting_required

pytestmark = pytest.mark.django_db


@pytest.fixture
def sadia(officer):
    return officer("Sadia", rank=Rank.DSP, name_ur="سعدیہ", is_woman=True)


@pytest.fixture
def two_postings(sadia, lahore, heads, morning):
    """Sadia has long been an operator at the district, and has headed a circle for an hour."""
    operator = create_posting(officer=sadia, office=lahore("lahore"), role=Role.COMPLAINT_OPERATOR, by=None, at=morning)
    head = create_posting(
        officer=sadia,
        office=lahore("t_circle"),
        role=Role.SUPERVISOR,
        is_head=True,
        acting=True,
        by=None,
        at=morning + timedelta(hours=1),
    )
    return operator, head


def acting(client):
    """Return the actor that a view gets."""
    return client.get("/desk/posting/").wsgi_request.actor


def test_an_actor_is_a_person_and_their_posting_fetched_in_one_query(two_postings, django_assert_num_queries):
    with django_assert_num_queries(1):
        actor = Actor.of(Posting.objects.with_people().get(pk=two_postings[1].pk))
    assert (actor.name_en, actor.rank, actor.role) == ("Sadia", Rank.DSP, Role.SUPERVISOR)
    assert (actor.office_kind, actor.is_head, actor.acting, actor.is_woman) == (OfficeKind.CIRCLE, True, True, True)
    assert actor.is_at_or_above("punjab/region_lahore/lahore/t_city/t_circle/t_station/")
    assert not actor.is_above(actor.office_path)
    assert not actor.is_at_or_above("punjab/region_lahore/lahore/")


def test_the_headship_comes_first_although_the_other_posting_is_older(client, sadia, two_postings):
    sign_in(client, sadia)
    assert acting(client).posting_id == two_postings[1].pk


def test_another_posting_is_chosen_for_the_session(client, sadia, two_postings):
    sign_in(client, sadia)
    answer = client.post("/desk/posting/", {"posting": two_postings[0].pk, "next": "/ur/desk/posting/"})
    assert answer.headers["Location"] == "/ur/desk/posting/"
    assert acting(client).role == Role.COMPLAINT_OPERATOR
    page = client.get("/ur/desk/posting/").content.decode()
    assert f'value="{two_postings[0].pk}" checked' in page


def test_a_chosen_posting_that_ends_gives_way_to_the_default(client, sadia, two_postings):
    sign_in(client, sadia)
    client.post("/desk/posting/", {"posting": two_postings[0].pk, "next": "/desk/posting/"})
    Posting.objects.filter(pk=two_postings[0].pk).update(ends_at=timezone.now())  # the posting has begun
    assert acting(client).posting_id == two_postings[1].pk


@pytest.mark.parametrize("wanted", ["", "0", "not a number", "somebody else's"])
def test_a_posting_that_is_not_ones_own_is_refused(client, sadia, two_postings, heads, officer, wanted):
    others = heads("t_station", officer("Bilal"))
    sign_in(client, sadia)
    answer = client.post("/desk/posting/", {"posting": others.pk if "else" in wanted else wanted})
    assert answer.status_code == 400
    assert "You do not hold that posting" in answer.content.decode()
    assert acting(client).posting_id == two_postings[1].pk


def test_an_officer_without_a_posting_is_told_so(client, sadia):
    sign_in(client, sadia)
    answer = client.get("/desk/posting/")
    assert answer.status_code == 403
    assert "You have no current posting" in answer.content.decode()
    assert client.get("/ur/desk/posting/").status_code == 403


def test_a_posting_that_begins_tomorrow_is_not_acted_under(client, sadia, lahore):
    tomorrow = timezone.now() + timedelta(days=1)
    create_posting(officer=sadia, office=lahore("lahore"), role=Role.CLERK, by=None, at=tomorrow)
    sign_in(client, sadia)
    assert client.get("/desk/posting/").status_code == 403


def test_a_citizen_has_no_actor_and_costs_no_query(rf, django_assert_num_queries):
    request = rf.get("/")
    with django_assert_num_queries(0):
        ActorMiddleware(lambda request: HttpResponse())(request)
    assert (request.actor, request.posting, request.postings) == (None, None, [])


def test_a_signed_in_page_asks_for_session_officer_postings_and_notifications_only(
    client, sadia, two_postings, django_assert_num_queries
):
    sign_in(client, sadia)
    with django_assert_num_queries(4):
        assert "River Circle" in client.get("/desk/posting/").content.decode()


def test_a_guarded_view_sends_a_stranger_to_the_sign_in(rf):
    request = rf.get("/desk/?page=2")
    request.actor, request.user = None, type("No results", (), {"is_authenticated": False})()
    answer = posting_required(lambda request: HttpResponse("inside"))(request)
    assert answer.headers["Location"] == "/desk/sign-in/?next=/desk/%3Fpage%3D2"
