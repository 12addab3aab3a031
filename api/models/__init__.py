"""Registered clients, what each partner registered, and answers to repeated requests."""

from api.models.api_client import ApiClient
from api.models.idempotent_answer import IdempotentAnswer
from api.models.partner_complaint import PartnerComplaint

__all__ = ["ApiClient", "IdempotentAnswer", "PartnerComplaint"]
