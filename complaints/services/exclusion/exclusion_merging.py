"""Unite the exclusions of two complaints that are merged, and pass on later ones when the merge is taken back."""

import json
from datetime import datetime

from complaints.models import ChainHead, Complaint, Event, Exclusion
from complaints.rules.linking_events import TAKEN_IN, TAKEN_OUT, current_relations, other_etag_in
from complaints.rules.statuses import Status
from complaints.services.exclusion.exclusion_by_description import save_missing_exclusions


def unite_exclusions(first: Complaint, second: Complaint, *, at: datetime) -> None:
    """Give each of the two complaints the current exclusions of the other. The caller has locked both.

    Both get them, because a merged complaint can be reinstated.
    """
    copy_exclusions(second, to=first, at=at)
    copy_exclusions(first, to=second, at=at)


def copy_exclusions(source: Complaint, *, to: Complaint, at: datetime) -> None:
    """Give a complaint the current exclusions of another one. The caller has locked both."""
    copies = [
        Exclusion(
            office_id=each.office_id, officer_id=each.officer_id, ground=each.ground, naming_id=each.naming_id,
            lapses_at=each.lapses_at, confirmed_by_id=each.confirmed_by_id, confirmed_at=each.confirmed_at,
            since=at,
        )
        for each in source.exclusions.current()
    ]  # fmt: skip
    save_missing_exclusions(to, copies)


def pass_on_to_merged_complaints(complaint: Complaint, *, at: datetime) -> list[Complaint]:
    """Give the current exclusions of a locked complaint to those that were merged into it: they tell the same matter.

    Return the merged complaints. One statement for most complaints, into which none was merged.
    """
    events = Event.objects.filter(complaint=complaint, kind__in=[TAKEN_IN, TAKEN_OUT]).order_by("seq")
    mentions = [(kind, other_etag_in(json.loads(body)["facts"])) for kind, body in events.values_list("kind", "body")]
    if not (etags := {etag for _, etag in current_relations(mentions)}):
        return []
    everywhere = Complaint.objects.unscoped("the exclusion applies to every complaint")
    merged = everywhere.filter(etag__in=etags, status=Status.MERGED).order_by("pk")
    list(ChainHead.objects.filter(pk__in=merged.values("pk")).order_by("pk").select_for_update().values_list("pk"))
    for each in merged:
        copy_exclusions(complaint, to=each, at=at)
    return list(merged)
