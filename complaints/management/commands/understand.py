"""`manage.py understand FILE.csv`: how well labelled sentences are understood. `--sentence "…"`: one sentence."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from complaints.understanding.evaluation import (
    CategoryFigures,
    Evaluation,
    WrongColumns,
    evaluate_categories,
    evaluate_danger,
    parse_sentences,
)
from complaints.understanding.sentence import understand


class Command(BaseCommand):
    help = "Print how well the labelled sentences of a CSV file are understood, or what one sentence seems to say."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="CSV with sentences and their category or danger")
        parser.add_argument("--sentence", help="one sentence instead of a file")
        parser.add_argument("--confusions", action="store_true", help="also print which label was taken for which")

    def handle(self, *args, file: Path | None, sentence: str | None, confusions: bool, **options) -> None:
        if (file is None) == (sentence is None):
            raise CommandError('Name a CSV file or give --sentence "…".')
        if sentence is not None:
            return self._print_sentence(sentence)
        try:
            is_danger, rows = parse_sentences(file.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, WrongColumns) as error:
            raise CommandError(f"{file}: {error}") from error
        if not rows:
            raise CommandError(f"{file}: the file has no sentences.")
        understand("")  # loads the models, so that the first sentence is not measured with them
        evaluation = (evaluate_danger if is_danger else evaluate_categories)(rows, understand)
        self._print_figures(evaluation)
        if confusions:
            self._print_confusions(evaluation)
        self.stdout.write(f"\nMistakes: {len(evaluation.mistakes)}")
        for line in evaluation.mistakes:
            self.stdout.write(f"  {line}")

    def _print_sentence(self, sentence: str) -> None:
        understanding = understand(sentence)
        for name, proposals in (
            ("category", understanding.categories),
            ("district", understanding.districts),
            ("station", understanding.stations),
        ):
            for proposal in proposals:
                words = ", ".join(proposal.words)
                self.stdout.write(f"{name:9} {proposal.score:.2f}  {proposal.code}  ({words})")
        words = ", ".join(word for word in understanding.danger_words if word)
        self.stdout.write(f"danger    {understanding.danger_score:.2f}  {understanding.danger}  {words}".rstrip())

    def _print_figures(self, evaluation: Evaluation) -> None:
        for language, figures in sorted(evaluation.figures.items(), key=lambda item: (item[0] == "all", item[0])):
            if isinstance(figures, CategoryFigures):
                self.stdout.write(
                    f"{language:6} {figures.sentences:4} sentences:"
                    f" first right {_share(figures.first, figures.sentences)},"
                    f" among three {_share(figures.among_three, figures.sentences)};"
                    f" district right {_share(figures.districts_right, figures.districts)},"
                    f" invented {figures.districts_invented}"
                )
            else:
                self.stdout.write(
                    f"{language:6} danger found {_share(figures.found, figures.dangers)} of {figures.dangers},"
                    f" false alarms {_share(figures.false_alarms, figures.others)} of {figures.others},"
                    f" police said {_share(figures.police_said, figures.by_police)} of {figures.by_police}"
                )
        if evaluation.by_category:
            self.stdout.write("\nBy category")
            for code, figures in sorted(evaluation.by_category.items()):
                self.stdout.write(
                    f"  {code:24} {figures.sentences:4}  first {_share(figures.first, figures.sentences)}"
                    f"  among three {_share(figures.among_three, figures.sentences)}"
                )
        self.stdout.write(
            f"\nMilliseconds a sentence: median {evaluation.percentile(0.5):.1f}, p99 {evaluation.percentile(0.99):.1f}"
        )

    def _print_confusions(self, evaluation: Evaluation) -> None:
        self.stdout.write("\nConfusions (expected → proposed)")
        for (expected, proposed), number in evaluation.confusions.most_common():
            self.stdout.write(f"  {number:3}  {expected} → {proposed}")


def _share(part: int, whole: int) -> str:
    """Return a share as a percentage; a dash for none of none."""
    return f"{100 * part / whole:.1f} %" if whole else "–"
