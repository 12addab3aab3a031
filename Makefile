# Every target runs the set-up that it needs. A newcomer only needs `make demo` and `make test`.

PORT ?= 8000
T ?= tests
BENCH_ROWS ?= 1000000
PYTEST = .venv/bin/pytest
# A drill may take longer than a test.
DRILL = $(PYTEST) --timeout=0

.PHONY: $(shell sed -n 's/^\([a-z-]*\):.*/\1/p' Makefile)

help:  ## show this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 14

demo: setup  ## run the whole portal on http://127.0.0.1:$(PORT); its data are kept between starts
	@exec .venv/bin/python -m operations.demo_launcher --port $(PORT)

demo-reset: setup  ## delete the data of the demo on PORT; the next `make demo` creates new data
	@exec .venv/bin/python -m operations.demo_launcher --port $(PORT) --reset

# The lanes are explained in docs/test-lanes.md. T=tests/complaints runs one folder of a lane.
WORKERS = $$(( $$(getconf _NPROCESSORS_ONLN) + 1 ))

test: setup  ## run all tests except the slow ones, including browser tests and `check`
	@bin/test-programs
	@$(PYTEST) $(T) -m "not slow" -n $(WORKERS) --dist loadgroup

test-unit: setup  ## run the part of `make test` that needs no server: rules, declarations, conversation
	@$(PYTEST) $(T) -m unit -n logical --dist loadgroup -q

test-slow: setup  ## run the slow tests: all pages in all variants; short forms of faults, replica, restore, hostile files
	@bin/test-programs slow
	@$(PYTEST) $(T) -m slow -n $(WORKERS) --dist loadgroup

test-again: setup  ## run the slow tests that have just failed once more, alone, until one fails again
	@$(PYTEST) $(T) -m slow --last-failed --last-failed-no-failures none -n0 -x -v

test-changed: setup  ## run the tests of `make test` for the files changed since `main`, or in the last commit
	@bin/chromium
	@tests=$$(.venv/bin/python bin/changed-tests) && $(PYTEST) $$tests -m "not slow" -n $(WORKERS) --dist loadgroup

test-quick:  ## run a part of the tests without set-up: make test-quick T=tests/complaints
	@$(PYTEST) $(T) -n0 -q

# This takes hours. All drills run, and those that failed are listed at the end.
DRILLS = test-deep drill-tamper drill-log hostile-files guesses drill-duress scan drill-stolen-stores faults drill-events restore-drill drill-install drill-containers drill-pool drill-ha drill-api drill-s3

drills: setup  ## run all drills below, before a release
	@failed=; for drill in $(DRILLS); do $(MAKE) $$drill || failed="$$failed $$drill"; done; \
	[ -z "$$failed" ] || { echo "drills that failed:$$failed"; exit 1; }

# Adverse conditions: rows in another order, large ids, shuffled tests (the first line shows the seed).
# FIREWALL_SEQUENCES and IDENTITY_SEQUENCES: number of sequences of the two state machines (2000 each). HISTORIES: number of
# random histories for the ledgers and the sweep (2000).
ADVERSE = -p tests.reversed_rows -p tests.high_ids --random-order-bucket=module

test-deep: setup  ## drill: thousands of Hypothesis examples, all permissions, other row orders and ids
	@HYPOTHESIS_PROFILE=deep $(DRILL) $(ADVERSE) -n logical --dist loadgroup --ignore=tests/browser $(T)

# TAMPERINGS: number of changes (2000); TAMPER_SEED: repeat the same ones; TAMPER_EACH=1: change each column once.
drill-tamper: setup  ## drill: random changes of all tables by a superuser and by the portal's role; none may be missed
	@TAMPERINGS=$${TAMPERINGS:-2000} $(DRILL) tests/complaints/log/test_every_table.py tests/complaints/log/test_tampering.py -n0 -q -s

# LOG_ATTACKS: number of changes to the public log by somebody with all keys (1000); PROOFS: proofs compared (100000).
drill-log: setup  ## drill: rewrite the public log before a monitor; compare its proofs with a second implementation
	@LOG_ATTACKS=$${LOG_ATTACKS:-1000} PROOFS=$${PROOFS:-100000} $(PYTEST) tests/log_monitor tests/complaints/log/test_second_implementation.py -n0 -q

monitor-log: setup  ## follow a public log: make monitor-log URL=https://host/log KEY=... FOLDER=seen
	@.venv/bin/python tools/log-monitor/log_monitor.py "$(URL)" "$(KEY)" "$(or $(FOLDER),seen)" --follow 30

# API_CALLS: number of calls (100000).
drill-api: setup  ## drill: call every route of the API as its description allows, and otherwise; also in sequences
	@API_CALLS=$${API_CALLS:-100000} $(DRILL) tests/api/test_any_call.py -n logical -q

# EVENTS: number of events (100000); EVENTS_SEED: repeat the same ones.
drill-events: setup  ## drill: send events to partners while the relays are killed; none may be lost or out of order
	@EVENTS=$${EVENTS:-100000} $(PYTEST) tests/api/test_event_drill.py -n0 -q -s

bench: setup  ## measure everything, with BENCH_ROWS complaints where the number matters (bench/README.md)
	@.venv/bin/python -m bench --complaints $(BENCH_ROWS)

bench-sweep: setup  ## measure the sweep (bench/README.md)
	@.venv/bin/python -m bench sweep

bench-filing: setup  ## measure the filing of complaints (bench/README.md)
	@.venv/bin/python -m bench filing

