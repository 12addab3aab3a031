"""Texts that an office has prepared for its officers, by move, category and language."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.models.category import Category

LANGUAGES = [("en", "English"), ("ur", "اردو")]
LONGEST_TITLE = 80
CHAT_MOVE = "operator_chat"
"""Stands in the place of a move in texts for chats with an operator of the complaint cell, which are no move."""


class CannedReply(models.Model):
    """One text for one move, offered to the officers of an office and of the offices below it.

    `move`: the name in the table of moves. `category`: None for all categories. `text` may contain the placeholders of
    desk.rules.reply_placeholders ({etag}, {officer}, …). `changed_by`: the posting that last edited it. Edits and
    deletions are not recorded, because the history holds every text that was sent.
    """

    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="+", db_index=False)
    move = models.CharField(_("step"), max_length=24)
    category = models.ForeignKey(Category, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES)
    title = models.CharField(_("title"), max_length=LONGEST_TITLE)
    text = models.TextField(_("text"))
    changed_by = models.ForeignKey("accounts.Posting", models.PROTECT, related_name="+", db_index=False)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("canned reply")
        verbose_name_plural = _("canned replies")
        constraints = [
            models.UniqueConstraint(
                name="canned_reply_title_unique_in_its_list",
                fields=["office", "move", "category", "language", "title"],
                nulls_distinct=False,
            )
        ]

    def __str__(self):
        return self.title
