"""Each alert fires when it should and not otherwise, by Prometheus' promtool. The dashboard asks for what exists."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from operations.metrics import metrics_views
from tests.databases import ROOT
from tests.deploy.alert_cases import CASES, MINUTES, Case

FOLDER = ROOT / "deploy" / "monitoring"
ALERTS = FOLDER / "alerts.yml"
RULES = [rule for group in yaml.safe_load(ALERTS.read_text())["groups"] for rule in group["rules"]]
DASHBOARDS = sorted((FOLDER / "grafana").glob("*.json"))
LONG = {"OverdueGrows": 7 * 60, "MailSetAside": 90, "WhatsAppSetAside": 90}
"""Minutes after which alerts are looked at that wait for longer than the others."""
OF_PROMETHEUS = {"up"}
QUERY_WORDS = {
    *("sum", "min", "max", "avg", "topk", "rate", "increase", "histogram_quantile", "time", "absent", "abs"),
    *("and", "or"),
}


def run(program: str, *arguments: str | Path) -> subprocess.CompletedProcess:
    """Run a program of Debian's packages prometheus or prometheus-alertmanager."""
    if not (found := shutil.which(program)):
        pytest.skip(f"{program} is not installed (Debian's packages prometheus and prometheus-alertmanager)")
    return subprocess.run([found, *map(str, arguments)], capture_output=True, text=True, timeout=120)


def metric_names(expression: str) -> set[str]:
    """Return the names of the metrics in an expression, without what is quoted, in braces, or grouped by."""
    bare = re.sub(r'"[^"]*"|\{[^}]*\}|\[[^\]]*\]|\b(by|on|without)\s*\([^)]*\)', " ", expression)
    return {name for name in re.findall(r"[a-zA-Z_:][\w:]*", bare) if name not in QUERY_WORDS}


def exported_names() -> set[str]:
    """Return the names of the metrics that the exporters exported (tests/deploy/exporter_metrics.txt)."""
    text = (Path(__file__).parent / "exporter_metrics.txt").read_text()
    return {name for line in text.splitlines() if not line.startswith("#") for name in line.split()}


@pytest.fixture
def portal_names(client, db) -> set[str]:
    """Return the names of the portal's own metrics."""
    client.get("/healthz")
    text = metrics_views.render_metrics().decode()
    families = re.findall(r"^# TYPE (portal_\w+) (\w+)", text, re.MULTILINE)
    names = {name for name, _kind in families} | set(re.findall(r"^(portal_\w+)", text, re.MULTILINE))
    names |= {name + suffix for name, kind in families if kind == "histogram" for suffix in ("_bucket", "_count")}
    # Without a sweep, or before the first heartbeat, there is nothing to say.
    return names | {"portal_sweep_age_seconds", "portal_sweep_seconds", "portal_heartbeat_age_seconds"}


def promtool_test(alert: str, series: dict[str, str], expected: dict[str, str] | None) -> dict:
    minutes = LONG.get(alert, MINUTES)
    stretched = {name: values.replace(f"x{MINUTES + 10}", f"x{minutes + 10}") for name, values in series.items()}
    firing = [] if expected is None else [{"exp_labels": expected}]
    return {
        "interval": "1m",
        "input_series": [{"series": name, "values": values} for name, values in stretched.items()],
        "alert_rule_test": [{"eval_time": f"{minutes}m", "alertname": alert, "exp_alerts": firing}],
    }


def both_ways(rule: dict, case: Case) -> list[dict]:
    name, labels = rule["alert"], rule["labels"] | case.labels
    return [promtool_test(name, case.fires, labels), promtool_test(name, case.is_quiet, None)]


@pytest.mark.slow
def test_each_alert_fires_and_is_quiet_otherwise(tmp_path):
    assert [rule["alert"] for rule in RULES] == list(CASES)
    tests = [test for rule in RULES for test in both_ways(rule, CASES[rule["alert"]])]
    tests.append(promtool_test("SweepStopped", {"up{}": "1x40"}, {"severity": "page"}))  # no sweep has ever ended
    missing = {"severity": "page", "task": "notifications.tasks.deliver_messages"}
    tests.append(promtool_test("JobStopped", {"up{}": "1x40"}, missing))
    file = tmp_path / "alerts_test.yml"
    file.write_text(yaml.safe_dump({"rule_files": [str(ALERTS)], "evaluation_interval": "1m", "tests": tests}))
    done = run("promtool", "test", "rules", file)
    assert done.returncode == 0, (done.stdout + done.stderr)[-4000:]


