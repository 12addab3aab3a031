"""Encrypt officers' second factors in the database, bound to the officer.

allauth keeps them in the column `data` of its own table: the secret of an app, the seed of recovery codes, the public
key of a passkey. A row that somebody writes or copies there does not open. So the officer's row states whether a first
factor may be set up: it may not after the rows of the factors were deleted behind the portal's back.
"""

import json

from allauth.mfa.models import Authenticator
from django.db.models.signals import post_init, post_save, pre_save
from django.dispatch import receiver

from accounts.models import Officer
from accounts.models.officer import FactorState
from accounts.second_factor import FACTORS
from ledger.field_encryption import decrypt_text, encrypt_text, purpose_in_row

SEALED = "sealed"
FACTOR_PURPOSE = "second factor"


class UnsealedFactor(Exception):
    """A second factor in the database is not encrypted: the portal did not write it."""


@receiver(pre_save, sender=Authenticator)
def seal_factor(sender, instance: Authenticator, **kwargs) -> None:
    """Encrypt a factor before its row is written."""
    purpose = purpose_in_row(FACTOR_PURPOSE, instance.user_id)
    instance.data = {SEALED: encrypt_text(json.dumps(instance.data), purpose)}


@receiver([post_init, post_save], sender=Authenticator)
def open_factor(sender, instance: Authenticator, **kwargs) -> None:
    """Decrypt a factor after its row was read or written.

    Raises UnsealedFactor or InvalidTag for a row that the portal did not write for this officer.
    """
    if instance.pk is None or "data" in instance.get_deferred_fields():
        return
    if set(instance.data) != {SEALED}:
        raise UnsealedFactor(f"Second factor {instance.pk} of officer {instance.user_id}")
    purpose = purpose_in_row(FACTOR_PURPOSE, instance.user_id)
    instance.data = json.loads(decrypt_text(instance.data[SEALED], purpose))


@receiver(post_save, sender=Authenticator)
def record_first_factor(sender, instance: Authenticator, created: bool, **kwargs) -> None:
    """Record that the officer has a factor, so that no other first one can be set up."""
    if created and instance.type in FACTORS:
        set_factor_state(instance.user_id, FactorState.SET_UP)


def set_factor_state(officer_id: int, state: FactorState) -> None:
    """Record whether a first factor may be set up for this officer."""
    column = Officer._meta.get_field("factor_state")
    Officer.objects.filter(pk=officer_id).update(factor_state=column.seal(str(state), officer_id))
