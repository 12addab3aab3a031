"""Keeping something that was heard until a question before it is answered."""

from collections.abc import Mapping
from dataclasses import asdict

from whatsapp.rules.heard import Handed, Heard, Located, Said, Tapped

_KINDS = {kind.__name__: kind for kind in (Said, Tapped, Handed, Located)}


def hold(heard: Heard) -> dict:
    """As JSON can carry it; {} for what is not worth keeping."""
    name = type(heard).__name__
    return {"is": name, **asdict(heard)} if name in _KINDS else {}


def thaw(held: Mapping | None) -> Heard | None:
    """What `hold` gave."""
    if not held:
        return None
    facts = dict(held)
    return _KINDS[facts.pop("is")](**facts)
