"""Prepare the flags of a review, with their frozen dossiers, for display."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext_lazy

from accounts.models import Office, Posting
from citizen.complaint_page.delay_bill_chart import exact_duration, rough_duration
from complaints.models import Category
from complaints.models.display.complaint_labels import CLOCKS
from desk.formatting import complaint_cell_name, end_of_period, joined, moment
from reviews.models.labels import GROUNDS, NOTICE_LABELS, OTHER_NOTICE_LABEL
from reviews.queries import review_details
from reviews.queries.review_details import FlagWithDossier
from reviews.rules.decision_kinds import Ground
from reviews.rules.dossier_format import was_notification_sent_before

CLOCK_LABELS, GROUND_LABELS = dict(CLOCKS), dict(GROUNDS)


class EvidenceNames:
    """The names that a page of flags needs, with former names. Four statements."""

    def __init__(self, evidence: Sequence[FlagWithDossier]):
        self.postings: Mapping[int, Posting] = review_details.postings_named_in(evidence)
        self.offices: Mapping[str, Office] = review_details.offices_named_in(evidence)
        self.categories: Mapping[str, Category] = review_details.categories_named_in(evidence)
        self.reasons = review_details.pause_reasons_in(evidence)

    def holder(self, piece: dict, at: datetime) -> str:
        """Return the officer and the office that had the complaint, by their names at the time.

        If no officer had it, return the complaint cell.
        """
        office = self.offices.get(piece["office"])
        officer, office_name = self.officer(piece["posting"], at), office.as_of(at).name if office else ""
        return joined(officer, office_name) if officer else complaint_cell_name(office_name)

    def officer(self, posting_id: int | None, at: datetime) -> str:
        """Return the officer of a posting by the name at the time; empty if there is none."""
        posting = self.postings.get(posting_id)
        return posting.as_of(at).officer.title if posting else ""

    def time_held_by_officer(self, body: Mapping) -> timedelta:
        """Return how long the officer under review had the complaint, over all their postings, to the second."""
        own = {pk for pk, posting in self.postings.items() if posting.officer_id == body["officer"]["id"]}
        return sum((_duration_of(piece) for piece in body["custody"] if piece["posting"] in own), timedelta())

    def category(self, body: Mapping) -> str:
        """Return the complaint's category when the dossier was frozen, by its name at the time."""
        return self.categories[body["complaint"]["category"]].as_of(parse_timestamp(body["frozen_at"])).name


def flag_rows(
    evidence: Sequence[FlagWithDossier],
    *,
    decided_on: Mapping[str, Sequence[str]],
    on_record: Mapping[int, Collection[Ground]],
) -> list[dict]:
    """Return flags for reviews/flag.html.

    `decided_on`: the decision's grounds by the flag's id. `on_record`: the grounds that each flag's dossier supports.
    """
    names = EvidenceNames(evidence)
    return [
        _flag_row(item, names)
        | _decision_context_of_flag(item, decided_on)
        | {
            "on_record": [
                {"label": label, "is_on_record": Ground(value) in on_record[item.flag.pk]}
                for value, label in GROUNDS
                if item.flag.pk in on_record  # the officer was asked about this flag
            ]
        }
        for item in evidence
    ]


def _decision_context_of_flag(item: FlagWithDossier, decided_on: Mapping[str, Sequence[str]]) -> dict:
    """Return whether grounds are recorded by flag, and the grounds of the decision for this flag."""
    grounds = decided_on.get(str(item.flag.pk), ())
    return {"is_decided": bool(decided_on), "grounds": [GROUND_LABELS[ground] for ground in grounds]}


def _flag_row(item: FlagWithDossier, names: EvidenceNames) -> dict:
    flag, breach = item.flag, item.flag.breach
    row = {
        "pk": flag.pk,
        "etag": breach.complaint.etag,
        "category": breach.complaint.category.name,
        "clock": CLOCK_LABELS[breach.clock],
        "due": end_of_period(breach.due_at),
        "share": format_share(flag.share) if flag.share is not None else "",
        "is_called": flag.called_at is not None,
    }
    return row | _dossier_fields(item, names) if item.body else row


