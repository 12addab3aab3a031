"""A view that queries complaints without `visible_to` answers 500 and shows no row.

The views here forget it in every way that we could think of. The end lists what is not refused, and why.
"""

import csv

import pytest
from django.db.models import Count, Exists, F, Max, OuterRef, Prefetch, Subquery
from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_list_or_404, get_object_or_404
from django.template import engines
from django.test import override_settings
from django.urls import path
from django.views.generic import DetailView, ListView

from accounts.models import Office
from complaints.models import Complaint, Custody, Event, Unscoped
from config.urls import urlpatterns as everything
from tests.signing_in import sign_in

ALL = Complaint.objects
LIST = "{% for one in all %}{{ one.etag }} {{ one.statement.text }}{% endfor %}"


def drawn(template: str, **context) -> HttpResponse:
    return HttpResponse(engines["django"].from_string(template).render(context))


def said(rows) -> JsonResponse:
    return JsonResponse({"all": [str(row) for row in rows]})


def written(rows) -> HttpResponse:
    answer = HttpResponse(content_type="text/csv")
    csv.writer(answer).writerows(rows)
    return answer


def streamed():
    for one in ALL.all():
        yield one.etag


def ones():
    return Complaint.objects.filter(pk=OuterRef("complaint"))


FORGETFUL = {
    "all": lambda request: drawn(LIST, all=ALL.all()),
    "the manager itself": lambda request: drawn("{% for one in all.all %}{{ one.etag }}{% endfor %}", all=ALL),
    "a filter": lambda request: drawn(LIST, all=ALL.filter(status="received")),
    "an exclusion": lambda request: drawn(LIST, all=ALL.exclude(namings__source="cell")),
    "one": lambda request: drawn("{{ one.etag }}", one=ALL.get(etag=request.GET["etag"])),
    "one or 404": lambda request: drawn("{{ one.etag }}", one=get_object_or_404(Complaint, etag=request.GET["etag"])),
    "some or 404": lambda request: said(get_list_or_404(Complaint, status="received")),
    "the first": lambda request: said([ALL.first()]),
    "the newest": lambda request: said([ALL.latest("received_at")]),
    "a slice": lambda request: said(ALL.order_by("-pk")[:20]),
    "values": lambda request: said(ALL.values("etag", "statement__text")),
    "a list of values": lambda request: said(ALL.values_list("etag", flat=True)),
    "an iterator": lambda request: written([one.etag] for one in ALL.iterator()),
    "how many": lambda request: drawn("{{ all.count }}", all=ALL.all()),
    "how many by the manager": lambda request: JsonResponse({"all": ALL.count()}),
    "whether there is one": lambda request: JsonResponse({"there": ALL.filter(etag=request.GET["etag"]).exists()}),
    "a sum": lambda request: JsonResponse(ALL.aggregate(last=Max("etag"))),
    "groups": lambda request: said(ALL.values("etag").annotate(Count("events"))),
    "by its key": lambda request: said(ALL.in_bulk().values()),
    "raw": lambda request: said(ALL.raw("SELECT * FROM complaints_complaint")),
    "SQL of its query": lambda request: said(Event.objects.raw(str(ALL.values("pk").query))),
    "a union": lambda request: said(ALL.all().union(ALL.filter(pk=1))),
    "a union with what may be seen": lambda request: said(ALL.visible_to(None).union(ALL.all())),
    "or": lambda request: said(ALL.visible_to(None) | ALL.all()),
    "an explanation": lambda request: HttpResponse(ALL.explain()),
    "within another query": lambda request: said(Event.objects.filter(complaint__in=ALL.filter(status="received"))),
    "a subquery": lambda request: said(Event.objects.annotate(tag=Subquery(ones().values("etag"))).values("tag")),
    "exists": lambda request: said(Event.objects.filter(Exists(ones())).values("complaint__etag")),
    "exists somewhere": lambda request: said(Office.objects.annotate(has=Exists(ALL.filter(place=OuterRef("pk"))))),
    "prefetched": lambda request: said(
        one.complaint.etag for one in Event.objects.prefetch_related(Prefetch("complaint", ALL.all()))
    ),
    "an update": lambda request: JsonResponse({"changed": ALL.update(cycle=F("cycle") + 1)}),
    "a list view": ListView.as_view(model=Complaint, template_name="home.html", ordering="pk", paginate_by=5),
    "a view of one": DetailView.as_view(model=Complaint, template_name="home.html"),
}
NAMES = {name: f"forgets-{number}/" for number, name in enumerate(FORGETFUL)}
urlpatterns = [
    *(
        path(f"{NAMES[name]}<int:pk>/" if name == "a view of one" else NAMES[name], view)
        for name, view in FORGETFUL.items()
    ),
    path("hides/", lambda request: drawn("{% if all.count > 0 %}there are some{% else %}none{% endif %}", all=ALL)),
    path("streams/", lambda request: StreamingHttpResponse(streamed())),
    path("remembers/", lambda request: drawn(LIST, all=ALL.visible_to(request.actor))),
    *everything,
]


@pytest.fixture
def filed(world):
    """Ayesha's complaint, which Bilal has. A view that forgets the filter would show it to him."""
    complaint = world.complaint("financial_crime", "09:00", station="gulberg")
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    return complaint


@pytest.fixture
def bilal(world, client):
    """Bilal's browser, with the settings of production: an error page contains no details."""
    sign_in(client, world.bilal.officer)
    client.raise_request_exception = False
    with override_settings(ROOT_URLCONF=__name__, DEBUG=False):
        yield client


def shows(text: str, complaint: Complaint) -> bool:
    return any(secret in text for secret in (complaint.etag, complaint.spaced_etag, complaint.statement.text))


@pytest.mark.slow
def test_each_way_of_forgetting_is_an_error_that_shows_nothing(bilal, filed):
    before, trouble = ALL.unscoped("test").get(pk=filed.pk).cycle, []
    for name, address in NAMES.items():
        address = f"/{address}{filed.pk}/" if name == "a view of one" else f"/{address}"
        answer = bilal.get(address, {"etag": filed.etag})
        kind = answer.exc_info[0] if answer.exc_info else None
        if (answer.status_code, kind) != (500, Unscoped) or shows(answer.text, filed):
            trouble.append((name, answer.status_code, kind, answer.text[:200]))
    assert trouble == []
    assert ALL.unscoped("test").get(pk=filed.pk).cycle == before


def test_what_a_template_hides_and_what_is_streamed_show_nothing_either(bilal, filed):
    """Django's `if` treats an error as false, and a stream has started before it queries its first row."""
    assert bilal.get("/hides/").text == "none"
    with pytest.raises(Unscoped):
        b"".join(bilal.get("/streams/"))


def test_the_same_view_shows_them_once_it_remembers(bilal, filed):
    """So the other views are refused because they forget the filter, and not because they are broken."""
    assert shows(bilal.get("/remembers/").text, filed)


NOT_REFUSED = {
    "a row from a row in hand": lambda: Event.objects.first().complaint,
    "a join that begins elsewhere": lambda: Event.objects.select_related("complaint").first().complaint,
    "a ledger's own rows": lambda: Custody.objects.values_list("complaint__etag").get(),
    "Django's base manager": lambda: Complaint._base_manager.get(),
}


@pytest.mark.parametrize("way", NOT_REFUSED)
def test_what_is_not_refused_is_known(world, way):
    """Reviewers look for these, and the tests of every route and actor (tests/permissions) would find them."""
    world.complaint()
    NOT_REFUSED[way]()
