"""Links and guides, for pages and the chat."""

from information.models import Link, Step


def links_of_kind(kind: str) -> list[Link]:
    """Return the links of one kind, also those without a known address. One query."""
    return list(Link.objects.of_kind(kind))


def guide_steps_by_code(*codes: str) -> dict[str, list[Step]]:
    """Return the steps of these guides in their order; an empty list for a guide that is not loaded. One query."""
    steps: dict[str, list[Step]] = {code: [] for code in codes}
    for step in Step.objects.filter(guide__in=codes).order_by("guide", "order"):
        steps[step.guide].append(step)
    return steps


def guide_steps(code: str) -> list[Step]:
    """Return the steps of one guide. One query."""
    return guide_steps_by_code(code)[code]
