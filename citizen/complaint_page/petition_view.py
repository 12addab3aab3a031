"""The application to the Justice of the Peace, filled in from the record of one's own complaint."""

from datetime import datetime
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.timezone import now
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

import documents
from accounts.models import Office
from citizen import rate_limits, visitor_session
from citizen.access.key_required import by_key
from citizen.complaint_page.event_words import words_of
from citizen.queries import own_complaint
from citizen.queries.own_complaint import Opened
from citizen.queries.petition import Fact, Limit, is_open_to, record
from complaints.models import Complainant, Document
from complaints.models.labels import OUTCOMES
from complaints.queries.followup import is_seen_by
from complaints.rules.clock import Clock
from complaints.rules.statuses import Status
from complaints.workflow.table import KINDS
from web.times import KARACHI, clock


def why_not(found: Opened) -> str:
    """Why the application is not offered now; empty where it is."""
    if is_open_to(found):
        return ""
    return gettext(
        "If a deadline passes or the complaint is refused, an application to the Justice of the Peace "
        "(section 22-A CrPC) will be filled in for you here, with the record of this complaint."
    )


@never_cache
@require_safe
@by_key
def petition(request: HttpRequest, complaint_id: int, etag: str) -> HttpResponse:
    """The application as a PDF, in the language of the address; where it is not offered, back with the reason."""
    found = own_complaint.opened(complaint_id)
    if reason := why_not(found):
        messages.warning(request, reason)
        return redirect("my_complaint", etag=etag)
    if full := rate_limits.refuse(request, rate_limits.PAPERS, at=now()):
        return full
    shows_who = is_seen_by(visitor_session.opened_by(request), found.complaint)
    paper = documents.petition(facts(found, shows_who=shows_who), get_language())
    answer = HttpResponse(paper, content_type="application/pdf")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(gettext('application'))}-{etag}.pdf"
    return answer


def facts(found: Opened, *, shows_who: bool = True) -> documents.PetitionFacts:
    """The record in words, in the active language. `shows_who`: with the applicant's name and numbers."""
    complaint, told, known = found.complaint, found.complaint.statement, record(found)
    crime_without_fir = complaint.category.group == "crime" or complaint.category.code == "fir_not_registered"
    district = next((office for office in known.respondents if office.kind == Office.Kind.DISTRICT), None)
    place = gettext("%(place)s, %(landmark)s") if told.landmark else "%(place)s"
    return documents.PetitionFacts(
        etag=complaint.spaced_etag,
        registered=written(complaint.received_at),
        district=district.name if district else "",
        applicant=_applicant(complaint.complainant if shows_who else Complainant()),
        respondents=tuple(_office(office) for office in known.respondents),
        words=told.text,
        place=place % {"place": complaint.place.name, "landmark": told.landmark},
        timeline=tuple(_happening(fact) for fact in known.facts),
        breaches=tuple(_breach(limit) for limit in known.limits),
        refused=_refused(found),
        fir_refused=crime_without_fir and not complaint.fir_number,
    )


def written(at: datetime) -> str:
    """A moment for a paper: "24 November 2026, 6:40 pm"."""
    local = at.astimezone(KARACHI)
    return gettext("%(day)s, %(clock)s") % {"day": date_format(local, "j F Y"), "clock": clock(local)}


def _applicant(person: Complainant) -> documents.Applicant:
    """What was given; what was not becomes a line to write on."""
    cnic = person.document_number if person.document == Document.CNIC else ""
    return documents.Applicant(name=person.name, cnic=cnic, address=person.address, phone=person.phone)


def _office(office: Office) -> str:
    return gettext("%(head)s, %(office)s") % {"head": office.get_head_title_display(), "office": office.name}


def _happening(fact: Fact) -> documents.PetitionEntry:
    return documents.PetitionEntry(
        when=written(fact.event.at),
        what=_what(fact),
        office=fact.office.name if fact.office else _portal(fact),
        known=fact.known,
    )


def _what(fact: Fact) -> str:
    """What happened, and which office had the complaint from then on."""
    said = _sentence(fact)
    if fact.to is None:
        return said
    return f"{said} " + gettext("From then on it was with: %(office)s.") % {"office": fact.to.name}


def _sentence(fact: Fact) -> str:
    said = KINDS[fact.event.kind].sentences.petition
    if callable(said):
        return str(said(fact))
    before, after = fact.categories
    outcome = dict(OUTCOMES).get(fact.facts.get("outcome"), "")
    return said % {"outcome": outcome, "before": before, "after": after}


def _portal(fact: Fact) -> str:
    """Nothing for the complainant, whom the paper names itself."""
    return "" if fact.event.actor_kind == "citizen" else gettext("The portal")


def _breach(limit: Limit) -> documents.Breach:
    what = {
        Clock.CONTACT: gettext("An officer speaks to the applicant personally"),
        Clock.REPORT: gettext("The officer reports"),
        Clock.DECISION: gettext("A senior officer decides on the report"),
    }[limit.clock]
    done = written(limit.done_at) if limit.done_at else ""
    return documents.Breach(what=what, due=written(limit.due_at), office=limit.office.name, done=done)


def _refused(found: Opened) -> str:
    """The order by which it was not accepted, with its reason."""
    if found.complaint.status != Status.REJECTED:
        return ""
    order = next(event for event in reversed(found.events) if event.kind == "reject")
    said = gettext("The police did not accept the complaint on %(when)s, for this reason: “%(reason)s”")
    return said % {"when": written(order.at), "reason": words_of(order)}
