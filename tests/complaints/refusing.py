"""What a refused move says."""

import pytest

from complaints.rules.refusals import Refusal
from ledger.exceptions import Refused


def refusal(act, *arguments, **more) -> Refusal:
    """Why it is refused."""
    with pytest.raises(Refused) as refused:
        act(*arguments, **more)
    return refused.value.reason
