"""All names of the portal that the golden record needs. A refactoring edits this file and `renames.toml` alone.

The rest of the package speaks HTTP, SQL and pytest's tables: routes come from the resolver and the permission matrix,
moves from the table of announcements, conversations from the transcripts.
"""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

from argon2 import PasswordHasher
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Model, QuerySet
from django.test import Client
from django.utils import translation

from complaints.models import Complaint
from complaints.services.access_keys import secret_word_hashing
from complaints.services.moves import make_move
from complaints.workflow.table import MOVES
from config.celery import app as celery
from demo.message_samples import TO_CITIZENS, TO_OFFICERS
from ledger.encrypted_fields import StoredValue
from ledger.service_exceptions import NotPermitted, Overtaken, Refused
from notifications.message_rendering import render_message
from notifications.message_routing import NoRecipient, find_routes
from notifications.models import Message
from operations import request_ids
from sla.services.sweeping import sweep
from tests import signing_in
from tests.browser.pages import IN_DEMO, PAGES
from tests.complaints import stages
from tests.complaints.test_announcements import MADE
from tests.permissions import admin, citizens, desk, sign_in
from tests.permissions.cast import ACTORS, Cast
from tests.permissions.rows import Row
from tests.whatsapp import transcripts
from tests.whatsapp.settings import SETTINGS as WHATSAPP
from tests.whatsapp.simulated_phone import Phone
from tests.world import World, build, clock
from whatsapp.queries import directory_cache

__all__ = ["ACTORS", "Cast", "Row", "World", "build", "clock", "connection"]

OUTSIDE = {"sessions.Session", "accounts.DeskSession"}
"""Rows that every visit writes."""
NOT_COMPARED = {"mac", "prev", "head", "root"}
"""Columns with a digest of names: a renamed kind of event changes all of them. tests/complaints/log checks them."""


def prepare(folder: Path) -> None:
    """Change the settings as tests/conftest.py does: fast hashes, no collected static files, evidence in a folder."""
    evidence = settings.STORAGES["evidence"] | {"OPTIONS": {"location": str(folder)}}
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": static, "evidence": evidence}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]
    for name, value in WHATSAPP.items():
        setattr(settings, name, value)
    settings.CELERY_TASK_ALWAYS_EAGER = False
    request_ids.new_request_id = lambda: "0" * 32
    secret_word_hashing._HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    signing_in.for_days(SimpleNamespace(setattr=_set))
    call_command("load_reference", verbosity=0)


def _set(path: str, value) -> None:
    module, _, name = path.rpartition(".")
    setattr(__import__(module, fromlist=[name]), name, value)


def forget() -> None:
    """Drop what this process remembers between two requests beside the caches."""
    directory_cache.clear_cache()


BY_OTHERS = {"latif", "tariq", "sana", "moved"}
"""Actors of the matrix with the same role and office as another one. tests/permissions sends requests as each of them.
"""
IN_NO_LANGUAGE = citizens.IN_NO_LANGUAGE
IN_URDU = {
    *("stranger", "complainant", "factorless"),
    *("salma", "dania", "bilal", "hina", "imran", "zara", "asad", "omar", "wajid"),
}
"""One actor of each role, who opens everything in Urdu too."""

# --- Routes ------------------------------------------------------------------------------------------------------


def rows() -> dict[str, Row]:
    """Return the permission matrix, by the name of the route."""
    return citizens.ROWS | sign_in.ROWS | desk.ROWS | admin.ROWS


def path_of(row: Row, about: str, cast: Cast) -> str:
    names = cast.behind.names
    return row.path.format(c=names.get(about, ""), f=names.get(f"{about}_file", names["nothing"]), **names)


def typed_of(row: Row, cast: Cast) -> dict[str, str]:
    return {name: value.format(**cast.behind.names) for name, value in row.typed.items()}


def pages(cast: Cast) -> Iterator[tuple[str, str, str]]:
    """Yield name, viewer and path of each sample page that the portal has outside the demo."""
    for name, samples in PAGES.items():
        for number, page in enumerate(samples if name not in IN_DEMO else ()):
            yield f"{name} {number}", page.viewer, page.path.format(**cast.behind.names)


