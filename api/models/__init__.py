"""Registered clients, what each partner registered, events for partners, and answers to repeated requests."""

from api.models.api_client import ApiClient
from api.models.event_delivery import EventDelivery
from api.models.event_endpoint import EventEndpoint
from api.models.event_subject import EventSubject
from api.models.idempotent_answer import IdempotentAnswer
from api.models.partner_change import PartnerChange
from api.models.partner_complaint import PartnerComplaint

__all__ = [
    "ApiClient",
    "EventDelivery",
    "EventEndpoint",
    "EventSubject",
    "IdempotentAnswer",
    "PartnerChange",
    "PartnerComplaint",
]
