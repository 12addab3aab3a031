"""Officers of a whole province are imported by the command; a killed import goes on where it stopped.

OFFICERS: their number (120 in the slow lane; 7,000 for the figures in docs/performance.md, with `-s`).
"""

import os
import signal
import subprocess
import sys
import time

import psycopg
import pytest
from django.core.management import call_command
from django.db import connections

from accounts.models import Office, Officer, Posting
from tests.databases import ROOT
from tests.faults.chatting import until
from tests.world import build

pytestmark = pytest.mark.slow

OFFICERS = int(os.environ.get("OFFICERS", "120"))
AT_ONE_STATION = 10
OTHERS = """SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
    AND backend_type = 'client backend' AND pid <> pg_backend_pid()"""
HEADER = "email,name_en,name_ur,rank,belt_number,woman,language,office,role,head,acting,action"


def write_lists(folder) -> tuple:
    """Write a list of stations in all districts, and one of their officers: a head and nine others at each."""
    districts = list(Office.objects.districts().order_by("path").values_list("code", flat=True))
    stations, officers = [], []
    for number in range(-(-OFFICERS // AT_ONE_STATION)):
        district, code = districts[number % len(districts)], f"killed_station_{number}"
        if number < len(districts):
            stations.append(f"killed_circle_{number},circle,{district},Circle {number},سرکل,SDPO")
        stations.append(f"{code},station,killed_circle_{number % len(districts)},Station {number},تھانہ,SHO")
        for place in range(AT_ONE_STATION):
            name, belt = f"officer{number}.{place}", f"{number}{place}"
            person = f"{name}@province.example,Officer {number} {place},افسر,SI,{belt},,ur,{code}"
            officers.append(f"{person},supervisor,yes,," if place == 0 else f"{person},inquiry_officer,,,")
    offices, people = folder / "offices.csv", folder / "officers.csv"
    offices.write_text("\n".join(["code,kind,parent,name_en,name_ur,head_title", *stations]) + "\n")
    people.write_text("\n".join([HEADER, *officers[:OFFICERS]]) + "\n")
    return offices, people


def start(database, file, *options: str) -> subprocess.Popen:
    command = [sys.executable, "manage.py", "import_officers", str(file), "--skip-checks", *options]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(command, cwd=ROOT, env=os.environ | database.environment, **pipes)


def timed(database, file, *options: str) -> str:
    """Run the command to its end and return its last lines. Print how long it took."""
    began = time.monotonic()
    process = start(database, file, *options)
    said, problems = process.communicate()
    assert process.returncode == 0, problems
    print(f"\n{' '.join(options) or 'import'}: {time.monotonic() - began:.0f} s: {said.splitlines()[-1]}")
    return said


def test_a_killed_import_of_a_provinces_officers_goes_on_where_it_stopped(own_database, tmp_path):
    build()  # Omar is an administrator, so each line is imported by itself
    offices, people = write_lists(tmp_path)
    call_command("import_offices", offices, verbosity=0)
    ours = Officer.objects.filter(email__endswith="@province.example")
    assert f"{OFFICERS} officers recorded" in timed(own_database, people, "--dry-run")
    assert not ours.exists()
    began, process = time.monotonic(), start(own_database, people)
    while ours.count() < OFFICERS // 2:
        assert process.poll() is None, process.communicate()[1]
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    connections.close_all()
    with psycopg.connect(own_database.owner_url, autocommit=True) as owner:  # a COMMIT under way is still finished
        until(lambda: owner.execute(OTHERS).fetchone()[0] == 0, "PostgreSQL has noticed the kill")
    done = ours.count()
    print(f"\nkilled after {time.monotonic() - began:.0f} s with {done} officers")
    assert Posting.objects.filter(officer__in=ours).count() == done
    said = timed(own_database, people)
    assert f"{OFFICERS - done} officers recorded" in said
    assert f"{done} unchanged, 0 refused" in said
    assert (ours.count(), Posting.objects.filter(officer__in=ours).count()) == (OFFICERS, OFFICERS)
    assert f"{OFFICERS} unchanged, 0 refused" in timed(own_database, people)