def browser_of(viewer: str, cast: Cast) -> Client:
    client = Client(REMOTE_ADDR="192.0.2.200")
    if session := cast.samples.session(viewer):
        client.cookies[settings.SESSION_COOKIE_NAME] = session
    return client


# --- Moves -------------------------------------------------------------------------------------------------------

PEOPLE = ["salma", "nadia", "bilal", "dania", "farah", "usman", "imran", "zara", "latif", "ayesha", "system"]
OFFICERS = PEOPLE[:-2]
DETAILS = {
    "recategorise": {"category": "land_grab"},
    "record_contact": {"how": "telephone"},
    "confirm_contact": {"answer": "in_person"},
    "deny_contact": {"answer": "nobody"},
    "answer_invitation": {"answer": "comes"},
    "submit_report": {"outcome": "relief_granted"},
    "verify": {"verdict": "satisfied"},
    "ask_call": {"telephone": "042 9920 1234"},
    "refer_outside": {"referral": "nccia"},
}
"""What a form sends beside words, by move."""
TO = {"mark": "bilal", "re_mark": "dania", "auto_mark": "dania", "pass_up_unsettled": "usman"}
STAGES = {
    name: getattr(stages, name)
    for name in (
        *("received", "marked", "claimed", "call_asked", "invited", "asked", "reported", "verified", "resolved"),
        *("closed", "conduct", "detained", "tortured", "wishing_to_withdraw", "withdrawn", "held", "with_latif"),
        "merged_into_an_earlier_one",
    )
}
"""The stages from which moves are tried: one for each status, and for each kind of complaint with rules of its own."""


def made() -> Iterator[tuple[str, object]]:
    """Yield a name for each row of the table in which every move is made for real, and what makes it."""
    for number, (move, make, *_) in enumerate(MADE):
        yield f"{move} {number}", make


def permitted_by_table(status: str) -> list[str]:
    return [name for name, move in MOVES.items() if status in move.sources]


def latest_complaint() -> Complaint:
    return Complaint.objects.unscoped("test").order_by("-pk").first()


def refreshed(complaint: Complaint) -> Complaint:
    return Complaint.objects.unscoped("test").get(pk=complaint.pk)


def attempt(world: World, complaint: Complaint, name: str, who: str, at: datetime) -> str:
    """Make a move; "made", or why not."""
    person = world.people[who]
    details = dict(DETAILS.get(name, {}))
    if name == "invite":
        details = {"office": world.bilal.posting.office_id, "appointed_at": at + timedelta(days=2)}
    to = world.people[TO[name]].posting.pk if name in TO else None
    if name == "forward":
        to = world.office("multan").pk
    try:
        make_move(
            complaint_id=complaint.pk, name=name, by=person.acts_on(complaint), at=at,
            words="In so many words.", destination_id=to, details=details,
        )  # fmt: skip
    except (NotPermitted, Overtaken) as refusal:
        return type(refusal).__name__
    except Refused as refusal:
        return f"Refused {refusal.args[0] if refusal.args else ''}"
    return "made"


def form_of(world: World, complaint: Complaint, name: str) -> tuple[str, dict]:
    """Return the address to which the desk's form of a move is sent, and the typed values."""
    typed = {"words": "In so many words.", "seen": refreshed(complaint).head.seq, **DETAILS.get(name, {})}
    if name in TO:
        typed["to"] = world.people[TO[name]].posting.pk
    return f"/desk/complaints/{complaint.etag}/{name}/", typed


def after(complaint: Complaint) -> datetime:
    """Return a working hour of the day after the last event."""
    last = complaint.events.order_by("-seq").first().at
    return (last + timedelta(days=1)).replace(hour=6, minute=0)


def readers(world: World, complaint: Complaint) -> list[tuple[str, Client, str]]:
    """Return who reads a complaint's history where: the desk in three roles, the complainant's page, the petition."""
    ayesha = opened_by_complainant(complaint)
    return [
        *((who, signed_in(world, who), desk_page(complaint)) for who in ("imran", "salma", "bilal")),
        ("complainant", ayesha, citizens_page(complaint)),
        ("petition", ayesha, petition_page(complaint)),
    ]


def signed_in(world: World, who: str) -> Client:
    return signing_in.sign_in(Client(), world.people[who].officer)


