from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('complaints', '0010_withdrawn_evidence'),
    ]

    operations = [
        migrations.AddField(
            model_name='evidence',
            name='by_officers_key',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='complainant',
            name='email_verified_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='complainant',
            name='reached_since',
            field=models.DateTimeField(blank=True, null=True),
        ),
        *(
            migrations.AddField(
                model_name='complainant',
                name=name,
                field=models.BooleanField(db_default=False, default=False),
            )
            for name in (
                'phone_is_of_filing',
                'email_is_of_filing',
                'phone_by_officers_key',
                'email_by_officers_key',
                'word_by_officers_key',
            )
        ),
    ]
