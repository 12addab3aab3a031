"""Scheduled jobs (config.celery). Each calls one service. A job that runs twice or late does no harm."""

from celery import shared_task
from django.utils.timezone import now

from reviews.services import due_review_moves, explanation_requests, new_flag_details, pattern_computation


@shared_task
def complete_flags():
    """Compute the shares of new flags, flag further officers, and freeze the dossiers."""
    new_flag_details.complete_flags(at=now())


@shared_task
def request_due_explanations():
    """Request this week's explanations. Runs hourly, so that an outage only delays them."""
    explanation_requests.request_due_explanations(at=now())


@shared_task
def handle_due_reviews():
    """Handle missing explanations, late decisions, and reviews that can be closed."""
    due_review_moves.handle_due_reviews(at=now())


@shared_task
def compute_patterns():
    """Recompute the monthly patterns of delay."""
    pattern_computation.compute_patterns(at=now())
