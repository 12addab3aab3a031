"""Prepare a frozen dossier for its PDF, in the active language."""

from django.utils.translation import gettext

import documents
from citizen.public_log.record_codes import record_code
from citizen.queries.record_proof import make_record_proof, shown_events
from complaints.models.display.complaint_labels import CLOCKS
from complaints.workflow.table import KINDS
from desk.formatting import day, joined
from documents import DossierLine
from reviews.desk.flag_evidence import (
    EvidenceNames,
    describe_time_limits,
    format_deadline,
    format_interval,
    format_share,
    format_timestamp,
    notice_context,
    parse_timestamp,
)
from reviews.queries import review_details
from reviews.queries.review_details import FlagWithDossier, officer_of_dossier

CLOCK_LABELS = dict(CLOCKS)


def dossier_pdf_facts(evidence: FlagWithDossier) -> documents.DossierFacts:
    """Return the content of the PDF. Five statements for the names, and ten for the proof of the events."""
    body, names = evidence.body, EvidenceNames([evidence])
    return documents.DossierFacts(
        etag=evidence.flag.breach.complaint.spaced_etag,
        officer=officer_of_dossier(body).title,
        frozen=format_timestamp(body["frozen_at"]),
        mark=bytes(evidence.flag.dossier.mac).hex(),
        chain=body["chain"]["mac"],
        record=record_code(bytes.fromhex(body["chain"]["mac"]), etag=evidence.flag.breach.complaint.etag),
        facts=_case_facts(evidence, names),
        custody=tuple(
            DossierLine(format_interval(piece), names.holder(piece, parse_timestamp(piece["from"])))
            for piece in body["custody"]
        ),
        notices=tuple(_notice_line(item, body) for item in body["notices"]),
        views=tuple(DossierLine(format_timestamp(view["at"]), gettext("Opened")) for view in body["views"]),
        pauses=tuple(_pause_line(pause, evidence, names) for pause in body["pauses"]),
        leaves=tuple(DossierLine(format_interval(leave), gettext("On leave")) for leave in body["leaves"]),
        deadlines=tuple(_deadline_line(run) for run in body["deadlines"]),
        events=tuple(_event_line(event, names) for event in body["events"]),
        proof=_proof_of_events(evidence),
    )


def _proof_of_events(evidence: FlagWithDossier) -> str:
    """Return the proof of the events that the dossier lists, and of the reasons for pauses that it quotes.

    It is in every dossier, also with a secret word: which complaints have one is not for the officer to know.
    """
    breach, body = evidence.flag.breach, evidence.body
    events = review_details.events_of_dossier(breach.complaint_id, body)
    reasons = {pause["reason_in_event"] for pause in body["pauses"]}
    with_texts = [event for event in events if event.seq in reasons]
    return make_record_proof(breach.complaint.etag, shown_events(events, with_texts), with_details=False)


def _case_facts(evidence: FlagWithDossier, names: EvidenceNames) -> tuple[tuple[str, str], ...]:
    """Return the facts of the frozen body, and what became of the case: a paper of an old decision must say so."""
    breach, review = evidence.body["breach"], evidence.flag.review
    order = gettext("%(number)s of %(date)s") % {
        "number": review.order_number, "date": day(review.order_date) if review.order_date else "",
    }  # fmt: skip
    outcome = joined(order, str(review.get_order_outcome_display()))
    return (
        (gettext("E-tag"), evidence.flag.breach.complaint.spaced_etag),
        (gettext("Category"), names.category(evidence.body)),
        (gettext("Time limits"), describe_time_limits(evidence.body)),
        (gettext("Deadline missed"), joined(str(CLOCK_LABELS[breach["clock"]]), format_deadline(breach["due_at"]))),
        (gettext("Delay detected"), format_timestamp(breach["noticed_at"])),
        (gettext("Share of the time that the officer had the complaint"), format_share(breach["share"])),
        *([(gettext("Order on the appeal"), outcome)] if review.order_outcome else []),
    )


def _notice_line(item: dict, body: dict) -> DossierLine:
    row = notice_context(item, body)
    return DossierLine(row["when"], joined(row["words"], row["delivered"]))


def _pause_line(pause: dict, evidence: FlagWithDossier, names: EvidenceNames) -> DossierLine:
    reason = names.reasons.get((evidence.flag.breach.complaint_id, pause["reason_in_event"]), "")
    return DossierLine(format_interval(pause), names.officer(pause["asked_by"], parse_timestamp(pause["from"])), reason)


def _deadline_line(run: dict) -> DossierLine:
    due = gettext("due %(when)s") % {"when": format_deadline(run["due_at"])}
    return DossierLine(format_interval(run), joined(str(CLOCK_LABELS[run["clock"]]), due))


def _event_line(event: dict, names: EvidenceNames) -> DossierLine:
    """Return what happened, by whom and, if the complaint changed hands, to whom."""
    at = parse_timestamp(event["at"])
    officer, to = names.officer(event["posting"], at), event.get("to")
    return DossierLine(
        format_timestamp(event["at"]),
        joined(
            str(KINDS[event["kind"]].sentences.review),
            gettext("by %(who)s") % {"who": officer} if officer else "",
            gettext("to %(who)s") % {"who": names.holder(to, at)} if to else "",
        ),
    )
