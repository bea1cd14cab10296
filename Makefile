# Two commands: `make run` and `make test`. What a step installs is in doorstep/setup/steps.py.

# The first Python that works: pyenv's python3 fails where .python-version names one it lacks.
PYTHON := $(shell for python in python3 /usr/bin/python3 python3.13 python3.10; do \
	$$python -c 'import ensurepip, sys; print(sys.executable)' 2>/dev/null && break; done)
PYTHON := $(or $(PYTHON),$(shell command -v /usr/bin/python3 || command -v python3))

RASA := RASA_TELEMETRY_ENABLED=false bot/.venv/bin/rasa
MODULES := settings.py council.py health.py event_log.py
PACKAGES := actions console conversation directory doorstep language people referrals storage \
	telephony triage webchat worker benchmarks tests

.DEFAULT_GOAL := help
.PHONY: help setup run test check bench clean

help: ## say what there is
	@grep -hE '^[a-z%-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

setup: ## install what is missing, build, train; start nothing
	@test -n "$(PYTHON)" || { echo "doorstep: Python is missing: install Python 3.9 or newer as python3." >&2; exit 1; }
	@"$(PYTHON)" -m doorstep.setup

run: setup ## set up, then start everything on this machine
	@exec .venv/bin/doorstep up

test: setup check ## everything that CI runs
	@echo "tests of the bot (Python 3.10)"
	@PYTHONPATH=. bot/.venv/bin/python -m pytest -c tests/bot/pytest.ini tests/bot
	@echo "tests of everything else"
	@.venv/bin/pytest

check: setup ## format, lint, types, contracts between parts, templates, the bot's data and conversations
	.venv/bin/ruff format --check --no-cache .
	.venv/bin/ruff check --no-cache .
	.venv/bin/mypy $(MODULES) $(PACKAGES)
	.venv/bin/lint-imports --no-cache
	.venv/bin/djlint --lint --quiet webchat console
	@echo "rasa data validate --fail-on-warnings"
	@$(RASA) data validate --fail-on-warnings --domain domain.yml --data data --config config.yml \
		>var/log/rasa-validate.log 2>&1 || { tail -20 var/log/rasa-validate.log; exit 1; }
	@PYTHONPATH=. bot/.venv/bin/python -m bot.conversation_tests

bench: bench-turn ## time of a turn beside a plain Rasa bot's, start-up, memory

bench-%: setup
	@.venv/bin/python -m benchmarks.$*

clean: ## remove what set-up and use have made: environments, model, database, logs
	rm -rf .tools .venv bot/.venv bot/models node_modules var .mypy_cache .pytest_cache .ruff_cache \
		.import_linter_cache .hypothesis .rasa doorstep.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