def _dossier_fields(item: FlagWithDossier, names: EvidenceNames) -> dict:
    body, notices = item.body, [notice_context(message, item.body) for message in item.body["notices"]]
    url_arguments = {"review": item.flag.review_id, "flag": item.flag.pk}
    return {
        "category": names.category(body),
        "limits": describe_time_limits(body),
        "custody": [_custody_row(piece, names) for piece in body["custody"]],
        "pauses": [_pause_row(pause, item, names) for pause in body["pauses"]],
        "held": exact_duration(names.time_held_by_officer(body)),
        "notices": notices,
        "delivered": sum(notice["is_delivered"] for notice in notices),
        "views": [format_timestamp(view["at"]) for view in body["views"]],
        "leaves": [format_interval(leave) for leave in body["leaves"]],
        "json_url": reverse("review_dossier", kwargs=url_arguments | {"form": "json"}),
        "pdf_url": reverse("review_dossier", kwargs=url_arguments | {"form": "pdf"}),
        "frozen": format_timestamp(body["frozen_at"]),
        "mark": bytes(item.flag.dossier.mac).hex()[:16],
    }


_AROUND_THE_CLOCK = (
    ngettext_lazy("contact within %(hours)s hour", "contact within %(hours)s hours", "hours"),
    ngettext_lazy("report within %(hours)s hour", "report within %(hours)s hours", "hours"),
    ngettext_lazy("decision within %(hours)s hour", "decision within %(hours)s hours", "hours"),
)
_WORKING = (
    ngettext_lazy("contact within %(hours)s working hour", "contact within %(hours)s working hours", "hours"),
    ngettext_lazy("report within %(hours)s working hour", "report within %(hours)s working hours", "hours"),
    ngettext_lazy("decision within %(hours)s working hour", "decision within %(hours)s working hours", "hours"),
)


def describe_time_limits(body: dict) -> str:
    """Return the time limits in words: "contact within 8 hours, report within 120 hours"."""
    promised = body["promised"]
    is_working = promised.get("calendar_id") is not None  # dossiers frozen earlier do not record it
    words = zip(_WORKING if is_working else _AROUND_THE_CLOCK, ("contact", "report", "decision"), strict=True)
    limited = [(phrase, promised[f"{clock}_hours"]) for phrase, clock in words]
    return joined(*(phrase % {"hours": hours} for phrase, hours in limited if hours))


def format_share(share: float) -> str:
    """Return a share as a percentage, rounded down: a share must not look larger than the limit for a flag."""
    return f"{number_format(int(share * 1000) / 10, 1)}%"


def notice_context(message: dict, body: dict) -> dict:
    """Return a notice in words, and whether it was delivered before the deadline."""
    words = str(NOTICE_LABELS.get(message["template"], OTHER_NOTICE_LABEL))
    is_in_time = was_notification_sent_before(message, by=parse_timestamp(body["breach"]["due_at"]))
    if not message["sent_at"]:
        delivered = gettext("not delivered")
    elif is_in_time:
        delivered = gettext("delivered %(when)s") % {"when": format_timestamp(message["sent_at"])}
    else:
        delivered = gettext("not delivered before the deadline, only %(when)s") % {
            "when": format_timestamp(message["sent_at"])
        }
    return {"words": words, "when": format_timestamp(message["at"]), "delivered": delivered, "is_delivered": is_in_time}


def format_interval(interval: dict) -> str:
    """Return an interval of a dossier in words."""
    ended = format_timestamp(interval["to"]) if interval["to"] else gettext("now")
    return gettext("%(began)s to %(ended)s") % {"began": format_timestamp(interval["from"]), "ended": ended}


def _duration_of(piece: dict) -> timedelta:
    return parse_timestamp(piece["to"]) - parse_timestamp(piece["from"]) if piece["to"] else timedelta()


def _custody_row(piece: dict, names: EvidenceNames) -> dict:
    duration = _duration_of(piece)
    return {
        "who": names.holder(piece, parse_timestamp(piece["from"])),
        "span": format_interval(piece),
        "length": exact_duration(duration),
        "roughly": rough_duration(duration),
    }


def _pause_row(pause: dict, item: FlagWithDossier, names: EvidenceNames) -> dict:
    reason = names.reasons.get((item.flag.breach.complaint_id, pause["reason_in_event"]), "")
    return {
        "span": format_interval(pause),
        "who": names.officer(pause["asked_by"], parse_timestamp(pause["from"])),
        "reason": reason,
    }


def format_timestamp(text: str) -> str:
    """Return a timestamp of a dossier in words."""
    return moment(parse_timestamp(text))


def format_deadline(text: str) -> str:
    """Return a deadline of a dossier in words: that of an order is the end of a day."""
    return end_of_period(parse_timestamp(text))


def parse_timestamp(text: str) -> datetime:
    """Parse a timestamp of a dossier."""
    return datetime.fromisoformat(text)
