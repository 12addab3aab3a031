"""Editions: the content of a notice, proposed by one officer and approved by another."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from information.models.bilingual_descriptors import Bilingual
from information.rules.text_languages import Language
from ledger.encrypted_fields import RowIdField, SealedTextField
from notices.models.labels import CHILD_SEXES, DECISIONS, SEXES
from notices.models.triggers import ONLY_THE_DECISION_IS_ADDED
from notices.rules.notice_acts import EditionDecision
from notices.rules.notice_content import ProposedContent, TranslatedText
from notices.rules.notice_kinds import NoticeKind

EDITION_LANGUAGES = tuple(Language)
TEXT_PARTS = ("name", "words", "wearing", "seen_place", "aliases", "fir")


class Edition(models.Model):
    """One version of a notice's content; a renewal or correction is a new one.

    The texts are sealed, because they are public only while the notice is.

    `proposed_by` and `decided_by` must be two officers (a constraint), whatever their postings. The helplines belong to
    the edition; those no longer in use are left out when it is shown.
    """

    id = RowIdField(primary_key=True)
    notice = models.ForeignKey("notices.Notice", models.PROTECT, related_name="editions", db_index=False)
    number = models.PositiveSmallIntegerField()
    name_en = SealedTextField(_("name or title in English"))
    name_ur = SealedTextField(_("name or title in Urdu"))
    name_roman = SealedTextField(_("name or title in Roman Urdu"), blank=True)
    words_en = SealedTextField(_("what happened, in English"))
    words_ur = SealedTextField(_("what happened, in Urdu"))
    words_roman = SealedTextField(_("what happened, in Roman Urdu"), blank=True)
    age = models.PositiveSmallIntegerField(_("age"), null=True)
    sex = models.CharField(_("sex"), max_length=8, choices=SEXES, blank=True)
    wearing_en = SealedTextField(blank=True)
    wearing_ur = SealedTextField(blank=True)
    wearing_roman = SealedTextField(blank=True)
    seen_place_en = SealedTextField(blank=True)
    seen_place_ur = SealedTextField(blank=True)
    seen_place_roman = SealedTextField(blank=True)
    seen_at = models.DateTimeField(null=True)
    aliases_en = SealedTextField(blank=True)
    aliases_ur = SealedTextField(blank=True)
    aliases_roman = SealedTextField(blank=True)
    fir_en = SealedTextField(blank=True)
    fir_ur = SealedTextField(blank=True)
    fir_roman = SealedTextField(blank=True)
    reward = models.PositiveIntegerField(null=True, validators=[MinValueValidator(1)])
    helplines = models.ManyToManyField("information.Helpline", related_name="+")
    picture = models.ForeignKey("notices.Picture", models.PROTECT, null=True, related_name="editions")
    expires_at = models.DateTimeField(_("public until"))

    proposed_by = models.ForeignKey("accounts.Officer", models.PROTECT, related_name="+", db_index=False)
    proposed_at = models.DateTimeField()
    decision = models.CharField(max_length=8, choices=DECISIONS, blank=True)
    decided_by = models.ForeignKey("accounts.Officer", models.PROTECT, null=True, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True)

    name, words, wearing = Bilingual(), Bilingual(), Bilingual()
    seen_place, aliases, fir = Bilingual(), Bilingual(), Bilingual()

    class Meta:
        verbose_name = _("version of a notice")
        verbose_name_plural = _("versions of notices")
        constraints = [
            UniqueConstraint(name="edition_number_once_a_notice", fields=["notice", "number"]),
            UniqueConstraint(name="edition_one_waits", fields=["notice"], condition=Q(decided_at=None)),
            CheckConstraint(
                name="edition_needs_a_second_officer",
                condition=~Q(decision=EditionDecision.APPROVED.value) | ~Q(decided_by=F("proposed_by")),
            ),
            CheckConstraint(
                name="edition_decided_by_somebody",
                condition=Q(decided_at=None, decided_by=None, decision="")
                | (Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(decision="")),
            ),
        ]
        indexes = [Index(name="edition_waiting", fields=["proposed_at"], condition=Q(decided_at=None))]
        triggers = ONLY_THE_DECISION_IS_ADDED

    def __str__(self):
        return f"{self.notice_id}.{self.number}"

    def sex_label(self, kind: str) -> str:
        """Return the sex as the reader sees it: girl or boy for a child."""
        return str(dict(CHILD_SEXES if kind == NoticeKind.ALERT else SEXES).get(self.sex, ""))

    @property
    def content(self) -> ProposedContent:
        """The content, for a renewal or a correction. One query for the helplines."""
        texts = {
            part: TranslatedText(*(getattr(self, f"{part}_{language}") for language in EDITION_LANGUAGES))
            for part in TEXT_PARTS
        }
        numbers = tuple(self.helplines.order_by("order").values_list("number", flat=True))
        plain = {name: getattr(self, name) for name in ("age", "sex", "seen_at", "reward", "expires_at")}
        return ProposedContent(helplines=numbers, **texts, **plain)


def columns_of_content(content: ProposedContent) -> dict:
    """Return the columns of an edition, without helplines and picture."""
    texts = {
        f"{name}_{language}": text
        for name in TEXT_PARTS
        for language, text in zip(EDITION_LANGUAGES, getattr(content, name), strict=True)
    }
    return texts | {name: getattr(content, name) for name in ("age", "sex", "seen_at", "reward", "expires_at")}
