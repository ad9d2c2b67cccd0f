# Every command we type. Each sets up what it needs and says what it is doing.
.DEFAULT_GOAL := help
.PHONY: help run dev check test machines chaos bench pictures wheel types docs lock

# Python keeps what it compiled, whatever this machine's habit: a site is ten processes, and the tests start hundreds.
unexport PYTHONDONTWRITEBYTECODE

SETUP := @deploy/setup.sh
IN_VENV := PATH="$(CURDIR)/.venv/bin:$(CURDIR)/.venv/node/bin:$$PATH"

help: ## list these commands
	@echo "Simple POS. make ..."
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  \1\t\2/p' Makefile | expand -t 10

run: ## set up what is missing, then run a demo taverna with two virtual printers (Ctrl-C stops it)
	$(SETUP) site
	@exec .venv/bin/pos demo

dev: ## the demo taverna, and the waiter app on port 5173 that reloads when its source changes
	$(SETUP) dev
	@.venv/bin/pos demo & demo=$$!; trap 'kill $$demo 2>/dev/null; wait $$demo' EXIT; trap 'exit 130' INT TERM; \
	  $(IN_VENV) npm --prefix web run dev --workspace waiter

check: ## all that a reviewer needs to see green: style, types, layers, generated files
	$(SETUP) dev
	@$(IN_VENV) deploy/check.sh

test: ## unit, integration and end-to-end tests (as root it also installs chromium, mosquitto, postgresql, nginx)
	$(SETUP) test
	@$(IN_VENV) deploy/test.sh

machines: ## whole machines: the wheel, systemd, a network of four hosts, an upgrade, the documented recovery
	$(SETUP) test
	@$(IN_VENV) python -m pytest --numprocesses 2 --dist loadfile tests/machines

chaos: ## pull plugs under load; nothing may be lost or printed twice unmarked
	$(SETUP) test
	@$(IN_VENV) python -m pytest tests/chaos

bench: ## measure tap to paper beside its floor; a table, and JSON lines in bench-results/
	$(SETUP) dev
	@$(IN_VENV) python -m tests.bench

pictures: ## take the README's pictures again (docs/pictures/); look at each before you commit it
	$(SETUP) test
	@$(IN_VENV) python -m tests.pictures

wheel: ## build dist/*.whl with the web apps inside, for boxes without Node (docs/installation.md)
	$(SETUP) site
	@$(IN_VENV) deploy/wheel.sh

types: ## write the web apps' types again after the API changed
	$(SETUP) dev
	@$(IN_VENV) python -m deploy.openapi site web/shared/openapi.json
	@$(IN_VENV) python -m deploy.openapi cloud web/shared/openapi-cloud.json
	@$(IN_VENV) npm --prefix web run api:types

docs: ## write the generated pages of docs/ again: settings, errors, MQTT
	$(SETUP) dev
	@$(IN_VENV) python -m deploy.reference

lock: ## write requirements/*.txt again from pyproject.toml and *.in (NEWER=--upgrade takes the newest that fit)
	$(SETUP) dev
	@$(IN_VENV) deploy/lock.sh $(NEWER)