bench-desk: setup  ## measure the desk with BENCH_ROWS complaints (bench/README.md)
	@.venv/bin/python -m bench desk --complaints $(BENCH_ROWS)

bench-board: setup  ## measure the board with BENCH_ROWS complaints (bench/README.md)
	@.venv/bin/python -m bench board --complaints $(BENCH_ROWS)

bench-webhook: setup  ## measure the acceptance of WhatsApp deliveries (bench/README.md)
	@.venv/bin/python -m bench webhook

bench-clicks: setup  ## count the clicks and keystrokes of common desk work (docs/a-day-at-the-desk.md)
	@bin/chromium
	@.venv/bin/python -m drills.clicks

# RESTORED: number of complaints (20,000). A million takes about two hours and 100 GB of disk.
restore-drill: setup  ## drill: lose and restore a site; measure the time and the loss (docs/runbook.md)
	@bin/debian /usr/lib/postgresql/17/bin/postgres postgresql-17
	@bin/debian pgbackrest pgbackrest
	@.venv/bin/python -m drills.restore $(RESTORED)

drill-install: setup  ## drill: run deploy/install in an empty Debian 13, file a complaint in Urdu, upgrade and go back (as root)
	@bin/debian mmdebstrap mmdebstrap
	@bin/debian ip iproute2
	@.venv/bin/python -m drills.install

drill-containers: setup  ## drill: build the images, run compose.yaml with podman, and file a complaint in Urdu (as root)
	@for program in mmdebstrap buildah podman podman-compose runc; do bin/debian $$program $$program; done
	@bin/debian nft nftables
	@bin/debian /usr/lib/podman/aardvark-dns aardvark-dns
	@.venv/bin/python -m drills.containers

sbom: setup  ## write the bill of materials (CycloneDX) and the licences of all dependencies to build/
	@.venv/bin/python -m operations.containers.bill_of_materials build

# SECONDS: how long faults begin (600). KILLS: kill the leader so many times instead. In all it takes two minutes more.
SECONDS ?= 600
KILLS ?= 0
drill-ha: setup  ## drill: leaders, networks, disks and releases change on five simulated machines; nothing may be lost (as root)
	@bin/test-programs ha
	@for part in proxy account container object; do bin/debian swift-$$part-server swift-$$part; done
	@nice -n 5 .venv/bin/python -m drills.ha --bucket --seconds $(SECONDS) --kills $(KILLS)

faults: setup  ## drill: ten minutes of killed processes and failing services; check that nothing is lost
	@.venv/bin/python -m drills.faults

drill-pool: setup  ## drill: 2,000 clients on 40 sessions of PostgreSQL through pgbouncer; 100,000 uploads leave no lock
	@bin/debian pgbouncer pgbouncer
	@.venv/bin/python -m drills.pool

drill-stolen-stores: setup  ## drill: an attacker gets the database and Redis, to read and to write; they must gain nothing
	@.venv/bin/python -m drills.stolen_stores

drill-s3: setup  ## drill: keep evidence on a real S3 server (OpenStack Swift) while its servers are killed (as root)
	@for part in proxy account container object; do bin/debian swift-$$part-server swift-$$part; done
	@.venv/bin/python -m drills.s3

lighthouse: setup  ## run Lighthouse on the citizens' pages of a running demo (drills/README.md)
	@.venv/bin/python -m drills.lighthouse --url http://127.0.0.1:$(PORT)

hostile-files: setup  ## drill: upload some 580 hostile files; show the most expensive ones (docs/security-tests.md)
	@bin/debian clamd clamav-daemon || true
	@bin/debian bwrap bubblewrap || true
	@HOSTILE_FILES=all $(DRILL) tests/evidence/test_corpus.py -n0 -q --show-capture=no

guesses: setup  ## drill: guess E-tags and codes of a running portal 100,000 times (docs/security-tests.md)
	@.venv/bin/python -m drills.guessing

drill-duress: setup  ## drill: try to tell visits under duress from real ones by what an onlooker sees (drills/README.md)
	@.venv/bin/python -m drills.duress_classifier

# For other numbers, other times for each role, or single parts: .venv/bin/python -m tests.scan --help
scan: setup  ## drill: scan the portal in all roles with malformed input, wapiti, sqlmap, testssl, bandit (docs/security-tests.md)
	@bin/debian nginx nginx
	@bin/debian sqlmap sqlmap
	@bin/debian testssl testssl.sh
	@nice -n 10 .venv/bin/python -m tests.scan

# Compare what the portal answers, writes and sends before and after a change of its structure (docs/test-lanes.md).
# ONLY="routes salma" selects a part; BASE is the commit to compare with.
ONLY ?=
BASE ?= HEAD

golden: setup  ## compare all pages, moves, jobs and conversations with those of an earlier commit: make golden BASE=main
	@.venv/bin/python -m tests.golden compare $(BASE) --only "$(ONLY)"

golden-record: setup  ## only make the record of this checkout
	@.venv/bin/python -m tests.golden record --only "$(ONLY)"

golden-diff: setup  ## show the differences of the last `make golden` as text
	@.venv/bin/python -m tests.golden diff $(BASE) --only "$(ONLY)"

check: setup  ## check style, imports, migrations, deploy settings, templates and catalogue
	@$(PYTEST) tests/architecture -n0 -q

format: setup  ## fix and format the code
	@.venv/bin/ruff check --fix -q . ; .venv/bin/ruff format -q .

messages: setup  ## update the Urdu catalogue and compile it
	@bin/messages

lock: setup  ## compile requirements*.txt from requirements*.in
	@bin/lock

setup:
	@bin/setup
