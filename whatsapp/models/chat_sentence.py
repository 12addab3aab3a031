"""Model of the chat's sentences as administrators edit them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from whatsapp.rules.languages import Language
from whatsapp.rules.sentences import sentence_table


class ChatSentence(models.Model):
    """One sentence of the chat. A text that is empty here is the shipped one (`whatsapp/words/`)."""

    key = models.CharField(_("name"), max_length=60, unique=True, editable=False)
    text_en = models.TextField(_("English"), blank=True)
    text_ur = models.TextField(_("Urdu"), blank=True)
    text_roman = models.TextField(_("Roman Urdu"), blank=True)
    edited_at = models.DateTimeField(_("edited at"), null=True, editable=False)

    class Meta:
        verbose_name = _("sentence of the chat")
        verbose_name_plural = _("sentences of the chat")
        ordering = ["key"]

    def __str__(self):
        return self.key

    @property
    def texts(self) -> dict[Language, str]:
        """The texts that administrators have written, by language."""
        return {language: text for language in Language if (text := getattr(self, f"text_{language}"))}

    @property
    def shown_texts(self) -> dict[Language, str]:
        """The texts that the chat uses, by language."""
        return {language: sentence_table()[self.key][language] for language in Language} | self.texts
