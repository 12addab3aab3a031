"""`load_categories`: load the categories, time limits and phrases shipped with the portal. Can be repeated."""

import csv
from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils import timezone

from complaints.services.administration.category_texts_and_policies import import_categories, load_category_texts
from complaints.services.administration.understanding_phrases import load_phrases
from complaints.understanding.phrases import read_phrases

FOLDER = Path(__file__).resolve().parents[2] / "data"
DATA = FOLDER / "categories.csv"
WORDS = FOLDER / "category_words.csv", FOLDER / "category_roman.csv"


class Command(BaseCommand):
    help = "Load complaint categories, their first policies, and the phrases by which sentences are understood."

    def handle(self, **options):
        with DATA.open(encoding="utf-8", newline="") as file:
            categories, policies = import_categories(csv.DictReader(file), at=timezone.now())
        for words in WORDS:
            with words.open(encoding="utf-8", newline="") as file:
                load_category_texts(csv.DictReader(file))
        load_phrases(read_phrases())
        self.stdout.write(f"{DATA.name}: {categories} categories, {policies} new policies")
