"""How much the random and exhaustive tests do (docs/test-lanes.md, *Depth is a profile*)."""

import os

DEEP = os.environ.get("HYPOTHESIS_PROFILE") == "deep"
"""Whether they do all they can, in hours (`make test-deep`), or what fits into the slow lane."""
