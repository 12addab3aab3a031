"""Change a partner: one administrator requests it, another confirms it, and the auditors are notified of both.

Who sets a partner's address, rights or secrets alone could act in its name. Taking rights away and revoking the partner
need one administrator, because a partner that does harm is stopped at once.
"""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models.staff_act import StaffActKind
from accounts.services.admin_log import log_staff_act
from accounts.services.approval_decisions import lock_for_decision
from accounts.services.staff_refusals import StaffChangeRefused
from api.models import ApiClient, EventEndpoint, PartnerChange
from api.rules.partner_rights import Rights, gives_more
from api.services import client_registration, event_endpoints
from api.webhook_sender import check_address

Kind = PartnerChange.Kind


def change_rights(*, client: ApiClient, rights: Rights, by: Actor, at: datetime) -> PartnerChange | None:
    """Take rights away, or change the rate, at once. Request anything that gives the partner more.

    Return the request; None if it was changed at once. Raises UnusableClient, StaffChangeRefused.
    """
    if not gives_more(client.rights, rights):
        client_registration.change_client(client.client_id, rights, by=by, at=at)
        return None
    client_registration.check_rights(client.kind, rights)
    return _request(client, Kind.RIGHTS, by=by, at=at, **rights._asdict())


def request_address(*, client: ApiClient, address: str, by: Actor, at: datetime) -> PartnerChange:
    """Request another address for events, or the first one. Raises RefusedAddress, StaffChangeRefused.

    Call it outside a transaction: the address is resolved. It is checked again at each attempt to send.
    """
    check_address(address)
    if EventEndpoint.objects.filter(client=client, address=address).exists():
        raise StaffChangeRefused(_("The partner has this address already."))
    return _request(client, Kind.ADDRESS, by=by, at=at, address=address)


def request_secret(*, client: ApiClient, kind: PartnerChange.Kind, by: Actor, at: datetime) -> PartnerChange:
    """Request a new secret: CLIENT_SECRET or EVENT_SECRET. Raises StaffChangeRefused."""
    return _request(client, kind, by=by, at=at)


@transaction.atomic
def _request(client: ApiClient, kind: PartnerChange.Kind, *, by: Actor, at: datetime, **wanted) -> PartnerChange:
    if client.revoked_at:
        raise StaffChangeRefused(_("The partner is revoked."))
    try:
        with transaction.atomic():
            change = PartnerChange.objects.create(
                client=client, kind=kind, asked_by_id=by.officer_id, asked_at=at, **wanted
            )
    except IntegrityError as error:
        raise StaffChangeRefused(
            _("This has already been requested and is waiting for a second administrator.")
        ) from error
    _log(StaffActKind.PARTNER_ASKED, change, by=by, at=at)
    return change


@transaction.atomic
def confirm_partner_change(*, change: PartnerChange, by: Actor, at: datetime) -> str:
    """Apply a request. Return the new secret, which is shown once, or an empty text. Raises StaffChangeRefused."""
    change = lock_for_decision(change, "client", by=by, at=at)
    if change.client.revoked_at:
        raise StaffChangeRefused(_("The partner is revoked."))
    change.applied_at = at
    change.save()
    return _apply(change, by=by, at=at)


def _apply(change: PartnerChange, *, by: Actor, at: datetime) -> str:
    client = change.client
    match change.kind:
        case Kind.RIGHTS:
            client_registration.change_client(client.client_id, change.rights, is_approved=True, by=by, at=at)
            return ""
        case Kind.CLIENT_SECRET:  # at once, so that the partner notices
            return client_registration.rotate_secret(
                client.client_id, at_once=True, is_approved=True, by=by, at=at
            ).secret
        case Kind.EVENT_SECRET:
            endpoint = EventEndpoint.objects.get(client=client)
            secret = event_endpoints.rotate_event_secret(endpoint.pk, at_once=True, at=at)
            client_registration.log_endpoint_act(client, "event secret", by=by, at=at)
        case Kind.ADDRESS:
            secret = event_endpoints.save_checked_address(client, change.address, by_administrator=True, at=at)[1]
            client_registration.log_endpoint_act(client, "address", by=by, at=at)
    return secret


@transaction.atomic
def refuse_partner_change(*, change: PartnerChange, by: Actor, at: datetime) -> PartnerChange:
    """Refuse a request. Raises StaffChangeRefused if this administrator may not decide it."""
    change = lock_for_decision(change, "client", by=by, at=at)
    change.save()
    _log(StaffActKind.PARTNER_REFUSED, change, by=by, at=at)
    return change


def _log(kind: StaffActKind, change: PartnerChange, *, by: Actor, at: datetime) -> None:
    words = f"{change.client}: {change.kind} {change.address}{' '.join(change.scopes)}"
    log_staff_act(kind, officer=None, by=by, at=at, words=words, tell_auditors=True)
