"""System checks of the configuration. Each problem is one line, and errors stop the start (operations.start_checks)."""

import base64
import binascii
import os

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register
from django.core.exceptions import ImproperlyConfigured
from django.db import Error as DatabaseError
from django.db import connections

from complaints.isolation import bubblewrap
from ledger import log_keys
from operations.fresh_secrets import new_key

PORTAL = "portal"
KEY_BYTES = 32
KEY_HINT = "`python -m operations.fresh_secrets` prints fresh ones; .env.example describes every variable."
LEAST_MESSAGES_KEPT_DAYS = 31
REQUIRED_SETTINGS = ("SECRET_KEY", "FIELD_KEYS", "INDEX_KEY", "CHAIN_KEY", "ALLOWED_HOSTS")


@register(PORTAL)
def check_required_settings(**_) -> list[Error]:
    """Check that all secrets and the host names are set, unless DEBUG is on."""
    if settings.DEBUG:
        return []
    return [
        Error(f"{name} is not set.", hint=KEY_HINT, id=f"portal.E00{number}")
        for number, name in enumerate(REQUIRED_SETTINGS, start=1)
        if not setting_value(name)
    ]


def setting_value(name: str):
    """Return a setting's value, or None. Django raises ImproperlyConfigured for an empty SECRET_KEY."""
    try:
        return getattr(settings, name)
    except ImproperlyConfigured:
        return None


@register(PORTAL)
def check_keys(**_) -> list[Error]:
    """Check that keys are 32 bytes in base64, and FIELD_KEYS "id:key" with different ids."""
    errors = [
        Error(f"{name} is not {KEY_BYTES} bytes in base64.", hint=KEY_HINT, id="portal.E010")
        for name in ("INDEX_KEY", "CHAIN_KEY")
        if getattr(settings, name) and not is_encryption_key(getattr(settings, name))
    ]
    if not all(map(is_encryption_key, settings.INDEX_KEYS_BEFORE)):
        errors.append(
            Error(f"INDEX_KEYS_BEFORE are not {KEY_BYTES} bytes in base64 each.", hint=KEY_HINT, id="portal.E014")
        )
    if not is_key_ring(settings.FIELD_KEYS):
        errors.append(Error('FIELD_KEYS are not "id:key" with a different id each.', hint=KEY_HINT, id="portal.E011"))
    if not is_key_ring([*settings.CHAIN_KEYS_BEFORE, f"{settings.CHAIN_KEY_ID}:{new_key()}"]):
        errors.append(
            Error(
                'CHAIN_KEYS_BEFORE are not "id:key" with an id each, CHAIN_KEY_ID none.',
                hint=KEY_HINT,
                id="portal.E012",
            )
        )
    return errors


def is_key_ring(entries: list[str]) -> bool:
    """Return whether all entries are "id:key" with different ids."""
    pairs = [entry.partition(":") for entry in entries]
    ids = {name for name, *_ in pairs}
    return all(name and is_encryption_key(key) for name, _, key in pairs) and len(ids) == len(pairs)


def is_encryption_key(text: str) -> bool:
    """Return whether a text is KEY_BYTES bytes in base64."""
    try:
        return len(base64.b64decode(text, validate=True)) == KEY_BYTES
    except (binascii.Error, ValueError):
        return False


@register(PORTAL)
def check_public_log(**_) -> list[Error | Warning]:
    """Check the key of the public log, its witnesses and its monitors."""
    try:
        log_keys.all_public_keys()
        witnesses, monitors = log_keys.configured_witnesses(), log_keys.configured_monitors()
    except ValueError as error:  # InvalidNote is one
        return [Error(f"LOG_SIGNING_KEY, LOG_WITNESSES or LOG_MONITORS: {error}.", hint=KEY_HINT, id="portal.E016")]
    if witnesses and not settings.LOG_SIGNING_KEY:
        return [Error("LOG_WITNESSES is set, and LOG_SIGNING_KEY is not.", hint=KEY_HINT, id="portal.E019")]
    if any(len({one.key.name for one in observers}) < len(observers) for observers in (witnesses, monitors)):
        return [Error("LOG_WITNESSES or LOG_MONITORS has one name twice.", id="portal.E017")]
    if witnesses and len(witnesses) < settings.LOG_WITNESSES_NEEDED:
        said = f"LOG_WITNESSES_NEEDED is {settings.LOG_WITNESSES_NEEDED}, and LOG_WITNESSES has {len(witnesses)}."
        return [Error(said, hint="No checkpoint could ever be witnessed.", id="portal.E018")]
    return []


@register(PORTAL)
def check_message_retention(**_) -> list[Error]:
    """Check that messages are kept for a month. The key of a deleted message no longer prevents a second one."""
    if settings.MESSAGES_KEPT_DAYS >= LEAST_MESSAGES_KEPT_DAYS:
        return []
    hint = f"Set MESSAGES_KEPT_DAYS to {LEAST_MESSAGES_KEPT_DAYS} or more."
    return [Error("Messages would be deleted while reports on them arrive.", hint=hint, id="portal.E015")]


@register(Tags.security, deploy=True)
def check_demo_is_off(**_) -> list[Error]:
    """Check that DEMO is off, because it opens the mailbox page and prints sign-ins."""
    if not settings.DEMO:
        return []
    return [Error("DEMO is on.", hint="Set DEMO=false: it shows messages and sign-ins to everybody.", id="portal.E020")]


@register(Tags.security, deploy=True)
def check_inspection_sandbox(**_) -> list[Warning]:
    """Check that uploaded files can be inspected in a sandbox on this computer."""
    problem = bubblewrap.find_sandbox_problem()
    if not problem:
        return []
    if settings.INSPECT_WITHOUT_SANDBOX:
        said = "INSPECT_WITHOUT_SANDBOX is on, and no sandbox works on this computer."
        return [Warning(said, hint=f"{problem} Then set INSPECT_WITHOUT_SANDBOX=false.", id="portal.W022")]
    said = "No sandbox works on this computer, so uploaded files are held and not inspected."
    return [Warning(said, hint=f"{problem} docs/runbook.md says more.", id="portal.W023")]


@register(Tags.security, deploy=True)
def check_shared_metrics(**_) -> list[Warning]:
    """Check that web processes share their metrics: each counts its own requests, and any of them answers /metrics."""
    if not settings.METRICS_TOKEN or os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        return []
    hint = "Set PROMETHEUS_MULTIPROC_DIR to a folder that they share and that is emptied before they start."
    return [Warning("METRICS_TOKEN is set, and each process counts its own requests.", hint=hint, id="portal.W021")]


@register(Tags.database, PORTAL)
def check_urdu_search(databases=None, **_) -> list[Error]:
    """Check the database's locale. Under "C" it makes no trigrams of Urdu words, so a search would find nothing."""
    return [
        Error(
            "The database finds no trigrams in Urdu words.",
            hint="Make it anew with a UTF-8 locale, for example: createdb --locale=C.UTF-8 --template=template0 portal",
            id="portal.E030",
        )
        for alias in databases or []
        if alias == "default" and not can_search_urdu(alias)
    ]


def can_search_urdu(alias: str) -> bool:
    """Return whether a database makes trigrams of Urdu words.

    True if it is unavailable or not migrated yet: other checks report that.
    """
    try:
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT cardinality(show_trgm('لاہور')) > 0")
            return cursor.fetchone()[0]
    except DatabaseError:
        return True
