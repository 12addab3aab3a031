"""The first transition of each service."""

from collections.abc import Callable

from whatsapp.rules.dialog_steps import Context, Transition
from whatsapp.rules.dialogs import public_information, public_notices


def _start_at_step(step: str, **answers) -> Callable[[Context], Transition]:
    """Return a function that begins at a step, with the answers that the choice of service implies."""
    return lambda context: Transition(to=step, answers=answers)


SERVICE_STARTS: dict[str, Callable[[Context], Transition]] = {
    "crime_report": _start_at_step("lodge.kind", group="crime"),
    "complaint": _start_at_step("complaint"),
    "pkm": _start_at_step("pkm"),
    "helplines": public_information.show_helplines,
    "harassment": _start_at_step("lodge.kind", group="harassment"),
    "offices": _start_at_step("near.where", _near="office"),
    "overseas": _start_at_step("overseas"),
    "social": lambda context: public_information.show_links(context, "social"),
    "website": lambda context: public_information.show_links(context, "website"),
    "citizen_portal": lambda context: public_information.show_links(context, "citizen_portal"),
    "zainab": _start_at_step("zainab"),
    "wanted": lambda context: public_notices.show_first_notice("wanted"),
    "domestic": _start_at_step("domestic"),
    "feedback": _start_at_step("feedback"),
    "licence_fir": _start_at_step("licence_fir"),
}
