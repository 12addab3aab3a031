from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_rank_before")]

    operations = [
        migrations.AlterField(
            model_name="staffact",
            name="kind",
            field=models.CharField(choices=[('recorded', 'recorded'), ('invited', 'invited to set a password'), ('factor_reset', 'second factor removed'), ('deactivated', 'sign-in blocked'), ('reactivated', 'sign-in allowed again'), ('corrected', "officer's record changed"), ('posted', 'posted'), ('ended', 'a posting ended'), ('end_set', 'end of a posting set or changed'), ('called_off', 'posting cancelled before it began'), ('role_asked', 'requested a role that needs two administrators'), ('role_confirmed', 'confirmed a role that needs two administrators'), ('role_refused', 'refused a role that needs two administrators'), ('policy', 'time limits of a category changed'), ('calendar', 'calendar of working days changed'), ('category', 'a category changed'), ('office', 'office location or destination of its complaints changed')], max_length=16, verbose_name='action'),
        ),
    ]
