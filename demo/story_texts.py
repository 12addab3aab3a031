"""Texts of the demo's citizens and officers. Matters, names and phone numbers are invented."""

import csv
from collections import defaultdict
from functools import cache
from pathlib import Path
from random import Random

from demo.copying.copy_gap_values import CopyStory

DATA = Path(__file__).parent / "data"

# Complaints of each category in a hundred.
CATEGORY_SHARES = {
    "fir_not_registered": 15, "faulty_investigation": 9, "property_crime": 10, "slackness": 6, "misbehaviour": 6,
    "financial_crime": 7, "threats": 5, "bribe_demand": 4, "vehicle_theft": 5, "land_grab": 4, "false_fir": 3,
    "illegal_detention": 2, "innocent_arrested": 2, "custodial_torture": 1, "change_of_investigation": 2,
    "heinous_crime": 1, "gender_harassment": 2, "domestic_violence": 2, "missing_child": 1, "child_abuse": 1,
    "missing_adult": 1, "cybercrime": 2, "verification_delay": 2, "licence_service": 1, "khidmat_markaz": 1,
    "traffic": 2, "overseas_property": 1, "overseas_other": 1, "police_family": 1, "suggestion": 2, "other": 1,
}  # fmt: skip
CHANNEL_SHARES = {
    "web": 52,
    "whatsapp": 18,
    "telephone": 12,
    "counter": 11,
    "letter": 4,
    "app": 2,
    "partner": 1,
    "imported": 0,
}
DISTRICT_SHARES = {
    "lahore": 34, "faisalabad": 10, "rawalpindi": 9, "multan": 8, "gujranwala": 7, "sargodha": 4, "bahawalpur": 4,
    "sialkot": 3, "sheikhupura": 3, "kasur": 2, "rahim_yar_khan": 2, "gujrat": 2, "sahiwal": 2, "okara": 2, "jhang": 2,
    "muzaffargarh": 2, "dg_khan": 1,
}  # fmt: skip
OTHER_DISTRICT_SHARE = 0.6
"""The share of a district that is not in the table."""
CONDUCT_CATEGORIES = frozenset(
    {"illegal_detention", "bribe_demand", "custodial_torture", "fir_not_registered", "innocent_arrested"}
    | {"faulty_investigation", "false_fir", "slackness", "misbehaviour", "change_of_investigation", "traffic"}
)
WOMENS_CATEGORIES = frozenset({"gender_harassment", "domestic_violence"})
CITIZEN_MOVES = frozenset({"object", "appeal", "add", "close", "resume", "withdraw", "report_pressure"})
"""Moves whose text the complainant writes."""
LANGUAGES_ON_WEB = {"ur": 46, "en": 32, "roman": 22}
LANGUAGES_BY_WHATSAPP = {"roman": 55, "ur": 30, "en": 15}
LANGUAGES_BY_OPERATOR = {"ur": 70, "en": 30}
"""Share of each language in texts that an operator writes down; above: on the web and by WhatsApp."""


def choose_weighted(random: Random, shares: dict[str, float]) -> str:
    """Return a random key by its share."""
    return random.choices(list(shares), weights=list(shares.values()))[0]


def write_story(random: Random, number: int, *, category: str, channel: str) -> CopyStory:
    """Return one complainant's story. `number`: unique, so that no two share a phone number."""
    shares = {"whatsapp": LANGUAGES_BY_WHATSAPP, "web": LANGUAGES_ON_WEB, "partner": LANGUAGES_ON_WEB}.get(
        channel, LANGUAGES_BY_OPERATOR
    )
    script = choose_weighted(random, shares)
    language = "en" if script == "en" else "ur"
    kind = "woman" if category in WOMENS_CATEGORIES or random.random() < 0.35 else "man"
    first, last = random.choice(_names_by_kind()[kind]), random.choice(_names_by_kind()[f"{kind}_last"])
    place = random.choice(_names_by_kind()["place"])
    story = random.choice(stories_by_category()[category])[script]
    place_written = place["ur" if script == "ur" else "en"]
    age, few, amount = random.randint(7, 14), random.randint(3, 9), random.randint(4, 90) * 5000
    return CopyStory(
        name=f"{first[language]} {last[language]}",
        phone=f"+92300{number:07d}",
        language=language,
        text=story.format(place=place_written, n=few, age=age, amount=f"{amount:,}"),
        landmark=place_written if random.random() < 0.4 else "",
    )


def draft_answers(story: CopyStory, *, random: Random, category: str, district: str, station: str) -> dict:
    """Return the answers of one complainant (complaints.services.draft_answers.DraftAnswers).

    Conduct complaints keep the station out, with its SHO.
    """
    anonymous = category in {"bribe_demand", "custodial_torture"} and random.random() < 0.2
    keeps_station_out = category in CONDUCT_CATEGORIES and station
    kept_out = {"keep_from": "yes", "post": "SHO"} if keeps_station_out else {"keep_from": "no"}
    person = {"anonymous": True} if anonymous else {"name": story.name, "phone": story.phone}
    return {
        "category": category,
        "district": district,
        "station": station,
        "text": story.text,
        "landmark": story.landmark,
        "language": story.language,
        "woman_officer": category in WOMENS_CATEGORIES and random.random() < 0.6,
        "protected": random.random() < (0.25 if category in CONDUCT_CATEGORIES else 0.03),
        "wants_calls": not anonymous and random.random() < 0.04,
        **kept_out,
        **person,
    }


def choose_text_for_move(random: Random, move: str, *, group: str, language: str = "") -> str:
    """Return a text for a move: one for that group of categories, else a general one."""
    texts = _texts_by_move_and_group().get((move, group)) or _texts_by_move_and_group().get((move, ""), [])
    fitting = [text for script, text in texts if not language or script == language or script == "roman"]
    return random.choice(fitting or [text for _written, text in texts] or ["Noted."])


@cache
def stories_by_category() -> dict[str, list[dict[str, str]]]:
    """Return stories by category, in English, Urdu and Roman Urdu (`en`, `ur`, `roman`)."""
    rows_by_key = defaultdict(list)
    for row in _read_csv_rows("stories.csv"):
        rows_by_key[row.pop("category")].append(row)
    return rows_by_key


@cache
def _texts_by_move_and_group() -> dict[tuple[str, str], list[tuple[str, str]]]:
    rows_by_key = defaultdict(list)
    for row in _read_csv_rows("words.csv"):
        rows_by_key[row["move"], row["group"]].append((row["language"], row["text"]))
    return rows_by_key


@cache
def _names_by_kind() -> dict[str, list[dict[str, str]]]:
    rows_by_key = defaultdict(list)
    for row in _read_csv_rows("names.csv"):
        rows_by_key[row["kind"]].append(row)
    return rows_by_key


def _read_csv_rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
