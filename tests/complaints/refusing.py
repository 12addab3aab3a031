"""Find out why a move is refused."""

import pytest

from complaints.rules.refusals import Refusal
from ledger.service_exceptions import Refused


def refusal(act, *arguments, **more) -> Refusal:
    """Return why the move is refused."""
    with pytest.raises(Refused) as refused:
        act(*arguments, **more)
    return refused.value.reason
