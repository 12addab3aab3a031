"""Inputs kept in the chat's state until an earlier question is answered."""

from collections.abc import Mapping
from dataclasses import asdict

from whatsapp.rules.chat_inputs import Input, SentFile, SentLocation, Tap, TypedText

_STORED_TYPES = {"Said": TypedText, "Tapped": Tap, "Handed": SentFile, "Located": SentLocation}
"""The name of each type in the stored state, which differs from the name of its class."""


def save_input(message: Input) -> dict:
    """Return an input as plain values for JSON; {} for a type that is not kept."""
    name = next((name for name, kind in _STORED_TYPES.items() if isinstance(message, kind)), "")
    return {"is": name, **asdict(message)} if name else {}


def restore_input(saved: Mapping | None) -> Input | None:
    """Return the input that `save_input` gave; None for none."""
    if not saved:
        return None
    facts = dict(saved)
    return _STORED_TYPES[facts.pop("is")](**facts)
