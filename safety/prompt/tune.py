"""Train the sentence encoder's last two layers to recognise harm. Needs torch, as the model does.

The slanted learning rate is from Howard and Ruder, "Universal Language Model Fine-tuning for Text
Classification", 2018. The lower layers stay as they are, so their states are computed once.
"""

import math

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from safety.prompt.encoder import WIDTH, packaged_weights
from safety.prompt.tuned import HEADS, INNER, LAYERS

EPOCHS = 3
BATCH = 32
LEARNING_RATE = 2e-4  # of the layers; the new classifier's is HEAD_GAIN times that
HEAD_GAIN = 10
WARM_UP = 0.1  # of all steps
DROPOUT = 0.1
# Shares of the texts that are trained on as they are after a disguise is undone, and reworded.
OTHERS = (0.15, 0.25)
# The packaged file's names of the last two layers' matrices, which it keeps transposed.
_MATRICES = (
    {"query": "val_335", "key": "val_343", "value": "val_351", "out": "val_389",
     "up": "val_393", "down": "val_402"},
    {"query": "val_406", "key": "val_414", "value": "val_422", "out": "val_460",
     "up": "val_464", "down": "val_473"},
)  # fmt: skip
_VECTORS = {
    "out.bias": "attention.output.dense.bias",
    "norm1.weight": "attention.output.LayerNorm.weight",
    "norm1.bias": "attention.output.LayerNorm.bias",
    "up.bias": "intermediate.dense.bias",
    "down.bias": "output.dense.bias",
    "norm2.weight": "output.LayerNorm.weight",
    "norm2.bias": "output.LayerNorm.bias",
}


class Layer(nn.Module):
    """One layer of BERT, (B, N, WIDTH) to the same; tuned.py runs it in numpy."""

    def __init__(self) -> None:
        super().__init__()
        self.attention = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """mask: (B, N) bool, False where a shorter text has ended."""
        batch, tokens, _ = x.shape
        qkv = self.attention(x).view(batch, tokens, 3, HEADS, -1).permute(2, 0, 3, 1, 4)
        q, k, v = qkv  # (B, HEADS, N, WIDTH / HEADS) each
        seen = F.scaled_dot_product_attention(q, k, v, attn_mask=mask[:, None, None])
        seen = seen.transpose(1, 2).reshape(batch, tokens, WIDTH)
        x = self.norm1(x + self.dropout(self.out(seen)))
        inner = F.gelu(self.up(x), approximate="tanh")
        return self.norm2(x + self.dropout(self.down(inner)))


class Tuned(nn.Module):
    """The last layers and a classifier on the mean of the states: (B, N, WIDTH) to (B, C)."""

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.dropout = nn.Dropout(DROPOUT)
        self.head = nn.Linear(WIDTH, classes)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        for layer in self.layers:
            x = layer(x, mask)
        mean = (x * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        return self.head(self.dropout(mean))

    def start(self) -> None:
        """Take the packaged network's weights."""
        for layer, matrices in enumerate(_MATRICES):
            prefix = f"inner.encoder.layer.{6 - LAYERS + layer}."
            vectors = {ours: prefix + theirs for ours, theirs in _VECTORS.items()}
            parts = ("query", "key", "value")
            biases = [f"{prefix}attention.self.{part}.bias" for part in parts]
            found = packaged_weights([*matrices.values(), *vectors.values(), *biases])
            attention = [found[matrices[part]] for part in parts]
            state = {
                "attention.weight": np.concatenate(attention, axis=1).T,
                "attention.bias": np.concatenate([found[bias] for bias in biases]),
                **{f"{name}.weight": found[matrices[name]].T for name in ("out", "up", "down")},
                **{ours: found[theirs] for ours, theirs in vectors.items()},
            }
            self.layers[layer].load_state_dict(
                {name: torch.from_numpy(array.copy()) for name, array in state.items()}
            )

    def arrays(self) -> dict[str, np.ndarray]:
        """For `tuned.pack`."""
        names = {}
        for name, value in self.state_dict().items():
            short = name.removeprefix("layers.").removesuffix(".weight").replace(".bias", "_bias")
            names[short] = value.numpy()
        return names


def tune(
    states: list[np.ndarray],
    others: list[tuple[np.ndarray, np.ndarray]],
    labels: np.ndarray,
    classes: int,
    epochs: int,
    seed: int = 0,
) -> dict[str, np.ndarray]:
    """Weights for `tuned.pack`.

    Args:
        states: (N_i, WIDTH) of each text. others: the same of the text disguised and read again,
            and of it reworded, which now and then take its place.
        labels: class indices.
    """
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    net = Tuned(classes)
    net.start()
    groups = [
        {"params": net.layers.parameters(), "lr": LEARNING_RATE},
        {"params": net.head.parameters(), "lr": HEAD_GAIN * LEARNING_RATE},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = epochs * len(_batches(states, rng))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / (WARM_UP * steps), 1.02 - step / steps, 1.0)
    )
    for epoch in range(epochs):
        losses = []
        for chosen in _batches(states, rng):
            ways = rng.choice(3, len(chosen), p=(1 - sum(OTHERS), *OTHERS))
            picked = [(states[i], *others[i])[way] for i, way in zip(chosen, ways, strict=True)]
            with torch.autocast("cpu", dtype=torch.bfloat16):  # the same result, sooner
                logits = net(*_pad(picked))
            loss = F.cross_entropy(logits.float(), torch.from_numpy(labels[chosen]))
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            losses.append(loss.item())
        print(f"  epoch {epoch + 1} of {epochs}, loss {np.mean(losses):.3f}", flush=True)
    return net.arrays()


def _batches(states: list[np.ndarray], rng: np.random.Generator) -> list[np.ndarray]:
    """Indices in random batches of texts of much the same length, which need little padding."""
    order = rng.permutation(len(states))
    lengths = np.array([len(each) for each in states])
    chunks = np.array_split(order, math.ceil(len(order) / (16 * BATCH)))
    sorted_ = [chunk[np.argsort(lengths[chunk])] for chunk in chunks]
    batches = [b for chunk in sorted_ for b in np.array_split(chunk, max(1, len(chunk) // BATCH))]
    return [batches[index] for index in rng.permutation(len(batches))]


def _pad(states: list[np.ndarray]) -> tuple[Tensor, Tensor]:
    longest = max(len(each) for each in states)
    x = torch.zeros(len(states), longest, WIDTH)
    mask = torch.zeros(len(states), longest, dtype=torch.bool)
    for row, each in enumerate(states):
        x[row, : len(each)] = torch.from_numpy(each.astype(np.float32))
        mask[row, : len(each)] = True
    return x, mask
