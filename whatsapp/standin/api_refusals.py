"""Error responses of the Cloud API. Codes: Meta's list of error codes (spring 2026)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Refusal:
    """An error of the API. `http`: the status of the response."""

    code: int
    details: str
    http: int = 400

    @property
    def body(self) -> dict:
        return {
            "error": {
                "message": f"(#{self.code}) {self.details}",
                "type": "OAuthException",
                "code": self.code,
                "error_data": {"messaging_product": "whatsapp", "details": self.details},
                "fbtrace_id": "AStandIn",
            }
        }


EXPIRED = Refusal(190, "Error validating access token: session has expired", 401)
WINDOW_CLOSED = Refusal(131047, "More than 24 hours have passed since the customer last replied.")
PAIR_RATE = Refusal(131056, "Too many messages sent from the sender phone number to the same recipient.")
THROUGHPUT = Refusal(130429, "Cloud API message throughput has been reached.")
UNDELIVERABLE = Refusal(131026, "Unable to deliver message.")


def bad_parameter_refusal(details: str) -> Refusal:
    """Return the error for an invalid parameter."""
    return Refusal(131009 if "long" in details or "exceeds" in details else 100, details)
