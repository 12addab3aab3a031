"""The evidence for and against an officer, in words: of each flag what its frozen dossier says."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext_lazy

from accounts.models import Office, Posting
from citizen.complaint_page.delay_bill import clocked, spoken
from complaints.models import Category
from complaints.models.labels import CLOCKS
from desk.wording import cell_of, joined, moment
from reviews.models.labels import GROUNDS, NOTICES, OTHER_NOTICE
from reviews.queries import review_page
from reviews.queries.review_page import Evidence
from reviews.rules.dossier import is_delivered

CLOCK_WORDS, GROUND_WORDS = dict(CLOCKS), dict(GROUNDS)


class Names:
    """Who, where and what about, of a page of flags, with former names. Four statements."""

    def __init__(self, evidence: Sequence[Evidence]):
        self.postings: Mapping[int, Posting] = review_page.postings_in(evidence)
        self.offices: Mapping[str, Office] = review_page.offices_in(evidence)
        self.categories: Mapping[str, Category] = review_page.categories_in(evidence)
        self.reasons = review_page.reasons_in(evidence)

    def holder(self, piece: dict, at: datetime) -> str:
        """The officer who had it, and where, by the names of then; before marking, where nobody heads it, the cell."""
        office = self.offices.get(piece["office"])
        who, name = self.who(piece["posting"], at), office.as_of(at).name if office else ""
        return joined(who, name) if who else cell_of(name)

    def who(self, posting_id: int | None, at: datetime) -> str:
        posting = self.postings.get(posting_id)
        return posting.as_of(at).officer.title if posting else ""

    def category(self, body: Mapping) -> str:
        """The category that the complaint had when the dossier was frozen, by its name of then."""
        return self.categories[body["complaint"]["category"]].as_of(moment_of(body["frozen_at"])).name


def shown(evidence: Sequence[Evidence], *, decided_on: Mapping[str, Sequence[str]]) -> list[dict]:
    """Return flags for reviews/flag.html. `decided_on`: the decision's grounds by the flag's id."""
    names = Names(evidence)
    return [_flag(one, names) | _decided(one, decided_on) for one in evidence]


def _decided(one: Evidence, decided_on: Mapping[str, Sequence[str]]) -> dict:
    """Whether the decision rests on this flag, and the grounds that are on record for it."""
    grounds = decided_on.get(str(one.flag.pk), ())
    return {"is_decided": bool(decided_on), "grounds": [GROUND_WORDS[ground] for ground in grounds]}


def _flag(one: Evidence, names: Names) -> dict:
    flag, breach = one.flag, one.flag.breach
    told = {
        "pk": flag.pk,
        "etag": breach.complaint.etag,
        "category": breach.complaint.category.name,
        "clock": CLOCK_WORDS[breach.clock],
        "due": moment(breach.due_at),
        "share": percent(flag.share) if flag.share is not None else "",
        "is_called": flag.called_at is not None,
    }
    return told | _of_dossier(one, names) if one.body else told


def _of_dossier(one: Evidence, names: Names) -> dict:
    body, review = one.body, one.flag.review_id
    address = {"review": review, "flag": one.flag.pk}
    return {
        "category": names.category(body),
        "limits": limits(body),
        "custody": [_piece(piece, names) for piece in body["custody"]],
        "pauses": [_pause(pause, one, names) for pause in body["pauses"]],
        "notices": [notice(told, body) for told in body["notices"]],
        "views": [said(view["at"]) for view in body["views"]],
        "leaves": [span(leave) for leave in body["leaves"]],
        "json_url": reverse("review_dossier", kwargs=address | {"form": "json"}),
        "pdf_url": reverse("review_dossier", kwargs=address | {"form": "pdf"}),
        "frozen": said(body["frozen_at"]),
        "mark": bytes(one.flag.dossier.mac).hex()[:16],
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


def limits(body: dict) -> str:
    """What was promised: "contact within 8 hours, report within 120 hours"."""
    promised = body["promised"]
    is_working = promised.get("calendar_id") is not None  # of those frozen earlier nobody knows
    words = zip(_WORKING if is_working else _AROUND_THE_CLOCK, ("contact", "report", "decision"), strict=True)
    given = [(said, promised[f"{clock}_hours"]) for said, clock in words]
    return joined(*(said % {"hours": hours} for said, hours in given if hours))


def percent(share: float) -> str:
    """Cut down, so that a quarter and no more is never shown as more."""
    return f"{number_format(int(share * 1000) / 10, 1)}%"


def notice(told: dict, body: dict) -> dict:
    """A notice, and whether it was delivered before the deadline."""
    words = str(NOTICES.get(told["template"], OTHER_NOTICE))
    is_in_time = is_delivered(told, by=moment_of(body["breach"]["due_at"]))
    if not told["sent_at"]:
        delivered = gettext("not delivered")
    elif is_in_time:
        delivered = gettext("delivered %(when)s") % {"when": said(told["sent_at"])}
    else:
        delivered = gettext("not delivered before the deadline, only %(when)s") % {"when": said(told["sent_at"])}
    return {"words": words, "when": said(told["at"]), "delivered": delivered, "is_delivered": is_in_time}


def span(told: dict) -> str:
    """From when until when."""
    ended = said(told["to"]) if told["to"] else gettext("now")
    return gettext("%(began)s to %(ended)s") % {"began": said(told["from"]), "ended": ended}


def _piece(piece: dict, names: Names) -> dict:
    length = moment_of(piece["to"]) - moment_of(piece["from"]) if piece["to"] else timedelta()
    return {
        "who": names.holder(piece, moment_of(piece["from"])),
        "span": span(piece),
        "length": clocked(length),
        "roughly": spoken(length),
    }


def _pause(pause: dict, one: Evidence, names: Names) -> dict:
    reason = names.reasons.get((one.flag.breach.complaint_id, pause["reason_in_event"]), "")
    return {"span": span(pause), "who": names.who(pause["asked_by"], moment_of(pause["from"])), "reason": reason}


def said(text: str) -> str:
    """A moment of a dossier, in words."""
    return moment(moment_of(text))


def moment_of(text: str) -> datetime:
    """A moment of a dossier."""
    return datetime.fromisoformat(text)
