"""Scheduled jobs (config.celery). Each calls one service. A job that runs twice or late does no harm."""

from celery import shared_task
from django.utils.timezone import now

from reviews.services import blame, hearing_calls, patterns, review_clock


@shared_task
def share_blame():
    blame.share_blame(at=now())


@shared_task
def call_explanations():
    """Request this week's explanations. Runs hourly, so that an outage only delays them."""
    hearing_calls.call_explanations(at=now())


@shared_task
def mind_reviews():
    review_clock.mind_reviews(at=now())


@shared_task
def count_patterns():
    patterns.count(at=now())
