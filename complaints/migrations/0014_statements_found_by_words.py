import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """The full text of every statement, built while citizens go on writing."""

    atomic = False

    dependencies = [("complaints", "0013_search_exports_saved_views")]

    operations = [
        AddIndexConcurrently(
            "statement",
            django.contrib.postgres.indexes.GinIndex(
                models.Func(
                    models.Func(
                        "folded", models.Value(" "), function="string_to_array", output_field=models.TextField()
                    ),
                    function="array_to_tsvector",
                    output_field=django.contrib.postgres.search.SearchVectorField(),
                ),
                name="statement_by_words",
            ),
        ),
    ]
