"""The history of a complaint in plain words for its complainant. Officers appear by rank and office, not by name."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from accounts.models import Posting
from accounts.models.choice_labels import localized_name
from accounts.models.officer import RANK_LABELS
from citizen.complaint_page.event_words import is_message, is_written_contact, readable_parts, readable_words
from citizen.queries.own_complaint import OpenedComplaint, changes_holder, notified_posting_id, speaker_posting_id
from complaints.models import Event
from complaints.models.display.complaint_labels import OUTCOMES
from complaints.models.display.followup_labels import join_followup_labels
from complaints.workflow.assignment import RECATEGORISE
from complaints.workflow.declaration import VOICE_NOTE
from complaints.workflow.table import CONTACT_KINDS, KINDS
from web.time_format import format_date_and_time, format_relative_time


def citizen_timeline_entries(opened: OpenedComplaint, *, now: datetime) -> list[dict]:
    """Return the entries for components/timeline.html, oldest first, without events that do not concern the citizen.

    The timeline shows only that messages were written. Their text is in the conversation
    (citizen.complaint_page.conversation_entries).
    """
    return [
        {
            "at": event.at,
            "when": format_relative_time(event.at, now=now),
            "sentence": _event_sentence(event, opened),
            "words": "" if is_message(event) else readable_words(event),
            "parts": [] if is_message(event) else readable_parts(event),
            "tone": KINDS[event.kind].tone,
        }
        for event in citizens_events(opened)
    ]


def citizens_events(opened: OpenedComplaint) -> list[Event]:
    """Return the events that the complainant sees, oldest first."""
    return [event for event in opened.events if KINDS[event.kind].sentences.citizen is not None]


def _event_sentence(event: Event, opened: OpenedComplaint) -> str:
    """Return the event as a sentence, followed by the new holder unless the sentence already names them."""
    sentences, facts = KINDS[event.kind].sentences, CitizenEventFacts(event, opened)
    if callable(sentences.citizen):
        text = sentences.citizen(facts)
    else:  # a sentence without placeholders contains no percent sign
        before, after = facts.categories
        who = facts.holder if sentences.names_holder else facts.by
        text = sentences.citizen % {"who": who, "outcome": facts.outcome, "before": before, "after": after}
    if event.facts.get("officers_key"):
        text = f"{text} " + gettext("(With a code or contact details from an officer.)")
    if event.facts.get(VOICE_NOTE):
        text = f"{text} " + gettext("(As a voice note, which is among the files.)")
    if not changes_holder(event) or sentences.names_holder:
        return str(text)
    return f"{text} " + gettext("It is now with: %(who)s.") % {"who": facts.holder}


@dataclass(frozen=True)
class CitizenEventFacts:
    """An event with everything that it names, in the complainant's words.

    It implements `complaints.workflow.declaration.CitizensEvent`.
    """

    event: Event
    opened: OpenedComplaint

    @property
    def facts(self) -> dict:
        return self.event.facts

    @property
    def actor_kind(self) -> str:
        return self.event.actor_kind

    @property
    def by(self) -> str:
        """Return who acted and, for an acting officer, in whose place."""
        posting = self.opened.acting_posting(self.event)
        if posting is None:
            return gettext("The portal")
        covered = self._posting(self.facts.get("in_the_place_of"))
        if covered is None:
            return rank_and_office(posting)
        names = {"who": rank_and_office(posting), "post": covered.post, "office": covered.office.name}
        return gettext("%(who)s, acting for %(post)s, %(office)s") % names

    @property
    def holder(self) -> str:
        """Return who has the complaint after this event."""
        state = self.facts.get("state", {})
        if posting := self._posting(state.get("holder")):
            return rank_and_office(posting)
        office = self.opened.office(state.get("office"), self.event.at)
        return office.name if office else gettext("another office")

    @property
    def speaker(self) -> str:
        """Return the officer who spoke to the complainant in the holder's place, if any."""
        posting = self._posting(speaker_posting_id(self.event))
        return rank_and_office(posting) if posting else ""

    @property
    def notified_office(self) -> str:
        """Return the officer who was notified of a delay, if any."""
        posting = self._posting(notified_posting_id(self.event))
        return rank_and_office(posting) if posting else ""

    @property
    def what(self) -> str:
        """Return the names of the follow-up questions that were answered."""
        return join_followup_labels(self.facts.get("what", ()))

    @property
    def unknown(self) -> str:
        """Return the names of the follow-up questions that were answered with “I don't know”."""
        return join_followup_labels(self.facts.get("unknown", ()))

    @property
    def office(self) -> str:
        return localized_name(self.facts.get("office_en", ""), self.facts.get("office_ur", ""))

    @property
    def outcome(self) -> str:
        return dict(OUTCOMES).get(self.facts.get("outcome"), "")

    @property
    def categories(self) -> tuple[str, str]:
        """Return the names of the category before and after a recategorisation."""
        return self.opened.names_of_categories(self.event) if self.event.kind == RECATEGORISE.name else ("", "")

    @property
    def is_written_message(self) -> bool:
        return is_written_contact(self.event)

    @property
    def answers_written_message(self) -> bool:
        """Return whether the last contact before this event was a written one."""
        claims = [claim for claim in self.opened.events if claim.kind in CONTACT_KINDS and claim.seq < self.event.seq]
        return bool(claims) and is_written_contact(claims[-1])

    def moment(self, name: str) -> str:
        """Return the moment that is stored in the event under this name, as text."""
        zone = self.opened.complaint.complainant.time_zone
        return format_date_and_time(datetime.fromisoformat(self.facts[name]), zone=zone)

    def _posting(self, posting_id: int | None) -> Posting | None:
        return self.opened.posting(posting_id, self.event.at)


def rank_and_office(posting: Posting) -> str:
    """Return an officer as citizens read of them: “Inspector, Gulberg Circle”."""
    rank = posting.officer.rank
    rank = RANK_LABELS.get(rank, rank) if rank else posting.get_role_display()
    return gettext("%(rank)s, %(office)s") % {"rank": rank, "office": posting.office.name}


def rank_and_name(posting: Posting) -> str:
    """Return “Inspector Bilal”, for the officer who claims to have spoken to the complainant."""
    officer = posting.officer
    rank = officer.get_rank_display() if officer.rank else ""
    return f"{rank} {officer.name}".strip()
