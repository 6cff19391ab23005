PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed

.PHONY: chat ask bot index test check bench train train-meaning train-reader fit fit-follow-ups fit-whole clean

chat: $(STAMP)
	@$(BIN)/yuanwen chat

ask: $(STAMP)
	@$(BIN)/yuanwen ask "$(Q)"

bot: $(STAMP)
	@$(BIN)/yuanwen bot

index: $(STAMP)
	@$(BIN)/yuanwen index

# Side by side, but no more than four: each builds and holds the shipped library. Files stay together, and so what they share.
test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile

check: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Lists the benchmarks, each with the command that runs it.
bench: $(VENV)/.installed-dev
	@$(BIN)/python -m tests.bench

# The encoder from the training data: make train DATA=path/to/training EXCLUDE=path/to/evaluation/documents
train: $(STAMP)
	$(BIN)/pip install --quiet --editable '.[train]'
	$(BIN)/python -m retrieval.training.encoder --data "$(DATA)" --out retrieval/models/yuanwen-static-zh $(if $(EXCLUDE),--exclude "$(EXCLUDE)")

# The transformer's two uses from a base, the sentence encoder and the reader, and afterwards the fit, which they change:
# make train-meaning train-reader BASE=path/to/encoder DATA=path/to/data ARCHIVE=path/to/unpacked/documents_more
train-meaning: $(STAMP)
	$(BIN)/pip install --quiet --editable '.[train]'
	$(BIN)/python -m retrieval.training.meaning --base "$(BASE)" --data "$(DATA)/training" --out retrieval/models/yuanwen-transformer-zh \
	  $(foreach d,$(DATA)/local/dev/documents $(DATA)/local/more/documents corpus/speeches,--exclude $(d)) $(SETS)

train-reader: $(STAMP)
	$(BIN)/pip install --quiet --editable '.[train]'
	$(BIN)/python -m retrieval.training.reader --base "$(BASE)" --out retrieval/models/yuanwen-transformer-zh $(SETS)

# The ranking and the refusal: make fit DATA=path/to/data ARCHIVE=path/to/unpacked/documents_more
# Questions on the evaluation documents, on local ones, on the shipped speeches, on documents of the archive; then those
# that nothing answers.
ASKED  := retrieval/training/ranking/questions
REPORTS = --set $(DATA)/questions/tune.jsonl $(DATA)/documents \
  $(foreach q,prov prov_short prov2,--located $(ASKED)/$(q).jsonl $(DATA)/documents)
LOCAL   = $(foreach d,tune tune_more,--set $(DATA)/local/$(d)/questions.jsonl $(DATA)/local/$(d)/documents) \
  $(foreach q,local local2,--located $(ASKED)/$(q).jsonl $(DATA)/local)
SPEECHES := $(foreach q,shipped_a shipped_c,--set tests/questions/$(q).jsonl corpus/speeches)
OTHERS  = $(foreach q,reports reports_short mixed mixed_short mixed2 mixed2_short mixed3 law law2 speeches,--located $(ASKED)/$(q).jsonl $(ARCHIVE))
NOTHING = $(foreach d,$(DATA)/documents $(DATA)/local/tune/documents corpus/speeches,--set $(ASKED)/off_topic.jsonl $(d))
SETS    = $(REPORTS) $(LOCAL) $(SPEECHES) $(OTHERS) $(NOTHING)

fit: $(STAMP)
	$(BIN)/python -m retrieval.training.ranking.fit $(SETS)

# What a message after another is meant to find, after the fit: make fit-follow-ups DATA=… ARCHIVE=… as above; with KEEP=folder
# a second fit takes seconds
CHAINS := bot/fitting/chains
fit-follow-ups: $(STAMP)
	$(BIN)/python -m bot.fitting $(if $(KEEP),--keep "$(KEEP)") $(foreach d,tune tune_more,--chains $(DATA)/local/$(d)/chains.jsonl $(DATA)/local/$(d)/documents $(DATA)/local/$(d)/questions.jsonl) \
	  --located $(CHAINS)/local.jsonl $(DATA)/local --located $(CHAINS)/reports.jsonl $(DATA)/documents $(foreach q,real rules,--located $(CHAINS)/$(q).jsonl $(ARCHIVE))

# What gathers whole answers, after the fit: make fit-whole DATA=… ARCHIVE=… as above
WHOLE := retrieval/training/whole/questions
LABELLED = --located $(WHOLE)/local.jsonl $(DATA)/local --located $(WHOLE)/reports.jsonl $(DATA)/documents \
	  $(foreach q,central laws speeches,--located $(WHOLE)/$(q).jsonl $(ARCHIVE))
fit-whole: $(STAMP)
	$(BIN)/python -m retrieval.training.whole.kinds retrieval/training/whole/wordings/*.tsv \
	  --ordinary $(ASKED)/*.jsonl $(DATA)/questions/tune.jsonl $(foreach d,tune tune_more,$(DATA)/local/$(d)/questions.jsonl)
	$(BIN)/python -m retrieval.training.whole.lists_and_conditions $(LABELLED)
	$(BIN)/python -m retrieval.training.whole.documents $(LABELLED)
	$(BIN)/python -m retrieval.training.whole.telling $(LABELLED) \
	  $(foreach d,tune tune_more,--set $(DATA)/local/$(d)/questions.jsonl $(DATA)/local/$(d)/documents)

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