def test_a_weaker_rule_is_found(tmp_path):
    weak = tmp_path / "alerts.yml"
    weak.write_text(
        ALERTS.read_text().replace(
            "portal_outbox_oldest_due_seconds) > 300", "portal_outbox_oldest_due_seconds) > 3000"
        )
    )
    case = promtool_test("OutboxLate", CASES["OutboxLate"].fires, {"severity": "page"})
    file = tmp_path / "alerts_test.yml"
    file.write_text(yaml.safe_dump({"rule_files": [str(weak)], "evaluation_interval": "1m", "tests": [case]}))
    assert run("promtool", "test", "rules", file).returncode == 1


def test_prometheus_and_alertmanager_accept_their_files(tmp_path):
    (tmp_path / "portal-token").write_text("token")
    text = (
        (FOLDER / "prometheus.yml").read_text().replace("/etc/prometheus/portal-token", str(tmp_path / "portal-token"))
    )
    (tmp_path / "prometheus.yml").write_text(text)
    shutil.copy(ALERTS, tmp_path)
    checked = run("promtool", "check", "config", tmp_path / "prometheus.yml")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    routed = run("amtool", "check-config", FOLDER / "alertmanager.yml")
    assert routed.returncode == 0, routed.stdout + routed.stderr
    for severity, receiver in (("page", "pages"), ("ticket", "tickets")):
        chosen = run(
            "amtool", "config", "routes", "test", "--config.file", FOLDER / "alertmanager.yml", f"severity={severity}"
        )
        assert chosen.stdout.strip() == receiver


def test_each_scraped_job_is_the_portal_or_has_recorded_metrics():
    jobs = {job["job_name"] for job in yaml.safe_load((FOLDER / "prometheus.yml").read_text())["scrape_configs"]}
    recorded = set(re.findall(r"^# (\w+):", (Path(__file__).parent / "exporter_metrics.txt").read_text(), re.MULTILINE))
    assert jobs == recorded | {"portal"}


def test_each_alert_names_metrics_that_exist(portal_names):
    known = portal_names | exported_names() | OF_PROMETHEUS
    unknown = {rule["alert"]: names for rule in RULES if (names := metric_names(rule["expr"]) - known)}
    assert unknown == {}


def test_no_metric_has_a_label_that_prometheus_sets_itself(portal_names):
    text = metrics_views.render_metrics().decode()
    assert re.findall(r"^portal_\w+\{[^}]*\b(?:job|instance)=.*$", text, re.MULTILINE) == []


@pytest.mark.parametrize("file", DASHBOARDS, ids=lambda file: file.stem)
def test_each_panel_of_a_dashboard_asks_for_metrics_that_exist(file, portal_names, tmp_path):
    panels = [panel for panel in json.loads(file.read_text())["panels"] if panel["type"] != "row"]
    expressions = {panel["title"]: [target["expr"] for target in panel["targets"]] for panel in panels}
    assert len(expressions) == len(panels) > 10
    known = portal_names | exported_names() | OF_PROMETHEUS
    unknown = {
        title: names
        for title, asked in expressions.items()
        if (names := set().union(*map(metric_names, asked)) - known)
    }
    assert unknown == {}
    asked = [expression.replace("$__rate_interval", "5m") for some in expressions.values() for expression in some]
    rules = [{"record": f"panel:{number}", "expr": expression} for number, expression in enumerate(asked)]
    (tmp_path / "rules.yml").write_text(yaml.safe_dump({"groups": [{"name": "panels", "rules": rules}]}))
    checked = run("promtool", "check", "rules", tmp_path / "rules.yml")
    assert checked.returncode == 0, checked.stdout + checked.stderr
