from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0002_tally_functions")]

    operations = [
        migrations.AddField(
            model_name="review",
            name="order_outcome",
            field=models.CharField(
                blank=True,
                choices=[
                    ("upheld", "Upheld: the decision stands"),
                    ("modified", "Modified: a milder decision takes its place"),
                    ("set_aside", "Set aside: no decision stands against the officer"),
                ],
                db_default="",
                default="",
                max_length=10,
            ),
        ),
    ]
