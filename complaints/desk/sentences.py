"""Every kind of event in plain words. `{who}` acted, `{to}` had the complaint afterwards; both are people's titles."""

from django.utils.translation import gettext_lazy as _

from complaints.models import Answer
from complaints.queries.file import Happening
from complaints.rules.contacting import Way
from complaints.rules.inviting import Reply
from complaints.rules.joining import other_of
from complaints.rules.owed import DUTY_KINDS, KINDS, PRESSURE_KINDS
from complaints.rules.statuses import Solved, Verdict

OFFICER = {
    "mark": _("{who} marked it to {to}."),
    "forward": _("{who} forwarded it to {to}."),
    "recategorise": _("{who} changed its category from “{before}” to “{after}”."),
    "close_as_feedback": _("{who} closed it as feedback."),
    "re_mark": _("{who} reassigned it to {to}."),
    "handed_over": _("{who} handed it over to {to}, with all complaints of the posting."),
    "order": _("{who} gave an order, due by {due}:"),
    "order_done": _("{who} answered the order:"),
    "escalation_answered": _("{who} explained the delay. To be done by {due}:"),
    "begin": _("{who} began the inquiry."),
    "record_contact": _("{who} recorded that they spoke to the complainant."),
    "note": _("{who} wrote a note."),
    "tell_citizen": _("{who} wrote to the complainant."),
    "confirm_contact": _("{who} called: the complainant says the officer personally spoke to them."),
    "leave_unconfirmed": _("{who} got no answer from the complainant, so the contact stays unconfirmed."),
    "urgent_act": _("{who} recorded that the immediate action is done."),
    "refer_outside": _("{who} referred it to the FIA and the NCHR."),
    "try_contact": _("{who} tried to reach the complainant, without success."),
    "excuse_contact": _("{who} could not reach the complainant either, so contact is no longer required."),
    "ask_citizen": _("{who} asked the complainant a question. The report deadline is paused until they answer."),
    "evidence_added": _("{who} received files. Their digital fingerprints (hashes) are recorded."),
    "resume": _("{who} resumed the inquiry. The report deadline is no longer paused."),
    "officer_named": _("{who} named an officer complained against. That officer can no longer see the complaint."),
    "name_taken_back": _("{who} withdrew the name of an officer: the complaint is not about them."),
    "hear": _("{who} recorded what the officer complained against is asked to answer."),
    "hearing_agreed": _("{who} approved hearing the officer complained against. The complainant was warned first."),
    "submit_report": _("{who} submitted the report: {outcome}."),
    "return_report": _("{who} returned the report to {to}."),
    "accept": _("{who} accepted the report."),
    "reject": _("{who} rejected the complaint."),
    "keep": _("{who} recorded that the complainant chose to continue with the complaint."),
    "withdraw": _("{who} ended it: the complainant withdrew it in a separate call."),
    "merge": _("{who} merged it with another complaint."),
    "taken_in": _("{who} merged complaint {other}, a later one by the same person, into it."),
    "link": _("{who} linked it to complaint {other}."),
    "hold": _("{who} placed a legal hold on it. Nothing is destroyed until the hold is lifted."),
    "lift_hold": _("{who} lifted the legal hold."),
    "contact_call_failed": _("{who} called about the contact but did not reach the complainant."),
    "verify_call_failed": _("{who} called about the report but did not reach the complainant."),
    "excuse_call_reached": _("{who} called and reached the complainant. The officer can reach them too."),
    "invite": _("{who} invited the complainant: {office}, {due}. They do not have to come."),
    "ask_call": _("{who} asked the complaint cell to put a call through to the complainant."),
    "put_through": _("{who} put a call through: the officer and the complainant spoke for {minutes} min."),
    "call_connected": _("{who} put a call through: the officer and the complainant spoke for {minutes} min."),
    "connect_call_failed": _("{who} called to connect the officer but did not reach the complainant."),
    "call_given_up": _("{who} did not reach the complainant after several calls. The call request is closed."),
    "call_declined": _("{who} called. The complainant does not want to speak by phone."),
    "call_missed": _("{who} reached the complainant but not the officer. The call is still to be connected."),
    "news_read": _("{who} called and read the update to the complainant."),
    "sample_answered": _("{who} called for a spot check."),
    "key_asked": _(
        "{who} verified the complainant and asked for a new code for them. A second officer must approve it."
    ),
    "key_approved": _("{who} approved, as the second officer, the new code for the complainant."),
    "key_printed": _("{who} printed a code for the complainant."),
    "key_recovered": _("{who} gave the complainant a code to replace the lost secret word."),
}
CITIZEN = {
    "confirm_contact": _("The complainant says the officer personally spoke to them."),
    "resume": _("The complainant answered. The report deadline is no longer paused."),
    "add": _("The complainant added details."),
    "evidence_added": _("The complainant added files. Their digital fingerprints (hashes) are recorded."),
    "evidence_withdrawn": _(
        "The complainant took back a file. It stays sealed; only the Central Police Office can open it, with a reason."
    ),
    "close": _("The complainant confirms that it is solved."),
    "object": _("The complainant objects. A new round begins with {to}."),
    "appeal": _("The complainant appeals. A new round begins with {to}."),
    "ask_to_withdraw": _("The complainant asked to withdraw the complaint."),
    "keep": _("The complainant chose to continue with the complaint."),
    "withdraw": _("The complainant withdrew it."),
    "reinstate": _("The complainant reopened it. A new round begins with {to}."),
    "report_pressure": _("The complainant reported pressure. Only the Central Police Office can read this."),
    "all_well": _("Asked about their safety: nobody is troubling the complainant."),
}
SYSTEM = {
    "anonymised": _(
        "The retention period ended. Names, numbers, all text and all files were destroyed. The record of "
        "what happened, when and by whom remains."
    ),
    "auto_mark": _("Nobody marked it in time, so the system marked it to {to}."),
    "unopened": _("Not opened within 15 minutes."),
    "keep_away": _("Moved to {to}: new information showed a conflict of interest."),
    "pass_by": _("Moved to {to}: the complaint concerns someone at the office that had it."),
    "hearing_answered": _("The officer complained against has answered in writing."),
    "stood_before": _("Before the change:"),
    "leave_unconfirmed": _("The complainant did not answer, so the contact stays unconfirmed."),
    "resume": _("No answer came in time. The report deadline is no longer paused."),
    "close": _("No answer for seven days: closed as unanswered."),
    "posting_ended": _("The posting ended. {to} has it now."),
    "reminder": _("Reminder: most of the time has passed ({clock})."),
    "breach": _("Deadline passed ({clock})."),
    "calendar_changed": _("The working-day calendar changed, so the deadline ({clock}) is later: {due}."),
    "ask_after": _("The complainant was asked whether anyone is troubling them."),
    "escalation": _("Still overdue ({clock})."),
    "set_aside": _(
        "Deadline passed ({clock}), but far more deadlines than usual passed too, so this is not counted "
        "against anyone."
    ),
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
    Way.EMAIL: _("{who} recorded that they wrote to the complainant by e-mail and got a reply."),
    Way.PORTAL: _("{who} wrote to the complainant on their page. Their reply there counts as the contact."),
}
MORE = {
    "citizen": {
        "what": _("The complainant added: {what}."),
        "unknown": _("The complainant does not know: {unknown}."),
        "contact_due": _(
            "The contact deadline was extended so that an officer can call in the hours the complainant chose."
        ),
    },
    "officer": {
        "what": _("{who} recorded details from the complainant: {what}."),
        "unknown": _("{who} recorded that the complainant does not know: {unknown}."),
        "contact_due": _(
            "The contact deadline was extended so that an officer can call in the hours the complainant chose."
        ),
    },
}
MERGED_INTO = _("{who} merged it with complaint {other}.")
RETURNED_UP = _("{who} returned the report again, so the complaint went one office up, to {to}.")
RETURNED_AND_KEPT = _("{who} returned the report again and now has the complaint.")
PRESSED_IN_SILENCE = _(
    "The complainant used the duress word to report pressure. Do not call or write. Only the Central Police "
    "Office can read this."
)
ANSWERED_ALREADY = _("The complainant says they have already answered. The report deadline is no longer paused.")
PARTLY = _("The complainant says it is only partly solved. A new round begins with {to}.")
VERDICTS = {
    Verdict.SATISFIED: _("{who} asked: the complainant is satisfied."),
    Verdict.NOT_SATISFIED: _("{who} asked: the complainant is not satisfied."),
    Verdict.UNREACHABLE: _("{who} could not reach the complainant in three calls."),
}
DENIED_BY_CALL = {
    Answer.NOBODY: _("{who} called: the complainant says nobody spoke to them."),
    Answer.SOMEONE_ELSE: _("{who} called: the complainant says somebody else spoke to them."),
}
DENIED = {
    Answer.NOBODY: _("The complainant says nobody spoke to them."),
    Answer.SOMEONE_ELSE: _("The complainant says somebody else spoke to them."),
}
MOVED = _("It is now with {to}.")
ZARRA = _("{who} recorded that ZARRA was told on {zarra_at}.")
ZARRA_AND_FIR = _(
    "{who} recorded that ZARRA was told on {zarra_at} and that FIR {fir_number} was registered on {fir_at}."
)
TOLD = _("{told} was notified.")
SPOKE = _("{spoke} spoke to the complainant, who asked for a woman officer.")
IN_THE_CALL = _("The officer was {spoke}. The complainant is being asked to confirm this.")
WITH_OFFICERS_KEY = _("(With a code or contact details from an officer.)")
ELSE = _("Other event recorded ({kind}).")
INVITED = {
    Reply.COMES: _("The complainant says that they will come."),
    Reply.REFUSES: _("The complainant will not come to the office. This has no consequences."),
    Reply.ANOTHER_TIME: _("The complainant asks for another time."),
}
# The same is said of every clock; who reads of which, queries.file decides.
SYSTEM |= {kinds[kind]: SYSTEM[kind] for kinds in (DUTY_KINDS, PRESSURE_KINDS) for kind in KINDS}
LATE_KINDS = {
    *("breach", "escalation", "unopened", "deny_contact", "report_pressure"),
    *("duty_breach", "duty_escalation", "pressure_breach", "pressure_escalation"),
}
GOOD_KINDS = {"confirm_contact", "accept", "close"}


