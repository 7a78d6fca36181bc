"""A low-rank adapter over the encoder's upper layers: a few megabytes that turn the general encoder into ours.

Each adapted linear layer W becomes W + B·A, with A (rank, inputs) and B (outputs, rank). At run time the products are
added to the weights once, so that an adapted encoder costs exactly what the plain one costs.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.artefact import ArtefactError

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
    """Add the adapter in `path` to the weights of BERT `layers`, in place.

    Raises `ArtefactError`, the weights still untouched, when the file is damaged or another network's.
    """
    import torch
    from safetensors import SafetensorError

    weights = {name: linear.weight for name, linear in linear_layers(layers, 0)}
    try:
        changes = _changes(path, {name: weight.shape for name, weight in weights.items()})
    except (OSError, SafetensorError, KeyError, RuntimeError, ValueError) as error:
        raise ArtefactError(
            f"{path} is damaged or made for another encoder ({type(error).__name__}): run `luotsi index tune`."
        ) from None
    with torch.no_grad():
        for name, change in changes.items():
            weights[name] += change


def _changes(path: Path, shapes: Mapping[str, "torch.Size"]) -> dict[str, "torch.Tensor"]:
    """Return the change to each layer's weights; raises where the file's tensors do not fit `shapes`."""
    from safetensors.torch import load_file

    tensors = load_file(path)
    names = sorted({key.rpartition(".")[0] for key in tensors})
    changes = {name: tensors[f"{name}.B"].float() @ tensors[f"{name}.A"].float() for name in names}
    if any(change.shape != shapes[name] for name, change in changes.items()):
        raise ValueError("sizes differ")
    return changes
