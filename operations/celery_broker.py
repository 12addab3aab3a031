"""A broker that returns is found within a second."""

from celery.app.amqp import AMQP
from kombu import Connection

AGAIN = 1  # seconds


class Prompt(Connection):
    """Looks for a broker that is away every second. (Celery's own waits grow to half a minute.)"""

    def ensure_connection(self, errback=None, max_retries=None, **options):
        """As kombu's; worker and beat call it without saying how long to wait."""
        waits = {"interval_start": AGAIN, "interval_step": 0, "interval_max": AGAIN}
        return super().ensure_connection(errback, max_retries, **waits | options)


class Post(AMQP):
    """Celery's way to the broker, by such connections."""

    Connection = Prompt