def opened_by_complainant(complaint: Complaint) -> Client:
    """Return a browser in which the complainant's page of a complaint is open."""
    client = Client()
    session = signing_in.SessionStore()
    session["opened"] = {complaint.etag: [complaint.pk, datetime.now().timestamp()]}
    session.create()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client


def desk_page(complaint: Complaint) -> str:
    return f"/desk/complaints/{complaint.etag}/"


def citizens_page(complaint: Complaint) -> str:
    return f"/track/{complaint.etag}/mine/"


def petition_page(complaint: Complaint) -> str:
    return f"/track/{complaint.etag}/mine/petition.pdf"


# --- Jobs --------------------------------------------------------------------------------------------------------


def jobs() -> dict[str, str]:
    """Return the names of Celery's tasks in the order of the schedule, by what the schedule calls them."""
    return {name: entry["task"] for name, entry in celery.conf.beat_schedule.items()}


def run_job(task: str) -> str:
    """Run a job in a savepoint.

    Return the name of an exception that it raises without a transaction or service of its own.
    """
    celery.loader.import_default_modules()
    savepoint = transaction.atomic()
    savepoint._from_testcase = True  # blocks that must be the outermost one (`durable`) run inside it
    try:
        with savepoint:
            return str(celery.tasks[task].run() or "")
    except Exception as error:
        return f"raised {type(error).__name__}"


def run_sweep(at: datetime) -> object:
    return sweep(at=at)


# --- Messages ----------------------------------------------------------------------------------------------------


def message_samples() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield each sample of the style guide in both wordings and languages: what it is called, and its parts."""
    for sample in (*TO_CITIZENS, *TO_OFFICERS):
        for language in ("en", "ur"):
            for wording in ("plain", "neutral"):
                words = sample.words(language, neutral=wording == "neutral")
                yield f"{sample.key} {wording} {language}", _parts(words)


def rendered(pk: int) -> Iterator[str]:
    """Yield an outbox message as text, as each of its channels would send it."""
    message = Message.objects.get(pk=pk)
    try:
        ways = list(find_routes(message, at=message.not_before))
    except NoRecipient as reason:
        yield f"nobody to tell: {reason}"
        return
    for way in ways:
        with translation.override(way.address.language):
            words = render_message(message.template, message.context, address=way.address)
        yield f"{way.channel} to {way.to}"
        yield from (f"{name}: {text}" for name, text in _parts(words))


def _parts(words) -> list[tuple[str, str]]:
    return [("subject", words.subject), ("text", words.text), ("letter", words.letter), ("html", words.html)]


# --- Conversations -----------------------------------------------------------------------------------------------


def conversations() -> list[Path]:
    return sorted(transcripts.FOLDER.glob("*.txt"))


def replayed(path: Path) -> str:
    """Replay a transcript against the service. Return the replies and the requests to Meta."""
    client = Client()
    phone = Phone(client=client)
    text = transcripts.replayed(path, phone)
    phone.seen = 0
    payloads = "\n".join(_sorted_json(answer) for answer in phone.answers())
    return f"{text}\n{payloads}"


def _sorted_json(value) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


# --- Tables ------------------------------------------------------------------------------------------------------


def models() -> dict[str, type[Model]]:
    """Return the models whose rows are compared, by label."""
    ours = {path.parent.name for path in settings.BASE_DIR.glob("*/apps.py")}
    found = {model._meta.label: model for model in apps.get_models() if model._meta.app_label in ours}
    return {label: model for label, model in sorted(found.items()) if label not in OUTSIDE and model._meta.managed}


def values(model: type[Model], places: list[str]) -> list[dict]:
    """Return the rows at these places (`ctid`) as the ORM reads them, with decrypted columns.

    It uses a plain queryset, because some managers refuse to run without a scope.
    """
    found = QuerySet(model).extra(where=[f'"{model._meta.db_table}".ctid::text = ANY(%s)'], params=[places])
    rows = list(found.order_by("pk").values())
    for row in rows:
        for name, value in row.items():
            if isinstance(value, StoredValue):
                row[name] = model._meta.get_field(name).open(value, row[model._meta.pk.attname])
    return rows


OUTBOX = Message._meta.label
"""The model whose rows are also shown as the text that is sent."""
