"""An officer: a person who signs in. Citizens have no accounts."""

import logging

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.contrib.auth.models import (
    AbstractBaseUser,
    BaseUserManager,
    PermissionsMixin,
)
from django.db import models
from django.db.models import CheckConstraint, F, OuterRef, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.choice_labels import RANK_CHOICES, localized_name
from accounts.models.former_name import FormerOfficerName, WithFormerNames
from accounts.models.row_version import VersionedModel, VersionedQuerySet
from ledger.append_only_triggers import NEVER_DELETED, NEVER_TRUNCATED
from ledger.encrypted_fields import RowIdField, SealedTextField

logger = logging.getLogger(__name__)
RANK_LABELS = dict(RANK_CHOICES)


class OfficerManager(BaseUserManager.from_queryset(VersionedQuerySet)):
    def with_former_names(self):
        """Load former names, so that a history can show the name and rank of that time (`as_of`)."""
        return self.annotate(former_names=FormerOfficerName.as_subquery(officer=OuterRef("pk")))

    def create_user(self, email: str, password: str | None = None, **fields):
        """Create an officer. Without a password, the officer has to reset it before signing in."""
        if not email:
            raise ValueError("An officer needs an e-mail address to sign in.")
        officer = self.model(email=self.normalize_email(email).lower(), **fields)
        officer.set_password(password)
        officer.save(using=self._db)
        return officer

    def create_superuser(self, email: str, password: str | None = None, **fields):
        """Create a superuser, in development only: production has none (docs: architecture, Foundations)."""
        if not settings.DEBUG:
            raise ValueError("The portal has no superuser: administrators have a posting. See import_officers.")
        return self.create_user(email, password, **{**fields, "is_staff": True, "is_superuser": True})

    def get_by_natural_key(self, email: str):
        return self.get(email=email.lower())


class FactorState(models.TextChoices):
    """Whether a first second factor may be set up. Afterwards only the factor itself, or a reset, allows another."""

    TO_SET_UP = "to_set_up"
    SET_UP = "set_up"


class Officer(WithFormerNames, VersionedModel, AbstractBaseUser, PermissionsMixin):
    """A person with a rank, or without one if a civilian. Permissions come from postings, not from the officer.

    `password`: the hash, encrypted and bound to the officer, so that a hash written by somebody else opens nothing.
    `factor_state`: a FactorState, encrypted likewise.
    """

    UNVERSIONED = ("last_login",)

    id = RowIdField(primary_key=True)
    password = SealedTextField(AbstractBaseUser._meta.get_field("password").verbose_name)
    factor_state = SealedTextField(default=FactorState.TO_SET_UP, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True)
    name_en = models.CharField(_("name in English"), max_length=120)
    name_ur = models.CharField(_("name in Urdu"), max_length=120, blank=True)
    rank = models.CharField(_("rank"), max_length=8, choices=RANK_CHOICES, null=True, blank=True)
    belt_number = models.CharField(_("belt number"), max_length=20, blank=True)
    is_woman = models.BooleanField(_("woman officer"), default=False)
    language = models.CharField(_("language of messages"), max_length=2, default="ur")
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_staff = models.BooleanField(_("administrator"), default=False)
    date_joined = models.DateTimeField(_("recorded at"), default=timezone.now)
    changed_at = models.DateTimeField(_("changed at"), null=True, editable=False)
    changed_by = models.ForeignKey("self", models.PROTECT, null=True, editable=False, related_name="+")

    objects = OfficerManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name_en"]

    class Meta:
        verbose_name = _("officer")
        verbose_name_plural = _("officers")
        constraints = [
            # Together with the unique column, this makes addresses unique regardless of case.
            CheckConstraint(name="officer_email_is_lower_case", condition=Q(email=Lower(F("email")))),
        ]
        triggers = [NEVER_DELETED, NEVER_TRUNCATED]

    def __str__(self):
        return self.name

    def check_password(self, raw_password: str) -> bool:
        """Return whether this is the password. A hash that the portal did not write for this officer has none."""
        try:
            return super().check_password(raw_password)
        except (InvalidTag, KeyError, ValueError):
            logger.error("The password of officer %s does not open: somebody has changed the database.", self.pk)
            return False

    @property
    def name(self) -> str:
        return localized_name(self.name_en, self.name_ur)

    def name_in(self, language: str) -> str:
        """Return the name in a given language, regardless of the active one."""
        return (self.name_ur if language == "ur" else "") or self.name_en

    def get_full_name(self) -> str:
        return self.name

    @property
    def title(self) -> str:
        """Return rank and name, as shown to citizens and colleagues."""
        return f"{RANK_LABELS.get(self.rank, self.rank)} {self.name}" if self.rank else self.name
