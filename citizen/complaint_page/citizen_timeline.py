"""The story of a complaint in plain words, for the person who brought it. Officers by rank and office, not by name."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from accounts.models import Posting
from accounts.models.choices import in_language
from accounts.models.officer import RANK_WORDS
from citizen.complaint_page.event_words import is_message, is_written_contact, words_of
from citizen.queries.own_complaint import Opened, is_passed_on, spoke_of, told_of
from complaints.models import Event
from complaints.models.followup_labels import named
from complaints.models.labels import OUTCOMES
from complaints.workflow.assignment import RECATEGORISE
from complaints.workflow.declaration import Sentences
from complaints.workflow.table import CONTACTS, KINDS
from web.times import dated, moment


def timeline(story: Opened, *, now: datetime) -> list[dict]:
    """Entries for components/timeline.html, oldest first. An event that is not the citizen's business is left out.

    What the two wrote to each other stands in the conversation (mine.talk); here it is only said that they did.
    """
    told = [event for event in story.events if KINDS[event.kind].sentences.citizen is not None]
    return [
        {
            "at": event.at,
            "when": moment(event.at, now=now),
            "sentence": _sentence(event, story),
            "words": "" if is_message(event) else words_of(event),
            "tone": KINDS[event.kind].tone,
        }
        for event in told
    ]


def _sentence(event: Event, story: Opened) -> str:
    """The event, and who has the complaint since then where its own sentence does not say it."""
    sentences, told = KINDS[event.kind].sentences, ToldEvent(event, story)
    said = sentences.citizen(told) if callable(sentences.citizen) else _filled(sentences, told)
    if event.facts.get("officers_key"):
        said = f"{said} " + gettext("(With a code or contact details from an officer.)")
    if not is_passed_on(event) or sentences.says_holder:
        return str(said)
    return f"{said} " + gettext("It is now with: %(who)s.") % {"who": told.holder}


def _filled(sentences: Sentences, told: "ToldEvent") -> str:
    """The sentence with what it names. A text that names nothing has no places, and no lone percent sign either."""
    before, after = told.categories
    return sentences.citizen % {
        "who": told.holder if sentences.says_holder else told.by,
        "outcome": told.outcome,
        "before": before,
        "after": after,
    }


@dataclass(frozen=True)
class ToldEvent:
    """An event with everything that it names in the complainant's words (`workflow.declaration.CitizensEvent`)."""

    event: Event
    story: Opened

    @property
    def facts(self) -> dict:
        return self.event.facts

    @property
    def actor_kind(self) -> str:
        return self.event.actor_kind

    @property
    def by(self) -> str:
        posting = self._posting(self.event.posting_id)
        if posting is None:
            return gettext("The portal")
        place = self._posting(self.facts.get("in_the_place_of"))
        if place is None:
            return rank_and_office(posting)
        post = {"who": rank_and_office(posting), "post": place.post, "office": place.office.name}
        return gettext("%(who)s, acting for %(post)s, %(office)s") % post

    @property
    def holder(self) -> str:
        state = self.facts.get("state", {})
        if posting := self._posting(state.get("holder")):
            return rank_and_office(posting)
        office = self.story.office(state.get("office"), self.event.at)
        return office.name if office else gettext("another office")

    @property
    def spoke(self) -> str:
        posting = self._posting(spoke_of(self.event))
        return rank_and_office(posting) if posting else ""

    @property
    def told(self) -> str:
        posting = self._posting(told_of(self.event))
        return rank_and_office(posting) if posting else ""

    @property
    def what(self) -> str:
        return named(self.facts.get("what", ()))

    @property
    def unknown(self) -> str:
        return named(self.facts.get("unknown", ()))

    @property
    def office(self) -> str:
        return in_language(self.facts.get("office_en", ""), self.facts.get("office_ur", ""))

    @property
    def outcome(self) -> str:
        return dict(OUTCOMES).get(self.facts.get("outcome"), "")

    @property
    def categories(self) -> tuple[str, str]:
        return self.story.names_of_categories(self.event) if self.event.kind == RECATEGORISE.name else ("", "")

    @property
    def is_written(self) -> bool:
        return is_written_contact(self.event)

    @property
    def answers_written(self) -> bool:
        claims = [claim for claim in self.story.events if claim.kind in CONTACTS and claim.seq < self.event.seq]
        return bool(claims) and is_written_contact(claims[-1])

    def moment(self, name: str) -> str:
        return dated(datetime.fromisoformat(self.facts[name]))

    def _posting(self, posting_id: int | None) -> Posting | None:
        return self.story.posting(posting_id, self.event.at)


def rank_and_office(posting: Posting) -> str:
    """ "Inspector, Gulberg Circle": an officer as a citizen reads of them."""
    rank = posting.officer.rank
    rank = RANK_WORDS.get(rank, rank) if rank else posting.get_role_display()
    return gettext("%(rank)s, %(office)s") % {"rank": rank, "office": posting.office.name}


def rank_and_name(posting: Posting) -> str:
    """ "Inspector Bilal": who says that they spoke to the complainant."""
    officer = posting.officer
    rank = officer.get_rank_display() if officer.rank else ""
    return f"{rank} {officer.name}".strip()
