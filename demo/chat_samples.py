"""SAMPLE counts of the chat's questions, so that the page beside the board shows where people leave."""

from datetime import datetime, timedelta
from random import Random

from django.utils.timezone import localdate

from whatsapp.models import StepCount
from whatsapp.rules.dialogs import STEPS
from whatsapp.rules.funnel.step_counts import BEGAN, COMPLAINT, DONE, MENU, MISSING
from whatsapp.rules.languages import Language

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
