"""Every alert is in the runbook with what to do, and its metrics exist."""

import re

import pytest
import yaml

from operations.metrics import metrics_views
from tests.databases import ROOT

FILE = ROOT / "deploy/monitoring/alerts.yml"
RULES = [rule for group in yaml.safe_load(FILE.read_text())["groups"] for rule in group["rules"]]
RUNBOOK = (ROOT / "docs/runbook.md").read_text()
NAMES = r"\bportal_[a-z_]+"


def told(text: str) -> set[str]:
    """Return the names in an exposition: of samples, and of metrics that have no samples yet."""
    names = set(re.findall(rf"^({NAMES})", text, re.MULTILINE))
    families = re.findall(rf"^# TYPE ({NAMES}) (\w+)", text, re.MULTILINE)
    return names | {name + {"histogram": "_bucket"}.get(kind, "") for name, kind in families}


def test_the_runbook_says_of_each_what_to_do():
    section = RUNBOOK.partition("### Alerts")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| ([A-Z]\w+) \| (.{20,}) \| (.{20,}) \|$", section, re.MULTILINE)
    assert [name for name, *_ in rows] == [rule["alert"] for rule in RULES]
    assert {rule["labels"]["severity"] for rule in RULES} == {"page", "ticket"}


@pytest.mark.django_db
def test_every_metric_that_is_watched_or_named_exists(client):
    client.get("/healthz")
    there = told(metrics_views.render_metrics().decode())
    watched = set(re.findall(NAMES, " ".join(rule["expr"] for rule in RULES)))
    assert len(watched) > 12
    assert watched - there == {"portal_sweep_age_seconds", "portal_heartbeat_age_seconds"}, (
        "no sweep has come to its end, and no worker has run: SweepStopped watches for that"
    )
    named = set(re.findall(rf"`({NAMES})`", RUNBOOK))
    assert named - there == {"portal_jobs", "portal_reporting"}, "a pool of pgbouncer, and the role of BI tools"
