"""The story of a complaint in plain words, for the person who brought it. Officers by rank and office, not by name."""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext

from accounts.models import Posting
from accounts.models.choices import in_language
from accounts.models.officer import RANK_WORDS
from complaints.citizen.mine.said import is_message, is_written_contact, words_of
from complaints.citizen.moments import dated, moment
from complaints.models import ActorKind, Answer, Event
from complaints.models.told import named
from complaints.models.words import OUTCOMES
from complaints.queries.for_citizen import Opened, is_passed_on, spoke_of, told_of
from complaints.rules.contacting import CONTACTS
from complaints.rules.inviting import Reply
from complaints.rules.statuses import Solved

Sentence = Callable[[Event, Opened], str]


def timeline(story: Opened, *, now: datetime) -> list[dict]:
    """Entries for components/timeline.html, oldest first. An event that is not the citizen's business is left out.

    What the two wrote to each other stands in the conversation (mine.talk); here it is only said that they did.
    """
    told = ((event, _sentence(event, story)) for event in story.events if event.kind in SENTENCES)
    return [
        {
            "at": event.at,
            "when": moment(event.at, now=now),
            "sentence": sentence,
            "words": "" if is_message(event) else words_of(event),
            "tone": TONES.get(event.kind, ""),
        }
        for event, sentence in told
    ]


def _sentence(event: Event, story: Opened) -> str:
    """The event, and who has the complaint since then where its own sentence does not say it."""
    said = SENTENCES[event.kind](event, story)
    if event.facts.get("officers_key"):
        said = f"{said} " + gettext("(With a code or contact details from an officer.)")
    if not is_passed_on(event) or SENTENCES[event.kind] in SAY_TO_WHOM:
        return said
    return f"{said} " + gettext("It is now with: %(who)s.") % {"who": _new_holder(event, story)}


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


def _fixed(sentence: Callable[[], str]) -> Sentence:
    return lambda event, story: sentence()


def _by(event: Event, story: Opened) -> str:
    posting = story.posting(event.posting_id, event.at)
    if posting is None:
        return gettext("The portal")
    place = story.posting(event.facts.get("in_the_place_of"), event.at)
    if place is None:
        return rank_and_office(posting)
    post = {"who": rank_and_office(posting), "post": place.post, "office": place.office.name}
    return gettext("%(who)s, acting for %(post)s, %(office)s") % post


def _new_holder(event: Event, story: Opened) -> str:
    state = event.facts.get("state", {})
    if posting := story.posting(state.get("holder"), event.at):
        return rank_and_office(posting)
    office = story.office(state.get("office"), event.at)
    return office.name if office else gettext("another office")


def _given(event: Event, story: Opened) -> str:
    return gettext("Assigned to: %(who)s.") % {"who": _new_holder(event, story)}


def _passed_on(event: Event, story: Opened) -> str:
    said = gettext("The officer who had it was posted elsewhere. It is now with: %(who)s.")
    return said % {"who": _new_holder(event, story)}


def _kept_away(event: Event, story: Opened) -> str:
    said = gettext(
        "Because of what you told us, your complaint was moved from its officer (conflict of interest). It is "
        "now with: %(who)s."
    )
    return said % {"who": _new_holder(event, story)}


def _told(event: Event, story: Opened) -> str:
    """What was told after the number. Of a word only that the key is another one: whoever looks on learns no more."""
    noted = event.actor_kind == ActorKind.OFFICER
    what, unknown = named(event.facts.get("what", ())), named(event.facts.get("unknown", ()))
    said = []
    if what:
        more = (
            gettext("The complaint cell recorded what you told them: %(what)s.")
            if noted
            else gettext("You added: %(what)s.")
        )
        said.append(more % {"what": what})
    if unknown:
        said.append(gettext("You said that you don't know: %(what)s.") % {"what": unknown})
    return " ".join(said)


def _claimed(event: Event, story: Opened) -> str:
    if is_written_contact(event):
        return gettext("The officer wrote to you on this page: %(who)s.") % {"who": _by(event, story)}
    spoke = story.posting(spoke_of(event), event.at)
    who = rank_and_office(spoke) if spoke else _by(event, story)
    return gettext("The officer says that they spoke to you: %(who)s.") % {"who": who}


def _put_through(event: Event, story: Opened) -> str:
    who = story.posting(spoke_of(event), event.at)
    said = gettext("The complaint cell connected a call. The officer says that they spoke to you: %(who)s.")
    return said % {"who": rank_and_office(who) if who else _by(event, story)}


def _invited(event: Event, story: Opened) -> str:
    office = in_language(event.facts.get("office_en", ""), event.facts.get("office_ur", ""))
    said = gettext("The officer invited you: %(office)s, %(when)s. You don't have to come.")
    return said % {"office": office, "when": dated(datetime.fromisoformat(event.facts["due"]))}


def _invitation_answered(event: Event, story: Opened) -> str:
    return {
        Reply.COMES: gettext("You said that you will come to the office."),
        Reply.ANOTHER_TIME: gettext("You said that another time would suit you."),
    }.get(event.facts.get("answer"), gettext("You declined the invitation. This does not affect your complaint."))


