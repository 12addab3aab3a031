"""Write docs/manual/workflow.md from the declarations of the workflow."""

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import override

from complaints.workflow.manual import render_manual_page


class Command(BaseCommand):
    help = "Write docs/manual/workflow.md from the declarations in complaints/workflow."
    requires_system_checks = ()

    def handle(self, **options) -> None:
        path = settings.BASE_DIR / "docs" / "manual" / "workflow.md"
        path.parent.mkdir(exist_ok=True)
        with override("en"):
            path.write_text(render_manual_page(), encoding="utf-8")
        self.stdout.write(f"{path} is written.")
