"""How much the random and exhaustive tests do (docs/test-lanes.md, *Depth is a profile*)."""

import os

import pytest

DEEP = os.environ.get("HYPOTHESIS_PROFILE") == "deep"
"""Whether they do all they can, in hours (`make test-deep`), or what fits into the slow lane."""
only_deep = pytest.mark.skipif(not DEEP, reason="runs in `make test-deep`")
"""Mark a test that takes a minute of processor time and whose fault a shorter one would nearly always find."""
