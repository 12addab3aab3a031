"""A frozen dossier as the facts of its paper, in the active language."""

from django.utils.translation import gettext

import documents
from complaints.models.labels import CLOCKS
from complaints.workflow.table import KINDS
from desk.wording import joined
from documents import DossierLine
from reviews.desk.evidence_shown import Names, limits, moment_of, notice, percent, said, span
from reviews.queries.review_page import Evidence, officer_of

CLOCK_WORDS = dict(CLOCKS)


def facts(one: Evidence) -> documents.DossierFacts:
    """Five statements, for the names."""
    body, names = one.body, Names([one])
    return documents.DossierFacts(
        etag=one.flag.breach.complaint.spaced_etag,
        officer=officer_of(body).title,
        frozen=_when(body["frozen_at"]),
        mark=bytes(one.flag.dossier.mac).hex(),
        chain=body["chain"]["mac"],
        facts=_matter(one, names),
        custody=tuple(
            DossierLine(span(piece), names.holder(piece, moment_of(piece["from"]))) for piece in body["custody"]
        ),
        notices=tuple(_notice(told, body) for told in body["notices"]),
        views=tuple(DossierLine(_when(view["at"]), gettext("Opened")) for view in body["views"]),
        pauses=tuple(_pause(pause, one, names) for pause in body["pauses"]),
        leaves=tuple(DossierLine(span(leave), gettext("On leave")) for leave in body["leaves"]),
        deadlines=tuple(_deadline(run) for run in body["deadlines"]),
        events=tuple(_event(event, names) for event in body["events"]),
    )


def _matter(one: Evidence, names: Names) -> tuple[tuple[str, str], ...]:
    breach = one.body["breach"]
    return (
        (gettext("E-tag"), one.flag.breach.complaint.spaced_etag),
        (gettext("Category"), names.category(one.body)),
        (gettext("Time limits"), limits(one.body)),
        (gettext("Deadline missed"), joined(str(CLOCK_WORDS[breach["clock"]]), _when(breach["due_at"]))),
        (gettext("Delay detected"), _when(breach["noticed_at"])),
        (gettext("Share of the time that the officer had the complaint"), percent(breach["share"])),
    )


def _notice(told: dict, body: dict) -> DossierLine:
    shown = notice(told, body)
    return DossierLine(shown["when"], joined(shown["words"], shown["delivered"]))


def _pause(pause: dict, one: Evidence, names: Names) -> DossierLine:
    reason = names.reasons.get((one.flag.breach.complaint_id, pause["reason_in_event"]), "")
    return DossierLine(span(pause), names.who(pause["asked_by"], moment_of(pause["from"])), reason)


def _deadline(run: dict) -> DossierLine:
    due = gettext("due %(when)s") % {"when": _when(run["due_at"])}
    return DossierLine(span(run), joined(str(CLOCK_WORDS[run["clock"]]), due))


def _event(event: dict, names: Names) -> DossierLine:
    """What happened, by whom and, where it gave the complaint to somebody, to whom."""
    at = moment_of(event["at"])
    by, to = names.who(event["posting"], at), event.get("to")
    return DossierLine(
        _when(event["at"]),
        joined(
            str(KINDS[event["kind"]].sentences.review),
            gettext("by %(who)s") % {"who": by} if by else "",
            gettext("to %(who)s") % {"who": names.holder(to, at)} if to else "",
        ),
    )


def _when(text: str) -> str:
    """A moment of the body."""
    return said(text)
