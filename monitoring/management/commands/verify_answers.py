"""`verify_answers`: whether each answer to a question of a morning is the one that was given. Ends with 1 if not."""

from django.core.management.base import BaseCommand, CommandError

from monitoring.queries.questions import altered


class Command(BaseCommand):
    help = "Checks the mark of each answer to a question of a morning."

    def handle(self, *args, **options):
        found = [answer.pk for answer in altered()]
        if found:
            raise CommandError(f"Altered after they were given: answers {found}")
        self.stdout.write("Every answer is as it was given.")
