"""The questions of all talks by their name, one talk a file."""

from whatsapp.rules.scene import Step
from whatsapp.rules.talks import front, lodging, placing, telling, tracking, who

STEPS: dict[str, Step] = {
    step.name: step for talk in (front, lodging, placing, telling, who, tracking) for step in talk.STEPS
}
