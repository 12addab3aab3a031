"""Who complains: name, document, telephone, none of them needed; a woman officer, a secret word, messages here."""

from complaints.rules import identity
from whatsapp.rules import typed
from whatsapp.rules.directions import apart
from whatsapp.rules.heard import Came, Heard, Said
from whatsapp.rules.replies import Reply
from whatsapp.rules.scene import Goes, Scene, Step, Want, missed
from whatsapp.rules.talks.answering import YES_NO, chosen

LONGEST_NAME, SHORTEST_SECRET = 120, 6
_SKIPPED = {"skip": typed.SKIP | typed.NO}


def ask_woman(scene: Scene) -> Reply:
    return scene.buttons(scene.say("ask_woman"), ("yes", "yes"), ("no", "no"))


def hear_woman(scene: Scene, heard: Heard) -> Goes:
    match chosen(heard, YES_NO.keys(), YES_NO):
        case "yes" | "no" as said:
            return Goes(to="who.secret", told={"woman_officer": said == "yes", "protected": True})
    return missed(scene.say("not_understood"))


def ask_secret(scene: Scene) -> Reply:
    return scene.buttons(scene.say("ask_secret"), ("skip", "skip"))


def hear_secret(scene: Scene, heard: Heard) -> Goes:
    """Never said again, and kept only as a hash."""
    if isinstance(heard, Came):
        return Goes(to=_after_secret(scene), told={"secret_hash": heard.facts["hash"]}, says=(scene.say("secret_set"),))
    if chosen(heard, _SKIPPED.keys(), _SKIPPED):
        return Goes(to=_after_secret(scene), told={"secret_hash": ""})
    if isinstance(heard, Said) and len(heard.text.strip()) >= SHORTEST_SECRET:
        return Goes(wants=Want("hash_secret", {"word": heard.text.strip()}))
    return missed(scene.say("secret_short"))


def _after_secret(scene: Scene) -> str:
    return "who.messages"


def ask_name(scene: Scene) -> Reply:
    return scene.buttons(scene.say("ask_name"), ("skip", "skip"))


def hear_name(scene: Scene, heard: Heard) -> Goes:
    if chosen(heard, _SKIPPED.keys(), _SKIPPED):
        return Goes(to=_after_name(scene), told={"name": ""})
    if isinstance(heard, Said):
        return Goes(to=_after_name(scene), told={"name": heard.text.strip()[:LONGEST_NAME]})
    return missed(scene.say("words_please"))


def _after_name(scene: Scene) -> str:
    return "lodge.check" if scene.told.get("_changing") else "who.document"


def ask_document(scene: Scene) -> Reply:
    return scene.buttons(scene.say("ask_document"), ("skip", "skip"))


def hear_document(scene: Scene, heard: Heard) -> Goes:
    if chosen(heard, _SKIPPED.keys(), _SKIPPED):
        return Goes(to=_after_document(scene), told={"document": "", "document_number": ""})
    if not isinstance(heard, Said):
        return missed(scene.say("words_please"))
    return _document(scene, heard.text.strip())


def _document(scene: Scene, text: str) -> Goes:
    """Thirteen digits are a CNIC or NICOP; two letters and seven digits a passport of Pakistan."""
    try:
        return Goes(to=_after_document(scene), told={"document": "cnic", "document_number": identity.cnic(text)})
    except identity.Impossible:
        passport = typed.plain(text).upper().replace(" ", "")
    if passport.isascii() and passport.isalnum() and passport[:1].isalpha() and 6 <= len(passport) <= 12:
        return Goes(to=_after_document(scene), told={"document": "passport", "document_number": passport})
    return missed(scene.say("bad_document"))


def _after_document(scene: Scene) -> str:
    return "lodge.check" if scene.told.get("_changing") else "who.phone"


def ask_phone(scene: Scene) -> Reply:
    """The number that writes is offered; whose number WhatsApp does not tell is asked for it."""
    if scene.person.phone:
        body = scene.say("ask_this_phone", phone=apart(scene.person.phone))
        return scene.buttons(body, ("yes", "yes"), ("skip", "no_phone"))
    return scene.buttons(scene.say("ask_phone"), ("skip", "no_phone"))


def hear_phone(scene: Scene, heard: Heard) -> Goes:
    match chosen(heard, {"yes", "skip"}, {"yes": typed.YES, "skip": typed.SKIP | typed.NO}):
        case "yes" if scene.person.phone:
            return _with_phone(scene, scene.person.phone)
        case "skip":
            return _with_phone(scene, "")
    if not isinstance(heard, Said):
        return missed(scene.say("words_please"))
    try:
        return _with_phone(scene, identity.phone(heard.text))
    except identity.Impossible:
        return missed(scene.say("bad_phone"))


def _with_phone(scene: Scene, phone: str) -> Goes:
    return Goes(to="lodge.check" if scene.told.get("_changing") else "who.messages", told={"phone": phone})


def ask_messages(scene: Scene) -> Reply:
    return scene.buttons(scene.say("ask_messages"), ("yes", "yes"), ("no", "no"))


def hear_messages(scene: Scene, heard: Heard) -> Goes:
    """Whether news of it may come here: nobody is written to unasked."""
    match chosen(heard, YES_NO.keys(), YES_NO):
        case "yes" | "no" as said:
            wanted = said == "yes"
            phone = {"phone": scene.person.phone} if wanted and "phone" not in scene.told else {}
            return Goes(to="lodge.check", told={"messages": wanted, **phone})
    return missed(scene.say("not_understood"))


STEPS = (
    Step("who.woman", hear_woman, ask_woman),
    Step("who.secret", hear_secret, ask_secret, free=True),
    Step("who.name", hear_name, ask_name, free=True),
    Step("who.document", hear_document, ask_document, free=True),
    Step("who.phone", hear_phone, ask_phone, free=True),
    Step("who.messages", hear_messages, ask_messages),
)
