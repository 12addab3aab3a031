"""Links and guides, as pages and the chat show them."""

from information.models import Link, Step


def links(kind: str) -> list[Link]:
    """The links of one kind, those without a known address too. One query."""
    return list(Link.objects.of_kind(kind))


def guides(*codes: str) -> dict[str, list[Step]]:
    """The steps of these guides in their order; an empty list for one that is not loaded. One query."""
    found: dict[str, list[Step]] = {code: [] for code in codes}
    for step in Step.objects.filter(guide__in=codes).order_by("guide", "order"):
        found[step.guide].append(step)
    return found


def guide(code: str) -> list[Step]:
    """The steps of one. One query."""
    return guides(code)[code]
