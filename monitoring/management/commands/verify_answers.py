"""`verify_answers`: check that no answer to a morning question was altered. Exits with 1 if one was."""

from django.core.management.base import BaseCommand, CommandError

from monitoring.queries.morning_questions import altered_answers


class Command(BaseCommand):
    help = "Check the signature of each answer to a morning question. Exits with 1 if an answer was altered."

    def handle(self, *args, **options):
        altered_ids = [answer.pk for answer in altered_answers()]
        if altered_ids:
            raise CommandError(f"Altered after they were given: answers {altered_ids}")
        self.stdout.write("Every answer is as it was given.")
