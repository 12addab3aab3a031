"""Doors for the clock: each a shell over a service, harmless if it runs twice or late."""

import logging

from celery import shared_task
from django.utils.timezone import now

from monitoring.queries.verifying_tallies import differences
from monitoring.services import citizens, digests, due_hours, folding, packing, patterns, publishing, sweep_runs
from monitoring.services.questions import asking, reminding
from monitoring.services.reports import making
from monitoring.services.reviews import calling, minding, sharing

logger = logging.getLogger(__name__)


@shared_task
def sweep():
    sweep_runs.sweep(clock=now)


@shared_task
def tell_citizens():
    citizens.tell_citizens(at=now())


@shared_task
def publish_figures():
    """Every hour, so that a week's figures are there soon after it is over, and after an outage."""
    publishing.publish(at=now())
    publishing.publish_reviews(at=now())


@shared_task
def share_blame():
    sharing.share_blame(at=now())


@shared_task
def call_explanations():
    """Every hour: it finds the week's call by itself, and what an outage has left uncalled."""
    calling.call_explanations(at=now())


@shared_task
def mind_reviews():
    minding.mind_reviews(at=now())


@shared_task
def count_patterns():
    patterns.count(at=now())


@shared_task
def send_digests():
    """Several times in a morning: it finds who has had none, also after an outage at eight."""
    digests.send_digests(at=now())


@shared_task
def ask_questions():
    """Several times in a morning: it finds whether this day's are asked, also after an outage at seven."""
    asking.ask_questions(at=now())
    reminding.remind(at=now())


@shared_task
def make_reports():
    """Every hour: it finds which offices have none yet of the week and the month that are over."""
    making.make_reports(at=now())


@shared_task
def fold_tallies():
    folding.fold()
    due_hours.fold()


@shared_task
def pack_indexes():
    """In the hour when least is filed."""
    packing.pack()


@shared_task
def verify_tallies():
    """Each night, one scope after the other. What it finds is an error in the log."""
    for scope, found in differences():
        if found:
            logger.error("The tallies of %s are not what its complaints add up to: %s", scope, found[0])
