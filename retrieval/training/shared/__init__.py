"""What the stages of training share: `sources` reads the training data, `text` cuts clauses, `export` writes and reads models."""
