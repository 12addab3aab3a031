"""Former names of categories."""

from django.db import models
from django.db.models import Index

from accounts.models.former_name import FormerName


class FormerCategoryName(FormerName):
    """The name that a category had until it was renamed."""

    category = models.ForeignKey("complaints.Category", models.PROTECT, related_name="+", db_index=False)

    class Meta(FormerName.Meta):
        indexes = [Index(name="former_name_of_category", fields=["category", "until"])]
