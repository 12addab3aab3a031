"""Select the open complaints and the officers for samples of special cases."""

from collections.abc import Callable, Iterator

from django.db import transaction

from accounts.actors import Actor
from accounts.models import Office, Posting
from complaints.models import Complaint
from complaints.rules.statuses import Status
from ledger.service_exceptions import NotPermitted, Overtaken, Refused


def open_complaints(*statuses: Status, **where) -> Iterator[Complaint]:
    """Yield open complaints, Lahore's first. Each is read anew, because an earlier action may have changed it."""
    rows = Complaint.objects.unscoped("the demo's data are made here").open().filter(status__in=statuses, **where)
    lahore = Office.objects.get(code="lahore").pk
    ids = sorted(rows.values_list("district_id", "pk"), key=lambda row: (row[0] != lahore, row[1]))
    related = "office", "place", "district", "policy", "holder__officer", "holder__office", "complainant", "category"
    for _district, pk in ids:
        yield Complaint.objects.unscoped("the demo's data are made here").select_related(*related).get(pk=pk)


def apply_to_some(number: int, complaints: Iterator[Complaint], act: Callable[[Complaint, int], object]) -> int:
    """Apply `act` to up to `number` complaints, skipping refused ones. Return how many were changed."""
    done = 0
    for complaint in complaints:
        if done == number:
            break
        try:
            with transaction.atomic():
                act(complaint, done)
        except (NotPermitted, Overtaken, Refused):
            continue
        done += 1
    return done


def actor_by_address(address: str) -> Actor:
    """Return the actor of the demo account with this local part, in the officer's first posting."""
    return Actor.of(Posting.objects.with_people().filter(officer__email=f"{address}@demo.example").earliest("pk"))


def actor_of_holder(complaint: Complaint) -> Actor:
    """Return the actor of the officer who has the complaint."""
    return Actor.of(complaint.holder)
