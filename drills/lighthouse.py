"""Run Lighthouse on the citizens' first pages: `make demo` in one terminal, `make lighthouse` in another.

It uses Lighthouse's mobile settings (the default: a simulated slow phone and connection), three runs for each page, and
the median of each category. Prints a table and writes drills/results/lighthouse.json. Needs npm and Chromium
(bin/chromium). Lighthouse 12 is the last version that runs on Node 20.
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
    """Measure all pages; print and write the scores."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--url", default="http://127.0.0.1:8000", help="the portal's URL")
    parser.add_argument("--pages", nargs="+", default=["/", "/ur/", "/complain/", "/ur/complain/", "/track/"])
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    scores = {page: measure_page(options.url + page, runs=options.runs) for page in options.pages}
    for page, by_category in scores.items():
        print(f"{page:<40}", *(f"{name} {score:>3}" for name, score in by_category.items()), sep="  ")
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "lighthouse.json").write_text(json.dumps(scores, indent=2))


def measure_page(url: str, *, runs: int) -> dict[str, int]:
    """Return the median score of each category, 0 to 100."""
    reports = [run_lighthouse(url) for _ in range(runs)]
    return {name: round(100 * median(report["categories"][name]["score"] for report in reports)) for name in CATEGORIES}


def run_lighthouse(url: str) -> dict:
    """Run Lighthouse once. Raises CalledProcessError with its messages."""
    installed = map(shutil.which, ("chromium", "chromium-headless-shell"))
    chromium = os.environ.get("CHROMIUM") or next(filter(None, installed), "")
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
