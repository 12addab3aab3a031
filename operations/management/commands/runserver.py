"""`runserver`: Django's development server, refused where the web server would be."""

from django.contrib.staticfiles.management.commands import runserver

from operations.start_checks import refuse_to_fall_open


class Command(runserver.Command):
    def handle(self, *args, **options):
        refuse_to_fall_open()
        super().handle(*args, **options)
