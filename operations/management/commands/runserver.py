"""`runserver`: Django's development server, with the same start checks as the web server."""

from django.contrib.staticfiles.management.commands import runserver

from operations.start_checks import refuse_to_fall_open


class Command(runserver.Command):
    def handle(self, *args, **options):
        refuse_to_fall_open()
        super().handle(*args, **options)
