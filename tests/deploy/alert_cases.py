"""For each alert: series that let it fire and series that do not, one value a minute, as promtool reads them."""

from dataclasses import dataclass, field

MINUTES = 30
"""When the alerts are looked at. Rates and increases need series that began before."""
PORTAL, OTHERS = 'instance="10.0.0.5:8000",job="portal"', 'instance="10.0.0.7:9187",job="postgres"'
DELIVER, VERIFY = "notifications.tasks.deliver_messages", "monitoring.tasks.verify_tallies"
DIGESTS = "monitoring.tasks.send_digests"


@dataclass(frozen=True)
class Case:
    """`fires` and `is_quiet`: series and their values. `labels`: those of the alert besides its severity."""

    fires: dict[str, str]
    is_quiet: dict[str, str]
    labels: dict[str, str] = field(default_factory=dict)


def steady(value: float) -> str:
    """Return a series that keeps its value."""
    return f"{value}x{MINUTES + 10}"


def rising(step: float) -> str:
    """Return a counter that rises by `step` a minute."""
    return f"0+{step}x{MINUTES + 10}"


def brief(value: float) -> str:
    """Return a series that has the value for a single minute, just before the alerts are looked at."""
    return f"0x{MINUTES - 2} {value} 0x10"


def gauge(name: str, too_much: float, *, allowed: float) -> Case:
    """Return the case of a gauge of the portal that must not exceed a limit."""
    series = f"{name}{{{PORTAL}}}"
    return Case({series: steady(too_much)}, {series: steady(allowed)})


def requests(status: int) -> str:
    return f'portal_requests_total{{{PORTAL},route="home",method="GET",status="{status}"}}'


def seconds(limit: str) -> str:
    return f'portal_request_seconds_bucket{{{PORTAL},route="home",le="{limit}"}}'


def succeeded(task: str) -> str:
    return f'portal_job_last_success_timestamp_seconds{{{PORTAL},task="{task}"}}'


def failed(task: str) -> str:
    return f'portal_job_last_failure_timestamp_seconds{{{PORTAL},task="{task}"}}'


BY_PORTAL = {"instance": "10.0.0.5:8000", "job": "portal"}
BY_DATABASE = {"instance": "10.0.0.7:9187", "job": "postgres"}
DISK = 'instance="10.0.0.7:9100",job="node",device="/dev/vda1",mountpoint="/"'
BY_NODE = {"instance": "10.0.0.7:9100", "job": "node"}
NODE = 'instance="10.0.0.7:9100",job="node"'
POOL = 'instance="10.0.0.7:9127",job="pgbouncer",database="portal",user="portal_app"'
VALKEY = 'instance="10.0.0.7:9121",job="valkey"'
OPEN, OVERDUE = (f"portal_complaints_{what}{{{PORTAL}}}" for what in ("open", "overdue"))
WAITED, HELD = f"portal_sweep_waiting_seconds{{{PORTAL}}}", f"portal_sweep_held_clocks{{{PORTAL}}}"
UNIT = f'node_systemd_unit_state{{{NODE},name="portal-backup.service",state="failed",type="oneshot"}}'

