"""CLAP's text tower (Wu et al. 2023): RoBERTa (Liu et al. 2019) and a projection.

transformers' `ClapTextModelWithProjection` with its names of the weights, equal to it to the bit: importing that takes as long as importing
torch.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn
from torch.nn import functional

__all__ = ["ClapText"]

Tokens = Float[Tensor, "text token width"]


class _Embeddings(nn.Module):
    position_ids: Tensor
    token_type_ids: Tensor

    def __init__(self, config: Mapping[str, Any]) -> None:
        super().__init__()
        width, self.pad = config["hidden_size"], config["pad_token_id"]
        positions = config["max_position_embeddings"]
        self.word_embeddings = nn.Embedding(config["vocab_size"], width, self.pad)
        self.token_type_embeddings = nn.Embedding(config["type_vocab_size"], width)
        self.position_embeddings = nn.Embedding(positions, width, self.pad)
        self.LayerNorm = nn.LayerNorm(width, config["layer_norm_eps"])
        self.register_buffer("position_ids", torch.arange(positions)[None])
        self.register_buffer("token_type_ids", torch.zeros(1, positions, dtype=torch.long))

    def forward(self, ids: Int[Tensor, "text token"]) -> Tokens:
        """Words at their places, which are counted from the padding's number on."""
        real = ids.ne(self.pad).int()
        places = (torch.cumsum(real, 1).type_as(real) * real).long() + self.pad
        kinds = self.token_type_embeddings(torch.zeros_like(ids))
        placed: Tensor = self.LayerNorm(self.word_embeddings(ids) + kinds + self.position_embeddings(places))
        return placed


class _Mixing(nn.Module):
    """A linear layer beside a shortcut, then normalised."""

    def __init__(self, into: int, width: int, eps: float) -> None:
        super().__init__()
        self.dense, self.LayerNorm = nn.Linear(into, width), nn.LayerNorm(width, eps)

    def forward(self, x: Tensor, shortcut: Tokens) -> Tokens:
        """As many tokens."""
        mixed: Tensor = self.LayerNorm(self.dense(x) + shortcut)
        return mixed


class _Layer(nn.Module):
    def __init__(self, config: Mapping[str, Any]) -> None:
        super().__init__()
        width, eps = config["hidden_size"], config["layer_norm_eps"]
        self.heads = config["num_attention_heads"]
        looking = {name: nn.Linear(width, width) for name in ("query", "key", "value")}
        self.attention = nn.ModuleDict({"self": nn.ModuleDict(looking), "output": _Mixing(width, width, eps)})
        self.intermediate = nn.ModuleDict({"dense": nn.Linear(width, config["intermediate_size"])})
        self.output = _Mixing(config["intermediate_size"], width, eps)

    def forward(self, x: Tokens, allowed: Tensor) -> Tokens:
        """As many tokens, each having seen those that are allowed."""
        looking: Any = self.attention["self"]
        query, key, value = (layer(x).unflatten(2, (self.heads, -1)).transpose(1, 2) for layer in looking.values())
        fit = query @ key.transpose(2, 3) * query.shape[-1] ** -0.5
        seen = torch.softmax(fit.masked_fill(~allowed, torch.finfo(fit.dtype).min), -1) @ value
        x = self.attention["output"](seen.transpose(1, 2).flatten(2), x)
        mixed: Tensor = self.output(functional.gelu(self.intermediate["dense"](x)), x)
        return mixed


class ClapText(nn.Module):
    """Token ids to vectors.

    Attributes:
        config: What `config.json` says of it.
    """

    def __init__(self, config: Mapping[str, Any]) -> None:
        """Layers with weights that are still to be loaded.

        Args:
            config: As transformers' `ClapTextConfig` writes it; one that `covers`.
        """
        super().__init__()
        self.config = dict(config)
        width, out = config["hidden_size"], config["projection_dim"]
        layers = nn.ModuleList(_Layer(config) for _ in range(config["num_hidden_layers"]))
        self.text_model = nn.ModuleDict(
            {
                "embeddings": _Embeddings(config),
                "encoder": nn.ModuleDict({"layer": layers}),
                "pooler": nn.ModuleDict({"dense": nn.Linear(width, width)}),
            }
        )
        self.text_projection = nn.ModuleDict({"linear1": nn.Linear(width, out), "linear2": nn.Linear(out, out)})

    @staticmethod
    def covers(config: Mapping[str, Any]) -> bool:
        """Whether a configuration is of the form that is here."""
        return config.get("hidden_act") == "gelu" and config.get("projection_hidden_act") == "relu"

    def forward(self, ids: Int[Tensor, "text token"], mask: Int[Tensor, "text token"]) -> Float[Tensor, "text audio"]:
        """A vector a text, not yet of length 1.

        Args:
            ids: Padded at their ends.
            mask: 1 where a token is no padding.
        """
        model: Any = self.text_model
        x = model["embeddings"](ids)
        allowed = mask.bool()[:, None, None]
        for layer in model["encoder"]["layer"]:
            x = layer(x, allowed)
        pooled = torch.tanh(model["pooler"]["dense"](x[:, 0]))
        vectors: Tensor = self.text_projection["linear2"](functional.relu(self.text_projection["linear1"](pooled)))
        return vectors
