"""SAMPLE chats: counts of their questions for the page beside the board, and those that wait for an operator.

Numbers and texts are invented.
"""

from datetime import datetime, timedelta
from random import Random

from django.utils.timezone import localdate

from accounts.actors import Actor
from accounts.models import Posting
from accounts.rules.office_tree import OfficeKind
from whatsapp.models import Handover, StepCount
from whatsapp.rules.cloud_api.webhook_payload import ParsedUpdate, Sender
from whatsapp.rules.dialogs import STEPS
from whatsapp.rules.funnel.step_counts import BEGAN, COMPLAINT, DONE, MENU, MISSING
from whatsapp.rules.languages import Language
from whatsapp.services.inbox_hours_setting import set_inbox_hours
from whatsapp.services.update_processing import process_updates
from whatsapp.services.update_storage import store_updates

DAYS = 90
SEED = 1787
LANGUAGES = {Language.URDU: 0.5, Language.ROMAN: 0.35, Language.ENGLISH: 0.15}
"""Share of the chats in each language."""

DIALOGS = {
    MENU: (140, {"language": 6, "menu": 14}),
    COMPLAINT: (
        60,
        {
            **{"lodge.group": 3, "lodge.kind": 4, "place.region": 5, "place.district": 3, "place.station": 9},
            **{"tell.what": 4, "tell.files": 2, "keep.ask": 3, "who.name": 3, "who.document": 6, "who.phone": 2},
            "lodge.check": 4,
        },
    ),
    MISSING: (2, {"place.region": 4, "child.who": 2, "child.photo": 3, "child.why": 1}),
    "track": (30, {"track.mine": 5, "track.one": 4, "track.words": 8}),
    "near": (12, {"near.where": 9}),
    "feedback": (5, {"feedback": 22}),
}  # fmt: skip
"""How many begin each dialog on a day, and how many of a hundred leave at each of its questions. Invented."""

ALWAYS_OPEN = ("00:00-24:00",) * 7
"""So that the inbox of the demo's operator has chats at any hour of the day."""

CHATS = (
    ("923000000301", 14, ("Salam", "2", "1", "2", "Lahore", "I want to talk to an operator")),
    ("923000000302", 6, ("Salam", "3", "1", "2", "Lahore", "kisi afsar se baat karni hai")),
    ("923000000303", 2, ("Salam", "1", "1", "2", "لاہور", "مجھے آپریٹر سے بات کرنی ہے")),
)
"""Number, minutes ago, and what was written: the language, a crime, its place, and the wish for a person."""


def create_chat_counts(*, at: datetime) -> None:
    """Create the counts of the last days, unless there are any."""
    if StepCount.objects.exists():
        return
    random, rows = Random(SEED), []  # noqa: S311 (a demo)
    for day in (localdate(at) - timedelta(days=ago) for ago in range(DAYS, 0, -1)):
        for language, share in LANGUAGES.items():
            for dialog, (a_day, questions) in DIALOGS.items():
                began = round(a_day * share * random.uniform(0.7, 1.3))
                common = {"day": day, "dialog": dialog, "language": language}
                rows += _counts_of_dialog(common, began, questions, random)
    StepCount.objects.bulk_create(rows)


def _counts_of_dialog(common: dict, began: int, questions: dict[str, int], random: Random) -> list[StepCount]:
    rows, here = [StepCount(**common, step=BEGAN, reached=began)], began
    for step, loss in questions.items():
        if step not in STEPS:
            continue
        gone = sum(random.random() < loss / 100 for _ in range(here))
        left, missed = sum(random.random() < 0.4 for _ in range(gone)), sum(random.random() < 0.08 for _ in range(here))
        handed_over = sum(random.random() < 0.1 for _ in range(gone - left))
        numbers = {"answered": here - gone, "left": left, "misunderstood": missed, "handed_over": handed_over}
        rows.append(StepCount(**common, step=step, reached=here, **numbers))
        here -= gone
    return [*rows, StepCount(**common, step=DONE, reached=here)]


def create_waiting_chats(*, at: datetime) -> None:
    """Create the chats by the service itself, unless there are any."""
    if Handover.objects.exists():
        return
    head = Posting.objects.heads().current(at).get(office__code="lahore", office__kind=OfficeKind.DISTRICT.value)
    set_inbox_hours(ALWAYS_OPEN, None, by=Actor.of(head), at=at)
    for number, ago, texts in CHATS:
        for place, text in enumerate(texts):
            moment = at - timedelta(minutes=ago, seconds=10 * (len(texts) - place))
            id, told = f"wamid.SAMPLE{number}.{place}", int(moment.timestamp())
            sent = {"id": id, "from": number, "from_user_id": f"SAMPLE.{number}", "timestamp": str(told)}
            sent |= {"type": "text", "text": {"body": text}}
            store_updates([ParsedUpdate(id, False, Sender(f"SAMPLE.{number}", number), told, sent)], at=moment)
            process_updates(at=moment)
