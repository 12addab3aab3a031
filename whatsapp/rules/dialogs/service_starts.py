"""The first transition of each service."""

from collections.abc import Callable

from whatsapp.rules.dialogs import public_information, public_notices
from whatsapp.rules.steps import Context, Transition


def _at_step(step: str, **answers) -> Callable[[Context], Transition]:
    """Return a function that begins at a step, with the answers that the choice of service implies."""
    return lambda context: Transition(to=step, answers=answers)


SERVICE_STARTS: dict[str, Callable[[Context], Transition]] = {
    "crime_report": _at_step("lodge.kind", group="crime"),
    "complaint": _at_step("complaint"),
    "pkm": _at_step("pkm"),
    "helplines": public_information.show_helplines,
    "harassment": _at_step("lodge.kind", group="harassment"),
    "offices": _at_step("near.where", _near="office"),
    "overseas": _at_step("overseas"),
    "social": lambda context: public_information.show_links(context, "social"),
    "website": lambda context: public_information.show_links(context, "website"),
    "citizen_portal": lambda context: public_information.show_links(context, "citizen_portal"),
    "zainab": _at_step("zainab"),
    "wanted": lambda context: public_notices.show_notices("wanted"),
    "domestic": _at_step("domestic"),
    "feedback": _at_step("feedback"),
    "licence_fir": _at_step("licence_fir"),
}
