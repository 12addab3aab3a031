"""An attacker with one of the portal's stores: for reading, for writing; and without any of its keys.

Every attempt returns what it gained, in words; nothing, or an error of the portal, is no gain. Attempts see rows and
pages as a stranger does; the values in `victims.SECRETS` only serve to recognise a gain.
"""

import base64
import hashlib
import json
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import psycopg
import redis
from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from django.conf import settings
from django.test import Client

from tests.dump.reading import dumped, in_the_broker, spellings
from tests.signing_in import code_of
from tests.stolen.planted import MARK, Pickle, as_pickle
from tests.stolen.victims import DICTIONARY, SECRETS, Victims

DATABASE_READ, DATABASE_WRITE = "database, for reading", "database, for writing"
REDIS_READ, REDIS_WRITE = "Redis, for reading", "Redis, for writing"


@dataclass(frozen=True)
class Attempt:
    """Something that the attacker tries with one store."""

    store: str
    name: str
    run: Callable[["Attacker"], Iterator[str]]


ATTEMPTS: list[Attempt] = []


def attempt(store: str, name: str):
    """Register a generator of gains."""

    def register(run):
        ATTEMPTS.append(Attempt(store, name, run))
        return run

    return register


@dataclass
class Attacker:
    """`owner_url`: the database, as its owner. `broker_url`: Redis, with every right."""

    owner_url: str
    broker_url: str
    victims: Victims

    def rows(self, query: str, *values) -> list[tuple]:
        """Read from the database."""
        with psycopg.connect(self.owner_url) as database:
            return database.execute(query, values).fetchall()

    def writes(self, *statements: str, **values) -> None:
        """Write to the database, and commit."""
        with psycopg.connect(self.owner_url) as database:
            for statement in statements:
                database.execute(statement, values)

    def sees(self, page: str, *names: str) -> list[str]:
        """Return which of the victims' data stand in a page."""
        wanted = {name: SECRETS[name] for name in names or SECRETS}
        return [f"identity: {name}" for name, value in wanted.items() if any(one in page for one in spellings(value))]


def browser_with(cookie: str) -> Client:
    browser = Client()
    browser.cookies[settings.SESSION_COOKIE_NAME] = cookie
    return browser


def opens_something(browser: Client, victims: Victims) -> list[str]:
    """Return what this browser has open: the desk, or a victim's complaint."""
    gains = []
    if browser.get("/desk/posting/").status_code == 200:
        gains.append("a session of an officer")
    for complaint in (victims.phoned, victims.worded):
        if browser.get(f"/track/{complaint.etag}/mine/").status_code == 200:
            gains.append("an opened complaint")
    return gains


# --- the database, for reading ----------------------------------------------------------------------------------------


@attempt(DATABASE_READ, "stored session keys as cookies")
def session_keys(attacker: Attacker):
    keys = attacker.rows("SELECT session_key FROM django_session UNION SELECT key FROM accounts_desksession")
    for (key,) in keys:
        yield from opens_something(browser_with(key), attacker.victims)


@attempt(DATABASE_READ, "session data decoded without a key")
def session_data(attacker: Attacker):
    for (text,) in attacker.rows("SELECT session_data FROM django_session"):
        part = text.lstrip(".").split(":")[0]
        raw = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)) if re.fullmatch(r"[\w-]+", part) else b""
        try:
            plain = zlib.decompress(raw) if text.startswith(".") else raw
        except zlib.error:
            continue
        if b"_auth_user_id" in plain or b'"opened"' in plain:
            yield "a session: its contents"


@attempt(DATABASE_READ, "personal data anywhere in a dump")
def dump(attacker: Attacker):
    yield from attacker.sees(dumped(attacker.owner_url))


@attempt(DATABASE_READ, "keys of the environment in a dump")
def keys_in_dump(attacker: Attacker):
    text = dumped(attacker.owner_url)
    field_keys = [one.split(":")[1] for one in settings.FIELD_KEYS]
    keys = [settings.SECRET_KEY, settings.INDEX_KEY, settings.CHAIN_KEY, *field_keys]
    yield from ("a key" for key in keys if key in text)


@attempt(DATABASE_READ, "a dictionary on hashes of secret words and passwords")
def dictionary(attacker: Attacker):
    columns = "secret_hash", "duress_hash"
    stored = [text for column in columns for (text,) in attacker.rows(f"SELECT {column} FROM complaints_complainant")]
    stored += [text for (text,) in attacker.rows("SELECT password FROM accounts_officer")]
    for text in filter(None, stored):
        yield from ("a key: a word or password" for word in DICTIONARY if _is_hash_of(text, word))