CASES = {
    "PortalDown": Case({f"up{{{PORTAL}}}": steady(0)}, {f"up{{{PORTAL}}}": "1x27 0 1x10"}, BY_PORTAL),
    "DatabaseDown": Case(
        {f'portal_up{{{PORTAL},part="database"}}': steady(0)},
        {f'portal_up{{{PORTAL},part="database"}}': steady(1), f'portal_up{{{PORTAL},part="broker"}}': steady(0)},
    ),
    "BrokerDown": Case(
        {f'portal_up{{{PORTAL},part="broker"}}': steady(0)},
        {f'portal_up{{{PORTAL},part="broker"}}': steady(1), f'portal_up{{{PORTAL},part="database"}}': steady(0)},
    ),
    "ErrorsInside": Case(
        {requests(200): rising(1000), requests(500): rising(20)},
        {requests(200): rising(1000), requests(500): rising(5)},
    ),
    "SlowAnswers": Case(
        {seconds("1"): rising(90), seconds("2.5"): rising(100), seconds("+Inf"): rising(100)},
        {seconds("1"): rising(97), seconds("2.5"): rising(100), seconds("+Inf"): rising(100)},
    ),
    "ManyRefused": Case({requests(429): rising(90)}, {requests(429): rising(30)}),
    "OutboxLate": gauge("portal_outbox_oldest_due_seconds", 400, allowed=200),
    "GatewayRefuses": gauge("portal_outbox_retrying_oldest_seconds", 4000, allowed=3000),
    "MessagesGivenUp": gauge("portal_outbox_given_up_messages", 51, allowed=50),
    "MailSetAside": gauge("portal_mail_aside", 1, allowed=0),
    "WhatsAppWaits": gauge("portal_whatsapp_waiting_updates", 501, allowed=400),
    "WhatsAppSetAside": gauge("portal_whatsapp_aside_updates", 1, allowed=0),
    "WhatsAppAccount": gauge("portal_whatsapp_account_troubles", 1, allowed=0),
    "SweepStopped": gauge("portal_sweep_age_seconds", 700, allowed=60),
    "SweepBehind": Case({WAITED: steady(1000), HELD: steady(0)}, {WAITED: steady(1000), HELD: steady(5)}),
    "SweepHeld": gauge("portal_sweep_held_clocks", 1, allowed=0),
    "JobFails": Case(
        {f'portal_jobs_total{{{PORTAL},task="sla.tasks.sweep",outcome="failed"}}': rising(1)},
        {f'portal_jobs_total{{{PORTAL},task="sla.tasks.sweep",outcome="succeeded"}}': rising(1)},
        {"task": "sla.tasks.sweep"},
    ),
    "JobStaysFailed": Case(
        {succeeded(DIGESTS): steady(100), failed(DIGESTS): steady(200)},
        {succeeded(DIGESTS): steady(300), failed(DIGESTS): steady(200)},
        {"task": DIGESTS},
    ),
    "CheckFails": Case(
        {succeeded(VERIFY): steady(100), failed(VERIFY): steady(200)},
        {succeeded(VERIFY): steady(300), failed(VERIFY): steady(200), failed("sla.tasks.sweep"): steady(200)},
        {"task": VERIFY},
    ),
    "JobStopped": Case({succeeded(DELIVER): steady(0)}, {succeeded(DELIVER): rising(60)}),
    "HeartbeatMissing": gauge("portal_heartbeat_age_seconds", 90, allowed=10),
    "EvidenceWaits": gauge("portal_evidence_oldest_seconds", 1000, allowed=600),
    "HistoryUnsealed": gauge("portal_history_unsealed_seconds", 1000, allowed=600),
    "DiskFills": Case(
        {f'portal_disk_free_ratio{{{PORTAL},place="evidence"}}': steady(0.05)},
        {f'portal_disk_free_ratio{{{PORTAL},place="evidence"}}': steady(0.5)},
        {"place": "evidence"},
    ),
    "OverdueGrows": Case({OPEN: steady(200), OVERDUE: steady(50)}, {OPEN: steady(90), OVERDUE: steady(50)}),
    "ExporterDown": Case({f"up{{{OTHERS}}}": steady(0)}, {f"up{{{OTHERS}}}": "1x27 0 1x10"}, BY_DATABASE),
    "UnitFailed": Case(
        {UNIT: steady(1)},
        {UNIT: steady(0), UNIT.replace("portal-backup", "cups"): steady(1)},
        BY_NODE | {"name": "portal-backup.service", "state": "failed", "type": "oneshot"},
    ),
    "HostDiskFills": Case(
        {
            f'node_filesystem_avail_bytes{{{DISK},fstype="ext4"}}': steady(5),
            f'node_filesystem_size_bytes{{{DISK},fstype="ext4"}}': steady(100),
        },
        {
            f'node_filesystem_avail_bytes{{{DISK},fstype="tmpfs"}}': steady(5),
            f'node_filesystem_size_bytes{{{DISK},fstype="tmpfs"}}': steady(100),
        },
        BY_NODE | {"device": "/dev/vda1", "mountpoint": "/", "fstype": "ext4"},
    ),
    "HostMemoryShort": Case(
        {f"node_memory_MemAvailable_bytes{{{NODE}}}": steady(4), f"node_memory_MemTotal_bytes{{{NODE}}}": steady(100)},
        {f"node_memory_MemAvailable_bytes{{{NODE}}}": steady(40), f"node_memory_MemTotal_bytes{{{NODE}}}": steady(100)},
        BY_NODE,
    ),
    "ClockOff": Case(
        {f"node_timex_offset_seconds{{{NODE}}}": steady(-120), f"node_timex_sync_status{{{NODE}}}": steady(1)},
        {f"node_timex_offset_seconds{{{NODE}}}": steady(0.01), f"node_timex_sync_status{{{NODE}}}": steady(1)},
        BY_NODE,
    ),
    "ConnectionsShort": Case(
        {
            f'pg_stat_activity_count{{{OTHERS},datname="portal",state="active"}}': steady(100),
            f'pg_stat_activity_count{{{OTHERS},datname="portal",state="idle"}}': steady(85),
            f"pg_settings_max_connections{{{OTHERS}}}": steady(200),
        },
        {
            f'pg_stat_activity_count{{{OTHERS},datname="portal",state="active"}}': steady(100),
            f"pg_settings_max_connections{{{OTHERS}}}": steady(200),
        },
        {"instance": "10.0.0.7:9187"},
    ),
    "ReplicaLate": Case(
        {
            f"pg_replication_lag_seconds{{{OTHERS}}}": steady(100),
            f"pg_replication_is_replica{{{OTHERS}}}": steady(1),
        },
        {
            f"pg_replication_lag_seconds{{{OTHERS}}}": steady(100),
            f"pg_replication_is_replica{{{OTHERS}}}": steady(0),
        },
        BY_DATABASE,
    ),
    "ArchiveFails": Case(
        {f"pg_stat_archiver_failed_count{{{OTHERS}}}": rising(1)},
        {f"pg_stat_archiver_failed_count{{{OTHERS}}}": steady(7)},
        BY_DATABASE,
    ),
    "PoolWaits": Case(
        {f"pgbouncer_pools_client_maxwait_seconds{{{POOL}}}": steady(9)},
        {f"pgbouncer_pools_client_maxwait_seconds{{{POOL}}}": brief(9)},
        {"instance": "10.0.0.7:9127", "database": "portal"},
    ),
    "BrokerMemoryShort": Case(
        {f"redis_memory_used_bytes{{{VALKEY}}}": steady(95), f"redis_memory_max_bytes{{{VALKEY}}}": steady(100)},
        {f"redis_memory_used_bytes{{{VALKEY}}}": steady(95), f"redis_memory_max_bytes{{{VALKEY}}}": steady(0)},
        {"instance": "10.0.0.7:9121", "job": "valkey"},
    ),
}
