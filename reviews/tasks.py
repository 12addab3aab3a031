"""Scheduled jobs (config.celery). Each calls one service. A job that runs twice or late does no harm."""

from celery import shared_task
from django.utils.timezone import now

from reviews.services import blame, hearing_calls, patterns, review_clock


@shared_task
def share_blame():
    """Compute the shares of new flags, flag further officers, and freeze the dossiers."""
    blame.share_blame(at=now())


@shared_task
def call_explanations():
    """Request this week's explanations. Runs hourly, so that an outage only delays them."""
    hearing_calls.call_explanations(at=now())


@shared_task
def mind_reviews():
    """Handle missing explanations, late decisions, and reviews that can be closed."""
    review_clock.mind_reviews(at=now())


@shared_task
def count_patterns():
    """Recompute the monthly patterns of delay."""
    patterns.count(at=now())
