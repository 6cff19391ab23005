"""Training: texts of like length are padded together, and the learning rate rises and falls."""

import logging
import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from retrieval.training.transformer.network import Trained

log = logging.getLogger("retrieval.training")

AT_ONCE = 16
"""Texts of like length that are padded together."""
RATE, WARM = 8e-5, 30
"""Learning rate of the layers, and the steps until it is reached; then it falls to zero in a straight line."""
DECAY, LONGEST_GRADIENT, LOGGED = 0.01, 1.0, 25


def run_padded(
    model: Trained, tokenizer: Any, texts: Sequence[str], seconds: Sequence[str] | None = None, *, longest: int
) -> Tensor:
    """The outputs for all `texts`, or pairs of them with `seconds`, in their order; `longest` is in tokens."""
    lengths = [len(text) for text in texts]
    if seconds is not None:
        lengths = [length + len(second) for length, second in zip(lengths, seconds, strict=True)]
    order = sorted(range(len(texts)), key=lengths.__getitem__)
    outputs: list[Tensor] = []
    for first in range(0, len(order), AT_ONCE):
        chosen = order[first : first + AT_ONCE]
        tokens = tokenizer(
            [texts[i] for i in chosen],
            None if seconds is None else [seconds[i] for i in chosen],
            padding=True,
            truncation=True,
            max_length=longest,
            return_tensors="pt",
        )
        # Half the time of float32 where the processor has it; log odds differ by 0.05 at most.
        with torch.autocast("cpu", dtype=torch.bfloat16):
            outputs.append(model(tokens["input_ids"], tokens["attention_mask"]))
    return torch.cat(outputs).float()[torch.argsort(torch.tensor(order))]


def optimise(model: Trained, loss_of_step: Callable[[int], Tensor], steps: int, *, head_rate: float = RATE) -> None:
    """Train `model` in place by the losses that `loss_of_step` gives for steps 0, 1, …; what stands on the encoder, if
    anything does, learns at `head_rate`."""
    layers = [p for p in model.encoder.parameters() if p.requires_grad]
    of_encoder = {id(p) for p in model.encoder.parameters()}
    head = [p for p in model.parameters() if id(p) not in of_encoder]
    rates = (RATE, head_rate)[: 1 + bool(head)]
    optimiser = torch.optim.AdamW([{"params": p} for p in (layers, head) if p], lr=RATE, weight_decay=DECAY)
    model.train()
    started, losses = time.monotonic(), []
    for step in range(steps):
        for group, rate in zip(optimiser.param_groups, rates, strict=True):
            group["lr"] = rate * min(1.0, (step + 1) / WARM) * (1 - step / steps)
        loss = loss_of_step(step)
        optimiser.zero_grad()
        torch.autograd.backward(loss)
        nn.utils.clip_grad_norm_([*layers, *head], LONGEST_GRADIENT)
        optimiser.step()
        losses.append(loss.item())
        if (step + 1) % LOGGED == 0:
            spent = (time.monotonic() - started) / (step + 1)
            log.info("step %d of %d, loss %.3f, %.1f s a step", step + 1, steps, np.mean(losses[-LOGGED:]), spent)
    model.eval()
