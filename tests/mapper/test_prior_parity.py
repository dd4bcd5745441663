"""The diffusion prior against the public implementation it follows, on copied weights."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
import torch
from torch import Tensor

from v2a_plugin.mapper.diffusion import Corruption, prior_loss, sample
from v2a_plugin.mapper.prior import DiffusionPrior, PriorConfig
from v2a_plugin.mapper.schedule import Jump, cosine_schedule
from v2a_plugin.model.progress import finish

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    reference = pytest.importorskip("dalle2_pytorch.dalle2_pytorch")

SMALL = PriorConfig(
    clip_width=48,
    clap_width=48,
    width=48,
    depth=3,
    heads=3,
    head_width=40,
    learned_tokens=9,
    timesteps=40,
    dropout=0.0,
)


def their_network(config: PriorConfig) -> Any:
    """The public network at our sizes."""
    return reference.DiffusionPriorNetwork(
        dim=config.width,
        depth=config.depth,
        heads=config.heads,
        dim_head=config.head_width,
        ff_mult=config.expansion,
        normformer=True,
        num_timesteps=config.timesteps,
        max_text_len=config.learned_tokens,
    ).eval()


def their_prior(network: Any, config: PriorConfig) -> Any:
    """The public diffusion around it, set as the paper's (cosine, l2, the clean vector, condition dropout)."""
    return reference.DiffusionPrior(
        net=network,
        image_embed_dim=config.width,
        timesteps=config.timesteps,
        cond_drop_prob=0.1,
        condition_on_text_encodings=False,
    ).eval()


def our_weights(theirs: dict[str, Tensor], depth: int) -> dict[str, Tensor]:
    """Their weights under our names."""
    plain = {
        "query": "learned_query",
        "learned_tokens": "null_text_encodings",
        "no_sound": "null_image_embed",
        "time.weight": "to_time_embeds.0.weight",
        "transformer.bias.per_bucket.weight": "causal_transformer.rel_pos_bias.relative_attention_bias.weight",
        "transformer.norm.weight": "causal_transformer.norm.g",
        "transformer.to_out.weight": "causal_transformer.project_out.weight",
    }
    a_layer = {
        "attentions.{}.norm.weight": "{}.0.norm.g",
        "attentions.{}.to_queries.weight": "{}.0.to_q.weight",
        "attentions.{}.to_keys_values.weight": "{}.0.to_kv.weight",
        "attentions.{}.to_out.weight": "{}.0.to_out.0.weight",
        "attentions.{}.norm_out.weight": "{}.0.to_out.1.g",
        "feed_forwards.{}.norm.weight": "{}.1.0.g",
        "feed_forwards.{}.to_inner.weight": "{}.1.1.weight",
        "feed_forwards.{}.norm_inner.weight": "{}.1.3.g",
        "feed_forwards.{}.to_out.weight": "{}.1.5.weight",
    }
    ours = {name: theirs[other] for name, other in plain.items()}
    for layer in range(depth):
        for name, other in a_layer.items():
            ours[f"transformer.{name.format(layer)}"] = theirs[f"causal_transformer.layers.{other.format(layer)}"]
    ours["no_picture"] = theirs["null_text_embeds"][0]
    ours["transformer.nothing"] = torch.stack(
        [theirs[f"causal_transformer.layers.{layer}.0.null_kv"] for layer in range(depth)]
    )[:, :, None, None, :]
    return ours


class Pair:
    """Both networks with the same weights, none of them at its initial value."""

    def __init__(self, config: PriorConfig, seed: int = 0) -> None:
        with torch.random.fork_rng():
            torch.manual_seed(seed)
            self.theirs = their_network(config)
            for name, weight in self.theirs.named_parameters():
                if name.endswith(".g"):
                    torch.nn.init.uniform_(weight, 0.5, 1.5)
            self.ours = DiffusionPrior(config).eval()
        self.ours.load_state_dict(our_weights(self.theirs.state_dict(), config.depth))
        self.prior = their_prior(self.theirs, config)
        self.config = config


@pytest.fixture(scope="module")
def pair() -> Pair:
    return Pair(SMALL)


@pytest.fixture(autouse=True)
def _same_chance() -> Iterator[None]:
    with torch.random.fork_rng():
        torch.manual_seed(1)
        yield


def unit_rows(rows: int, width: int) -> Tensor:
    return torch.nn.functional.normalize(torch.randn(rows, width), dim=-1)


def test_the_papers_size_counts_exactly() -> None:
    config = PriorConfig()
    with torch.device("meta"):
        ours = DiffusionPrior(config)
        theirs = their_network(config)
    assert sum(weight.numel() for weight in ours.parameters()) == 48_832_896
    # Theirs also registers its 16 rotary frequencies, once, without training them.
    assert sum(weight.numel() for weight in theirs.parameters() if weight.requires_grad) == 48_832_896


def test_network_agrees(pair: Pair) -> None:
    picture, sound = unit_rows(5, 48), torch.randn(5, 48)
    step = torch.tensor([0, 3, 17, 38, 39])
    with torch.no_grad():
        torch.testing.assert_close(
            pair.ours(sound, step, picture), pair.theirs(sound, step, text_embed=picture), atol=1e-5, rtol=1e-5
        )


def test_network_agrees_at_the_papers_size() -> None:
    pair = Pair(PriorConfig(dropout=0.0))
    picture, sound = unit_rows(2, 512), torch.randn(2, 512)
    step = torch.tensor([5, 900])
    with torch.no_grad():
        torch.testing.assert_close(
            pair.ours(sound, step, picture), pair.theirs(sound, step, text_embed=picture), atol=1e-5, rtol=1e-5
        )


