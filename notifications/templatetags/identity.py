"""The operator of this installation: `{% get_identity as identity %}`. A tag, because error pages have no context."""

from django import template

from documents.operator_identity import current_identity

register = template.Library()


@register.simple_tag
def get_identity():
    """Return the operator's identity in the active language (documents.operator_identity)."""
    return current_identity()
