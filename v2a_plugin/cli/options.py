"""Options that several commands have, so that they are called and explained the same everywhere."""

from __future__ import annotations

import typer

from v2a_plugin.model.guide import Sync

__all__ = [
    "Aggregation",
    "Bed",
    "BundleName",
    "Candidates",
    "Detector",
    "Device",
    "EventCount",
    "Frames",
    "Guidance",
    "GuideFrom",
    "MapperGuidance",
    "MapperName",
    "MapperSteps",
    "Negative",
    "Pan",
    "Precision",
    "Prompt",
    "PromptWeight",
    "Reference",
    "Scheduler",
    "Seed",
    "Sequence",
    "Source",
    "Steps",
    "Strength",
    "SyncTo",
]

# Models, and where they run
BundleName = typer.Option("mini", "--bundle", help="Model bundle; 'v2a models list' shows them.")
MapperName = typer.Option("", "--mapper", help="diffusion, regression, bridge, none, or a folder.")
MapperSteps = typer.Option(None, "--mapper-steps", help="Denoising steps of a diffusion mapper, 1 to 1000.")
MapperGuidance = typer.Option(None, "--mapper-guidance", help="Weight of the picture in a diffusion mapper; 1 is off.")
Device = typer.Option("auto", "--device", help="auto, cuda, mps or cpu.")
Precision = typer.Option("auto", "--precision", help="auto, fp32, bf16 or fp16.")

# What is looked at
Sequence = typer.Option("", "--sequence", help="Name of the sequence to read, where the file holds several.")
Detector = typer.Option("adaptive", "--detector", help="How cuts are found; 'v2a plugins' lists them.")
Frames = typer.Option(8, "--frames", help="How many frames of a region are looked at, 1 to 1000.")
Aggregation = typer.Option("mean", "--aggregation", help="How they become one description.")

# What is asked for
Prompt = typer.Option("", "--prompt", help="Words to add to the picture.")
Negative = typer.Option("", "--negative", help="Words to keep away from.")
PromptWeight = typer.Option(0.5, "--prompt-weight", help="0: the picture only; 1: the words only.")

Source = typer.Option(
    None, "--source", help="generator: render takes; library: find recordings; both. The bundle's own by default."
)

# How it is rendered; None stands for the bundle's own
Seed = typer.Option(None, "--seed", help="Seed of the first take; the next ones count up from it.")
Steps = typer.Option(None, "--steps", help="Denoising steps, 1 to 1000; the bundle's own number by default.")
Guidance = typer.Option(None, "--guidance", help="How closely the sound follows, 1 to 100; 1 is off.")
Scheduler = typer.Option(None, "--scheduler", help="Sampler of the generator.")
Candidates = typer.Option(1, "--candidates", help="Render this many for each take, 1 to 100, and keep the best.")

# What it starts from
Reference = typer.Option(None, "--reference", help="Start from this recording instead of from noise alone.")
Strength = typer.Option(
    None, "--strength", help="How far from the reference: 0, its copy, to 1, nothing of it; 0.5 by default."
)

# When it sounds
GuideFrom = typer.Option(
    "auto",
    "--guide",
    help="When it sounds: picture, markers, shot (of a project), a sound, a CSV file, or none; auto: the shot's own, else "
    "the picture where it is sure, for sound that strikes.",
)
EventCount = typer.Option(None, "--events", min=1, help="Keep so many events of the guide, the strongest.")
SyncTo = typer.Option(Sync.STRICT, "--sync", help="On the events to the sample, or within 20 ms as a person plays.")
Pan = typer.Option(False, "--pan", help="Place single sounds where in the picture their events lie; makes mono stereo.")
Bed = typer.Option(None, "--bed", help="Continuous sound beneath the events, dB against the loudest; else none.")