def _urgent_act(event: Event, story: Opened) -> str:
    """Of a missing child: when ZARRA was told, and the FIR."""
    facts = event.facts
    if not facts.get("zarra_at"):
        return gettext("The officer recorded that the urgent action has been taken.")
    told = gettext("The police told ZARRA about the child on %(when)s.") % {"when": _instant(facts["zarra_at"])}
    if not facts.get("fir_number"):
        return told
    fir = {"number": facts["fir_number"], "when": _instant(facts["fir_at"])}
    return " ".join([told, gettext("FIR %(number)s was registered on %(when)s.") % fir])


def _instant(iso: str) -> str:
    return dated(datetime.fromisoformat(iso))


def _written(event: Event, story: Opened) -> str:
    return gettext("The officer wrote to you: %(who)s.") % {"who": _by(event, story)}


def _tried(event: Event, story: Opened) -> str:
    return gettext("An officer tried to reach you and could not: %(who)s.") % {"who": _by(event, story)}


def _confirmed(event: Event, story: Opened) -> str:
    if event.actor_kind == ActorKind.OFFICER:
        return gettext("The complaint cell recorded what you said by phone: the officer spoke to you personally.")
    claims = [claim for claim in story.events if claim.kind in CONTACTS and claim.seq < event.seq]
    if claims and is_written_contact(claims[-1]):
        return gettext("You answered the officer. That counts as their contact with you.")
    return gettext("You confirmed that the officer spoke to you.")


def _denied(event: Event, story: Opened) -> str:
    someone_else = event.facts.get("answer") == Answer.SOMEONE_ELSE
    if event.actor_kind == ActorKind.OFFICER:
        if someone_else:
            return gettext("The complaint cell recorded what you said by phone: someone else spoke to you.")
        return gettext("The complaint cell recorded what you said by phone: nobody spoke to you.")
    if someone_else:
        return gettext("You said that somebody else spoke to you, not the officer.")
    return gettext("You said that nobody spoke to you.")


def _resumed(event: Event, story: Opened) -> str:
    match event.actor_kind:
        case ActorKind.CITIZEN if event.facts.get("already"):
            return gettext(
                "You said that you have already told the officer. The officer is continuing with your complaint."
            )
        case ActorKind.CITIZEN:
            return gettext("You answered. The officer is continuing with your complaint.")
        case ActorKind.SYSTEM:
            return gettext("The time for your answer ran out. The officer is continuing without it.")
    return gettext("The question is settled. The officer is continuing with your complaint.")


def _reported(event: Event, story: Opened) -> str:
    outcome = dict(OUTCOMES).get(event.facts.get("outcome"), "")
    return gettext("The officer submitted a report. Result: %(outcome)s.") % {"outcome": outcome}


def _accepted(event: Event, story: Opened) -> str:
    return gettext("A senior officer accepted the report: %(who)s.") % {"who": _by(event, story)}


def _closed(event: Event, story: Opened) -> str:
    if event.actor_kind == ActorKind.CITIZEN:
        return gettext("You said that it is solved. The complaint is closed.")
    return gettext("You did not answer within 7 days. The complaint was closed as “no answer”, not as solved.")


def _objected(event: Event, story: Opened) -> str:
    partly, changed = event.facts.get("answer") == Solved.PARTLY, bool(event.facts.get("changes"))
    if changed and partly:
        said = gettext("You changed your answer: only partly solved. The complaint was sent to %(who)s.")
    elif changed:
        said = gettext("You changed your answer: not solved. The complaint was sent to %(who)s.")
    elif partly:
        said = gettext("You said that the problem is only partly solved. The complaint was sent to %(who)s.")
    else:
        said = gettext("You said that the problem is not solved. The complaint was sent to %(who)s.")
    return said % {"who": _new_holder(event, story)}


def _appealed(event: Event, story: Opened) -> str:
    return gettext("You appealed. The complaint was sent to %(who)s.") % {"who": _new_holder(event, story)}


def _reopened(event: Event, story: Opened) -> str:
    return gettext("You reopened the complaint. It was sent to %(who)s.") % {"who": _new_holder(event, story)}


def _recategorised(event: Event, story: Opened) -> str:
    before, after = story.names_of_categories(event)
    return gettext("The complaint's category was corrected from “%(before)s” to “%(after)s”.") % {
        "before": before,
        "after": after,
    }


def _escalated(event: Event, story: Opened) -> str:
    told = story.posting(told_of(event), event.at)
    if told is None:
        return gettext("The delay was reported to a higher office.")
    return gettext("The delay was reported to a higher office: %(who)s.") % {"who": rank_and_office(told)}


def _withdrawn(event: Event, story: Opened) -> str:
    return gettext("The complaint was withdrawn.")


