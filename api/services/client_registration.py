"""Register, rotate and revoke the clients of the API. A secret is returned once and stored only as a digest."""

import hashlib
import hmac
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from accounts.actors import Actor
from accounts.models import Office
from accounts.models.staff_act import StaffActKind
from accounts.services.admin_log import log_staff_act
from api.models import ApiClient
from api.rules.client_scopes import ClientKind, invalid_scopes
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


def _check_rights(
    kind: ClientKind, scopes: Collection[str], offices: Collection[str], categories: Collection[str], per_minute: int
) -> None:
    """Raise UnusableClient for rights that this kind of client cannot have."""
    if wrong := invalid_scopes(kind, scopes):
        raise UnusableClient(f"A client of the kind {kind} cannot have these scopes: {', '.join(wrong)}")
    if not scopes:
        raise UnusableClient("Name at least one scope.")
    if not 1 <= per_minute <= 6000:
        raise UnusableClient("Requests a minute: 1 to 6000.")
    for model, codes in ((Office, offices), (Category, categories)):
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
    _check_rights(kind, scopes, offices, categories, requests_per_minute)
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
    client_id: str,
    *,
    scopes: Collection[str],
    offices: Collection[str],
    categories: Collection[str],
    requests_per_minute: int,
    by: Actor | None = None,
    at: datetime,
) -> ApiClient:
    """Change what a client may do, from its next request on. Raises UnusableClient, ApiClient.DoesNotExist."""
    client = ApiClient.objects.select_for_update().get(client_id=client_id)
    _check_rights(ClientKind(client.kind), scopes, offices, categories, requests_per_minute)
    client.scopes, client.offices, client.categories = sorted(scopes), sorted(offices), sorted(categories)
    client.requests_per_minute = requests_per_minute
    client.save(update_fields=["scopes", "offices", "categories", "requests_per_minute"])
    _log_act(f"{client}: {' '.join(client.scopes)}", by=by, at=at)
    return client


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
def rotate_secret(client_id: str, *, at_once: bool = False, by: Actor | None = None, at: datetime) -> NewSecret:
    """Give the client a new secret. The former one works for a day; not if `at_once`. Raises ApiClient.DoesNotExist."""
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
