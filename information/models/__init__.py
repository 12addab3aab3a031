"""Public information in three languages: helplines, services and their requirements, links, guides, and centres."""

from information.models.centre import Centre
from information.models.helpline import Helpline
from information.models.legal_aid import LegalAid
from information.models.legal_form_review import LegalFormReview
from information.models.link import Link
from information.models.service import Service
from information.models.step import Step

__all__ = ["Centre", "Helpline", "LegalAid", "LegalFormReview", "Link", "Service", "Step"]
