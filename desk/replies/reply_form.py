"""The form in which a supervisor writes a canned reply."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from complaints.models import CannedReply, Category
from complaints.models.desk_tools.canned_reply import CHAT_MOVE, LANGUAGES, LONGEST_TITLE
from complaints.workflow.table import MOVES, MOVES_WITH_REPLIES
from desk.moves.move_form import FIELD_ERRORS, UNREADABLE_TEXT, TypedTextField
from desk.rules import reply_placeholders
from desk.services.reply_writing import ReplyContent
from web.form_fields import UncutCharField

ANY_CATEGORY = _("Any category")


def choices_of_moves_with_replies() -> list[tuple[str, str]]:
    """Return the moves that can have canned replies with their titles, and the chat of the complaint cell."""
    of_moves = [(name, MOVES[name].page.title) for name in MOVES_WITH_REPLIES]
    return [*of_moves, (CHAT_MOVE, _("Chat with an operator"))]


class CannedReplyForm(forms.Form):
    """A canned reply. `reply`: the one to change; None for a new one."""

    move = forms.ChoiceField(label=_("Step"), error_messages=FIELD_ERRORS)
    category = forms.ChoiceField(label=_("Category"), required=False, error_messages=FIELD_ERRORS)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, error_messages=FIELD_ERRORS)
    title = UncutCharField(
        label=_("Title"),
        max_length=LONGEST_TITLE,
        help_text=_("Your officers find the reply by this title. The complainant does not see it."),
        error_messages=FIELD_ERRORS
        | {
            "null_characters_not_allowed": UNREADABLE_TEXT,
            "max_length": _("This must be %(limit_value)d characters or fewer."),
        },
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    text = TypedTextField(label=_("Text"), rows=8)

    def __init__(self, data=None, *, reply: CannedReply | None = None):
        super().__init__(data, initial=_initial_values(reply) if reply else None)
        self.fields["move"].choices = [("", _("Choose a step")), *choices_of_moves_with_replies()]
        categories = Category.objects.filter(is_active=True)
        self.fields["category"].choices = [("", ANY_CATEGORY), *((str(one.pk), one.name) for one in categories)]

    def clean_text(self) -> str:
        """Refuse unknown placeholders, and name them."""
        typed = self.cleaned_data["text"]
        if names := reply_placeholders.unknown_placeholders(typed):
            raise forms.ValidationError(unknown_placeholders_text(names))
        return typed

    @property
    def content(self) -> ReplyContent:
        """Return the reply of a valid form."""
        data = self.cleaned_data
        category = int(data["category"]) if data["category"] else None
        return ReplyContent(data["move"], category, data["language"], data["title"], data["text"])


def unknown_placeholders_text(names: list[str]) -> str:
    """Return the error message for unknown placeholders, with a list of the known ones."""
    message = gettext("Unknown placeholders: %(names)s. You can use: %(known)s.")
    known_names = " ".join(f"{{{name}}}" for name in reply_placeholders.PLACEHOLDERS)
    return message % {"names": " ".join(names), "known": known_names}


def _initial_values(reply: CannedReply) -> dict:
    return {
        "move": reply.move,
        "category": str(reply.category_id or ""),
        "language": reply.language,
        "title": reply.title,
        "text": reply.text,
    }
