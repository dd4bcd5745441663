"""The network of the diffusion prior: a small causal transformer that reads a picture and a noised sound vector.

One sequence of tokens an example, read left to right:

    [learned tokens x 77] [picture] [time] [noised sound] [query]

and the clean sound vector is read off the last one (Ramesh et al. 2022, section 2.2; Wang et al. 2024). The learned
tokens stand where DALL-E 2 has its caption. Attention is causal, so they see nothing of the example: they are computed
once for a whole batch. Nor does the picture see the time: while sampling it is computed once for all steps.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields

import torch
from jaxtyping import Bool, Float, Int64
from torch import Tensor, nn
from torch.nn import functional

__all__ = ["DiffusionPrior", "Memory", "PriorConfig"]

ROTARY_WIDTH = 32
COSINE_SCALE = 16.0


@dataclass(frozen=True, slots=True)
class PriorConfig:
    """Sizes of the network; the defaults are the paper's and make 48,832,896 parameters.

    Attributes:
        clip_width: Components of a picture vector.
        clap_width: Components of a sound vector.
        width: Components of a token.
        depth: Layers.
        heads: Attention heads; all read the same keys and values (Shazeer 2019).
        head_width: Components of a query, a key and a value; even.
        expansion: How much wider the feed-forward layers are inside.
        learned_tokens: Tokens before the picture.
        timesteps: Steps of the noise schedule it is trained on.
        dropout: Share of attention weights and of feed-forward units dropped while training, below 1.
    """

    clip_width: int = 512
    clap_width: int = 512
    width: int = 512
    depth: int = 12
    heads: int = 12
    head_width: int = 64
    expansion: int = 4
    learned_tokens: int = 77
    timesteps: int = 1000
    dropout: float = 0.05

    def __post_init__(self) -> None:
        for size in fields(self):
            if size.name != "dropout" and not 1 <= getattr(self, size.name) <= 8192:
                raise ValueError(f"{size.name} must be from 1 to 8192, not {getattr(self, size.name)}")
        if self.head_width % 2:
            raise ValueError(f"head_width must be even, not {self.head_width}")
        if not 0 <= self.dropout < 1:
            raise ValueError(f"dropout must be at least 0 and below 1, not {self.dropout}")

    @property
    def tokens(self) -> int:
        """Length of the sequence: the learned tokens, picture, time, sound and query."""
        return self.learned_tokens + 4

    @property
    def scale(self) -> float:
        """What sound vectors are multiplied by for diffusion, so that a component has variance 1."""
        return math.sqrt(self.clap_width)


@dataclass(frozen=True, slots=True, eq=False)
class KeysValues:
    """What one layer remembers of the tokens it has read, a learned "nothing" before the first."""

    keys: Float[Tensor, "batch memory head"]
    values: Float[Tensor, "batch memory head"]


Memory = tuple[KeysValues, ...]
"""What each layer remembers, first layer first. A batch of 1 serves every row of a larger batch."""


class Rotation(nn.Module):
    """Turns the first components of queries and keys by their position (Su et al. 2021, equation 34)."""

    cos: Tensor
    sin: Tensor

    def __init__(self, tokens: int, head_width: int) -> None:
        super().__init__()
        self.width = min(ROTARY_WIDTH, head_width)
        frequency = 10_000.0 ** (-torch.arange(0, self.width, 2, device="cpu") / self.width)
        angle = torch.outer(torch.arange(tokens, device="cpu", dtype=torch.float32), frequency)
        self.register_buffer("cos", angle.cos(), persistent=False)
        self.register_buffer("sin", angle.sin(), persistent=False)

    def forward(
        self, x: Float[Tensor, "batch token *heads head"], start: int
    ) -> Float[Tensor, "batch token *heads head"]:
        """`x` turned, its first token being number `start` of the sequence."""
        shape = (x.shape[1], *(1,) * (x.ndim - 3), -1)
        cos, sin = (table[start : start + x.shape[1]].view(shape) for table in (self.cos, self.sin))
        turning, still = x[..., : self.width], x[..., self.width :]
        even, odd = turning[..., 0::2], turning[..., 1::2]
        turned = torch.stack((even * cos - odd * sin, odd * cos + even * sin), dim=-1).flatten(-2)
        return torch.cat((turned, still), dim=-1)


class PositionBias(nn.Module):
    """A learned number a head for each distance between query and key, in T5's 32 buckets (Raffel et al. 2020, 2.1).

    Key 0 is the "nothing" before the sequence, so token j is key j + 1; distances are counted between those numbers.
    """

    BUCKETS, FARTHEST = 32, 128
    bucket: Tensor
    hidden: Tensor

    def __init__(self, tokens: int, heads: int) -> None:
        super().__init__()
        self.per_bucket = nn.Embedding(self.BUCKETS, heads)
        query = torch.arange(tokens, device="cpu")[:, None]
        key = torch.arange(tokens + 1, device="cpu")[None, :]
        distance = (query - key).clamp(min=0)
        exact = self.BUCKETS // 2
        growth = torch.log(distance.clamp(min=1) / exact) / math.log(self.FARTHEST / exact)
        coarse = (exact + (growth * (self.BUCKETS - exact)).long()).clamp(max=self.BUCKETS - 1)
        self.register_buffer("bucket", torch.where(distance < exact, distance, coarse), persistent=False)
        self.register_buffer("hidden", key > query + 1, persistent=False)

    def forward(self, start: int, count: int) -> Float[Tensor, "row key"]:
        """What `count` tokens from number `start` on add to their similarities; a row a token and head, -inf ahead."""
        tokens, keys = slice(start, start + count), slice(start + count + 1)
        bias: Tensor = self.per_bucket(self.bucket[tokens, keys])  # (token, key, head)
        bias = bias.masked_fill(self.hidden[tokens, keys, None], -math.inf)
        return bias.transpose(1, 2).flatten(0, 1)


class Attention(nn.Module):
    """Many query heads over one head of keys and values; similarity is 16 times the cosine (Henry et al. 2020)."""

    def __init__(self, config: PriorConfig) -> None:
        super().__init__()
        inner = config.heads * config.head_width
        self.norm = nn.LayerNorm(config.width, bias=False)
        self.to_queries = nn.Linear(config.width, inner, bias=False)
        self.to_keys_values = nn.Linear(config.width, 2 * config.head_width, bias=False)
        self.dropout = nn.Dropout(config.dropout)
        self.to_out = nn.Linear(inner, config.width, bias=False)
        self.norm_out = nn.LayerNorm(config.width, bias=False)

    def forward(
        self,
        x: Float[Tensor, "batch token width"],
        past: KeysValues,
        rotate: Rotation,
        bias: Float[Tensor, "row key"],
    ) -> tuple[Float[Tensor, "batch token width"], KeysValues]:
        """What the tokens gather from those before them, and all that is remembered then.

        Args:
            x: The tokens to read.
            past: Keys and values of the tokens before them.
            rotate: Turns queries and keys by their place.
            bias: Added to the similarities; a row a token and head, -inf for what lies ahead.
        """
        batch, count, _ = x.shape
        start = past.keys.shape[1] - 1
        x = self.norm(x)
        queries = self.to_queries(x).unflatten(-1, (-1, past.keys.shape[-1]))  # (batch, token, head, head width)
        queries = functional.normalize(rotate(queries, start), dim=-1).flatten(1, 2)  # a row a token and head
        keys, values = self.to_keys_values(x).chunk(2, dim=-1)
        keys = functional.normalize(rotate(keys, start), dim=-1)
        known = KeysValues(
            torch.cat((past.keys.expand(batch, -1, -1), keys), dim=1),
            torch.cat((past.values.expand(batch, -1, -1), values), dim=1),
        )
        similarity = torch.baddbmm(bias, queries, known.keys.mT, alpha=COSINE_SCALE)
        gathered = self.dropout(similarity.softmax(dim=-1)) @ known.values
        return self.norm_out(self.to_out(gathered.view(batch, count, -1))), known


class FeedForward(nn.Module):
    """SwiGLU (Shazeer 2020) with a second norm inside (NormFormer, Shleifer et al. 2021)."""

    def __init__(self, config: PriorConfig) -> None:
        super().__init__()
        inner = config.expansion * config.width
        self.norm = nn.LayerNorm(config.width, bias=False)
        self.to_inner = nn.Linear(config.width, 2 * inner, bias=False)
        self.norm_inner = nn.LayerNorm(inner, bias=False)
        self.dropout = nn.Dropout(config.dropout)
        self.to_out = nn.Linear(inner, config.width, bias=False)

    def forward(self, x: Float[Tensor, "batch token width"]) -> Float[Tensor, "batch token width"]:
        """Each token for itself."""
        value, gate = self.to_inner(self.norm(x)).chunk(2, dim=-1)
        out: Tensor = self.to_out(self.dropout(self.norm_inner(value * functional.silu(gate))))
        return out


class Transformer(nn.Module):
    """Causal layers that can be fed a sequence in pieces."""

    def __init__(self, config: PriorConfig) -> None:
        super().__init__()
        self.rotate = Rotation(config.tokens, config.head_width)
        self.bias = PositionBias(config.tokens, config.heads)
        self.nothing = nn.Parameter(torch.randn(config.depth, 2, 1, 1, config.head_width))
        self.attentions = nn.ModuleList(Attention(config) for _ in range(config.depth))
        self.feed_forwards = nn.ModuleList(FeedForward(config) for _ in range(config.depth))
        self.norm = nn.LayerNorm(config.width, bias=False)
        self.to_out = nn.Linear(config.width, config.clap_width, bias=False)

    def blank(self) -> Memory:
        """The memory before the first token: in each layer a learned key and value, for nothing to attend to."""
        return tuple(KeysValues(functional.normalize(key, dim=-1), value) for key, value in self.nothing)

    def forward(
        self, x: Float[Tensor, "batch token width"], memory: Memory
    ) -> tuple[Float[Tensor, "batch token width"], Memory]:
        """Reads the next tokens; returns them transformed (before `read`), and the memory that holds them too."""
        bias = self.bias(memory[0].keys.shape[1] - 1, x.shape[1])
        grown = []
        for attention, feed_forward, past in zip(self.attentions, self.feed_forwards, memory, strict=True):
            gathered, known = attention(x, past, self.rotate, bias)
            x = x + gathered
            x = x + feed_forward(x)
            grown.append(known)
        return x, tuple(grown)

    def read(self, token: Float[Tensor, "batch width"]) -> Float[Tensor, "batch audio"]:
        """The answer held in a transformed token. Scaled by its maximum first, which keeps half precision in range."""
        out: Tensor = self.to_out(self.norm(token / token.amax(dim=-1, keepdim=True).detach()))
        return out


class DiffusionPrior(nn.Module):
    """Predicts the clean sound vector from a noised one, the step and the picture.

    Where the picture's or the sound's width differs from the tokens', a linear layer leads in; at equal widths,
    as in the paper, there is none.
    """

    def __init__(self, config: PriorConfig) -> None:
        super().__init__()
        self.config = config
        width = config.width
        self.learned_tokens = nn.Parameter(torch.randn(1, config.learned_tokens, width))
        self.no_picture = nn.Parameter(torch.randn(1, width))
        self.no_sound = nn.Parameter(torch.randn(1, width))
        self.query = nn.Parameter(torch.randn(width))
        self.time = nn.Embedding(config.timesteps, width)
        self.from_picture = nn.Identity() if config.clip_width == width else nn.Linear(config.clip_width, width)
        self.from_sound = nn.Identity() if config.clap_width == width else nn.Linear(config.clap_width, width)
        self.transformer = Transformer(config)

    def remember(self, picture: Float[Tensor, "batch visual"], keep: Bool[Tensor, " batch"] | None = None) -> Memory:
        """Reads the learned tokens and the picture: all that does not depend on the step.

        Args:
            picture: Unit vectors; a batch of 1 serves any number of sounds.
            keep: Where False, the learned "no picture" is read instead; None keeps all.
        """
        memory: Memory
        _, memory = self.transformer(self.learned_tokens, self.transformer.blank())
        token = _kept(self.from_picture(picture), keep, self.no_picture)
        _, memory = self.transformer(token[:, None], memory)
        return memory

    def denoise(
        self,
        noised: Float[Tensor, "batch audio"],
        step: Int64[Tensor, " batch"],
        memory: Memory,
        keep: Bool[Tensor, " batch"] | None = None,
    ) -> Float[Tensor, "batch audio"]:
        """The clean sound vector, times `config.scale`.

        Args:
            noised: Sound vectors times `config.scale`, noised.
            step: How noised each is, 0 to timesteps - 1.
            memory: What `remember` made of the picture.
            keep: Where False, the learned "no sound" is read instead; None keeps all.
        """
        sound = _kept(self.from_sound(noised), keep, self.no_sound)
        tokens = torch.stack((self.time(step), sound, self.query.expand_as(sound)), dim=1)
        tokens, _ = self.transformer(tokens, memory)
        return self.transformer.read(tokens[:, -1])

    def forward(
        self,
        noised: Float[Tensor, "batch audio"],
        step: Int64[Tensor, " batch"],
        picture: Float[Tensor, "batch visual"],
        keep_picture: Bool[Tensor, " batch"] | None = None,
        keep_sound: Bool[Tensor, " batch"] | None = None,
    ) -> Float[Tensor, "batch audio"]:
        """`denoise` after `remember`, for training.

        Args:
            noised: Sound vectors times `config.scale`, noised.
            step: How noised each is, 0 to timesteps - 1.
            picture: Unit vectors.
            keep_picture: Where False, the learned "no picture" is read instead; None keeps all.
            keep_sound: The same for the sound.
        """
        return self.denoise(noised, step, self.remember(picture, keep_picture), keep_sound)


def _kept(token: Tensor, keep: Tensor | None, otherwise: Tensor) -> Tensor:
    return token if keep is None else torch.where(keep[:, None], token, otherwise)