def pattern(one: Happening) -> str:
    """The sentence for an event, with its places still open; a kind that nobody described is said to be one."""
    facts, said_by = one.facts, one.actor_kind
    match one.kind:
        case "registered":
            return REGISTERED.get(facts.get("channel"), REGISTERED["web"])
        case "record_contact" if facts.get("how") in CONTACT_BY:
            return CONTACT_BY[facts["how"]]
        case "told":
            return " ".join(str(said) for part, said in MORE[said_by].items() if facts.get(part))
        case "urgent_act" if facts.get("zarra_at"):
            return ZARRA_AND_FIR if facts.get("fir_number") else ZARRA
        case "resume" if facts.get("already"):
            return ANSWERED_ALREADY
        case "report_pressure" if facts.get("silent"):
            return PRESSED_IN_SILENCE
        case "object" if facts.get("answer") == Solved.PARTLY:
            return PARTLY
        case "answer_invitation":
            return INVITED.get(facts.get("answer"), INVITED[Reply.REFUSES])
        case "verify":
            return VERDICTS.get(facts.get("verdict"), VERDICTS[Verdict.SATISFIED])
        case "deny_contact":
            said = DENIED_BY_CALL if said_by == "officer" else DENIED
            return said.get(facts.get("answer"), said[Answer.NOBODY])
        case "return_report" if one.is_passed_on:
            return RETURNED_AND_KEPT if one.holder_id == one.posting_id else RETURNED_UP
        case "merge" if other_of(facts):
            return MERGED_INTO
    return {"officer": OFFICER, "citizen": CITIZEN, "system": SYSTEM}[said_by].get(one.kind, ELSE)
