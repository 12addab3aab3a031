"""Run Lighthouse on the citizens' first pages: `make demo` in one terminal, `make lighthouse` in another.

Lighthouse's mobile settings (its default: a slow phone on a slow line, simulated), three runs a page, the median of
each category. Prints a table and writes drills/results/lighthouse.json. Needs npm and Chromium (bin/chromium).
Lighthouse 12 is the last that runs on Node 20.
"""

import argparse
import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from statistics import median

LIGHTHOUSE = "lighthouse@12.8.2"
CATEGORIES = ("performance", "accessibility", "best-practices")
RESULTS = Path(__file__).parent / "results"


def main() -> None:
    """Measure every page; print and write the scores."""
    wishes = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    wishes.add_argument("--url", default="http://127.0.0.1:8000", help="where the portal answers")
    wishes.add_argument("--pages", nargs="+", default=["/", "/ur/", "/complain/", "/ur/complain/", "/track/"])
    wishes.add_argument("--runs", type=int, default=3)
    wishes = wishes.parse_args()
    scores = {page: measured(wishes.url + page, runs=wishes.runs) for page in wishes.pages}
    for page, by_category in scores.items():
        print(f"{page:<40}", *(f"{name} {score:>3}" for name, score in by_category.items()), sep="  ")
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "lighthouse.json").write_text(json.dumps(scores, indent=2))


def measured(url: str, *, runs: int) -> dict[str, int]:
    """Return the median score of each category, 0 to 100."""
    reports = [report(url) for _ in range(runs)]
    return {name: round(100 * median(report["categories"][name]["score"] for report in reports)) for name in CATEGORIES}


def report(url: str) -> dict:
    """Run Lighthouse once. Raises CalledProcessError with its messages."""
    found = map(shutil.which, ("chromium", "chromium-headless-shell"))
    chromium = os.environ.get("CHROMIUM") or next(filter(None, found), "")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.json"
        subprocess.run(
            ["npx", "--yes", LIGHTHOUSE, url, "--quiet", "--output=json", f"--output-path={path}",
             f"--only-categories={','.join(CATEGORIES)}", "--chrome-flags=--headless=new --no-sandbox --disable-gpu"],
            env=os.environ | {"CHROME_PATH": chromium}, check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        return json.loads(path.read_text())


if __name__ == "__main__":
    main()
