from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('complaints', '0011_proved_contacts'),
    ]

    operations = [
        migrations.RemoveField(model_name='complainant', name='secret_tries_left'),
    ]
