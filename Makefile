# Every target does the set-up that it needs. `make demo` and `make test` are all that a newcomer has to know.

PORT ?= 8000
T ?= tests
BENCH_ROWS ?= 1000000
PYTEST = .venv/bin/pytest

.PHONY: golden golden-accept golden-diff demo demo-reset test test-unit test-slow test-changed test-quick drills test-deep tamper bench bench-sweep bench-filing bench-desk bench-board bench-webhook bench-clicks faults restore-drill drill-install lighthouse check format messages lock hostile-files guesses scan setup help

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 14

demo: setup  ## the whole portal on http://127.0.0.1:$(PORT), data kept between starts
	@exec .venv/bin/python -m operations.demo_launcher --port $(PORT)

demo-reset: setup  ## forget the data of the demo on PORT; the next `make demo` makes it anew
	@exec .venv/bin/python -m operations.demo_launcher --port $(PORT) --reset

# The lanes are explained in docs/test-lanes.md. T=tests/complaints runs one folder of a lane.
WORKERS = $$(( $$(getconf _NPROCESSORS_ONLN) + 1 ))

test: setup  ## everything that a change can break, browser journeys and `check` included
	@bin/chromium
	@$(PYTEST) $(T) -m "not slow" -n $(WORKERS) --dist loadgroup

test-unit: setup  ## the part of `make test` that needs no server: pure rules, declarations, conversation
	@$(PYTEST) $(T) -m unit -n logical --dist loadgroup -q

test-slow: setup  ## every page in every look, short forms of kills, storms, replica, restore, hostile files
	@bin/chromium
	@$(PYTEST) $(T) -m slow -n $(WORKERS) --dist loadgroup

test-changed: setup  ## tests of `make test` that concern what has changed since `main`, or in the last commit
	@bin/chromium
	@tests=$$(.venv/bin/python bin/changed-tests) && $(PYTEST) $$tests -m "not slow" -n $(WORKERS) --dist loadgroup

test-quick:  ## one part of all, no set-up: make test-quick T=tests/complaints
	@$(PYTEST) $(T) -n0 -q

# Hours. Every drill runs, and those that failed are named at the end.
DRILLS = test-deep tamper hostile-files guesses scan faults restore-drill drill-install

drills: setup  ## the long forms, before a release: all of the drills below
	@failed=; for drill in $(DRILLS); do $(MAKE) $$drill || failed="$$failed $$drill"; done; \
	[ -z "$$failed" ] || { echo "drills that failed:$$failed"; exit 1; }

# In adverse circumstances: rows in another order, ids far on, the tests shuffled (the first line names the seed).
# FIREWALL_SEQUENCES and IDENTITY_SEQUENCES say how many the two state machines live through (2000 each), HISTORIES how
# many random histories the ledgers and the sweep do (2000).
ADVERSE = -p tests.backwards -p tests.far_on --random-order-bucket=module

test-deep: setup  ## drill: thousands of Hypothesis examples, everybody at every door, all orders and ids others
	@HYPOTHESIS_PROFILE=deep $(PYTEST) $(ADVERSE) -n logical --dist loadgroup --ignore=tests/browser $(T)

# TAMPERINGS: how many (1000); TAMPER_SEED: the same ones again.
tamper: setup  ## drill: a thousand random changes by a superuser without the key: each must be found and named
	@TAMPERINGS=$${TAMPERINGS:-1000} $(PYTEST) tests/complaints/log/test_tampering.py -n0 -q -s

bench: setup  ## all measurements of speed, with BENCH_ROWS complaints where their number matters (bench/README.md)
	@.venv/bin/python -m bench --complaints $(BENCH_ROWS)

bench-sweep: setup  ## how fast one sweeper is (bench/README.md)
	@.venv/bin/python -m bench sweep

bench-filing: setup  ## how fast a complaint is filed (bench/README.md)
	@.venv/bin/python -m bench filing

bench-desk: setup  ## how fast the desk is with BENCH_ROWS complaints (bench/README.md)
	@.venv/bin/python -m bench desk --complaints $(BENCH_ROWS)

bench-board: setup  ## how fast the board is with BENCH_ROWS complaints (bench/README.md)
	@.venv/bin/python -m bench board --complaints $(BENCH_ROWS)

bench-webhook: setup  ## how fast WhatsApp deliveries are accepted (bench/README.md)
	@.venv/bin/python -m bench webhook

bench-clicks: setup  ## what three acts of the desk cost in clicks and keys (docs/a-day-at-the-desk.md)
	@bin/chromium
	@.venv/bin/python -m drills.clicks

restore-drill: setup  ## drill: a site is lost and restored: how long it takes and what it loses (docs/runbook.md)
	@.venv/bin/python -m drills.restore

drill-install: setup  ## drill: README's installation block in an empty Debian 13, and a complaint in Urdu through its nginx (as root)
	@bin/debian mmdebstrap mmdebstrap
	@bin/debian ip iproute2
	@.venv/bin/python -m drills.install

faults: setup  ## drill: nothing is lost: ten minutes of kills and failing neighbours, then everything is counted
	@.venv/bin/python -m drills.faults

lighthouse: setup  ## scores of the citizen's pages of a running demo (drills/README.md)
	@.venv/bin/python -m drills.lighthouse --url http://127.0.0.1:$(PORT)

hostile-files: setup  ## drill: some 580 hostile files handed in, and what the dearest took (docs/security-tests.md)
	@bin/debian clamd clamav-daemon || true
	@HOSTILE_FILES=all $(PYTEST) tests/evidence/test_corpus.py -n0 -q --show-capture=no

guesses: setup  ## drill: 100,000 guesses at numbers and keys of a running portal (docs/security-tests.md)
	@.venv/bin/python -m drills.guessing

# Another number, another time for each role, parts alone: .venv/bin/python -m tests.scan --help
scan: setup  ## drill: odd input, wapiti, sqlmap, testssl and bandit at the whole portal as each role (docs/security-tests.md)
	@bin/debian nginx nginx
	@bin/debian sqlmap sqlmap
	@bin/debian testssl testssl.sh
	@nice -n 10 .venv/bin/python -m tests.scan

# What the portal answers, writes and sends, before and after a change of its structure (docs/test-lanes.md). ONLY="routes salma"
# makes a part; BASE is the commit or folder that golden-diff compares with.
ONLY ?=
BASE ?= HEAD

golden: setup  ## compare every page, move, job and conversation with the accepted record
	@.venv/bin/python -m tests.golden --only "$(ONLY)"

golden-accept: setup  ## the same, and accept what is new as the record
	@.venv/bin/python -m tests.golden --accept

golden-diff: setup  ## show the differences of the last `make golden` as text: make golden-diff BASE=main
	@.venv/bin/python -m tests.golden diff $(BASE) --only "$(ONLY)"

check: setup  ## style, imports, migrations, deploy settings, templates, catalogue
	@$(PYTEST) tests/architecture -n0 -q

format: setup  ## put code in order
	@.venv/bin/ruff check --fix -q . ; .venv/bin/ruff format -q .

messages: setup  ## bring the Urdu catalogue up to date and compile it
	@bin/messages

lock: setup  ## compile requirements*.txt from requirements*.in
	@bin/lock

setup:
	@bin/setup
