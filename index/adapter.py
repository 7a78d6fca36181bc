"""A low-rank adapter over the encoder's upper layers: a few megabytes that turn the general encoder into ours.

Each adapted linear layer W becomes W + B·A, with A (rank, inputs) and B (outputs, rank). At run time the products are
added to the weights once, so that an adapted encoder costs exactly what the plain one costs.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch

ADAPTER = "adapter.safetensors"
_LINEAR = (
    "attention.self.query",
    "attention.self.key",
    "attention.self.value",
    "attention.output.dense",
    "intermediate.dense",
    "output.dense",
)


def layers(model: Any) -> Any:
    """Return the BERT layers of a sentence-transformers `model`."""
    return model[0].auto_model.encoder.layer


def linear_layers(layers: Any, first: int) -> Iterator[tuple[str, "torch.nn.Linear"]]:
    """Yield every linear layer of BERT `layers` from number `first` on, under a stable name."""
    for number, layer in enumerate(layers):
        if number >= first:
            yield from ((f"{number}.{name}", layer.get_submodule(name)) for name in _LINEAR)


def merge(layers: Any, path: Path) -> None:
    """Add the adapter in `path` to the weights of BERT `layers`, in place."""
    import torch
    from safetensors.torch import load_file

    tensors = load_file(path)
    named = dict(linear_layers(layers, 0))
    with torch.no_grad():
        for name in {key.rpartition(".")[0] for key in tensors}:
            named[name].weight += tensors[f"{name}.B"].float() @ tensors[f"{name}.A"].float()
