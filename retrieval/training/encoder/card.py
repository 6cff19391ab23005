"""The model card: what the model is, what it was trained on, and what was measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from retrieval.index.encoding import CONTEXT_WEIGHT
from retrieval.training.encoder.contrastive import Recipe

Report = dict[str, dict[str, float]]

_CARD = """---
language: zh
license: other
license_name: mixed-sources-see-data-table
library_name: model2vec
pipeline_tag: sentence-similarity
tags: [sentence-transformers, model2vec, static-embeddings]
---

# yuanwen-static-zh

A static sentence encoder for Chinese: one {dims}-dimensional vector for each of {size:,} words and characters,
averaged and scaled to unit length; int8 with one float32 scale a row, {megabytes:.0f} MB. It was trained for everyday
questions about official documents, to be compared with their clauses and word by word, and is not distilled from
another model. It runs on CPU with numpy and tokenizers alone.

```python
from model2vec import StaticModel
model = StaticModel.from_pretrained("retrieval/models/yuanwen-static-zh")
```

The same folder loads with `sentence_transformers.SentenceTransformer` and gives the same cosines (largest difference
measured: {difference:.0e}). Traditional characters must be folded to Simplified first (OpenCC `t2s`); width and case
are folded by the tokenizer. Embed clauses or sentences, not whole passages: a passage is as near as its best clause.

## How it was made

1. Vocabulary: dictionary words (jieba), collocations and usual characters, by their counts in the training text.
2. Skip-gram vectors (gensim) of that vocabulary.
3. Contrastive training (torch) on questions and passages, with learned token weights: {runs} runs whose tables are
   averaged, for clause vectors and for words compared one by one.
4. int8 vectors with one float32 scale a row, stored as model2vec token weights.

Command: `python -m retrieval.training.encoder --data DATA --out retrieval/models/yuanwen-static-zh`, seed {seed}. {reused}
Skip-gram training with more than one worker is not reproducible bit by bit (threads race); `--workers 1` is.

Runs: {settings}

**Kept out.** {held_out} written questions (all those of {held_passages} passages) and every passage marked as of an
evaluation document. {excluded}

## Data and licences

The training data are not distributed with the model. Licences as their sources state them; some restrict use, so check
them before using the model beyond research.

| data | licence |
|---|---|
| written questions, thesaurus of official and everyday expressions | the project's own |
| passages with written questions | public documents and broadcast news |
| news text 2023 and question/news pairs (CRUD-RAG) | Apache-2.0 |
| broadcast news text and titles (Xinwen Lianbo) | collection MIT; the text is the broadcaster's |
| laws, work reports, communiqués, speeches, essays | public documents; no licence stated |
| scientific abstracts and titles (CSL) | Apache-2.0 |
| reading comprehension C3 | non-commercial research |
| reading comprehension CMRC 2018 (trial part) | CC BY-SA 4.0 |
| legal questions with answers and laws | Apache-2.0, academic use |
| BGE demonstration triplets | Apache-2.0 |
| synonym lexicon | Anti-996 |
| idiom explanations | MIT / none stated |
| LCQMC, OPPO, PAWS-X, QBQTC, SimCLUE, Chinese NLI and STS-B, financial news titles | none stated |

## Measured

Dense: best clause of each passage. "+context": title and headings mixed into each clause's vector at weight {context}.
Fused: standardised BM25 (character uni- and bigrams) plus the standardised dense score. The questions of `tune` were
used to choose settings, the public retrieval sets were not.

{tables}
"""


_EXCLUDED = "Heading/section pairs that share text with those documents were left out (`--exclude`)."
_REUSED = "This file was written by a call that found these results of earlier calls in its work folder: {}."
_INCLUDED = "Heading/section pairs were not checked against those documents: scores on them may be too high."


def write_card(
    folder: Path,
    report: Report,
    runs: Sequence[Recipe],
    *,
    shape: tuple[int, int],
    held: tuple[int, int],
    difference: float,
    excluded: bool,
    reused: Sequence[str],
) -> None:
    """Write `folder`/README.md.

    `held` is the number of questions and passages kept out, `excluded` says whether the headings of the evaluation
    documents were, too; `reused` names the files that stages of an earlier call had left.
    """
    text = _CARD.format(
        dims=shape[1],
        size=shape[0],
        megabytes=(folder / "model.safetensors").stat().st_size / 1e6,
        seed=runs[0].seed,
        runs=len(runs),
        held_out=held[0],
        held_passages=held[1],
        difference=difference,
        excluded=_EXCLUDED if excluded else _INCLUDED,
        context=CONTEXT_WEIGHT,
        reused=_REUSED.format(", ".join(reused)) if reused else "",
        settings=_differences(runs),
        tables="\n".join(_table(name, scores) for name, scores in report.items()) or "Not judged.",
    )
    (folder / "README.md").write_text(text, encoding="utf-8")


def _differences(runs: Sequence[Recipe]) -> str:
    """All settings of the first run, and of each other run those that differ from it."""
    first = asdict(runs[0])
    parts = [", ".join(f"{name} {value}" for name, value in first.items())]
    for run in runs[1:]:
        parts.append(", ".join(f"{name} {value}" for name, value in asdict(run).items() if value != first[name]))
    return "; then the same with ".join(parts) + "."


def _table(name: str, scores: dict[str, float]) -> str:
    rows = "\n".join(f"| {measure} | {value:.3f} |" for measure, value in scores.items())
    return f"### {name}\n\n| measure | score |\n|---|---|\n{rows}\n"
