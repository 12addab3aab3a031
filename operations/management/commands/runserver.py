"""`runserver`: Django's development server, with the same start checks as the web server."""

from django.contrib.staticfiles.management.commands import runserver

from operations.start_checks import run_start_checks


class Command(runserver.Command):
    def handle(self, *args, **options):
        run_start_checks()
        super().handle(*args, **options)
