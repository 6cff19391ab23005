PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed

.PHONY: chat ask bot index test check train clean

chat: $(STAMP)
	@$(BIN)/yuanwen chat

ask: $(STAMP)
	@$(BIN)/yuanwen ask "$(Q)"

bot: $(STAMP)
	@$(BIN)/yuanwen bot

index: $(STAMP)
	@$(BIN)/yuanwen index

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest

check: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# The encoder from the training data: make train DATA=path/to/training EXCLUDE=path/to/evaluation/documents
train: $(STAMP)
	$(BIN)/pip install --quiet --editable '.[train]'
	$(BIN)/python -m retrieval.training --data "$(DATA)" --out retrieval/models/yuanwen-static-zh $(if $(EXCLUDE),--exclude "$(EXCLUDE)")

clean:
	rm -rf $(VENV) library build *.egg-info

$(STAMP): pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing into $(VENV); the first time this takes a few minutes ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.installed-dev: $(STAMP)
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@
