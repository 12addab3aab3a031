"""The targets of the attacker of `make drill-stolen-stores`, and the attacker's own data."""

from dataclasses import dataclass, field

import redis
from django.conf import settings
from django.test import Client
from django.utils.timezone import now

from accounts.models import Officer
from citizen.filing.draft_addresses import draft_address
from complaints.models import Complaint
from complaints.rules.statuses import Channel
from complaints.services.access_keys import access_codes
from complaints.services.access_keys.secret_word_hashing import digest_secret_word
from complaints.services.registration import start_draft
from desk.complaint.other_viewers import register_and_list_viewers
from notifications.message_routing import find_routes
from notifications.models import Message
from notifications.services.message_delivery import prepare_outgoing
from notifications.transports.transport_interface import OutgoingMessage
from tests.citizen.conftest import code_sent
from tests.factories import PASSWORD
from tests.signing_in import give_app_to, sign_in
from tests.world import World, build
from whatsapp.models import Chat
from whatsapp.services import chat_owners

SECRETS = {
    "name": "Zarmeena Durrani",
    "phone": "+923009470001",
    "address": "Haveli Chirag Din 47, Mochi Gate",
    "second name": "Gulrukh Afridi",
    "second phone": "+923009470002",
    "phone of a draft": "+923009470003",
}
WORD = "blue mango tree"
"""The victim's secret word. It is in the attacker's dictionary."""
DICTIONARY = ["pakistan zindabad", "purple kite", WORD, PASSWORD, "red door"]
OWN_PHONE, OWN_WORD = "+923214445566", "my very own words"


LETTERS: list[OutgoingMessage] = []
"""The e-mails that the portal has sent during this attempt."""


def keep_letter(outgoing: OutgoingMessage) -> None:
    """Transport for e-mail: keep it instead of sending it."""
    LETTERS.append(outgoing)


@dataclass
class Victims:
    """People whose data are in the stores, and the attacker's own complaint, browser, phone and chat."""

    world: World
    phoned: Complaint
    worded: Complaint
    own: Complaint
    own_draft: str
    own_browser: Client
    own_chat: Chat
    begun_draft: str
    officer: Officer
    officers_app: str
    stores: dict = field(default_factory=dict)

    @property
    def own_page(self) -> str:
        """Return the attacker's own page, as the attacker sees it."""
        pages = f"/track/{self.own.etag}/mine/", f"/complaint/{self.own_draft}/receipt/"
        return "".join(self.own_browser.get(path).content.decode() for path in pages)


def opens_with_code(complaint: Complaint, phone: str) -> Client:
    """Return a browser that has opened the complaint with a code to this phone."""
    browser = Client()
    browser.post(f"/track/{complaint.etag}/code/ask/", {"reached_at": phone})
    browser.post(f"/track/{complaint.etag}/code/", {"code": code_sent()})
    return browser


def people() -> Victims:
    """Let everybody use the portal once."""
    world = build()
    phoned = world.in_inquiry(name=SECRETS["name"], phone=SECRETS["phone"], address=SECRETS["address"])
    worded = world.complaint(
        "financial_crime", name=SECRETS["second name"], phone=SECRETS["second phone"],
        secret_digest=digest_secret_word(WORD),
    )  # fmt: skip
    own = world.complaint("financial_crime", by="bashir", phone=OWN_PHONE)
    opens_with_code(phoned, SECRETS["phone"])
    told = {"category": "financial_crime", "district": "lahore", "text": "He took it.", "reach": "phone"}
    begun = start_draft(channel=Channel.WEB, answers=told | {"phone": SECRETS["phone of a draft"]}, at=now())
    chat = Chat(user_id="attacker", phone=OWN_PHONE, created_at=now())
    chat.user_index, chat.phone_index = chat_owners.index_of_user("attacker"), chat_owners.index_of_phone(OWN_PHONE)
    chat.save(force_insert=True)
    officer = world.zara.officer
    victims = Victims(
        world, phoned, worded, own, str(draft_address(own.draft.pk)), opens_with_code(own, OWN_PHONE), chat,
        str(begun.pk), officer, give_app_to(officer),
    )  # fmt: skip
    sign_in(Client(), officer)
    register_and_list_viewers(phoned.pk, world.zara.posting, at=now())
    access_codes.send_code(etag=phoned.etag, phone_or_email=SECRETS["phone"], at=now())
    return victims


def complaint_now(complaint: Complaint) -> Complaint:
    return Complaint.objects.unscoped("drill").select_related("complainant").get(pk=complaint.pk)


def texts_sent_to(phone: str) -> list[str]:
    """Return what the worker would send to this phone now."""
    texts = []
    for message in Message.objects.waiting():
        try:
            texts += [
                prepare_outgoing(message, route, at=now()).text
                for route in find_routes(message, at=now())
                if route.to == phone
            ]
        except Exception:
            continue
    return texts


def broker() -> redis.Redis:
    return redis.Redis.from_url(settings.CACHE_URL)
