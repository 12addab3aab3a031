"""The intake form: one page with all questions of the citizens' pages, filled in while the complainant speaks."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from citizen.filing import country_choices
from citizen.filing.filing_forms import StatementForm
from citizen.filing.kept_out_form import (
    KEEP_FROM_QUESTION,
    OFFICER_NAME_LABEL,
    SENIOR_POSSIBLE_LABEL,
    SENIOR_POSSIBLE_NEEDED,
    SENIORITY_CHOICES,
    SENIORITY_HELP,
    SENIORITY_LABEL,
    SENIORITY_NEEDED,
    STATION_LABEL,
    UNKNOWN,
)
from citizen.filing.missing_child_form import CHILD_FIELDS, LAST_SEEN, LAST_SEEN_EXAMPLE, MissingChildFields
from citizen.followup.complainant_forms import WRONG_NUMBER, WRONG_OTHER_NUMBER
from citizen.followup.question_form import EMPTY_CHOICE
from citizen.followup.safety_forms import ANY_TIME, hour_label
from citizen.queries import filing_options
from complaints.models import Document
from complaints.models.display.complaint_labels import CHANNELS, CONSENTS, THREE_ANSWERS
from complaints.rules.complainant.anonymity_and_consent import MAY_BE_ANONYMOUS, Behalf, Consent
from complaints.rules.complainant.identity_documents import ImpossibleNumber, normalise_document_number
from complaints.rules.special_categories import MISSING_CHILD
from complaints.rules.statuses import Channel
from complaints.services.draft_answers import MAX_LENGTHS
from desk.intake import intake_fields
from web.countries import PAKISTAN, ZONE_OF_COUNTRY
from web.form_fields import INVALID_CHOICE, EmailTextField, PhoneField, PlainTextField, TypedDateField

INTAKE_CHANNELS = (Channel.COUNTER, Channel.TELEPHONE, Channel.LETTER)
PHONE, EMAIL, KEY, ANONYMOUS = "phone", "email", "key", "anonymous"
CONTACT_CHOICES = [
    (PHONE, _("By phone")),
    (EMAIL, _("By e-mail")),
    (KEY, _("No phone: use a printed code")),
    (ANONYMOUS, _("They want to stay anonymous")),
]
BEHALF_CHOICES = [
    (Behalf.SELF, _("For themselves")),
    (Behalf.CHILD, _("For a child")),
    (Behalf.RELATIVE, _("For a relative")),
    (Behalf.CLIENT, _("For a client")),
    (Behalf.OTHER, _("For somebody else")),
]
UNKNOWN_STATION = ("", _("They don't know, or it is not listed"))
CHOICE_ERRORS = {"required": INVALID_CHOICE, "invalid_choice": INVALID_CHOICE}
LTR = {"dir": "ltr", "autocomplete": "off"}


class IntakeForm(MissingChildFields, StatementForm):
    """The intake form. The choices of the police station depend on the district in `data`.

    It asks the same as the citizens' pages and the follow-up questions, except for a secret word: spoken to an
    operator it would not be secret. A complainant who wants one sets it with the printed code.
    """

    channel = forms.ChoiceField(
        label=_("How was the complaint received?"), widget=forms.RadioSelect, choices=[], error_messages=CHOICE_ERRORS
    )
    letter_of = TypedDateField(label=_("Letter received on"), required=False)
    kind = intake_fields.CategoryField()
    kind_chosen = forms.ChoiceField(label=_("Choose one"), required=False, widget=forms.RadioSelect)
    district = forms.ChoiceField(
        label=_("District"), error_messages=CHOICE_ERRORS | {"required": _("Choose the district in which it happened.")}
    )
    station = forms.ChoiceField(label=_("Police station"), required=False)
    landmark = PlainTextField(label=_("Place or landmark"), required=False, max_length=MAX_LENGTHS["landmark"])
    happened_on = TypedDateField(label=_("Date"), required=False)
    happened_about = PlainTextField(
        label=_("Or in their words"), required=False, max_length=MAX_LENGTHS["happened_about"]
    )
    concerns = PlainTextField(
        label=_("Who is the complaint about?"),
        required=False,
        max_length=MAX_LENGTHS["concerns"],
        help_text=_("For an officer: name, rank, police station and belt number, as far as they know."),
    )
    keep_from = forms.ChoiceField(
        label=KEEP_FROM_QUESTION,
        widget=forms.RadioSelect,
        choices=THREE_ANSWERS,
        error_messages=CHOICE_ERRORS | {"required": _("Ask them, and choose their answer.")},
    )
    officer_station = forms.ChoiceField(label=STATION_LABEL, required=False)
    post = forms.ChoiceField(
        label=SENIORITY_LABEL,
        required=False,
        choices=[EMPTY_CHOICE, *SENIORITY_CHOICES],
        help_text=SENIORITY_HELP,
        error_messages=CHOICE_ERRORS,
    )
    senior_possible = forms.ChoiceField(
        label=SENIOR_POSSIBLE_LABEL,
        required=False,
        choices=[EMPTY_CHOICE, *THREE_ANSWERS],
        error_messages=CHOICE_ERRORS,
    )
    officer_name = PlainTextField(label=OFFICER_NAME_LABEL, required=False, max_length=MAX_LENGTHS["officer_name"])
    reach = forms.ChoiceField(
        label=_("How can we contact them safely?"),
        widget=forms.RadioSelect,
        choices=CONTACT_CHOICES,
        error_messages=CHOICE_ERRORS,
    )
    phone = PhoneField(label=_("Phone number"), required=False)
    email = EmailTextField(label=_("E-mail address"), required=False, max_length=254)
    safe_from = forms.ChoiceField(label=_("Can be called from"), required=False, error_messages=CHOICE_ERRORS)
    safe_until = forms.ChoiceField(label=_("Until"), required=False, error_messages=CHOICE_ERRORS)
    language = forms.ChoiceField(
        label=_("Language of our messages"),
        widget=forms.RadioSelect,
        choices=[("ur", "اردو"), ("en", "English")],
        error_messages=CHOICE_ERRORS,
    )
    wants_calls = forms.BooleanField(label=_("Cannot read: call them with updates"), required=False)
    neutral = forms.BooleanField(label=_("Messages must not show what they are about"), required=False)
    woman_officer = forms.BooleanField(label=_("Prefers to speak to a woman officer"), required=False)
    protected = forms.BooleanField(label=_("Officers reach them only through the portal"), required=False)
    shows_identity = forms.BooleanField(label=_("Wants officers to see their name and number"), required=False)
    under_18 = forms.BooleanField(
        label=_("Is under 18"),
        required=False,
        help_text=_(
            "The complaint is then confidential. Tell them about the Child Helpline (1121) and offer a woman officer."
        ),
    )
    country = forms.ChoiceField(
        label=_("Where they live"),
        required=False,
        choices=lambda: [("", _("In Pakistan")), *country_choices.country_choices_by_group()],
        error_messages=CHOICE_ERRORS,
    )
    name = PlainTextField(label=_("Name"), required=False, max_length=MAX_LENGTHS["name"])
    document = forms.ChoiceField(
        label=_("Identity document"),
        required=False,
        choices=[EMPTY_CHOICE, *Document.choices],
        error_messages=CHOICE_ERRORS,
    )
    number = PlainTextField(
        label=_("Document number"),
        required=False,
        max_length=MAX_LENGTHS["document_number"],
        widget=forms.TextInput(attrs=LTR),
    )
    reason = PlainTextField(label=_("If none: why?"), required=False, max_length=MAX_LENGTHS["no_document_reason"])
    behalf = forms.ChoiceField(
        label=_("Who are they complaining for?"), choices=BEHALF_CHOICES, error_messages=CHOICE_ERRORS
    )
    behalf_name = PlainTextField(
        label=_("Name of the person the complaint is for"), required=False, max_length=MAX_LENGTHS["behalf_name"]
    )
    behalf_consent = forms.ChoiceField(
        label=_("Does the person agree?"),
        required=False,
        choices=[(Consent.UNASKED, _("Choose …")), *CONSENTS],
        error_messages=CHOICE_ERRORS,
    )

    field_order = ("channel", "letter_of", "kind", "kind_chosen", "district", "station", "landmark", "text")

    def __init__(self, data=None, *, today: date, initial: dict):
        super().__init__(data, spoken=False, initial=initial)
        self.today = today
        self.fields["text"].widget.attrs |= {"rows": 7, "dir": "auto"}
        self.fields["text"].help_text = _("In their own words, as they say it.")
        self.fields["text"].error_messages["required"] = _("Write down what happened. A few sentences are enough.")
        labels = dict(CHANNELS)
        self.fields["channel"].choices = [(str(channel), labels[channel]) for channel in INTAKE_CHANNELS]
        values = data if data is not None else initial
        self.fields["district"].choices = [EMPTY_CHOICE, *intake_fields.district_choices()]
        self.fields["station"].choices = [UNKNOWN_STATION, *intake_fields.station_choices(values.get("district", ""))]
        stations = filing_options.stations_and_units_of(values.get("district", ""))
        self.fields["officer_station"].choices = [UNKNOWN_STATION, *((one.code, one.name) for one in stations)]
        for name in ("station", "officer_station"):
            self.fields[name].error_messages["invalid_choice"] = _("This is not in the chosen district. Choose again.")
        for name in ("safe_from", "safe_until"):
            self.fields[name].choices = [ANY_TIME, *((str(hour), hour_label(hour)) for hour in range(24))]
        self._offer_categories(values.get("kind", "").strip(), values.get("kind_chosen", ""), values.get("text", ""))
        self._ask_about_child()

    def _offer_categories(self, typed: str, chosen: str, statement: str) -> None:
        """Set `category` if the typed word finds exactly one. Offer the matches as choices if it finds several.

        Without a word, offer what the statement seems to be about. The operator chooses, even if it is only one.
        """
        self.proposal = None
        if typed or not statement.strip():
            self.matches = intake_fields.matching_categories(typed, chosen) if typed else []
            self.category = self.matches[0] if len(self.matches) == 1 else None
            has_choices = len(self.matches) > 1
        else:
            self.proposal = intake_fields.propose_from_statement(statement)
            self.matches = self.proposal.categories
            self.category = next((one for one in self.matches if one.code == chosen), None)
            has_choices = bool(self.matches)
            self.fields["kind"].required = not has_choices
        if has_choices:
            self.fields["kind_chosen"].choices = [(one.code, one.name) for one in self.matches]
        else:
            del self.fields["kind_chosen"]

    def _ask_about_child(self) -> None:
        """Ask about the child if the category is a missing child.

        Place and time of every complaint are then labelled as where and when the child was last seen.
        """
        self.is_child = self.category is not None and self.category.code == MISSING_CHILD
        if not self.is_child:
            for name in CHILD_FIELDS:
                del self.fields[name]
            return
        for name, label in LAST_SEEN.items():
            self.fields[name].label = label
        self.fields["happened_about"].help_text = LAST_SEEN_EXAMPLE

    @property
    def must_ask_about_child(self) -> bool:
        """Return whether the submitted page did not ask about the child yet, because its category was just chosen."""
        return self.is_child and not any(name in self.data for name in CHILD_FIELDS)

    def clean(self) -> dict:
        data = super().clean()
        self._check_category()
        self._check_kept_out(data)
        self._check_reach(data)
        self._check_document(data)
        self._check_hours(data)
        self._check_days(data)
        if data.get("behalf") == Behalf.SELF:
            data["behalf_name"], data["behalf_consent"] = "", Consent.UNASKED
        return data

    def _check_category(self) -> None:
        if "kind" in self.errors or self.category:
            return
        if self.matches:
            several = intake_fields.PROPOSED_CATEGORIES if self.proposal else intake_fields.SEVERAL_CATEGORIES
            self.add_error("kind_chosen", several)
        else:
            self.add_error("kind", intake_fields.NO_CATEGORY)

    def _check_reach(self, data: dict) -> None:
        """Check how the complainant can be reached. The fields of a way that was not chosen are ignored."""
        reach = data.get("reach")
        for name in {PHONE, EMAIL} - {reach}:
            self.errors.pop(name, None)
            data[name] = ""
        if reach == PHONE and not data.get("phone") and "phone" not in self.errors:
            self.add_error("phone", _("Give the phone number, or choose another way."))
        if reach == EMAIL and not data.get("email") and "email" not in self.errors:
            self.add_error("email", _("Give the e-mail address, or choose another way."))
        if reach == ANONYMOUS and self.category and self.category.code not in MAY_BE_ANONYMOUS:
            self.add_error("reach", _("This kind of complaint needs a name."))
        if data.get("wants_calls") and reach != PHONE:
            self.add_error("wants_calls", _("Enter a phone number so that we can call them."))

    def _check_kept_out(self, data: dict) -> None:
        """Ask for the seniority after “Yes”. The fields are ignored after another answer: the page hides them."""
        if data.get("keep_from") != "yes":
            for name in ("officer_station", "post", "senior_possible", "officer_name"):
                self.errors.pop(name, None)
                data[name] = ""
        elif not data.get("post") and "post" not in self.errors:
            self.add_error("post", SENIORITY_NEEDED)
        elif data.get("post") == UNKNOWN and not data.get("senior_possible") and "senior_possible" not in self.errors:
            self.add_error("senior_possible", SENIOR_POSSIBLE_NEEDED)

    def _check_document(self, data: dict) -> None:
        document, number = data.get("document", ""), data.get("number", "")
        if not number or "number" in self.errors:
            return
        try:
            data["number"] = normalise_document_number(document or Document.CNIC, number)
            data["document"] = document or Document.CNIC
        except ImpossibleNumber:
            self.add_error("number", WRONG_NUMBER.get(document, WRONG_OTHER_NUMBER))

    def _check_hours(self, data: dict) -> None:
        begins, ends = data.get("safe_from"), data.get("safe_until")
        if bool(begins) != bool(ends):
            missing = "safe_until" if begins else "safe_from"
            self.add_error(missing, _("Choose both times, or “Any time” for both."))
        elif begins and begins == ends:
            self.add_error(
                "safe_until", _("The start and end times are the same. Leave at least one hour between them.")
            )

    def _check_days(self, data: dict) -> None:
        for name in ("happened_on", "letter_of"):
            if (day := data.get(name)) and day > self.today:
                self.add_error(name, _("The date must be today or earlier."))
        if data.get("channel") != Channel.LETTER:
            self.errors.pop("letter_of", None)
            data["letter_of"] = None
        elif not data.get("letter_of") and "letter_of" not in self.errors:
            self.add_error("letter_of", _("Enter the date the letter arrived."))

    def answers(self) -> dict:
        """Return the answers for the draft (complaints.services.draft_answers.DraftAnswers), from a valid form."""
        data = self.cleaned_data
        unchanged = (
            *("text", "district", "station", "landmark", "happened_about", "concerns", "phone", "email", "language"),
            *("wants_calls", "neutral", "woman_officer", "protected", "under_18", "behalf", "behalf_name"),
            *("behalf_consent", "keep_from", "officer_station", "officer_name"),
        )
        anonymous = data["reach"] == ANONYMOUS
        child = CHILD_FIELDS if self.is_child else ()
        return {name: data[name] for name in (*unchanged, *child)} | {
            "category": self.category.code,
            "post": "" if data["post"] == UNKNOWN else data["post"],
            "senior_possible": data["senior_possible"] if data["post"] == UNKNOWN else "",
            "happened_on": data["happened_on"].isoformat() if data["happened_on"] else "",
            "name": "" if anonymous else data["name"],
            "document": (data["document"] or Document.NONE) if not anonymous else Document.NONE,
            "document_number": "" if anonymous else data["number"],
            "no_document_reason": data["reason"] if data["document"] in {"", Document.NONE} else "",
            "safe_from": int(data["safe_from"]) if data["safe_from"] else None,
            "safe_until": int(data["safe_until"]) if data["safe_until"] else None,
            "time_zone": ZONE_OF_COUNTRY.get(data["country"], PAKISTAN),
            "anonymous": anonymous,
        }

    def typed(self) -> dict:
        """Return the raw input, to show the page again. A category that was found is shown by its name."""
        typed = {name: value for name, value in self.data.items() if name in self.fields or name in CHILD_FIELDS}
        return typed | ({"kind": self.category.name} if self.category else {})