@pytest.mark.parametrize(("no_picture", "no_sound"), [(True, False), (False, True), (True, True)])
def test_network_agrees_on_what_is_dropped(pair: Pair, no_picture: bool, no_sound: bool) -> None:
    picture, sound = unit_rows(3, 48), torch.randn(3, 48)
    step = torch.tensor([1, 20, 39])
    with torch.no_grad():
        theirs = pair.theirs(
            sound, step, text_embed=picture, text_cond_drop_prob=float(no_picture), image_cond_drop_prob=float(no_sound)
        )
        kept = torch.full((3,), True)
        ours = pair.ours(sound, step, picture, kept ^ no_picture, kept ^ no_sound)
    torch.testing.assert_close(ours, theirs, atol=1e-5, rtol=1e-5)


def test_loss_and_gradients_agree(pair: Pair) -> None:
    picture, sound = unit_rows(6, 48), unit_rows(6, 48)
    step, noise = torch.randint(40, (6,)), torch.randn(6, 48)
    kept = torch.full((6,), True)
    pair.prior.text_cond_drop_prob = pair.prior.image_cond_drop_prob = 0.0
    try:
        theirs = pair.prior.p_losses(
            sound * pair.prior.image_embed_scale, step, text_cond={"text_embed": picture}, noise=noise
        )
    finally:
        pair.prior.text_cond_drop_prob = pair.prior.image_cond_drop_prob = 0.1
    ours = prior_loss(pair.ours, picture, sound, Corruption(step, noise, kept, kept))
    torch.testing.assert_close(ours, theirs, atol=1e-5, rtol=1e-5)

    theirs.backward()
    ours.backward()  # type: ignore[no-untyped-call]
    gradients = {
        name: torch.zeros_like(weight) if weight.grad is None else weight.grad
        for name, weight in pair.theirs.named_parameters()
    }
    expected = our_weights(gradients, SMALL.depth)
    for name, weight in pair.ours.named_parameters():
        got = torch.zeros_like(weight) if weight.grad is None else weight.grad
        assert torch.allclose(got, expected[name], atol=1e-5, rtol=1e-4), name
    pair.ours.zero_grad(set_to_none=True)
    pair.theirs.zero_grad(set_to_none=True)


def test_schedule_agrees(pair: Pair) -> None:
    torch.testing.assert_close(
        cosine_schedule(SMALL.timesteps).float(), pair.prior.noise_scheduler.alphas_cumprod, atol=1e-6, rtol=1e-6
    )


@pytest.fixture
def one_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    """Our noise for seed 0 is then the global generator's after `manual_seed(0)`, which theirs draws from."""
    monkeypatch.setattr("v2a_plugin.mapper.diffusion._STREAM", 0)


@pytest.mark.usefixtures("one_stream")
@pytest.mark.parametrize("guidance", [1.0, 2.5])
def test_ddpm_agrees(pair: Pair, guidance: float) -> None:
    picture = unit_rows(1, 48)
    torch.manual_seed(0)
    theirs = pair.prior.p_sample_loop(
        (1, 48), text_cond={"text_embed": picture}, timesteps=SMALL.timesteps, cond_scale=guidance
    )
    ours = finish(sample(pair.ours, picture, [0], SMALL.timesteps, guidance))
    torch.testing.assert_close(ours, theirs, atol=1e-5, rtol=1e-4)


def their_times(prior: Any, steps: int) -> list[int]:
    """The steps their DDIM loop visits, -1 (clean) at the end."""
    times = torch.linspace(-1.0, prior.noise_scheduler.num_timesteps, steps=steps + 1)[:-1]
    return list(reversed(times.int().tolist()))


def compare_ddim(pair: Pair, walk: tuple[Jump, ...], eta: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("v2a_plugin.mapper.diffusion.jumps", lambda schedule, count: walk)
    picture = unit_rows(1, 48)
    torch.manual_seed(0)
    theirs = pair.prior.p_sample_loop_ddim((1, 48), {"text_embed": picture}, timesteps=len(walk) + 1, eta=eta)
    ours = finish(sample(pair.ours, picture, [0], len(walk), eta=eta))
    torch.testing.assert_close(ours, theirs / pair.prior.image_embed_scale, atol=1e-5, rtol=1e-4)


@pytest.mark.usefixtures("one_stream")
def test_ddim_without_fresh_noise_agrees(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    """Their loop lands one level beside the step it names (`alphas_cumprod_prev`): our walk is told to, here."""
    levels = cosine_schedule(SMALL.timesteps).tolist()
    times = their_times(pair.prior, 11)
    landings = [levels[then - 1] if then >= 0 else 1.0 for then in times[1:]]
    walk = tuple(Jump(now, levels[now], then) for now, then in zip(times[:-1], landings, strict=True))
    compare_ddim(pair, walk, 0.0, monkeypatch)


@pytest.mark.usefixtures("one_stream")
def test_ddim_with_fresh_noise_agrees(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the levels of the steps it names given to their loop instead, both agree as they stand."""
    scheduler = pair.prior.noise_scheduler
    monkeypatch.setattr(scheduler, "alphas_cumprod_prev", scheduler.alphas_cumprod)
    levels = [*cosine_schedule(SMALL.timesteps).tolist(), 1.0]
    times = their_times(pair.prior, 11)
    walk = tuple(Jump(now, levels[now], levels[then]) for now, then in pairwise(times))
    compare_ddim(pair, walk, 1.0, monkeypatch)
