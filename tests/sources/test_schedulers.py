"""Every scheduler walks every number of steps, from the noise to the data."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
import torch
from diffusers import DDIMScheduler
from hypothesis import example, given, settings
from hypothesis import strategies as st

from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.recipe import SamplerName, Settings, Spacing
from v2a_plugin.model.serial import from_json, to_json
from v2a_plugin.sources.generators.diffusers_schedulers import leading, multistep
from v2a_plugin.sources.generators.noise_schedule import Schedule
from v2a_plugin.sources.generators.schedulers import make_sampler, trailing

TRAINED = 1000
CLEAN = torch.tensor([0.7, -1.3])[None, None]


def folder(**changed: object) -> DDIMScheduler:
    """The schedule of AudioLDM."""
    return DDIMScheduler(
        beta_start=0.0015,
        beta_end=0.0195,
        beta_schedule="scaled_linear",
        clip_sample=False,
        set_alpha_to_one=False,
        steps_offset=1,
        **changed,
    )


def walked(name: SamplerName, steps: int, spacing: Spacing = Spacing.TRAILING, kind: str = "epsilon") -> torch.Tensor:
    """Where a walk ends whose denoiser knows the data: exactly there, whatever the steps."""
    schedule = folder(prediction_type=kind)
    sampler = make_sampler(name, schedule, steps, spacing)
    latents = torch.tensor([0.4, 1.1])[None, None] * sampler.first_scale
    assert len(sampler.timesteps) == steps
    for timestep in sampler.timesteps:
        kept = float(schedule.alphas_cumprod[timestep])
        noise = (sampler.scaled(latents, timestep) - kept**0.5 * CLEAN) / (1 - kept) ** 0.5
        said = {"epsilon": noise, "sample": CLEAN, "v_prediction": kept**0.5 * noise - (1 - kept) ** 0.5 * CLEAN}[kind]
        latents = sampler.step(said, timestep, latents)
    return latents


@pytest.mark.parametrize("name", SamplerName)
def test_every_number_of_steps_begins_at_the_noise_and_ends_near_the_data(name: SamplerName) -> None:
    schedule = folder()
    for steps in range(1, TRAINED + 1):
        levels = make_sampler(name, schedule, steps).timesteps.tolist()
        assert levels[0] == TRAINED - 1
        assert levels[-1] == TRAINED - 1 - (steps - 1) * TRAINED // steps
        assert levels == sorted({*levels}, reverse=True)
        assert len(levels) == steps


@given(trained=st.integers(1, 5000), share=st.floats(0, 1))
def test_steps_are_spread_evenly(trained: int, share: float) -> None:
    steps = max(1, round(share * trained))
    levels = trailing(trained, steps)
    gaps = {before - after for before, after in zip(levels, (*levels[1:], -1), strict=True)}
    assert gaps <= {trained // steps, -(-trained // steps)}


@pytest.mark.parametrize("name", SamplerName)
@example(steps=1)
@example(steps=2)
@example(steps=333)
@example(steps=667)
@example(steps=999)
@example(steps=TRAINED)
@settings(max_examples=10)
@given(steps=st.integers(1, TRAINED))
def test_every_walk_ends_at_the_data(name: SamplerName, steps: int) -> None:
    assert torch.allclose(walked(name, steps), CLEAN, atol=0.05)


@pytest.mark.soak
@pytest.mark.parametrize("name", SamplerName)
def test_every_walk_of_all_ends_at_the_data(name: SamplerName) -> None:
    for steps in range(1, TRAINED + 1):
        assert torch.allclose(walked(name, steps), CLEAN, atol=0.05)


@pytest.mark.parametrize("kind", ["epsilon", "sample", "v_prediction"])
@pytest.mark.parametrize("name", SamplerName)
def test_whatever_the_model_predicts(name: SamplerName, kind: str) -> None:
    assert torch.allclose(walked(name, 25, kind=kind), CLEAN, atol=0.05)


@pytest.mark.parametrize("kind", ["epsilon", "sample", "v_prediction"])
@pytest.mark.parametrize("steps", [1, 10, 25, 200, 1000])
def test_ddim_is_that_of_diffusers_where_its_steps_are_equally_long(steps: int, kind: str) -> None:
    theirs = folder(prediction_type=kind, timestep_spacing="trailing")
    theirs.set_timesteps(steps)
    ours = make_sampler(SamplerName.DDIM, folder(prediction_type=kind), steps)
    assert ours.timesteps.tolist() == theirs.timesteps.tolist()
    one = other = torch.tensor([0.4, 1.1])[None, None]
    for timestep in ours.timesteps:
        one = ours.step(torch.sin(one * 3), timestep, one)
        other = theirs.step(torch.sin(other * 3), timestep, other, return_dict=False)[0]
    assert torch.allclose(one, other, atol=1e-4)


@pytest.mark.parametrize("kind", ["epsilon", "sample", "v_prediction"])
@pytest.mark.parametrize("steps", [1, 2, 10, 20])
def test_dpm_solver_is_that_of_diffusers_to_the_bit(steps: int, kind: str) -> None:
    schedule = folder(prediction_type=kind)
    ours = make_sampler(SamplerName.DPMPP, schedule, steps)
    theirs = multistep(SamplerName.DPMPP, schedule.config, trailing(TRAINED, steps))
    one = other = torch.tensor([0.4, 1.1])[None, None]
    for timestep in ours.timesteps:
        one = ours.step(torch.sin(one * 3), timestep, one)
        other = theirs.step(torch.sin(other * 3), timestep, other)
    assert torch.equal(one, other)


def test_a_schedule_is_that_of_diffusers_to_the_bit() -> None:
    theirs = folder()
    ours = Schedule.of(json.loads(theirs.to_json_string()))
    assert ours is not None
    assert torch.equal(ours.alphas_cumprod, theirs.alphas_cumprod)
    assert ours.final_alpha_cumprod == theirs.final_alpha_cumprod


@pytest.mark.parametrize(
    "other", [{"beta_schedule": "squaredcos_cap_v2"}, {"thresholding": True}, {"num_train_timesteps": "many"}], ids=str
)
def test_a_schedule_of_another_form_is_left_to_diffusers(other: dict[str, object]) -> None:
    assert Schedule.of(json.loads(folder().to_json_string()) | other) is None


@pytest.mark.parametrize("steps", [1, 2, 3, 5, 8, 10, 25, 59, 200, 333, 499])
@pytest.mark.parametrize("name", SamplerName)
def test_the_walk_of_older_recipes_is_the_folders_own(name: SamplerName, steps: int) -> None:
    schedule = Schedule.of(json.loads(folder().to_json_string()))
    assert schedule is not None
    theirs, ours = leading(name, schedule.config, steps), make_sampler(name, schedule, steps, Spacing.LEADING)
    assert ours.timesteps.tolist() == theirs.timesteps.tolist()
    one = other = torch.tensor([0.4, 1.1])[None, None]
    for timestep in ours.timesteps[:20]:
        one = ours.step(torch.sin(one * 3), timestep, one)
        other = theirs.step(torch.sin(other * 3), timestep, other)
    assert torch.equal(one, other)
    assert torch.isfinite(walked(name, steps, Spacing.LEADING)).all()


@pytest.mark.parametrize("name", SamplerName)
def test_what_no_older_walk_could_do_is_refused_before_it(name: SamplerName) -> None:
    with pytest.raises(BadInput, match=r"cannot walk 1000 steps"):
        make_sampler(name, folder(), 1000, Spacing.LEADING)


def test_older_recipes_keep_their_walk() -> None:
    text = to_json(Settings(steps=7))
    assert from_json(Settings, text) == Settings(steps=7)
    older = text.replace(',\n  "spacing": "trailing"', "")
    assert older != text
    assert from_json(Settings, older) == replace(Settings(steps=7), spacing=Spacing.LEADING)


@pytest.mark.parametrize("steps", [0, 1001, 10**9])
def test_more_steps_than_trained_are_refused_before_any(steps: int) -> None:
    with pytest.raises(BadInput, match="1000"):
        make_sampler(SamplerName.DDIM, folder(), steps)
