"""Let Celery reconnect to its broker within a second after an outage."""

from celery.app.amqp import AMQP
from kombu import Connection

RETRY_INTERVAL = 1  # seconds


class ReconnectingConnection(Connection):
    """A connection that tries to reach the broker every second. Celery's own delays grow to half a minute."""

    def ensure_connection(self, errback=None, max_retries=None, **options):
        """Do as kombu does, with our intervals as defaults. Worker and beat call this without intervals."""
        intervals = {"interval_start": RETRY_INTERVAL, "interval_step": 0, "interval_max": RETRY_INTERVAL}
        return super().ensure_connection(errback, max_retries, **intervals | options)


class ReconnectingAMQP(AMQP):
    """Celery's AMQP class with these connections."""

    Connection = ReconnectingConnection
