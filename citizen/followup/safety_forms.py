"""Forms of the questions about safety: safe contact, safe hours, and the words that open the complaint."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from citizen.access.access_forms import SecretInput
from citizen.followup.question_form import QuestionForm
from complaints.queries.followup_context import has_address_opened_complaint, may_set_secret_word_without_old
from complaints.rules.clock import SafeHours
from complaints.rules.followup_questions import may_change_number
from complaints.services.followup import CallingHoursAnswer, DuressWordAnswer, SafeContactAnswer, SecretWordAnswer
from complaints.services.followup.followup_answer_types import ANSWER_LENGTHS
from notifications.message_channels import offered_channels
from web import identity_numbers
from web.form_fields import (
    INVALID_CHOICE,
    NOT_A_MOBILE_NUMBER,
    EmailTextField,
    EmailTypoForm,
    PhoneField,
    PlainTextField,
)
from web.time_format import format_time_of_day
from web.time_zones import CITY_OF_ZONE, city_of_zone

ANY_TIME = ("", _("Any time"))


class ContactForm(EmailTypoForm, QuestionForm):
    """Form for phone number, e-mail address, channel, language and wording of messages.

    A number that opens the complaint is shown but cannot be changed.
    """

    phone = PhoneField(label=_("Phone number"), required=False, help_text=_("Any country. For example 0300 1234567."))
    email = EmailTextField(label=_("E-mail address"), required=False, max_length=254)
    channel = forms.ChoiceField(
        label=_("Send me messages by"),
        required=False,
        widget=forms.RadioSelect,
        choices=[*offered_channels(), ("", _("Either"))],
        error_messages={"invalid_choice": INVALID_CHOICE},
    )
    language = forms.ChoiceField(
        label=_("Language of our messages"),
        widget=forms.RadioSelect,
        choices=[("ur", "اردو"), ("en", "English")],
        error_messages={"required": INVALID_CHOICE, "invalid_choice": INVALID_CHOICE},
    )
    neutral = forms.BooleanField(
        label=_("Messages must not show what they are about"),
        required=False,
        help_text=_(
            "Messages will then say only that you have an update. They will not mention the police or the complaint."
        ),
    )
    calls = forms.BooleanField(
        label=_("I cannot read: please call me"),
        required=False,
        help_text=_("The complaint cell will then call you with updates, at the times you chose."),
    )
    messages = forms.BooleanField(
        label=_("Send me messages even though I have a secret word"),
        required=False,
        help_text=_("Anyone who has your phone can then see that there are messages, but cannot open your complaint."),
    )

    def stored_values(self) -> dict:
        person = self.followup.person
        return {
            "phone": person.phone,
            "email": person.email,
            "channel": person.prefers,
            "language": person.language,
            "neutral": person.neutral,
            "calls": person.wants_calls,
            "messages": person.messages_wanted,
        }

    def adapt_fields(self) -> None:
        person = self.followup.person
        is_access_key, is_limited = (
            has_address_opened_complaint(person, self.followup.opened_by),
            self.followup.is_limited,
        )
        self.fixed = []
        for name in ("phone", "email"):
            has_value = bool(getattr(person, name))
            if not may_change_number(
                has_number=has_value, is_key=is_access_key, has_secret=person.has_secret, limited=is_limited
            ):
                shown = (
                    getattr(person, name)
                    if self.followup.sees_identity
                    else identity_numbers.mask_contact_address(getattr(person, name))
                )
                self.fixed.append((self.fields.pop(name).label, shown))
        if not self.followup.complaint.is_quiet:
            del self.fields["messages"]
        elif not person.has_secret:
            self.fields["messages"].label = _("Send me messages about this complaint")
            self.fields["messages"].help_text = _(
                "Otherwise we only send a code, when you ask for one. Anyone who has your phone can see the messages."
            )

    def clean(self) -> dict:
        data = super().clean()
        phone, email = self._number("phone"), self._number("email")
        if phone and "phone" in self.fields and not data.get("calls") and not identity_numbers.can_receive_sms(phone):
            self.add_error("phone", NOT_A_MOBILE_NUMBER)
        if email and "email" in self.fields and email != self.followup.person.email:
            self.ask_about_typo(email)
        if data.get("channel") == "sms" and not phone and "phone" not in self.errors:
            self.add_error(
                "phone" if "phone" in self.fields else "channel", _("Enter your phone number to get messages by SMS.")
            )
        if data.get("channel") == "email" and not email and "email" not in self.errors:
            self.add_error(
                "email" if "email" in self.fields else "channel",
                _("Enter your e-mail address to get messages by e-mail."),
            )
        if data.get("calls") and not phone and "phone" not in self.errors:
            self.add_error("calls", _("Enter your phone number so that we can call you."))
        if not (phone or email or self.followup.person.has_secret or {"phone", "email"} & set(self.errors)):
            self.add_error(
                "phone",
                _("Without a secret word, you can open your complaint only with your phone number or e-mail address."),
            )
        return self.cleaned_data

    def _number(self, name: str) -> str:
        """Return the entered number or address, or the stored one if it cannot be changed."""
        return self.cleaned_data.get(name, "") if name in self.fields else getattr(self.followup.person, name)

    def make_answer(self) -> SafeContactAnswer:
        data = self.cleaned_data
        return SafeContactAnswer(
            phone=self._number("phone"),
            email=self._number("email"),
            channel=data["channel"],
            language=data["language"],
            neutral=data["neutral"],
            calls=data["calls"],
            messages=data.get("messages", False),
        )


class SafeHoursForm(QuestionForm):
    """Form for the hours in which the complainant may be called, their time zone, and whether by a woman officer."""

    safe_from = forms.ChoiceField(label=_("From"), required=False, error_messages={"invalid_choice": INVALID_CHOICE})
    safe_until = forms.ChoiceField(label=_("Until"), required=False, error_messages={"invalid_choice": INVALID_CHOICE})
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        error_messages={"required": INVALID_CHOICE, "invalid_choice": INVALID_CHOICE},
        help_text=_("Choose where you live. Officers see these hours in Pakistan time."),
    )
    woman_officer = forms.BooleanField(label=_("I would rather speak to a woman officer"), required=False)

    def stored_values(self) -> dict:
        person = self.followup.person
        begins, ends = person.safe_from, person.safe_until
        return {
            "safe_from": "" if begins is None else begins,
            "safe_until": "" if ends is None else ends,
            "time_zone": person.time_zone,
            "woman_officer": person.woman_officer,
        }

    def adapt_fields(self) -> None:
        hours = [(str(hour), hour_label(hour)) for hour in range(24)]
        for name in ("safe_from", "safe_until"):
            self.fields[name].choices = [ANY_TIME, *hours]
        own_zone = self.followup.person.time_zone
        other_zones = {own_zone: city_of_zone(own_zone)} if own_zone not in CITY_OF_ZONE else {}
        self.fields["time_zone"].choices = [*CITY_OF_ZONE.items(), *other_zones.items()]

    def clean(self) -> dict:
        data = super().clean()
        begins, ends = data.get("safe_from"), data.get("safe_until")
        if {"safe_from", "safe_until"} & set(self.errors):
            return data
        if bool(begins) != bool(ends):
            missing = "safe_until" if begins else "safe_from"
            self.add_error(missing, _("Choose both times, or “Any time” for both."))
        elif begins and begins == ends:
            self.add_error(
                "safe_until", _("The start and end times are the same. Leave at least one hour between them.")
            )
        return self.cleaned_data

    def make_answer(self) -> CallingHoursAnswer:
        data = self.cleaned_data
        hours = SafeHours(int(data["safe_from"]), int(data["safe_until"])) if data["safe_from"] else None
        return CallingHoursAnswer(hours=hours, time_zone=data["time_zone"], woman_officer=data["woman_officer"])


def hour_label(hour: int) -> str:
    """Return a full hour of the day: “5:00 pm”."""
    return format_time_of_day(datetime(2026, 1, 1, hour))


class CurrentWordField(PlainTextField):
    """Field for the current secret word."""

    def __init__(self):
        super().__init__(
            label=_("Your current secret word"),
            needed=_("Enter your current secret word. Only you can change it."),
            max_length=200,
            widget=SecretInput,
        )


class SecretWordForm(QuestionForm):
    """Form for a secret word, or a new one. It is not shown again."""

    present = CurrentWordField()
    word = PlainTextField(
        label=_("Your secret word"),
        needed=_("Type a word, or skip the question."),
        max_length=200,
        help_text=_(
            "At least 6 letters. Two or three words are best. If you forget it, nobody can tell you what it was."
        ),
        widget=SecretInput,
    )

    def adapt_fields(self) -> None:
        """Remove the current word if there is none, or if it was lost and a printed code opened the complaint."""
        if not self.followup.person.has_secret or self.is_recovering:
            del self.fields["present"]
        if self.followup.person.has_secret:
            self.fields["word"].label = _("Your new secret word")

    @property
    def is_recovering(self) -> bool:
        return may_set_secret_word_without_old(self.followup.complaint.pk, self.followup.last_answers, at=self.at)

    def make_answer(self) -> SecretWordAnswer:
        return SecretWordAnswer(word=self.cleaned_data["word"], present_word=self.cleaned_data.get("present", ""))


class DuressWordForm(QuestionForm):
    """Form for the duress word, and for the text of the complaint that its page shows.

    The page that the duress word opens has this form too. So nothing in it shows whether there is a word already,
    explains what it is for, or suggests a text, which could be recognised.
    """

    present = CurrentWordField()
    word = PlainTextField(
        label=_("Your second word"),
        needed=_("Type a word, or skip the question."),
        max_length=200,
        help_text=_(
            "Choose a word of at least 6 letters that is not your secret word. It replaces any second word you "
            "set before."
        ),
        widget=SecretInput,
    )

    story = PlainTextField(
        label=_("A short text for it"),
        needed=_("Write one or two sentences."),
        max_length=ANSWER_LENGTHS["story"],
        help_text=_("One or two sentences in your own words. They replace any text you wrote before."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto", "autocomplete": "off"}),
    )

    def make_answer(self) -> DuressWordAnswer:
        data = self.cleaned_data
        return DuressWordAnswer(word=data["word"], present_word=data["present"], story=data["story"])
