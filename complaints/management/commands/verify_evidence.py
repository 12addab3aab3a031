"""`verify_evidence`: check that every file exists, can be decrypted and is the one that the history names."""

from django.core.management.base import BaseCommand, CommandError

from complaints.evidence.stored_file_verification import verify_files_in_batches


class Command(BaseCommand):
    help = "Read every encrypted file of the complaints and compare its SHA-256. The exit code is 1 after any finding."

    def handle(self, **options):
        total = number = 0
        for checked, findings in verify_files_in_batches():
            total, number = total + checked, number + len(findings)
            for finding in findings:
                self.stderr.write(finding)
        if number:
            raise CommandError(f"{total} files: {number} findings.", returncode=1)
        self.stdout.write(f"{total} files: each is there and the one that its history names.")
