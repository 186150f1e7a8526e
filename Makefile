# HomeTwin. `make` alone lists the targets.
SHELL := /bin/bash
PREFIX ?= /usr/local
SCENARIO ?= Scenarios/quickstart.yaml
# The Swift runtime is linked in, so that one build serves runs, installed copies and the tarball.
SWIFT_BUILD := swift build -c release --static-swift-stdlib
# Tests live whole homes, ten times as fast when optimised; their objects stay apart.
TEST_FLAGS := -c release -Xswiftc -enable-testing --scratch-path .build/tests
FILTER ?=
# Of a swarm; another day, other seeds.
MINUTES ?= 60
FIRST_SEED ?= $(shell date +%Y%m%d0000)
BINARY := .build/release/hometwin
TARBALL := dist/hometwin-linux-$(shell uname -m).tar.gz
SIMPY_PYTHON ?= .build/venv-simpy/bin/python
OCHRE_PYTHON ?= .build/venv-ochre/bin/python
PACKAGES := libgsl-dev libsqlite3-dev libzstd-dev pkg-config

.DEFAULT_GOAL := help
.PHONY: help deps build run test readme examples examples-python check format bench bench-engine bench-pipeline \
  bench-outside bench-homes bench-memory bench-ingest crash-loop steps simpy ochre schedule-search sameness replays swarm golden gate baseline \
  aa docs install dist test-dist clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

deps: ## install the C libraries where allowed, say what is missing where not
	@scripts/deps.sh $(PACKAGES)

build: deps ## compile the release build
	@$(SWIFT_BUILD) --product hometwin
	@scripts/stamp.sh $(BINARY)

run: build ## set up everything and run SCENARIO (default: the quickstart)
	@$(BINARY) run $(SCENARIO)

test: deps ## every test; FILTER=QualityTests for some
	@swift test --quiet $(TEST_FLAGS) $(if $(FILTER),--filter "$(FILTER)")

readme: build ## run README's commands and look whether its samples still hold
	@scripts/readme-commands.sh "$(BINARY)"

examples: build ## every program under Examples/ as a stage, those in Python where their libraries are there
	@PATH="$(CURDIR)/.build/venv-examples/bin:$$PATH" scripts/examples.sh "$(BINARY)"

examples-python: ## a Python with scikit-learn and Prophet for make examples, under .build
	@python3 -m venv --clear .build/venv-examples
	@.build/venv-examples/bin/pip install --quiet scikit-learn==1.9.1 prophet==1.5.0

check: deps ## format, tidy rules, the wall between Pipeline and World
	@scripts/check.sh $(SWIFT_BUILD)

bench: bench-engine bench-pipeline bench-outside bench-homes ## speed as ratios in one run: engine beside C++ and SimPy, pipeline, outside programs, homes beside OCHRE

bench-engine: deps ## the event engine beside a C++ baseline and, where present, SimPy
	@$(SWIFT_BUILD) --product EngineBench
	@python3 Benchmarks/engine/compare.py --swift .build/release/EngineBench \
	  --python "$(SIMPY_PYTHON)" --same --instructions

bench-pipeline: deps ## the pipeline, a row a stage, in readings a CPU-second
	@$(SWIFT_BUILD) --product PipelineBench
	@.build/release/PipelineBench $(SCENARIO) Worlds --rounds 3

bench-outside: build ## what a Python stage costs a run beside its own time; make examples-python for more
	@PATH="$(CURDIR)/.build/venv-examples/bin:$$PATH" python3 Benchmarks/outside/cost.py $(BINARY)

bench-homes: build ## homes lived in a CPU second, where present beside OCHRE
	@python3 Benchmarks/homes/compare.py $(BINARY) --python "$(OCHRE_PYTHON)"

bench-memory: build ## peak memory of 7 and 28 days, and of a home
	@$(SWIFT_BUILD) --product PipelineBench
	@scripts/memory.sh "$(BINARY)"
	@.build/release/PipelineBench $(SCENARIO) Worlds --memory --set homes=10

bench-ingest: build ## messages alone and among MEGABYTES of garbage (default 1024): time, memory, none lost
	@python3 Benchmarks/ingest/garbage.py $(BINARY) $(or $(MEGABYTES),1024)

