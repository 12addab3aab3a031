"""Meta's reports about our own account: decisions on templates, the quality of the number, and restrictions.

Structure: Meta's webhook reference (fields `message_template_status_update`, `message_template_quality_update`,
`phone_number_quality_update`, `account_update` and `account_review_update`; summer 2026). Unknown parts are skipped and
never raise.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

_FIELDS = (
    *(b"message_template_status_update", b"message_template_quality_update", b"phone_number_quality_update"),
    *(b"account_update", b"account_review_update"),
)
LONGEST_SUBJECT, LONGEST_CODE, LONGEST_REASON = 200, 60, 200


class AccountPart(StrEnum):
    """The part of our account that an event is about."""

    TEMPLATE = "template"
    TEMPLATE_QUALITY = "quality"
    NUMBER = "number"
    ACCOUNT = "account"
    ACCESS = "access"


@dataclass(frozen=True)
class AccountChange:
    """One change. `told_at`: Meta's clock in Unix seconds, or 0. `is_trouble`: an administrator has to act."""

    part: AccountPart
    subject: str
    code: str
    reason: str = ""
    told_at: int = 0
    is_trouble: bool = False

    @property
    def key(self) -> str:
        """Return the same text at every delivery of the same change."""
        return f"{self.part}:{self.subject}:{self.code}:{self.reason}:{self.told_at}"


GOOD_CODES: Mapping[AccountPart, frozenset[str]] = {
    AccountPart.TEMPLATE: frozenset({"APPROVED", "PENDING", "REINSTATED", "UNARCHIVED", "IN_APPEAL", "UNLOCKED"}),
    AccountPart.TEMPLATE_QUALITY: frozenset({"GREEN", "UNKNOWN"}),
    AccountPart.NUMBER: frozenset({"ONBOARDING", "UPGRADE", "THROUGHPUT_UPGRADE", "UNFLAGGED"}),
}
"""Changes after which nothing has to be done. Any other change of these parts is trouble."""

BAD_ACCOUNT_CODES = frozenset(
    {"ACCOUNT_DELETED", "ACCOUNT_RESTRICTION", "ACCOUNT_VIOLATION", "DISABLED_UPDATE", "ACCOUNT_OFFBOARDED", "REJECTED"}
)
"""Changes of the account that stop messages or may stop them. Others, such as prices, need nothing."""

UNSENDABLE_TEMPLATE_CODES = frozenset(
    {"REJECTED", "PAUSED", "DISABLED", "DELETED", "PENDING_DELETION", "ARCHIVED", "PENDING", "IN_APPEAL"}
)
"""States of a template in which Meta refuses messages with it."""


def template_subject(name: str, language: str) -> str:
    """Return how a template is named in events: `complaint_news (ur)`."""
    return f"{name} ({language})"[:LONGEST_SUBJECT]


def parse_account_changes(body: bytes, *, account_id: str = "") -> list[AccountChange]:
    """Return the changes that a delivery reports. Never raises: `parse_updates` reports unreadable bodies.

    `account_id`: our account; changes of others are skipped. "": it is not known.
    """
    if not any(field in body for field in _FIELDS):  # a delivery of messages is not parsed twice
        return []
    try:
        delivered = json.loads(body)
    except (ValueError, RecursionError):
        return []
    return list(dict.fromkeys(_parse_entries(delivered, account_id)))


def _parse_entries(delivered: object, account_id: str) -> Iterator[AccountChange]:
    for entry in _mappings(delivered.get("entry") if isinstance(delivered, Mapping) else None):
        if account_id and _text(entry.get("id")) not in {"", account_id}:
            continue
        told_at = entry.get("time")
        told_at = told_at if isinstance(told_at, int) and 0 < told_at < 10**11 else 0
        for change in _mappings(entry.get("changes")):
            value = change.get("value")
            parsed = _parse_value(change.get("field"), value) if isinstance(value, Mapping) else None
            if parsed and parsed.code:
                yield replace(parsed, told_at=told_at, is_trouble=is_trouble_report(parsed))


def _parse_value(field: object, value: Mapping) -> AccountChange | None:
    """Return the change of one field; None for another field."""
    template = template_subject(
        _text(value.get("message_template_name")), _text(value.get("message_template_language"))
    )
    match field:
        case "message_template_status_update":
            return _change(AccountPart.TEMPLATE, template, value.get("event"), value.get("reason"))
        case "message_template_quality_update":
            before = f"before: {_text(value.get('previous_quality_score'))}"
            return _change(AccountPart.TEMPLATE_QUALITY, template, value.get("new_quality_score"), before)
        case "phone_number_quality_update":
            limit = value.get("max_daily_conversations_per_business") or value.get("current_limit")
            return _change(AccountPart.NUMBER, _text(value.get("display_phone_number")), value.get("event"), limit)
        case "account_update":
            ban, violation = value.get("ban_info"), value.get("violation_info")
            reasons = [_text(ban.get("waba_ban_state")) if isinstance(ban, Mapping) else ""]
            reasons.append(_text(violation.get("violation_type")) if isinstance(violation, Mapping) else "")
            reasons += [_text(one.get("restriction_type")) for one in _mappings(value.get("restriction_info"))]
            return _change(AccountPart.ACCOUNT, "", value.get("event"), ", ".join(filter(None, reasons)))
        case "account_review_update":
            return _change(AccountPart.ACCOUNT, "", value.get("decision"), "")
    return None


def _change(part: AccountPart, subject: str, code: object, reason: object) -> AccountChange:
    return AccountChange(part, subject[:LONGEST_SUBJECT], _text(code)[:LONGEST_CODE], _text(reason)[:LONGEST_REASON])


def is_trouble_report(change: AccountChange) -> bool:
    """Return whether somebody has to act. A ban that is lifted has the same code as one that is imposed."""
    if change.part in GOOD_CODES:
        return change.code not in GOOD_CODES[change.part]
    return change.code in BAD_ACCOUNT_CODES and not change.reason.startswith("REINST")


def _text(value: object) -> str:
    """Return a text on one line; "" for anything else."""
    return " ".join(value.replace("\0", "").split()) if isinstance(value, str) else ""


def _mappings(value: object) -> list[Mapping]:
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []
