from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.contrib.postgres.search import SearchVectorField
from django.db import migrations, models

# What it costs is said, because nobody else would: the planner prices a built-in function like an addition.
FUNCTION = """
    CREATE OR REPLACE FUNCTION portal_lexemes(words text) RETURNS tsvector
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 4000
    AS $$ BEGIN RETURN array_to_tsvector(string_to_array(words, ' ')); END $$
"""


def lexemes() -> models.Func:
    return models.Func("folded", function="portal_lexemes", output_field=SearchVectorField())


class Migration(migrations.Migration):
    """Words are found by a function that says its price, and open ones among themselves; nobody waits meanwhile.

    `manage.py fold_statements` afterwards makes older statements answer to the other script as well.
    """

    atomic = False

    dependencies = [("complaints", "0020_ended_ones_in_order")]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION portal_lexemes(text)"),
        AddIndexConcurrently(model_name="openwords", index=GinIndex(lexemes(), name="open_words_by_words")),
        AddIndexConcurrently(model_name="statement", index=GinIndex(lexemes(), name="statement_by_lexemes")),
        RemoveIndexConcurrently(model_name="statement", name="statement_by_words"),
    ]
