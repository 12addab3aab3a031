"""What the chat says first when somebody seems to be in danger now."""

from complaints.understanding.proposals import Danger
from complaints.understanding.sentence import understand
from whatsapp.rules.dialog_steps import Context


def danger_warning(context: Context, text: str) -> str:
    """Return the message to dial 15; an empty string if there is no danger.

    If the police are the danger, the message also names numbers that do not lead to the local station (docs/rules.md).
    """
    match understand(text, phrases=context.directory.phrases).danger:
        case Danger.POLICE:
            return context.say("dial_15_police")
        case Danger.NOW:
            return context.say("dial_15")
    return ""
