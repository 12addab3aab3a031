"""`verify_evidence`: every file is there, opens, and is the one that the history names."""

from django.core.management.base import BaseCommand, CommandError

from complaints.evidence.verification import wrong_files


class Command(BaseCommand):
    help = "Read every sealed file of the complaints and compare its SHA-256. Ends with 1 if anything is wrong."

    def handle(self, **options):
        total = number = 0
        for done, found in wrong_files():
            total, number = total + done, number + len(found)
            for finding in found:
                self.stderr.write(finding)
        if number:
            raise CommandError(f"{total} files: {number} findings.", returncode=1)
        self.stdout.write(f"{total} files: each is there and the one that its history names.")
