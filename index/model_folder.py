"""Write the packed encoder as a folder that sentence-transformers loads: BERT, its tokenizer and its pooling."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from index.encoder import quieten
from index.weights import Packed, packed_file, unpack

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from transformers import BertModel

_SPECIAL = {
    f"{name}_token": f"<{sign}>"
    for name, sign in (("bos", "s"), ("cls", "s"), ("eos", "/s"), ("sep", "/s"), ("pad", "pad"), ("unk", "unk"))
}


def write_folder(folder: Path, step: Callable[[str], None] = lambda _: None) -> None:
    """Write the packed encoder to `folder` as `SentenceTransformer(folder)` loads it (BERT, mean pooling, normalise).

    `step` is told what is being done. Raises `WeightsError` when the packed file is not there.
    """
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer

    quieten()
    step("reading the packed weights")
    packed = unpack(packed_file().read_bytes())
    step("writing the encoder")
    with TemporaryDirectory(dir=folder) as parts:
        _bert(packed).save_pretrained(parts)
        _save_tokenizer(packed, parts)
        word = Transformer(parts, max_seq_length=packed.shape.positions)
    SentenceTransformer(modules=[word, Pooling(packed.shape.hidden), Normalize()], device="cpu").save(str(folder))


def _bert(packed: Packed) -> "BertModel":
    import torch
    from transformers import BertConfig, BertModel

    shape = packed.shape
    config = BertConfig(
        vocab_size=shape.vocabulary, hidden_size=shape.hidden, num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads, intermediate_size=shape.feed_forward, pad_token_id=1,
        max_position_embeddings=shape.positions, type_vocab_size=shape.types, layer_norm_eps=shape.epsilon,
    )  # fmt: skip
    model = BertModel(config)
    assert model.pooler is not None
    # The packed file has no pooler and mean pooling never calls it: zeros keep the folder the same at every build.
    pooler = {f"pooler.dense.{name}": torch.zeros_like(value) for name, value in model.pooler.dense.named_parameters()}
    model.load_state_dict({name: torch.from_numpy(values.copy()) for name, values in packed.tensors.items()} | pooler)
    model.train(mode=False)
    return model


def _save_tokenizer(packed: Packed, folder: str) -> None:
    from transformers import PreTrainedTokenizerFast

    make: Any = PreTrainedTokenizerFast
    make(tokenizer_object=_tokenizer(packed), model_max_length=packed.shape.positions, **_SPECIAL).save_pretrained(
        folder
    )


def _tokenizer(packed: Packed) -> "Tokenizer":
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

    tokenizer = Tokenizer(models.Unigram(packed.pieces, unk_id=packed.unknown))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.post_processor = processors.TemplateProcessing("<s> $A </s>", None, [("<s>", 0), ("</s>", 2)])
    return tokenizer
