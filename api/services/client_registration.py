"""Register, rotate and revoke the clients of the API. A secret is returned once and stored only as a digest."""

import hashlib
import hmac
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Office
from accounts.models.staff_act import StaffActKind
from accounts.services.admin_log import log_staff_act
from accounts.services.staff_refusals import StaffChangeRefused
from api.models import ApiClient
from api.rules.client_scopes import ClientKind, invalid_scopes
from api.rules.partner_rights import Rights, gives_more
from complaints.models import Category

OVERLAP = timedelta(hours=24)
"""How long the former secret works after a rotation, unless the rotation is at once."""


class UnusableClient(ValueError):
    """The description of the client cannot be accepted. The text says why."""


@dataclass(frozen=True)
class NewSecret:
    """A client with the secret that is shown once."""

    client: ApiClient
    secret: str


def secret_digest(secret: str) -> str:
    """Return what is stored of a secret. It is random enough that a plain hash cannot be tried out."""
    return hashlib.sha256(secret.encode()).hexdigest()


def is_current_secret(client: ApiClient, secret: str, *, at: datetime) -> bool:
    """Return whether this is a secret of the client that works now."""
    return secret_mark(client, secret_digest(secret), at=at) != ""


def secret_mark(client: ApiClient, digest: str, *, at: datetime) -> str:
    """Return the part of a digest that marks a token; empty if the secret does not work now."""
    works = hmac.compare_digest(client.secret_digest, digest)
    if client.former_digest and client.former_until and at < client.former_until:
        works |= hmac.compare_digest(client.former_digest, digest)
    return digest[:16] if works else ""


def check_rights(kind: ClientKind, rights: Rights) -> None:
    """Raise UnusableClient for rights that this kind of client cannot have."""
    if wrong := invalid_scopes(kind, rights.scopes):
        raise UnusableClient(f"A client of the kind {kind} cannot have these scopes: {', '.join(wrong)}")
    if not rights.scopes:
        raise UnusableClient("Name at least one scope.")
    if not 1 <= rights.requests_per_minute <= 6000:
        raise UnusableClient("Requests a minute: 1 to 6000.")
    for model, codes in ((Office, rights.offices), (Category, rights.categories)):
        known = set(model.objects.filter(code__in=codes).values_list("code", flat=True))
        if unknown := sorted(set(codes) - known):
            raise UnusableClient(f"No {model.__name__.lower()} has the code {', '.join(unknown)}.")


@transaction.atomic
def create_client(
    *,
    kind: ClientKind,
    name_en: str,
    name_ur: str,
    scopes: Collection[str],
    offices: Collection[str] = (),
    categories: Collection[str] = (),
    requests_per_minute: int = 120,
    client_id: str = "",
    secret: str = "",
    by: Actor | None = None,
    at: datetime,
) -> NewSecret:
    """Register a client. Raises UnusableClient.

    `client_id`, `secret`: only for the demo, whose credentials are known; otherwise random. `by`: the administrator;
    None for a command.
    """
    check_rights(kind, Rights(scopes, offices, categories, requests_per_minute))
    secret = secret or secrets.token_urlsafe(32)
    client = ApiClient.objects.create(
        client_id=client_id or f"{kind}-{secrets.token_hex(8)}",
        kind=kind,
        name_en=name_en,
        name_ur=name_ur,
        secret_digest=secret_digest(secret),
        scopes=sorted(scopes),
        offices=sorted(offices),
        categories=sorted(categories),
        requests_per_minute=requests_per_minute,
        created_at=at,
    )
    _log_act(f"+ {client}", by=by, at=at)
    return NewSecret(client, secret)


@transaction.atomic
def change_client(
    client_id: str, rights: Rights, *, is_approved: bool = False, by: Actor | None = None, at: datetime
) -> ApiClient:
    """Change what a client may do, from its next request on. Raises UnusableClient, ApiClient.DoesNotExist.

    `is_approved`: a second administrator confirmed it; one alone can only take rights away (StaffChangeRefused).
    """
    client = ApiClient.objects.select_for_update().get(client_id=client_id)
    check_rights(ClientKind(client.kind), rights)
    if gives_more(client.rights, rights):
        _require_approval(is_approved, by=by)
    client.scopes, client.offices = sorted(rights.scopes), sorted(rights.offices)
    client.categories, client.requests_per_minute = sorted(rights.categories), rights.requests_per_minute
    client.save(update_fields=["scopes", "offices", "categories", "requests_per_minute"])
    _log_act(f"{client}: {' '.join(client.scopes)}", by=by, at=at)
    return client


def _require_approval(is_approved: bool, *, by: Actor | None) -> None:
    """Raise StaffChangeRefused for one administrator alone, so that no page can forget it.

    A command needs no second administrator, because its user controls the server.
    """
    if by is not None and not is_approved:
        raise StaffChangeRefused(_("This needs two administrators."))


def _log_act(words: str, *, by: Actor | None, at: datetime) -> None:
    """Write an administrator's act into the admin log.

    A command leaves no entry, because its user controls the server.
    """
    if by is not None:
        log_staff_act(StaffActKind.PARTNER, officer=None, by=by, at=at, words=words, tell_auditors=True)


def log_endpoint_act(client: ApiClient, words: str, *, by: Actor, at: datetime) -> None:
    """Write what an administrator did with a partner's endpoint into the admin log."""
    _log_act(f"{client}: {words}", by=by, at=at)


@transaction.atomic
def rotate_secret(
    client_id: str, *, at_once: bool = False, is_approved: bool = False, by: Actor | None = None, at: datetime
) -> NewSecret:
    """Give the client a new secret. The former one works for a day; not if `at_once`.

    `is_approved`: a second administrator confirmed it. Raises ApiClient.DoesNotExist, StaffChangeRefused.
    """
    _require_approval(is_approved, by=by)
    client, secret = ApiClient.objects.select_for_update().get(client_id=client_id), secrets.token_urlsafe(32)
    client.former_digest = "" if at_once else client.secret_digest
    client.former_until = None if at_once else at + OVERLAP
    client.secret_digest = secret_digest(secret)
    client.save(update_fields=["secret_digest", "former_digest", "former_until"])
    _log_act(f"{client}: secret", by=by, at=at)
    return NewSecret(client, secret)


@transaction.atomic
def revoke_client(client_id: str, *, by: Actor | None = None, at: datetime) -> ApiClient:
    """End a client for good. Its tokens stop working with this commit. Raises ApiClient.DoesNotExist."""
    client = ApiClient.objects.select_for_update().get(client_id=client_id)
    client.revoked_at = client.revoked_at or at
    client.save(update_fields=["revoked_at"])
    _log_act(f"– {client}", by=by, at=at)
    return client
