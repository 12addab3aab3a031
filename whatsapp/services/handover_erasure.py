"""Erasure of the texts and files of hand-overs: with the chat, at the person's request, and after their period.

The log itself stays: who had the chat, and when.
"""

from datetime import datetime

from django.db.models import QuerySet
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.utils.timezone import now

from whatsapp.models import Chat, Handover, HandoverLine
from whatsapp.rules.handover.handover_rules import TEXTS_KEPT_FOR
from whatsapp.services.handover_file_removal import remove_files


@receiver(pre_delete, sender=Chat)
def erase_texts_before_chat(sender, instance, **_) -> None:
    """Erase the texts of a chat that is deleted, for example with the last complaint of its telephone."""
    at = now()
    open_ones = Handover.objects.open().filter(chat=instance)
    open_ones.update(ended_at=at, ended_why=Handover.Ending.ERASED, holder=None, waiting_since=None)
    erase_texts_of_chat(instance, at=at)


def erase_texts_of_chat(chat: Chat, *, at: datetime) -> None:
    """Erase the texts of all hand-overs of a chat."""
    _erase_texts(Handover.objects.filter(chat=chat), at=at)


def erase_expired_texts(*, at: datetime) -> int:
    """Erase the texts of hand-overs about no complaint whose period is over. Return the number of hand-overs.

    Texts about a complaint go with the chat, when the complaint's retention period ends.
    """
    expired = Handover.objects.filter(complaint=None, about=[], texts_erased_at=None, ended_at__lt=at - TEXTS_KEPT_FOR)
    return _erase_texts(expired, at=at)


def _erase_texts(handovers: QuerySet[Handover], *, at: datetime) -> int:
    ids = list(handovers.filter(texts_erased_at=None).values_list("pk", flat=True))
    HandoverLine.objects.filter(handover__in=ids).exclude(text="").update(text="")
    with_files = HandoverLine.objects.filter(handover__in=ids, evidence__isnull=False)
    for handover_id in with_files.order_by("handover").values_list("handover", flat=True).distinct():
        remove_files(handover_id)
    return Handover.objects.filter(pk__in=ids).update(texts_erased_at=at)
