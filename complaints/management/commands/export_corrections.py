"""`export_corrections`: write proposals and corrections of categories as CSV, without personal data."""

import csv

from django.core.management.base import BaseCommand

from complaints.queries.understanding.correction_export import load_corrections

COLUMNS = ("engine_version", "channel", "proposed_1", "proposed_2", "proposed_3", "chosen", "category", "groups")


class Command(BaseCommand):
    help = (
        "Write what was proposed for statements, what was chosen, and the present category, as CSV without personal "
        "data. The next version of complaints/understanding learns from it (docs/understanding.md)."
    )

    def add_arguments(self, parser):
        parser.add_argument("--only-wrong", action="store_true", help="leave out proposals that were right at once")

    def handle(self, *, only_wrong: bool, **options):
        writer = csv.writer(self.stdout, lineterminator="\n")
        writer.writerow(COLUMNS)
        count = 0
        for one in load_corrections(only_wrong=only_wrong):
            count += 1
            proposed = (*one.proposed, "", "", "")[:3]
            writer.writerow(
                [one.engine_version, one.channel, *proposed, one.chosen, one.category, " ".join(one.groups)]
            )
        self.stderr.write(f"{count} rows")
