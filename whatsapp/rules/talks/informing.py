"""What the police's public information says: services and their papers, helplines, links, guides.

Every fact is a row of `information`; what no row knows is said to be unknown.
"""

from functools import partial

from whatsapp.rules.heard import Heard
from whatsapp.rules.known import GuideStep, Line, Link, Service, in_language
from whatsapp.rules.picking import Option, menu, pick
from whatsapp.rules.replies import Reply
from whatsapp.rules.scene import Goes, Scene, Step, missed, over
from whatsapp.rules.talks.answering import chosen

BETWEEN = " | "  # between the items of a list that is kept as one text
FACTS = ("documents", "fee", "time", "notes")


def _options(services: tuple[Service, ...]) -> tuple[Option, ...]:
    return tuple(Option(service.code, service.names) for service in services)


# --- Khidmat Markaz, and what can be had from abroad ------------------------------------------------------------------


def ask_facility(scene: Scene) -> Reply:
    return menu(scene, scene.say("ask_facility"), _options(scene.known.of_services("pkm")))


def hear_facility(scene: Scene, heard: Heard) -> Goes:
    return pick(scene, heard, _options(scene.known.of_services("pkm")), partial(_facility, scene))


def _facility(scene: Scene, code: str) -> Goes:
    return Goes(to="pkm.next", told={"facility": code}, says=(_facts(scene, "pkm", code),))


def _facts(scene: Scene, kind: str, code: str) -> str:
    """Name, documents, fee and time; what is unknown is said."""
    service = scene.known.service(kind, code)
    if service is None:
        return scene.say("old_list")
    lines = [in_language(service.names, scene.language)]
    for fact in FACTS:
        said = in_language(service.facts.get(fact, {}), scene.language)
        items = "".join(f"\n• {item}" for item in said.split(BETWEEN)) if BETWEEN in said else f" {said}"
        if said:
            lines.append(scene.say(f"fact_{fact}") + items)
        elif fact != "notes":
            lines.append(scene.say(f"fact_{fact}") + " " + scene.say("unknown"))
    return "\n".join([*lines, service.url] if service.url else lines)


def ask_facility_next(scene: Scene) -> Reply:
    return scene.buttons(scene.say("pkm_next"), ("nearest", "nearest_centre"), ("another", "another_service"))


def hear_facility_next(scene: Scene, heard: Heard) -> Goes:
    match chosen(heard, {"nearest", "another"}):
        case "nearest":
            return Goes(to="near.where", told={"_near": "centre"})
        case "another":
            return Goes(to="pkm")
    return missed(scene.say("not_understood"))


# --- Helplines and links ----------------------------------------------------------------------------------------------


def tell_helplines(scene: Scene) -> Goes:
    """Telephones make a number in a message a link that dials it."""
    return over("\n".join(_line(scene, line) for line in scene.known.lines))


def tell_links(scene: Scene, kind: str) -> Goes:
    """Where to find what is asked for; what nobody knows is said to be unknown."""
    lines = [_link(scene, link) for link in scene.known.links if link.kind == kind]
    return over("\n\n".join([*lines, *guide(scene, kind)]) or scene.say("unknown"))


def _line(scene: Scene, line: Line) -> str:
    hours = in_language(line.hours, scene.language)
    return f"{line.number} – {in_language(line.names, scene.language)}" + (f" ({hours})" if hours else "")


def _link(scene: Scene, link: Link) -> str:
    note = in_language(link.notes, scene.language)
    said = f"{in_language(link.names, scene.language)}: {link.url or scene.say('unknown')}"
    return f"{said}\n{note}" if note else said


def guide(scene: Scene, name: str) -> list[str]:
    return [_step(scene, step) for step in scene.known.guide(name)]


def _step(scene: Scene, step: GuideStep) -> str:
    title, words = in_language(step.titles, scene.language), in_language(step.words, scene.language)
    return f"*{title}*\n{words}" if title else words


# --- Pakistanis abroad ------------------------------------------------------------------------------------------------


def ask_overseas(scene: Scene) -> Reply:
    return scene.buttons(
        scene.say("overseas"), ("lodge", "lodge"), ("services", "through_embassy"), ("guide", "good_to_know")
    )


def hear_overseas(scene: Scene, heard: Heard) -> Goes:
    match chosen(heard, {"lodge", "services", "guide"}):
        case "lodge":
            return Goes(to="lodge.group")
        case "services":
            return Goes(to="overseas.services")
        case "guide":
            return over("\n\n".join(guide(scene, "overseas")) or scene.say("unknown"))
    return missed(scene.say("not_understood"))


def ask_overseas_services(scene: Scene) -> Reply:
    return menu(scene, scene.say("ask_facility"), _options(scene.known.of_services("overseas_global_portal")))


def hear_overseas_services(scene: Scene, heard: Heard) -> Goes:
    options = _options(scene.known.of_services("overseas_global_portal"))
    return pick(scene, heard, options, lambda code: over(_facts(scene, "overseas_global_portal", code)))


# --- Driving licence and FIR ------------------------------------------------------------------------------------------

TOPICS = {"licence": ("licence",), "fir": ("fir", "fir_more"), "refused": ("fir_refused",)}


def ask_topic(scene: Scene) -> Reply:
    return scene.buttons(scene.say("licence_fir"), ("licence", "licence"), ("fir", "fir"), ("refused", "fir_refused"))


def hear_topic(scene: Scene, heard: Heard) -> Goes:
    match chosen(heard, TOPICS.keys()):
        case "licence":
            papers = [_facts(scene, "pkm", code) for code in ("learner_permit", "licence_renewal")]
            return over(*papers, *guide(scene, "licence"))
        case "fir":
            return over(*guide(scene, "fir"), *guide(scene, "fir_more"))
        case "refused":
            return Goes(to="fir.refused", says=tuple(guide(scene, "fir_refused")))
    return missed(scene.say("not_understood"))


def ask_refused(scene: Scene) -> Reply:
    return scene.buttons(scene.say("ask_refused"), ("yes", "lodge"), ("no", "main_menu"))


def hear_refused(scene: Scene, heard: Heard) -> Goes:
    match chosen(heard, {"yes", "no"}):
        case "yes":
            return Goes(to="place.region", told={"category": "fir_not_registered"})
        case "no":
            return Goes(to="menu")
    return missed(scene.say("not_understood"))


STEPS = (
    Step("pkm", hear_facility, ask_facility, begins=True),
    Step("pkm.next", hear_facility_next, ask_facility_next),
    Step("overseas", hear_overseas, ask_overseas, begins=True),
    Step("overseas.services", hear_overseas_services, ask_overseas_services, begins=True),
    Step("licence_fir", hear_topic, ask_topic, begins=True),
    Step("fir.refused", hear_refused, ask_refused, begins=True),
)
