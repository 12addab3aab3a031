"""Model of one person's chat."""

import json

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ledger.encrypted_fields import RowIdField, SealedTextField
from whatsapp.rules.chat_state import State


class Chat(models.Model):
    """A chat, found by the business-scoped id or the phone number. Both are encrypted and have blind indexes.

    `heard_at`: the time of the person's last message, from which Meta's 24 hours count. `welcome`: they agreed to news
    here. `number_is_proved`: the number opens its complaints. It does not if another account had it before, because it
    may have changed hands; a key is asked for first. `moved_to`: the number to which WhatsApp says that this account
    has moved; the chat follows once a key has opened one of its complaints there.
    """

    id = RowIdField(primary_key=True)
    user_id = SealedTextField(blank=True)
    user_index = models.BinaryField(max_length=16, default=b"")
    phone = SealedTextField(blank=True)  # E.164
    phone_index = models.BinaryField(max_length=16, default=b"")
    number_is_proved = models.BooleanField(default=True, db_default=True)
    moved_to = SealedTextField(blank=True, default="", db_default="")  # E.164
    moved_to_index = models.BinaryField(max_length=16, default=b"", db_default=b"")
    sealed_state = SealedTextField(default="{}")
    heard_at = models.DateTimeField(null=True)
    welcome = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("WhatsApp chat")
        constraints = [
            models.UniqueConstraint(name="wa_chat_one_a_user", fields=["user_index"], condition=~Q(user_index=b"")),
            models.UniqueConstraint(name="wa_chat_one_a_phone", fields=["phone_index"], condition=~Q(phone_index=b"")),
            models.CheckConstraint(name="wa_chat_is_somebodys", condition=~Q(user_index=b"") | ~Q(phone_index=b"")),
        ]

    @property
    def state(self) -> State:
        return State.from_json(json.loads(self.sealed_state))

    @state.setter
    def state(self, value: State) -> None:
        self.sealed_state = json.dumps(value.to_json(), ensure_ascii=False)

    @property
    def language(self) -> str:
        return self.state.language or ""
