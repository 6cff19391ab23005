"""Real transformers, small enough to be built for a test: random weights, the same each time, saved as their libraries do."""

from pathlib import Path

PROMPTS = {"query": "问：", "document": "文："}
"""What the encoder's folder states as its own."""


def write_tiny_models(base: Path, text: str) -> dict[str, str]:
    """The folders of an `encoder` and a `reranker` (a cross-encoder) that know the characters of `text`, below `base`."""
    import torch
    from sentence_transformers import CrossEncoder, SentenceTransformer
    from sentence_transformers.sentence_transformer import modules
    from transformers import BertConfig, BertForSequenceClassification, BertModel
    from transformers.models.bert import BertTokenizer

    characters = sorted(set("".join(text.split())))
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *characters]
    (base / "vocab.txt").write_text("\n".join(vocabulary), encoding="utf-8")
    tokenizer = BertTokenizer(str(base / "vocab.txt"))
    shape = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=128,
    )
    shape.num_labels = 1
    torch.manual_seed(0)
    for name, model in (("plain", BertModel(shape)), ("pairs", BertForSequenceClassification(shape))):
        model.save_pretrained(base / name)
        tokenizer.save_pretrained(base / name)
    word = modules.Transformer(str(base / "plain"), max_seq_length=64)
    encoder = SentenceTransformer(modules=[word, modules.Pooling(32)], prompts=PROMPTS, device="cpu")
    encoder.save(str(base / "encoder"))
    CrossEncoder(str(base / "pairs"), device="cpu").save_pretrained(str(base / "reranker"))
    return {name: str(base / name) for name in ("encoder", "reranker")}
