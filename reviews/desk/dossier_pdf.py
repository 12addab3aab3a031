"""Prepare a frozen dossier for its PDF, in the active language."""

from django.utils.translation import gettext

import documents
from complaints.models.labels import CLOCKS
from complaints.workflow.table import KINDS
from desk.wording import joined
from documents import DossierLine
from reviews.desk.evidence_shown import Names, limits, moment_of, notice, percent, said, span
from reviews.queries.review_page import Evidence, officer_of

CLOCK_WORDS = dict(CLOCKS)


def facts(evidence: Evidence) -> documents.DossierFacts:
    """Return the content of the PDF. Five statements, for the names."""
    body, names = evidence.body, Names([evidence])
    return documents.DossierFacts(
        etag=evidence.flag.breach.complaint.spaced_etag,
        officer=officer_of(body).title,
        frozen=said(body["frozen_at"]),
        mark=bytes(evidence.flag.dossier.mac).hex(),
        chain=body["chain"]["mac"],
        facts=_case_facts(evidence, names),
        custody=tuple(
            DossierLine(span(piece), names.holder(piece, moment_of(piece["from"]))) for piece in body["custody"]
        ),
        notices=tuple(_notice_line(item, body) for item in body["notices"]),
        views=tuple(DossierLine(said(view["at"]), gettext("Opened")) for view in body["views"]),
        pauses=tuple(_pause_line(pause, evidence, names) for pause in body["pauses"]),
        leaves=tuple(DossierLine(span(leave), gettext("On leave")) for leave in body["leaves"]),
        deadlines=tuple(_deadline_line(run) for run in body["deadlines"]),
        events=tuple(_event_line(event, names) for event in body["events"]),
    )


def _case_facts(evidence: Evidence, names: Names) -> tuple[tuple[str, str], ...]:
    breach = evidence.body["breach"]
    return (
        (gettext("E-tag"), evidence.flag.breach.complaint.spaced_etag),
        (gettext("Category"), names.category(evidence.body)),
        (gettext("Time limits"), limits(evidence.body)),
        (gettext("Deadline missed"), joined(str(CLOCK_WORDS[breach["clock"]]), said(breach["due_at"]))),
        (gettext("Delay detected"), said(breach["noticed_at"])),
        (gettext("Share of the time that the officer had the complaint"), percent(breach["share"])),
    )


def _notice_line(item: dict, body: dict) -> DossierLine:
    shown = notice(item, body)
    return DossierLine(shown["when"], joined(shown["words"], shown["delivered"]))


def _pause_line(pause: dict, evidence: Evidence, names: Names) -> DossierLine:
    reason = names.reasons.get((evidence.flag.breach.complaint_id, pause["reason_in_event"]), "")
    return DossierLine(span(pause), names.who(pause["asked_by"], moment_of(pause["from"])), reason)


def _deadline_line(run: dict) -> DossierLine:
    due = gettext("due %(when)s") % {"when": said(run["due_at"])}
    return DossierLine(span(run), joined(str(CLOCK_WORDS[run["clock"]]), due))


def _event_line(event: dict, names: Names) -> DossierLine:
    """Return what happened, by whom and, if the complaint changed hands, to whom."""
    at = moment_of(event["at"])
    by, to = names.who(event["posting"], at), event.get("to")
    return DossierLine(
        said(event["at"]),
        joined(
            str(KINDS[event["kind"]].sentences.review),
            gettext("by %(who)s") % {"who": by} if by else "",
            gettext("to %(who)s") % {"who": names.holder(to, at)} if to else "",
        ),
    )
