"""The forms of a domestic worker's verification."""

from uuid import UUID, uuid4

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from enquiries.citizen.enquiry_fields import (
    NO_AUTOCOMPLETE,
    CnicField,
    EnquiryNumberField,
    HiddenUuidField,
    UnvalidatedUploadField,
    district_choices,
)
from enquiries.models import Photo
from enquiries.models.labels import REFUSALS
from enquiries.rules.enquiry_numbers import RegisterLetter
from enquiries.rules.enquiry_refusals import EnquiryRefusal
from enquiries.services.verification_requests import LONGEST_NAME, VerificationRequest
from information.queries import office_directory
from web.form_fields import PhoneField, PlainTextField


class VerificationRequestForm(forms.Form):
    """A request: the employer, the worker, and the worker's consent.

    `photo_id`: a photo from an earlier attempt. `key`: a form sent twice makes one request.
    """

    key = HiddenUuidField()
    photo_id = HiddenUuidField()
    employer_name = PlainTextField(
        label=_("Your name"),
        needed=REFUSALS[EnquiryRefusal.NAME_MISSING],
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    employer_cnic = CnicField(label=_("Your CNIC number"), needed=REFUSALS[EnquiryRefusal.NO_CNIC])
    employer_phone = PhoneField(
        label=_("Your mobile number"),
        help_text=_("You need it to check the status of your request."),
        needed=REFUSALS[EnquiryRefusal.NO_PHONE],
    )
    district = forms.ChoiceField(
        label=_("District where you live"),
        error_messages=dict.fromkeys(("required", "invalid_choice"), REFUSALS[EnquiryRefusal.NO_SUCH_DISTRICT]),
    )
    worker_name = PlainTextField(
        label=_("The worker's name"),
        needed=REFUSALS[EnquiryRefusal.NAME_MISSING],
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs=NO_AUTOCOMPLETE | {"dir": "auto"}),
    )
    worker_cnic = CnicField(label=_("The worker's CNIC number"), needed=REFUSALS[EnquiryRefusal.NO_CNIC])
    photo = UnvalidatedUploadField(
        label=_("A photo of the worker"),
        help_text=_("Show the face, as on an identity card. We remove the location from the photo."),
    )
    agreed = forms.BooleanField(
        label=_("The worker has been asked and agrees"),
        error_messages={"required": REFUSALS[EnquiryRefusal.AGREEMENT_MISSING]},
    )

    def __init__(self, data=None, files=None):
        super().__init__(data, files, initial={"key": uuid4()})
        self.fields["district"].choices = district_choices(office_directory.district_codes_and_names())
        self.kept_photo: Photo | None = None

    @property
    def submitted_key(self) -> UUID | None:
        """The id of the form, if it came back."""
        return self.cleaned_data.get("key")

    @property
    def phone(self) -> str:
        return self.cleaned_data["employer_phone"]

    @property
    def waits_for_photo(self) -> bool:
        """Whether a worker still has to inspect the photo."""
        return self.kept_photo is not None and self.kept_photo.is_uninspected

    def keep_photo(self, photo: Photo) -> None:
        """Add a stored photo to the form, so that it need not be uploaded again."""
        self.data["photo_id"], self.cleaned_data["photo_id"] = str(photo.pk), photo.pk
        self.kept_photo, self.fields["photo"].required = photo, False

    def verification_request(self) -> VerificationRequest:
        """Return the request, from a valid form."""
        data = self.cleaned_data
        names = ("employer_name", "employer_cnic", "employer_phone", "worker_name", "worker_cnic", "district", "agreed")
        return VerificationRequest(
            photo=data["photo_id"], language=page_language(), **{name: data[name] for name in names}
        )


class VerificationStatusForm(forms.Form):
    """The number of a request, and the phone that was given with it."""

    number = EnquiryNumberField(
        letter=RegisterLetter.VERIFICATION,
        label=_("Request number"),
        help_text=_("It begins with V and has ten digits. Spaces don't matter."),
        needed=_("Type the number."),
    )
    phone = PhoneField(
        label=_("Your mobile number"),
        help_text=_("The number that you gave with the request."),
        needed=_("Type the phone number."),
    )


def page_language() -> str:
    """Return the language of the page, which messages use too: "ur" or "en"."""
    return "ur" if (get_language() or "").startswith("ur") else "en"
