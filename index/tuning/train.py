"""Train the adapter: each recommendation gets a direction, and its situations learn to point that way.

The lower layers stay as they are, so their output is computed once for each text and kept; only the upper layers run
again and again. That is what makes an hour on two processor cores enough.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file
from torch import Tensor, nn
from torch.nn import functional

from index.adapter import ADAPTER, layers, linear_layers
from index.encoder import CHUNK, PREFIX
from index.passages import Passage
from index.text import clean
from index.tuning.noise import noisy


@dataclass(frozen=True)
class Recipe:
    """Everything that decides what comes out; changed only with a new line in docs/retrieval.md."""

    seed: int = 0
    frozen: int = 8
    rank: int = 16
    epochs: int = 5
    batch: int = 32
    rate: float = 1e-3
    head_rate: float = 1e-2
    sharpness: float = 16.0
    smoothing: float = 0.1
    also: float = 0.25
    tokens: int = 128


class LowRank(nn.Module):
    """A linear layer that stays as it is, and the low-rank change beside it that is learned."""

    def __init__(self, base: nn.Linear, rank: int) -> None:
        """Wrap `base`; the change starts at nothing."""
        super().__init__()
        self.base = base
        self.A = nn.Parameter(torch.randn(rank, base.in_features) / base.in_features**0.5)
        self.B = nn.Parameter(torch.zeros(base.out_features, rank))

    def forward(self, values: Tensor) -> Tensor:
        """Return what the changed layer makes of `values`."""
        change: Tensor = functional.linear(functional.linear(values, self.A), self.B)
        return change + self.base(values)


class Student(nn.Module):
    """The upper layers with their changes, and one direction for each class."""

    def __init__(self, upper: Any, classes: int, recipe: Recipe) -> None:
        """Wrap the layers `upper` of a BERT in place."""
        super().__init__()
        self.upper = upper.requires_grad_(requires_grad=False)
        for name, linear in list(linear_layers(upper, 0)):
            parent, _, last = name.rpartition(".")
            setattr(upper.get_submodule(parent), last, LowRank(linear, recipe.rank))
        self.directions = nn.Parameter(torch.randn(classes, _width(upper)) / 20)
        self.bias = nn.Parameter(torch.zeros(classes))
        self.sharpness = recipe.sharpness

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        """Return each text's log probability of each class from the lower layers' `states`."""
        for layer in self.upper:
            states = layer(states, (1 - mask[:, None, None, :]) * -1e9)
        mean = (states * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True)
        likeness = functional.normalize(mean, dim=1) @ functional.normalize(self.directions, dim=1).T
        return functional.log_softmax(self.sharpness * likeness + self.bias, dim=1)

    def changes(self) -> dict[str, LowRank]:
        """Return the learned changes by the name of their layer, counted from the first upper one."""
        return {name: module for name, module in self.upper.named_modules() if isinstance(module, LowRank)}


def _width(upper: Any) -> int:
    return int(upper[0].output.dense.out_features)


Tell = Callable[[str, int, int], None]


def train(
    model: Any, passages: Sequence[Passage], classes: Sequence[str], recipe: Recipe, tell: Tell
) -> dict[str, Tensor]:
    """Return the adapter's tensors, learned from `passages`; `model` is a sentence-transformers model and is spoiled."""
    torch.manual_seed(recipe.seed)
    rng = random.Random(recipe.seed)  # noqa: S311 - chance that must be the same every time, not a secret
    texts = [text for passage in passages for text in (passage.text, noisy(passage.text, passage.language, rng))]
    states = lower_states(model, texts, recipe, tell)
    student = Student(layers(model)[recipe.frozen :], len(classes), recipe)
    targets = torch.stack([_target(passage, classes, recipe) for passage in passages])
    _learn(student, states, targets, recipe, rng, tell)
    return _tensors(student, recipe)


def lower_states(model: Any, texts: Sequence[str], recipe: Recipe, tell: Tell) -> list[Tensor]:
    """Return what the frozen layers make of each text: (tokens, width) in half precision."""
    states: list[Tensor] = [torch.empty(0)] * len(texts)
    order = sorted(range(len(texts)), key=lambda number: len(texts[number]))
    for start in range(0, len(order), CHUNK):
        chunk = order[start : start + CHUNK]
        _fill(states, chunk, model, [texts[number] for number in chunk], recipe)
        tell("reading the situations", start + len(chunk), len(order))
    return states


