"""What the trainings of the transformer's halves share: `network` is what is trained, `export` writes the files that ship."""
