"""List the sentences of the chat for the administrators. It is safe to run again."""

from django.core.management.base import BaseCommand

from whatsapp.services.sentence_editing import load_sentences


class Command(BaseCommand):
    help = "Lists the sentences of the chat in the administration. Edited texts stay."

    def handle(self, **options):
        self.stdout.write(f"Sentences of the chat: {load_sentences()}")
