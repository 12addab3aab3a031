"""The questions of all talks by their name, one talk a file."""

from whatsapp.rules.scene import Step
from whatsapp.rules.talks import (
    adding,
    announcing,
    asking,
    first,
    front,
    informing,
    lodging,
    missing,
    nearby,
    placing,
    telling,
    tracking,
    watching,
    who,
)

TALKS = (
    *(front, first, lodging, placing, telling, missing, who, tracking, adding, announcing, informing, nearby, watching),
    asking,
)
STEPS: dict[str, Step] = {step.name: step for talk in TALKS for step in talk.STEPS}
