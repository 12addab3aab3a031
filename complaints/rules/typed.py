"""What is wrong with what was typed or chosen beside a move's words, whatever the complaint."""

from complaints.rules.connecting import is_telephone
from complaints.rules.refusals import Refusal
from complaints.rules.statuses import OBJECTIONS, Solved, Verdict

LONGEST_FIR_NUMBER, LONGEST_FIR_STATION = 40, 120
DENIALS = frozenset({"nobody", "someone_else"})


def typed_refusal(move_name: str, details: dict) -> Refusal | None:
    """The reason why these details of a move cannot be taken, or None."""
    match move_name:
        case "verify" if details.get("verdict") not in set(Verdict):
            return Refusal.VERDICT_MISSING
        case "deny_contact" if details.get("answer", "nobody") not in DENIALS:
            return Refusal.ANSWER_MISSING
        case "object" if details.get("answer", Solved.NO) not in OBJECTIONS:
            return Refusal.ANSWER_MISSING
        case "ask_call" if not is_telephone(str(details.get("telephone", "")).strip()):
            return Refusal.TELEPHONE_MISSING
        case "recategorise" if not details.get("category"):
            return Refusal.CATEGORY_MISSING
        case "submit_report" if len(str(details.get("fir_number", ""))) > LONGEST_FIR_NUMBER:
            return Refusal.FIR_MISSING
        case "submit_report" if len(str(details.get("fir_station", ""))) > LONGEST_FIR_STATION:
            return Refusal.FIR_MISSING
    return None