def _is_hash_of(stored: str, word: str) -> bool:
    if stored.startswith("md5$"):  # the hash of the tests
        _, salt, digest = stored.split("$")
        return hashlib.md5((salt + word).encode(), usedforsecurity=False).hexdigest() == digest
    if "$argon2" not in stored:
        return False
    try:
        return PasswordHasher().verify(stored[stored.index("$argon2") :], word)
    except (Argon2Error, InvalidHashError):
        return False


@attempt(DATABASE_READ, "codes in the outbox, and hashes of codes tried out")
def codes(attacker: Attacker):
    for (context,) in attacker.rows("SELECT context::text FROM notifications_message"):
        if re.search(r'"code\w*": "\d{6}"', context):
            yield "a key: a code"
    rows = attacker.rows("SELECT complaint_id, code_hash FROM complaints_accesscode")
    for complaint, stored in rows:
        for number in range(0, 10**6, 997):
            code = f"{number:06d}"
            if hashlib.sha256(f"{complaint}:{code}".encode()).digest()[:16] == bytes(stored):
                yield "a key: a code"


@attempt(DATABASE_READ, "second factors computed from their rows")
def second_factors(attacker: Attacker):
    for (data,) in attacker.rows("SELECT data::text FROM mfa_authenticator"):
        secret = json.loads(data).get("secret", "")
        if re.fullmatch(r"[A-Z2-7]{16,}", secret) and code_of(secret) == code_of(attacker.victims.officers_app):
            yield "a key: a second factor"


@attempt(DATABASE_READ, "ids of drafts as addresses")
def draft_ids(attacker: Attacker):
    for (draft,) in attacker.rows("SELECT replace(id::text, '-', '') || ':' || repeat('A', 43) FROM complaints_draft"):
        for path in (f"/complain/{draft}/reach/", f"/complaint/{draft}/receipt/"):
            answer = Client().get(path)
            if answer.status_code == 200:
                yield "an opened draft or receipt"
            yield from attacker.sees(answer.content.decode())


# --- Redis ------------------------------------------------------------------------------------------------------------


@attempt(REDIS_READ, "numbers, officers and addresses among keys and values")
def redis_contents(attacker: Attacker):
    text, victims = in_the_broker(attacker.broker_url), attacker.victims
    yield from attacker.sees(text)
    named = {"an E-tag": victims.phoned.etag, "an officer": victims.officer.name_en, "an address": "127.0.0.1"}
    yield from (f"identity: {what}" for what, value in named.items() if value in text)


@attempt(REDIS_WRITE, "code in a pickle under every key of the cache")
def pickles(attacker: Attacker):
    MARK.clear()
    with attacker_broker(attacker) as broker:
        Client().post("/desk/sign-in/", {"login": attacker.victims.officer.email, "password": "wrong"})
        for key in broker.scan_iter("cache:*"):
            broker.set(key, as_pickle(Pickle()), keepttl=True)
        Client(raise_request_exception=False).post(
            "/desk/sign-in/", {"login": attacker.victims.officer.email, "password": "wrong"}
        )
        for key in list(broker.scan_iter("cache:*")):
            broker.delete(key)
    if MARK:
        yield "code runs in the web process: every key"


@attempt(REDIS_WRITE, "every browser marked as the one that filed")
def marked_browsers(attacker: Attacker):
    with attacker_broker(attacker) as broker:
        for key in broker.scan_iter("limit:device:*"):
            broker.set(key, "filed", keepttl=True)
    browser = Client()
    browser.get(f"/track/{attacker.victims.phoned.etag}/")
    yield from opens_something(browser, attacker.victims)


@attempt(REDIS_WRITE, "limits of guesses deleted")
def deleted_limits(attacker: Attacker):
    with attacker_broker(attacker) as broker:
        for key in list(broker.scan_iter("limit:*")):
            broker.delete(key)
    browser = Client()
    for word in ("wrong word", "other word"):
        browser.post(f"/track/{attacker.victims.worded.etag}/key/", {"key": word})
    yield from opens_something(browser, attacker.victims)


def attacker_broker(attacker: Attacker):
    return redis.Redis.from_url(attacker.broker_url)
