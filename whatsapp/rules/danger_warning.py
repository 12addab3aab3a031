"""What the chat says first when somebody seems to be in danger now."""

from complaints.understanding.proposals import Danger
from complaints.understanding.sentence import understand
from whatsapp.rules.dialog_steps import Context


def danger_warning(context: Context, text: str) -> str:
    """Return "dial 15", or "" without danger.

    Where the police are the danger, it names numbers that do not lead to the local station too (docs/rules.md).
    """
    match understand(text).danger:
        case Danger.POLICE:
            return context.say("dial_15_police")
        case Danger.NOW:
            return context.say("dial_15")
    return ""
