"""What each measure means: definition, paper, unit, direction, and when not to trust it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from v2a_plugin.evaluation.diversity import ALIKE
from v2a_plugin.evaluation.tagging import HEARD, WANTED

__all__ = ["CARDS", "ENOUGH", "card"]

ENOUGH = 2_048
"""Clips under which a Fréchet distance is mostly bias (Heusel et al. used 50,000; 2,048 is Inception's width)."""


class Better(StrEnum):
    """Which way is good."""

    LOWER = "lower"
    HIGHER = "higher"
    NEITHER = "neither"

    @property
    def arrow(self) -> str:
        """For tables."""
        return {"lower": "↓", "higher": "↑", "neither": ""}[self.value]


@dataclass(frozen=True, slots=True)
class MetricCard:
    """One measure.

    Attributes:
        name: In tables and JSON.
        title: In words.
        definition: How it is computed.
        paper: Where it comes from; "" for plain counts.
        unit: "" for none.
        better: Which way is good.
        caution: What sample size or else does to it.
    """

    name: str
    title: str
    definition: str
    paper: str
    unit: str
    better: Better
    caution: str


CARDS = (
    MetricCard(
        "FD",
        "Fréchet distance",
        "Squared distance between the normal distributions fitted to one embedding a clip, generated against reference.",
        "Dowson and Landau 1982; Heusel et al. 2017 (arXiv 1706.08500); on PANNs in Liu et al. 2023 (AudioLDM)",
        "squared units of the embedding",
        Better.LOWER,
        f"Biased upwards for few clips: under {ENOUGH} compare only sets of equal size, and look at KID. "
        "± 1.96 standard deviations over resampled clips.",
    ),
    MetricCard(
        "FAD",
        "Fréchet audio distance",
        "The same over all windows of all clips, as many embeddings as there are windows.",
        "Kilgour et al. 2019 (arXiv 1812.08466), there on VGGish",
        "squared units of the embedding",
        Better.LOWER,
        f"Biased upwards for few windows. Under {ENOUGH} clips look at KID. "
        "± 1.96 standard deviations over resampled clips, each with all its windows.",
    ),
    MetricCard(
        "KID",
        "Kernel distance",
        "Unbiased squared maximum mean discrepancy under (x·y / width + 1)³ between generated and reference embeddings.",
        "Bińkowski et al. 2018 (arXiv 1801.01401); Gretton et al. 2012",
        "",
        Better.LOWER,
        "Unbiased for any number of clips, but its interval is wide for few; it may fall below 0 by chance.",
    ),
    MetricCard(
        "KL",
        "Divergence of class shares",
        "Mean KL(reference ‖ generated) between the judge's class shares of a real sound and of the generated one.",
        "Kullback and Leibler 1951; for sounds in Iashin and Rahtu 2021 (arXiv 2110.08791)",
        "nats",
        Better.LOWER,
        "Needs a real sound for each clip. Scores of independent classes are scaled to sum 1.",
    ),
    MetricCard(
        "IS",
        "Inception score",
        "exp of the mean KL between a clip's class shares and those of all clips.",
        "Salimans et al. 2016 (arXiv 1606.03498)",
        "",
        Better.HIGHER,
        "Grows with the number of clips, and does not look at the reference at all: compare sets of equal size.",
    ),
    MetricCard(
        "CS",
        "Picture-sound similarity",
        "Mean cosine, times 100, between what a route makes of the picture and the bundle's embedding of the sound.",
        "Sheffer and Adi 2023 (Im2Wav), there with Wav2CLIP; here in the bundle's joint route: mapper and CLAP",
        "× 100",
        Better.HIGHER,
        "Favours systems that are conditioned by the same route; real sounds need not score highest.",
    ),
    MetricCard(
        "agreement",
        "Class agreement",
        f"Share of clips with one of the reference's {WANTED} best tags among their own {HEARD} best.",
        "Sheffer and Adi 2023 call a classifier's version ACC; chance as in a permutation test",
        "share",
        Better.HIGHER,
        "Compare with chance: tags that many sounds have are hit without looking. Tags are compared as they are named: a "
        "hammer heard as a door may count as right, and a dog heard as 'a dog barking' as wrong.",
    ),
    MetricCard(
        "chance",
        "Agreement by chance",
        "The same against the tags that other items should have.",
        "",
        "share",
        Better.NEITHER,
        "",
    ),
    MetricCard(
        "diversity",
        "Distance between takes",
        "Mean cosine distance between two takes of one item, averaged over items.",
        "Zhu et al. 2017 (arXiv 1711.11586) use a perceptual distance in the same way",
        "",
        Better.HIGHER,
        "Noise is diverse too: read it together with agreement. Needs two takes of an item.",
    ),
    MetricCard(
        "near-duplicates",
        "Takes that are nearly the same",
        f"Share of an item's pairs of takes whose cosine is above {ALIKE}.",
        "",
        "share",
        Better.LOWER,
        "Needs two takes of an item.",
    ),
    MetricCard(
        "onset F1",
        "Onsets that agree with the film's own",
        "Harmonic mean of precision and recall of a clip's transients against those of the film's own sound, 80 ms apart.",
        "after Du et al. 2023 (CondFoleyGen, arXiv 2304.10490); mir_eval.onset pairs within 50 ms",
        "share",
        Better.HIGHER,
        "By chance it grows with the number of onsets, in the film and in the clip.",
    ),
    MetricCard(
        "offset",
        "How far those onsets lie apart",
        "Mean distance of the onsets that agree.",
        "",
        "ms",
        Better.LOWER,
        "40 ms is what chance gives: only pairs within 80 ms count.",
    ),
    MetricCard(
        "silent",
        "Silent clips",
        "Share of clips whose loudest tenth of a second stays below -50 dBFS RMS.",
        "",
        "share",
        Better.LOWER,
        "",
    ),
    MetricCard(
        "loudness",
        "Loudness",
        "Mean integrated loudness of the clips that have one.",
        "EBU R 128; ITU-R BS.1770-4",
        "LUFS",
        Better.NEITHER,
        "",
    ),
    MetricCard(
        "true peak",
        "Highest true peak",
        "Highest point between samples over all clips.",
        "ITU-R BS.1770-4, annex 2",
        "dBTP",
        Better.LOWER,
        "The maximum of a set grows with its size.",
    ),
    MetricCard(
        "exact length",
        "Clips of exactly the requested length",
        "Share of clips that are as long as requested, to the sample.",
        "",
        "share",
        Better.HIGHER,
        "",
    ),
    MetricCard(
        "time",
        "Time per clip",
        "Mean seconds that a clip took among the others of its batch.",
        "",
        "s",
        Better.LOWER,
        "As noted in made.json when the clips were made: on a CPU processor time divided by threads, without loading.",
    ),
    MetricCard(
        "memory", "Peak memory", "Largest resident size of the process while it rendered.", "", "MB", Better.LOWER, ""
    ),
)


def card(name: str) -> MetricCard:
    """The card of a measure."""
    return next(each for each in CARDS if each.name == name)
