# The verbs of this project; CI uses the same ones.
.DEFAULT_GOAL := help
.PHONY: dev fmt check test contract bench bench-scale bench-registry bench-serving bench-swap bench-replica bench-transfers bench-ui ui docs help

MVN := ./mvnw -B -ntp
NPM := npm --prefix web-ui

dev: ## Server in live-reload mode on http://127.0.0.1:5000, data in ./millrace-data
	$(MVN) -q -pl platform-server -am compile quarkus:dev

fmt: ## Format Java and TypeScript
	$(MVN) -q spotless:apply
	$(NPM) run format

check: ## Formatting, lint and the tests of every module but system-tests
	$(MVN) -pl '!system-tests' test

test: ## Everything, as CI runs it
	$(MVN) verify

contract: ## The corpus of requests against this server and a real mlflow server, compared
	$(MVN) -pl system-tests -am verify -Dtest=ContractIT -Dsurefire.failIfNoSpecifiedTests=false

bench: ## The ratio table against a real mlflow server; wants a quiet machine
	bench/bench.sh

bench-scale: ## Searches from 10,000 to 1,000,000 runs; wants a quiet machine and 10 GB of disk
	bench/bench.sh --scale

bench-registry: ## Searches of 100,000 model versions; wants a quiet machine
	bench/bench.sh --registry

bench-serving: ## Scoring beside mlflow models serve, MLServer and a bare handler; wants a quiet machine
	bench/serving.sh

bench-swap: ## 200 swaps under a million requests, and 1,000 models loaded and freed; wants a quiet machine
	bench/swap.sh

bench-replica: ## 50 promotions while a serving replica is asked beside the platform; wants a quiet machine
	bench/replica.sh

bench-transfers: ## Files through both servers and MinIO asked directly; wants a quiet machine, Go and 10 GB of disk
	bench/transfers.sh

bench-ui: ## The pages on 85,000 runs in headless Chromium, beside MLflow's; wants a quiet machine
	bench/ui.sh

ui: ## The web UI alone, reloaded on change, against the server at MILLRACE_URL
	$(NPM) install
	$(NPM) run dev

docs: ## Refresh docs/openapi.json, the web UI's types of it and the commands of docs/cli.md
	$(MVN) -q -pl platform-server -am test -Dtest=OpenApiTest -Dsurefire.failIfNoSpecifiedTests=false \
	  -Dmillrace.openapi.refresh=true -Dexec.skip=true
	$(NPM) run gen:api
	$(MVN) -q -pl cli -am test -Dtest=CliPageTest -Dsurefire.failIfNoSpecifiedTests=false \
	  -Dmillrace.cli-page.refresh=true

help: ## Print this
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16
