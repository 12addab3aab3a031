"""Public data: services, offices, helplines, categories with time limits, figures and notices. No token is needed."""

from django.conf import settings
from django.db.models import Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext
from ninja import Query, Router

from accounts.models import Office
from accounts.rules.office_tree import OfficeKind
from api.cursor_pages import CURSOR, LIMIT, page_of_rows
from api.problems import ProblemFound
from api.public.public_schemas import (
    CategoryPage,
    FigurePage,
    HelplinePage,
    NoticePage,
    OfficePage,
    ServicePage,
)
from api.rate_limit_headers import count_public_request
from complaints.models import Policy
from information.models import Helpline, Service
from monitoring.models import PublicFigure
from monitoring.queries import public_figures
from notices.queries import published_notices
from notices.rules.notice_kinds import PAGE_URL_NAMES, NoticeKind

router = Router(tags=["public"], auth=count_public_request)

OFFICE_KIND = Query(None, description="Only offices of this kind.")
NOTICE_KIND = Query(NoticeKind.ALERT, description="The kind of notice.")
NUMBERS = (
    *("received", "contact_known", "contact_in_time", "report_known", "report_in_time"),
    *("word_known", "confirmed", "objected", "hours_to_report"),
)


@router.get("/services", response=ServicePage, url_name="services", summary="Services of the police")
def list_services(request: HttpRequest, cursor: str = CURSOR, limit: int = LIMIT):
    """What people can apply for, with documents, fee and time, and how certain each of them is."""
    return page_of_rows(
        Service.objects.all(), name="services", keys=("kind", "order"), cursor=cursor, limit=limit, show=show_service
    )


def show_service(row: Service) -> dict:
    """Return a service as the API shows it."""
    names = "kind code name documents documents_certainty fee fee_certainty time time_certainty url certainty as_of"
    return {name: getattr(row, name) for name in names.split()}


@router.get("/offices", response=OfficePage, url_name="offices", summary="Police offices")
def list_offices(
    request: HttpRequest,
    cursor: str = CURSOR,
    limit: int = LIMIT,
    kind: OfficeKind | None = OFFICE_KIND,
):
    """Every office from the Central Police Office to the police station, each after the one above it."""
    rows = Office.objects.select_related("parent")
    rows = rows.filter(kind=kind.value) if kind else rows
    return page_of_rows(rows, name="offices", keys=("path",), cursor=cursor, limit=limit, show=show_office)


def show_office(row: Office) -> dict:
    """Return an office as the API shows it."""
    names = "code kind name address telephone latitude longitude"
    return {name: getattr(row, name) for name in names.split()} | {"parent": row.parent.code if row.parent else None}


@router.get("/helplines", response=HelplinePage, url_name="helplines", summary="Numbers to call")
def list_helplines(request: HttpRequest, cursor: str = CURSOR, limit: int = LIMIT):
    """The numbers that the portal shows."""
    return page_of_rows(
        Helpline.objects.advertised(),
        name="helplines",
        keys=("order", "number"),
        cursor=cursor,
        limit=limit,
        show=show_helpline,
    )


def show_helpline(row: Helpline) -> dict:
    """Return a helpline as the API shows it."""
    names = "number group name operator hours note reached_by certainty as_of"
    return {name: getattr(row, name) for name in names.split()}


@router.get("/categories", response=CategoryPage, url_name="categories", summary="Categories with time limits")
def list_categories(request: HttpRequest, cursor: str = CURSOR, limit: int = LIMIT):
    """What a complaint can be about, and the time limits of the police for it, in hours around the clock."""
    rows = Policy.objects.in_force(now()).filter(category__is_active=True).select_related("category")
    rows = rows.annotate(category_order=Coalesce("category__order", Value(0)))
    return page_of_rows(
        rows, name="categories", keys=("category_order", "id"), cursor=cursor, limit=limit, show=show_category
    )


def show_category(row: Policy) -> dict:
    """Return a category with its limits as the API shows it."""
    category = row.category
    names = "code group name help about_police confidential"
    has_limits = row.report_hours is not None
    return {name: getattr(category, name) for name in names.split()} | {
        "contact_hours": row.contact_hours,
        "report_hours": row.report_hours,
        "decision_hours": row.decision_hours if has_limits else None,
        "certainty": row.certainty,
    }


@router.get("/figures", response=FigurePage, url_name="figures", summary="Public figures")
def list_figures(request: HttpRequest, cursor: str = CURSOR, limit: int = LIMIT):
    """The figures of the last weekly publication, exactly as the public page shows them; 404 before the first one."""
    publication = public_figures.latest_publication()
    if publication is None:
        raise ProblemFound("not_found")
    rows = publication.figures.select_related("office")
    page = page_of_rows(
        rows, name=f"figures.{publication.pk}", keys=("id",), cursor=cursor, limit=limit, show=show_figure
    )
    days = {"first_day": publication.first, "last_day": publication.last, "published_at": publication.made_at}
    return page | days


def show_figure(row: PublicFigure) -> dict:
    """Return a published figure as the API shows it."""
    without_office = gettext("Not counted by district") if row.is_elsewhere else gettext("Punjab")
    return {name: getattr(row, name) for name in NUMBERS} | {
        "district": row.office.code if row.office else None,
        "name": row.office.name if row.office else without_office,
        "counted_by_district": not row.is_elsewhere,
        "month": f"{row.month:%Y-%m}" if row.month else None,
    }


@router.get("/notices", response=NoticePage, url_name="notices", summary="Alerts, wanted persons and notices")
def list_notices(request: HttpRequest, kind: NoticeKind = NOTICE_KIND):
    """The published notices of a kind, the latest first, at most 200. Drop a notice when it ends."""
    notices = published_notices.list_published_notices(kind, at=now())
    return {"items": [show_notice(notice) for notice in notices], "next": None}


def show_notice(notice: published_notices.PublishedNotice) -> dict:
    """Return a published notice as the API shows it."""
    return {
        "kind": notice.kind,
        "code": notice.code,
        "office": notice.office.name,
        "name": notice.name,
        "text": notice.words,
        "age": notice.age,
        "published_at": notice.published_at,
        "expires_at": notice.expires_at,
        "url": settings.SITE_URL + reverse(PAGE_URL_NAMES[notice.kind], args=[notice.code]),
        "is_sample": notice.is_sample,
    }
