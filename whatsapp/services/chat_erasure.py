"""Deletion of chat data together with the personal data of a complaint."""

from django.db.models import Q
from django.dispatch import receiver

from complaints.models import Complainant, Complaint
from complaints.signals import complaint_ending_for_good
from whatsapp.models import Chat, Media, OwnComplaint, Update


@receiver(complaint_ending_for_good)
def erase_chat(sender, complaint, complainant, **_) -> None:
    """Delete the complaint's files and the whole chat, unless another complaint of this phone is kept.

    A later message begins a new chat.
    """
    Media.objects.filter(complaint=complaint).delete()
    mark = bytes(complainant.phone_index)
    own_rows = OwnComplaint.objects.filter(complaint=complaint)
    chats = Chat.objects.filter(Q(pk__in=own_rows.values("chat")) | (Q(phone_index=mark) if mark else Q(pk=None)))
    chats = [chat for chat in chats if not _has_other_complaints(chat, complaint, complainant)]
    own_rows.delete()
    senders = {bytes(index) for chat in chats for index in (chat.user_index, chat.phone_index) if index}
    Update.objects.filter(~Q(payload=""), sender__in=senders).delete()
    Chat.objects.filter(pk__in=[chat.pk for chat in chats]).delete()


def _has_other_complaints(chat: Chat, complaint: Complaint, complainant: Complainant) -> bool:
    """Return whether another complaint of this chat or its number is kept."""
    if OwnComplaint.objects.filter(chat=chat).exclude(complaint=complaint).exists():
        return True
    number = bytes(chat.phone_index)
    return bool(number) and Complainant.objects.exclude(pk=complainant.pk).filter(phone_index=number).exists()
