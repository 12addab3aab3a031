"""Every kind of event in plain words. `{who}` acted, `{to}` had the complaint afterwards; both are people's titles."""

from django.utils.translation import gettext_lazy as _

from complaints.models import Answer
from complaints.rules.contacting import Way
from complaints.rules.inviting import Reply
from complaints.rules.owed import DUTY_KINDS, KINDS, PRESSURE_KINDS
from complaints.rules.statuses import Verdict

OFFICER = {
    "mark": _("{who} marked it to {to}."),
    "forward": _("{who} forwarded it to {to}."),
    "recategorise": _("{who} changed its category."),
    "close_as_feedback": _("{who} closed it as feedback."),
    "re_mark": _("{who} marked it anew, to {to}."),
    "handed_over": _("{who} handed it over to {to}, with all that the posting had."),
    "order": _("{who} ordered, to be done by {due}:"),
    "order_done": _("{who} answered the order:"),
    "escalation_answered": _("{who} answered for the delay. By {due} this is to be done:"),
    "begin": _("{who} began the inquiry."),
    "record_contact": _("{who} recorded that they spoke to the complainant."),
    "note": _("{who} wrote a note."),
    "tell_citizen": _("{who} wrote to the complainant."),
    "confirm_contact": _("{who} rang: the complainant says that the officer spoke to them personally."),
    "leave_unconfirmed": _("{who} got no answer from the complainant, so the contact stays unconfirmed."),
    "urgent_act": _("{who} recorded that what had to be done at once is done."),
    "try_contact": _("{who} tried to reach the complainant, without success."),
    "excuse_contact": _("{who} could not reach the complainant either, so no contact is owed."),
    "ask_citizen": _("{who} asked the complainant. The report clock stands until the answer."),
    "evidence_added": _("{who} took in files; their fingerprints are recorded."),
    "resume": _("{who} went on with the inquiry. The report clock runs."),
    "officer_named": _("{who} wrote down an officer whom it concerns. From then on it is kept from them."),
    "name_taken_back": _("{who} took back the name of an officer: it does not concern them."),
    "hear": _("{who} wrote down what the officer concerned is asked to answer."),
    "hearing_agreed": _("{who} agreed that the officer concerned is heard; the complainant was warned before."),
    "submit_report": _("{who} submitted the report: {outcome}."),
    "return_report": _("{who} returned the report. {to} has it again."),
    "accept": _("{who} accepted the report."),
    "reject": _("{who} did not accept the complaint."),
    "keep": _("{who} noted that the complainant keeps the complaint."),
    "withdraw": _("{who} ended it: the complainant withdrew it, in a call of their own."),
    "merge": _("{who} merged it with another complaint."),
    "taken_in": _("{who} merged a later complaint of the same person into it."),
    "link": _("{who} linked it to another complaint."),
    "hold": _("{who} placed a legal hold on it: nothing of it is destroyed until that is lifted."),
    "lift_hold": _("{who} lifted the legal hold."),
    "contact_call_failed": _("{who} rang to ask about the contact, and did not reach the complainant."),
    "verify_call_failed": _("{who} rang to ask about the report, and did not reach the complainant."),
    "excuse_call_reached": _("{who} rang, and reached the complainant: the officer can reach them too."),
    "invite": _("{who} invited the complainant: {office}, {due}. They need not come."),
    "ask_call": _("{who} asked the complaint cell to put a call through to the complainant."),
    "put_through": _("{who} put a call through: the officer and the complainant spoke for {minutes} min."),
    "call_connected": _("{who} put a call through: the officer and the complainant spoke for {minutes} min."),
    "connect_call_failed": _("{who} rang to put the call through, and did not reach the complainant."),
    "call_given_up": _("{who} did not reach the complainant in several calls. The call is asked for no more."),
    "call_declined": _("{who} rang: the complainant does not want to speak by telephone."),
    "call_missed": _("{who} reached the complainant, and not the officer. The call still waits."),
    "news_read": _("{who} rang and read the news to the complainant."),
    "sample_answered": _("{who} rang about a confirmation drawn at random."),
    "key_printed": _("{who} printed a key for the complainant."),
    "key_recovered": _("{who} gave the complainant, known to them, a key in place of the lost word."),
}
CITIZEN = {
    "confirm_contact": _("The complainant says: the officer spoke to me personally."),
    "resume": _("The complainant answered. The report clock runs."),
    "add": _("The complainant added something."),
    "evidence_added": _("The complainant handed in files; their fingerprints are recorded."),
    "close": _("The complainant confirms that it is solved."),
    "object": _("The complainant objects. A new round begins with {to}."),
    "appeal": _("The complainant appeals. A new round begins with {to}."),
    "ask_to_withdraw": _("The complainant asks to withdraw."),
    "keep": _("The complainant keeps the complaint."),
    "withdraw": _("The complainant withdrew it."),
    "reinstate": _("The complainant took it up again. A new round begins with {to}."),
    "report_pressure": _("The complainant reports pressure. Only the Central Police Office reads this."),
    "all_well": _("Asked after: nobody troubles the complainant."),
}
SYSTEM = {
    "anonymised": _(
        "The time of keeping was over: names, numbers, everything that was written and all files were destroyed. What "
        "happened, when and by whom stays."
    ),
    "auto_mark": _("Nobody had marked it in time, so it was marked to {to} by the system."),
    "unopened": _("Nobody who has it had opened it within fifteen minutes."),
    "keep_away": _("After what was told, its holder may not keep it: it passed to {to}."),
    "pass_by": _("It concerns somebody at that office, so it passed to {to}."),
    "hearing_answered": _("The officer concerned has answered in writing."),
    "stood_before": _("Until then it was told so:"),
    "leave_unconfirmed": _("The complainant did not answer, so the contact stays unconfirmed."),
    "resume": _("No answer came in time. The report clock runs."),
    "close": _("Seven days without a word: closed as unanswered."),
    "posting_ended": _("The posting ended. {to} has it now."),
    "reminder": _("Reminder: most of the time for this is used up ({clock})."),
    "breach": _("The limit passed ({clock})."),
    "calendar_changed": _("The calendar of working days changed: it is due later ({clock}), by {due}."),
    "ask_after": _("The complainant was asked whether anybody troubles them."),
    "escalation": _("Still past its limit ({clock})."),
    "set_aside": _("The limit passed ({clock}), and so did far more than usual: it is held against nobody."),
}
REGISTERED = {
    "web": _("The complainant registered it on the web."),
    "counter": _("Registered at a counter."),
    "telephone": _("Registered by telephone."),
    "letter": _("Registered from a letter."),
    "whatsapp": _("The complainant registered it by WhatsApp."),
    "partner": _("Registered through a partner."),
}
CONTACT_BY = {
    Way.IN_PERSON: _("{who} recorded that they spoke to the complainant in person."),
    Way.TELEPHONE: _("{who} recorded that they spoke to the complainant by telephone."),
    Way.WHATSAPP: _("{who} recorded that they spoke to the complainant by WhatsApp call."),
    Way.EMAIL: _("{who} recorded that they wrote to the complainant by e-mail and had an answer."),
    Way.PORTAL: _("{who} wrote to the complainant on their page. Their answer there is the contact."),
}
MORE = {
    "citizen": {
        "what": _("The complainant told more: {what}."),
        "unknown": _("The complainant does not know: {unknown}."),
        "contact_due": _("The contact is due later now: somebody can ring in the hours that they chose."),
    },
    "officer": {
        "what": _("{who} wrote down what the complainant told: {what}."),
        "unknown": _("{who} wrote down that the complainant does not know: {unknown}."),
        "contact_due": _("The contact is due later now: somebody can ring in the hours that they chose."),
    },
}
PRESSED_IN_SILENCE = _(
    "The complainant reports pressure by the duress word: nobody may ring or write. Only the Central Police Office "
    "reads this."
)
ANSWERED_ALREADY = _("The complainant says that they have answered already. The report clock runs.")
VERDICTS = {
    Verdict.SATISFIED: _("{who} asked the complainant: satisfied."),
    Verdict.NOT_SATISFIED: _("{who} asked the complainant: not satisfied."),
    Verdict.UNREACHABLE: _("{who} could not reach the complainant in three calls."),
}
DENIED_BY_CALL = {
    Answer.NOBODY: _("{who} rang: the complainant says that nobody spoke to them."),
    Answer.SOMEONE_ELSE: _("{who} rang: the complainant says that somebody else spoke to them."),
}
DENIED = {
    Answer.NOBODY: _("The complainant says: nobody spoke to me."),
    Answer.SOMEONE_ELSE: _("The complainant says: somebody else spoke to me."),
}
TOLD = _("{told} was told.")
SPOKE = _("It was {spoke} who spoke, as the complainant asks for a woman officer.")
IN_THE_CALL = _("The officer was {spoke}. The complainant is asked whether it is so.")
ELSE = _("Something else was recorded ({kind}).")
INVITED = {
    Reply.COMES: _("The complainant says that they will come."),
    Reply.REFUSES: _("The complainant will not come to the office. Nothing follows from it."),
    Reply.ANOTHER_TIME: _("The complainant says that another time would suit them."),
}
# The same is said of every clock; who reads of which, queries.file decides.
SYSTEM |= {kinds[kind]: SYSTEM[kind] for kinds in (DUTY_KINDS, PRESSURE_KINDS) for kind in KINDS}
LATE_KINDS = {
    *("breach", "escalation", "unopened", "deny_contact", "report_pressure"),
    *("duty_breach", "duty_escalation", "pressure_breach", "pressure_escalation"),
}
GOOD_KINDS = {"confirm_contact", "accept", "close"}


def pattern(kind: str, actor_kind: str, facts: dict) -> str:
    """The sentence for an event, with its places still open; a kind that nobody described is said to be one."""
    match kind:
        case "registered":
            return REGISTERED.get(facts.get("channel"), REGISTERED["web"])
        case "record_contact" if facts.get("how") in CONTACT_BY:
            return CONTACT_BY[facts["how"]]
        case "told":
            return " ".join(str(said) for part, said in MORE[actor_kind].items() if facts.get(part))
        case "resume" if facts.get("already"):
            return ANSWERED_ALREADY
        case "report_pressure" if facts.get("silent"):
            return PRESSED_IN_SILENCE
        case "answer_invitation":
            return INVITED.get(facts.get("answer"), INVITED[Reply.REFUSES])
        case "verify":
            return VERDICTS.get(facts.get("verdict"), VERDICTS[Verdict.SATISFIED])
        case "deny_contact":
            said = DENIED_BY_CALL if actor_kind == "officer" else DENIED
            return said.get(facts.get("answer"), said[Answer.NOBODY])
    return {"officer": OFFICER, "citizen": CITIZEN, "system": SYSTEM}[actor_kind].get(kind, ELSE)