crash-loop: deps ## a program killed at KILLS random moments (default 200) and at each of its writes: rows doubled and lost
	@$(SWIFT_BUILD) --product CrashLoop
	@.build/release/CrashLoop .build/crash-loop --rows 2000000 --kills $(or $(KILLS),200) --seed $(or $(SEED),1)
	@.build/release/CrashLoop .build/crash-loop --rows 300 --every-write

schedule-search: deps ## slow: choose the fixed schedule that agents must beat, on development seeds
	@$(SWIFT_BUILD) --product ScheduleSearch
	@.build/release/ScheduleSearch 1000 1001 Scenarios/quickstart.yaml Scenarios/faulty-sensors.yaml

steps: deps ## slow: what half a physics step, other windows and other seeds do to a week's energy
	@$(SWIFT_BUILD) --product StepBench
	@.build/release/StepBench 40 Scenarios/winter-week.yaml Scenarios/quickstart.yaml Scenarios/summer-heat.yaml

simpy: ## a Python with SimPy for bench-engine, under .build
	@python3 -m venv .build/venv-simpy
	@.build/venv-simpy/bin/pip install --quiet simpy==4.1.2
	@echo "simpy: .build/venv-simpy/bin/python; or set SIMPY_PYTHON"

ochre: ## a Python with OCHRE for bench-homes, under .build
	@python3 -m venv .build/venv-ochre
	@.build/venv-ochre/bin/pip install --quiet ochre-nrel==0.9.2 pyarrow==16.1.0
	@echo "ochre: .build/venv-ochre/bin/python; or set OCHRE_PYTHON"

sameness: build ## slow: winter-week on other threads, windows and CPU features gives the same bits
	@scripts/sameness.sh "$(BINARY)"

replays: build ## slow: every shipped scenario's wire, replayed without the truth, concludes the same
	@scripts/replays.sh "$(BINARY)"

swarm: build ## slow: the planted failure, then random variants of SCENARIO for MINUTES (default 60)
	@$(BINARY) swarm --canary --seeds 20 --quiet --out .build/swarm/canary
	@$(BINARY) swarm $(SCENARIO) --minutes $(MINUTES) --first-seed $(FIRST_SEED)

# The scenarios that have a baseline.
GATED = quickstart faulty-sensors

gate: build ## against the stored baselines: what is better, same or worse than before
	@for s in $(GATED); do $(BINARY) check $$s || exit 1; done

baseline: export BECAUSE ?=
baseline: build ## accept what these scenarios score now as their baselines, with BECAUSE="the reason"
	@test -n "$$BECAUSE" || { echo 'make baseline: expected BECAUSE="the reason"' >&2; exit 2; }
	@for s in $(GATED); do $(BINARY) check $$s --accept --because "$$BECAUSE" || exit 1; done

aa: build ## slow: fifty checks of equal pipelines with different luck; how many call a difference
	@scripts/aa.py "$(BINARY)"

golden: build ## print the fingerprints of every shipped scenario
	@for s in Scenarios/*.yaml; do n=$$(basename $$s .yaml); \
	  echo "$$n $$($(BINARY) run $$s --out .build/golden/$$n --force | grep -o 'fingerprint [0-9a-f]*')"; done

docs: build ## write the JSON Schemas of scenario and world files to docs/
	@$(BINARY) schema > docs/scenario.schema.json
	@$(BINARY) schema --world > docs/world.schema.json

install: build ## install to PREFIX (default /usr/local)
	@scripts/install.sh "$(PREFIX)" "$(BINARY)"

dist: deps ## a relocatable tarball under dist/
	@scripts/dist.sh $(SWIFT_BUILD)

test-dist: dist ## use the tarball and an installed copy in empty folders with a bare PATH
	@rm -rf "dist/installed copy"
	@$(MAKE) --no-print-directory install PREFIX="dist/installed copy"
	@scripts/test-dist.sh $(TARBALL) "dist/installed copy"

format: ## rewrite the sources in house style
	swift format --in-place --recursive Sources Tests Package.swift

clean: ## remove what the build made
	rm -rf .build dist
