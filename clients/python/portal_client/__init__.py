"""A small typed client of the complaint portal's API (docs/api/)."""

from portal_client.client import PartnerClient, PublicClient
from portal_client.events import BadEvent, Event, verify_event
from portal_client.problems import Problem, RateLimited
from portal_client.shapes import NewComplaint, PartnerState, State

__all__ = [
    "BadEvent",
    "Event",
    "NewComplaint",
    "PartnerClient",
    "PartnerState",
    "Problem",
    "PublicClient",
    "RateLimited",
    "State",
    "verify_event",
]
