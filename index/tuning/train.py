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

from index.adapter import ADAPTER, layers
from index.encoder import CHUNK, PREFIX
from index.passages import Passage
from index.text import clean
from index.tuning.noise import noisy
from index.tuning.student import Recipe, Student


@dataclass(frozen=True)
class Lesson:
    """What is learned: for each text the lower layers' states as written and as spoiled, and its target."""

    states: Sequence[Tensor]
    targets: Tensor
    rng: random.Random

    def batches(self, size: int) -> Iterator[list[int]]:
        """Yield every number once in batches of like length, in a new order each time: padding costs too."""
        numbers = self.rng.sample(range(len(self.targets)), len(self.targets))
        pools = [numbers[start : start + _POOL * size] for start in range(0, len(numbers), _POOL * size)]
        ordered = [sorted(pool, key=lambda number: len(self.states[2 * number])) for pool in pools]
        batches = [pool[start : start + size] for pool in ordered for start in range(0, len(pool), size)]
        self.rng.shuffle(batches)
        yield from batches

    def states_of(self, batch: Sequence[int]) -> tuple[Tensor, Tensor]:
        """Return padded states and their mask, each text as written or as spoiled by the toss of a coin."""
        chosen = [self.states[2 * number + self.rng.randint(0, 1)] for number in batch]
        padded = nn.utils.rnn.pad_sequence([state.float() for state in chosen], batch_first=True)
        lengths = torch.tensor([len(state) for state in chosen])
        return padded, (torch.arange(padded.shape[1])[None, :] < lengths[:, None]).float()


_POOL = 16
"""Batches' worth of texts that are ordered by length together."""

Tell = Callable[[str, int, int], None]


def train(
    model: Any, passages: Sequence[Passage], classes: Sequence[str], recipe: Recipe, tell: Tell
) -> dict[str, Tensor]:
    """Return the adapter's tensors, learned from `passages`; the sentence-transformers `model` is spoiled."""
    torch.manual_seed(recipe.seed)
    rng = random.Random(recipe.seed)  # noqa: S311 - chance that must be the same every time, not a secret
    texts = [text for passage in passages for text in (passage.text, noisy(passage.text, passage.language, rng))]
    states = lower_states(model, texts, recipe, tell)
    student = Student(layers(model)[recipe.frozen :], len(classes), recipe)
    targets = torch.stack([_target(passage, classes, recipe) for passage in passages])
    _learn(student, Lesson(states, targets, rng), recipe, tell)
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
    """A share for each class: most for the recommendation itself, a little for the classes that are useful too."""
    target = torch.zeros(len(classes))
    for name in (name for name in passage.also if name in classes):
        target[classes.index(name)] = recipe.also
    target[classes.index(passage.recommendation)] = 1
    return target / target.sum() * (1 - recipe.smoothing) + recipe.smoothing / len(classes)


def _learn(student: Student, lesson: Lesson, recipe: Recipe, tell: Tell) -> None:
    optimizer, schedule, steps = _optimizer(student, len(lesson.targets), recipe)
    batches = (batch for _ in range(recipe.epochs) for batch in lesson.batches(recipe.batch))
    for done, batch in enumerate(batches, 1):
        loss = -(lesson.targets[batch] * student(*lesson.states_of(batch))).sum(1).mean()
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(student.parameters(), 1.0)
        optimizer.step()
        schedule.step()
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
