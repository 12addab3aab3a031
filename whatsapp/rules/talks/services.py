"""Where each of the fifteen services begins."""

from collections.abc import Callable

from whatsapp.rules.scene import Goes, Scene
from whatsapp.rules.talks import informing, watching


def _at(step: str, **told) -> Callable[[Scene], Goes]:
    """At a question, with what is known by choosing the service."""
    return lambda scene: Goes(to=step, told=told)


BEGIN: dict[str, Callable[[Scene], Goes]] = {
    "crime_report": _at("lodge.kind", group="crime"),
    "complaint": _at("complaint"),
    "pkm": _at("pkm"),
    "helplines": informing.tell_helplines,
    "harassment": _at("lodge.kind", group="harassment"),
    "offices": _at("near.where", _near="office"),
    "overseas": _at("overseas"),
    "social": lambda scene: informing.tell_links(scene, "social"),
    "website": lambda scene: informing.tell_links(scene, "website"),
    "citizen_portal": lambda scene: informing.tell_links(scene, "citizen_portal"),
    "zainab": _at("zainab"),
    "wanted": lambda scene: watching.look_at("wanted"),
    "domestic": _at("domestic"),
    "feedback": _at("feedback"),
    "licence_fir": _at("licence_fir"),
}