# A report of pressure is never shown, nor what is asked afterwards: somebody may be looking over the shoulder.
SENTENCES: dict[str, Sentence] = {
    "registered": _fixed(lambda: gettext("You made this complaint.")),
    "mark": _given,
    "auto_mark": _given,
    "re_mark": _given,
    "forward": _given,
    "posting_ended": _passed_on,
    "handed_over": _passed_on,
    "keep_away": _kept_away,
    "pass_by": _given,
    "officer_named": _fixed(
        lambda: gettext(
            "We recorded the name of the officer you complained about. From then on, that officer cannot see "
            "this complaint."
        )
    ),
    "name_taken_back": _fixed(
        lambda: gettext(
            "A senior officer removed an officer's name because the complaint is not about that officer. Reason:"
        )
    ),
    "stood_before": _fixed(lambda: gettext("Before the change:")),
    "told": _told,
    "recategorise": _recategorised,
    "begin": _fixed(lambda: gettext("The inquiry began.")),
    "record_contact": _claimed,
    "try_contact": _tried,
    "invite": _invited,
    "answer_invitation": _invitation_answered,
    "ask_call": _fixed(
        lambda: gettext(
            "The officer would like to speak to you by phone. The complaint cell will call you at the times "
            "you chose and connect you. The officer does not see your number, and you do not have to speak "
            "to them."
        )
    ),
    "put_through": _put_through,
    "call_connected": _fixed(lambda: gettext("The complaint cell connected you with the officer by phone.")),
    "connect_call_failed": _fixed(lambda: gettext("The complaint cell called you but could not reach you.")),
    "call_given_up": _fixed(lambda: gettext("The complaint cell called you but could not reach you.")),
    "call_declined": _fixed(
        lambda: gettext("You chose not to speak to the officer by phone. This does not affect your complaint.")
    ),
    "call_missed": _fixed(
        lambda: gettext(
            "The complaint cell called you to connect you with the officer, but the officer did not answer."
        )
    ),
    "confirm_contact": _confirmed,
    "deny_contact": _denied,
    "leave_unconfirmed": _fixed(
        lambda: gettext("Nobody confirmed that the officer spoke to you, so the contact is recorded as unconfirmed.")
    ),
    "urgent_act": _urgent_act,
    "refer_outside": _fixed(
        lambda: gettext(
            "The Central Police Office referred your complaint to the Federal Investigation Agency (FIA) and the "
            "National Commission for Human Rights (NCHR)."
        )
    ),
    "excuse_contact": _fixed(lambda: gettext("We tried several times but could not reach you.")),
    "ask_citizen": _fixed(lambda: gettext("The officer asked you a question.")),
    "tell_citizen": _written,
    "resume": _resumed,
    "add": _fixed(lambda: gettext("You added information.")),
    "evidence_added": _fixed(lambda: gettext("You added files. They cannot be changed without leaving a trace.")),
    "evidence_withdrawn": _fixed(
        lambda: gettext("You took back a file. The officers who handle your complaint can no longer open it.")
    ),
    "submit_report": _reported,
    "return_report": _fixed(lambda: gettext("A senior officer sent the report back: it needs more work.")),
    "accept": _accepted,
    "verify": _fixed(lambda: gettext("The complaint cell asked you about the result.")),
    "close": _closed,
    "close_as_feedback": _fixed(lambda: gettext("Your feedback was read and filed. Thank you.")),
    "object": _objected,
    "appeal": _appealed,
    "reject": _fixed(lambda: gettext("The complaint was rejected. Reason:")),
    "ask_to_withdraw": _fixed(lambda: gettext("You asked to withdraw it.")),
    "keep": _fixed(lambda: gettext("Your complaint continues.")),
    "withdraw": _withdrawn,
    "reinstate": _reopened,
    "merge": _fixed(lambda: gettext("This complaint was merged with another of your complaints.")),
    "contact_call_failed": _fixed(lambda: gettext("The complaint cell called you but could not reach you.")),
    "verify_call_failed": _fixed(lambda: gettext("The complaint cell called you but could not reach you.")),
    "news_read": _fixed(lambda: gettext("The complaint cell called you and read you the update.")),
    "taken_in": _fixed(lambda: gettext("Another of your complaints was merged with this one.")),
    "key_asked": _fixed(
        lambda: gettext("An officer asked for a new code that opens this complaint. A second officer must approve it.")
    ),
    "key_approved": _fixed(lambda: gettext("A second officer approved the new code.")),
    "key_printed": _fixed(
        lambda: gettext("The complaint cell printed a code for you. You can use it once to open this complaint.")
    ),
    "key_recovered": _fixed(
        lambda: gettext(
            "The Central Police Office printed a code to replace your lost secret word. You can use it once "
            "to open this complaint."
        )
    ),
    "hold": _fixed(
        lambda: gettext(
            "A court or an inquiry may need this complaint. It will be kept longer than usual, until that is over."
        )
    ),
    "lift_hold": _fixed(lambda: gettext("This complaint is now kept only for the usual period.")),
    "breach": _fixed(
        lambda: gettext("A deadline was missed. The delay is recorded against the officer who held the complaint.")
    ),
    "escalation": _escalated,
}
SAY_TO_WHOM = frozenset({_given, _passed_on, _kept_away, _objected, _appealed, _reopened})
"""The sentences that say who has the complaint afterwards."""
TONES = {
    "breach": "late",
    "escalation": "late",
    "deny_contact": "late",
    "confirm_contact": "good",
    "accept": "good",
    "close": "good",
}
