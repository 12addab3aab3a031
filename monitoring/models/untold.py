"""Delays of which the complainant has still to be told."""

from django.db import models

from monitoring.models.breach import Breach


class Untold(models.Model):
    """Written with the breach, gone once its message is in the outbox: the sweep itself stays quick.

    The breach's key is not checked: a row less to look at for each of a sweep's thousands.
    """

    breach = models.OneToOneField(Breach, models.CASCADE, primary_key=True, related_name="+", db_constraint=False)