@torch.no_grad()
def _fill(states: list[Tensor], chunk: Sequence[int], model: Any, texts: Sequence[str], recipe: Recipe) -> None:
    bert = model[0].auto_model
    prefixed = [PREFIX + clean(text) for text in texts]
    tokens = model.tokenizer(prefixed, padding=True, truncation=True, max_length=recipe.tokens, return_tensors="pt")
    mask = tokens["attention_mask"]
    values = bert.embeddings(tokens["input_ids"])
    for layer in layers(model)[: recipe.frozen]:
        values = layer(values, (1 - mask[:, None, None, :].float()) * -1e9)
    for row, number in enumerate(chunk):
        states[number] = values[row, : int(mask[row].sum())].half()


def _target(passage: Passage, classes: Sequence[str], recipe: Recipe) -> Tensor:
    """A share for each class: most for the recommendation itself, a little for those that are useful too."""
    target = torch.zeros(len(classes))
    for name in passage.also:
        target[classes.index(name)] = recipe.also
    target[classes.index(passage.recommendation)] = 1
    return target / target.sum() * (1 - recipe.smoothing) + recipe.smoothing / len(classes)


def _learn(
    student: Student, states: list[Tensor], targets: Tensor, recipe: Recipe, rng: random.Random, tell: Tell
) -> None:
    optimizer, schedule, steps = _optimizer(student, len(targets), recipe)
    done = 0
    for _ in range(recipe.epochs):
        for batch in _batches(states, len(targets), recipe, rng):
            chosen = [states[2 * number + rng.randint(0, 1)] for number in batch]
            loss = -(targets[batch] * student(*_padded(chosen))).sum(1).mean()
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(student.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            done += 1
            tell("tuning", done, steps)


def _optimizer(student: Student, count: int, recipe: Recipe) -> tuple[torch.optim.Optimizer, Any, int]:
    changes = [parameter for change in student.changes().values() for parameter in (change.A, change.B)]
    groups = [
        {"params": changes, "weight_decay": 0.01},
        {"params": [student.directions, student.bias], "weight_decay": 0.0},
    ]
    optimizer = torch.optim.AdamW(groups, lr=recipe.rate)
    steps = recipe.epochs * -(-count // recipe.batch)
    rates = [recipe.rate, recipe.head_rate]
    return optimizer, torch.optim.lr_scheduler.OneCycleLR(optimizer, rates, total_steps=steps + 1, pct_start=0.1), steps


def _batches(states: Sequence[Tensor], count: int, recipe: Recipe, rng: random.Random) -> Iterator[list[int]]:
    """Yield every number once in batches of like length, in a new order each time: padding costs as much as text."""
    numbers = list(range(count))
    rng.shuffle(numbers)
    size = recipe.batch
    pools = [numbers[start : start + 16 * size] for start in range(0, count, 16 * size)]
    ordered = [sorted(pool, key=lambda number: len(states[2 * number])) for pool in pools]
    batches = [pool[start : start + size] for pool in ordered for start in range(0, len(pool), size)]
    rng.shuffle(batches)
    yield from batches


def _padded(states: Sequence[Tensor]) -> tuple[Tensor, Tensor]:
    padded = nn.utils.rnn.pad_sequence([state.float() for state in states], batch_first=True)
    lengths = torch.tensor([len(state) for state in states])
    return padded, (torch.arange(padded.shape[1])[None, :] < lengths[:, None]).float()


def _tensors(student: Student, recipe: Recipe) -> dict[str, Tensor]:
    tensors = {}
    for name, change in student.changes().items():
        number, _, rest = name.partition(".")
        for side, values in (("A", change.A), ("B", change.B)):
            tensors[f"{int(number) + recipe.frozen}.{rest}.{side}"] = values.detach().half().contiguous()
    return tensors


def save(tensors: dict[str, Tensor], folder: Path) -> None:
    """Write the adapter into `folder`."""
    save_file(tensors, folder / ADAPTER)
