"""What an officer has to answer: allegations against them, and orders to their station. Neither names a complaint."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from accounts.middleware import POSTING_PARAMETER
from accounts.rules.office_tree import OfficeKind
from complaints.models import StationOrder
from complaints.queries.hearing_lookup import OPEN_STATUSES, hearings_received_by
from desk.today.waiting_tasks import MOST_OF_A_KIND, OfficerPostings, WaitingTask


def list_personal_tasks(officer_postings: OfficerPostings, *, at: datetime) -> list[WaitingTask]:
    """Return the unanswered hearings of the officer, and the unanswered orders to stations that they head.

    Two statements at most.
    """
    return [*_hearing_tasks(officer_postings), *_station_order_tasks(officer_postings)]


def _hearing_tasks(officer_postings: OfficerPostings) -> list[WaitingTask]:
    unanswered = hearings_received_by(officer_postings.officer.pk).filter(
        answered_at=None, naming__complaint__status__in=OPEN_STATUSES
    )
    return [
        WaitingTask(
            gettext("Answer an allegation in writing"),
            due_at=due_at,
            subject=gettext("Written statement"),
            url=reverse("desk:answer_hearing", args=[hearing]),
        )
        for hearing, due_at in unanswered.values_list("pk", "due_at")[:MOST_OF_A_KIND]
    ]


def _station_order_tasks(officer_postings: OfficerPostings) -> list[WaitingTask]:
    heads = officer_postings.acting(lambda actor: actor.is_head and actor.office_kind is OfficeKind.STATION)
    if not heads:
        return []
    number_of_station = {actor.office_id: number for number, actor in reversed(heads)}
    orders = StationOrder.objects.given().filter(station__in=number_of_station, answered_at=None).order_by("given_at")
    tasks = []
    for order in orders[:MOST_OF_A_KIND]:
        posting = officer_postings.postings[number_of_station[order.station_id]]
        url = reverse("desk:order_to_act", args=[order.pk])
        tasks.append(
            WaitingTask(
                gettext("Register an FIR as ordered"),
                since=order.given_at,
                subject=gettext("Order %(reference)s") % {"reference": order.reference},
                url=f"{url}?{POSTING_PARAMETER}={posting.choice}",
                posting=posting,
            )
        )
    return tasks
