"""What a person can do where a service ends: the question that offers up to three acts.

`service_ends` handles the answer. A button names its act, so it works later too.
"""

from whatsapp.rules.dialog_steps import Context, Transition
from whatsapp.rules.replies import ButtonReply

END_STEP = "end"

TITLES = {
    "complain": "complain_about_it",  # complain:<code of a kind of complaint>
    "lodge": "lodge",
    "crime": "report_crime",
    "police": "complain_of_police",
    "track": "track",
    "mine": "my_complaints",
    "centre": "nearest_centre",
    "office": "nearest_office",
    "elsewhere": "another_place",
    "services": "another_service",
    "embassy": "through_embassy",
    "overseas": "overseas_help",
    "refused": "fir_refused",
    "fir": "fir",
    "helplines": "helplines",
    "child": "report_child",
    "online": "report_online_crime",
    "feedback": "give_feedback",
    "answers": "what_became",
    "verification": "track_verification",
    "verify": "ask_verification",
    "menu": "main_menu",
}
"""Acts, and the key of the title of each one's button."""


def end_service(context: Context, *messages: str, acts: tuple[str, ...]) -> Transition:
    """Return a transition that ends the dialog and offers these acts, such as `("complain:khidmat_markaz", "menu")`."""
    return Transition(to=END_STEP, messages=messages, answers={"_acts": list(acts)}, ends=True)


def ask_next_act(context: Context) -> ButtonReply:
    """Ask what to do next."""
    acts = context.answers.get("_acts") or ("lodge", "menu")
    return context.buttons(context.say("what_next"), *((act, TITLES[act.partition(":")[0]]) for act in acts))
