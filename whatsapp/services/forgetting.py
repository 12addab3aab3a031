"""What is left of somebody's chat goes with what is personal in their complaint."""

from django.db.models import Q
from django.dispatch import receiver

from complaints.models import Complainant
from complaints.signals import complaint_ending_for_good
from whatsapp.models import Chat, Media, Update


@receiver(complaint_ending_for_good)
def forget(sender, complaint, complainant, **_) -> None:
    """Files' names of this complaint; and the whole chat, unless another complaint of this telephone is kept.

    A new message begins a new chat.
    """
    Media.objects.filter(complaint=complaint).delete()
    mark = bytes(complainant.phone_index)
    if not mark or Complainant.objects.exclude(pk=complainant.pk).filter(phone_index=mark).exists():
        return
    chats = Chat.objects.filter(phone_index=mark)
    senders = {bytes(index) for pair in chats.values_list("user_index", "phone_index") for index in pair if index}
    Update.objects.filter(~Q(payload=""), sender__in=senders).delete()
    chats.delete()
