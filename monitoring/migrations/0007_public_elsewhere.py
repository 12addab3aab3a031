from django.db import migrations, models


class Migration(migrations.Migration):
    """Publish what no district counts as a row of its own with every figure, instead of one number of the province."""

    dependencies = [("monitoring", "0006_accountable")]

    operations = [
        migrations.RemoveConstraint(model_name="publicfigure", name="public_figure_is_not_small"),
        migrations.RemoveConstraint(model_name="publicfigure", name="public_figure_once"),
        migrations.RemoveField(model_name="publicfigure", name="sensitive"),
        migrations.AddField(
            model_name="publicfigure", name="is_elsewhere", field=models.BooleanField(default=False)
        ),
        migrations.AddConstraint(
            model_name="publicfigure",
            constraint=models.UniqueConstraint(
                fields=("publication", "office", "is_elsewhere", "month"),
                name="public_figure_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="publicfigure",
            constraint=models.CheckConstraint(
                condition=models.Q(("office", None), ("is_elsewhere", False), _connector="OR"),
                name="public_figure_of_one_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="publicfigure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("received__lt", 10), _negated=True),
                    models.Q(("contact_known__lt", 10), _negated=True),
                    models.Q(("report_known__lt", 10), _negated=True),
                    models.Q(("word_known__lt", 10), _negated=True),
                ),
                name="public_figure_is_not_small",
            ),
        ),
    ]
