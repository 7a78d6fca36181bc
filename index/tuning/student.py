"""What learns: the encoder's upper layers with low-rank changes, and one direction for each class."""

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from index.adapter import linear_layers


@dataclass(frozen=True)
class Recipe:
    """Everything that decides what comes out; changed only with a new line in docs/retrieval.md."""

    seed: int = 0
    frozen: int = 8
    rank: int = 16
    epochs: int = 5
    batch: int = 32
    rate: float = 2e-3
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
        whole: Tensor = change + self.base(values)
        return whole


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
    return int(upper[0].output.LayerNorm.normalized_shape[0])
