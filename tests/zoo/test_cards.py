"""Cards: what ships is whole and honest, and a malformed one gives a sentence with its file and key."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from v2a_plugin.model.errors import BundleError
from v2a_plugin.model.recipe import SamplerName, Spacing
from v2a_plugin.zoo.card_files import card_to_toml, parse_card, read_card
from v2a_plugin.zoo.cards import Card, Defaults, Licence, MapperCard, PartCard
from v2a_resources import bundle_path, card_paths, labels_path

SHIPPED = (*card_paths(), bundle_path("mini") / "card.toml")
CARD = (Path(__file__).parent / "card.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_shipped_cards_are_whole(path: Path) -> None:
    card = read_card(path)
    assert card.name == (path.stem if path.parent.name == "cards" else path.parent.name)
    assert card.licence.url.startswith("https://")
    assert card.summary.endswith(".")
    assert card.non_claims
    assert all(sentence.endswith(".") for sentence in (*card.non_claims, *card.licence.forbids))
    vocoders = ("hifigan", "griffin-lim", "refined-griffin-lim") if card.generator.kind == "audioldm" else ("",)
    assert card.vocoder in vocoders
    assert parse_card(card_to_toml(card), "again") == card


def test_the_papers_models_and_what_their_licence_forbids() -> None:
    cards = {card.name: card for card in map(read_card, card_paths())}
    stable = cards.pop("stable-audio-open-1.0")
    assert (stable.licence.name, stable.licence.commercial) == ("Stability AI Community License", True)
    assert "less than 1 million US dollars" in stable.licence.forbids[0]
    assert stable.pullable
    assert sorted(cards) == ["audioldm-l", "audioldm-m", "audioldm-s"]
    for card in cards.values():
        assert card.licence.name == "CC BY-NC-SA 4.0"
        assert not card.licence.commercial
        assert "Commercial use is not allowed" in card.licence.forbids[0]
        assert card.visual.model == "ViT-B-32-quickgelu"
        assert card.pullable
        assert card.text_tower
        assert card.defaults.mapper == "bridge"  # there is no public checkpoint of the paper's
    assert cards["audioldm-s"].clap_space == cards["audioldm-l"].clap_space != cards["audioldm-m"].clap_space
    assert len({card.clip_space for card in cards.values()}) == 1


def test_no_shipped_card_invents_a_revision() -> None:
    for card in map(read_card, card_paths()):
        assert [part.revision for _, part in card.parts] == ["", "", ""]


def test_the_shipped_labels() -> None:
    lines = labels_path().read_text(encoding="utf-8").splitlines()
    labels = [line for line in lines if not line.startswith("#")]
    assert len(labels) > 150
    assert len(set(labels)) == len(labels)
    assert all(label == label.strip() and label for label in labels)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('kind = "clap"', 'kin = "clap"', "Card.audio has an unknown entry 'kin'"),
        ("[audio]", "[sound]", "Card has an unknown entry 'sound'"),
        ('clip_space = "mini-clip-128"\n', "", "Card lacks 'clip_space'"),
        ('folder = "clap"', 'folder = "../clap"', "Card.audio: folder cannot be '../clap'"),
        ('folder = "clap"', 'folder = "/clap"', "Card.audio: folder cannot be '/clap'"),
        ("commercial = true", 'commercial = "yes"', "Card.licence.commercial cannot be"),
        ("commercial = true\nforbids", "commercial = false\nforbid", "Card.licence has an unknown entry 'forbid'"),
        ('window = "5.12"', 'window = "long"', "Card.defaults.window cannot be 'long'"),
        ("steps = 25", "steps = 0", "Card.defaults: steps"),
        ('scheduler = "dpm++"', 'scheduler = "euler"', "Card.defaults.scheduler cannot be 'euler'"),
        ("clap_width = 128", "clap_width = 0", "clap_width must be above 0"),
        ('name = "mini"', 'name = "Mini Model"', "Card: name cannot be 'Mini Model'"),
        ('title = "mini"', 'title = "mini', "is not TOML"),
        ("[mappers.diffusion]\nkind", "[mappers.diffusion]\nsort", "Card.mappers[0] has an unknown entry 'sort'"),
    ],
)
def test_a_malformed_card_says_where(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in CARD
    path = tmp_path / "my card.toml"
    path.write_text(CARD.replace(old, new), encoding="utf-8")
    with pytest.raises(BundleError) as caught:
        read_card(path)
    assert str(path) in caught.value.message
    assert said in caught.value.message
    assert caught.value.exit_code == 2


def test_cards_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="cannot be read: no such file"):
        read_card(tmp_path / "none.toml")
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BundleError, match=r"binary\.toml cannot be read: not utf-8"):
        read_card(tmp_path / "binary.toml")


texts = st.text(st.characters(codec="utf-8"), max_size=12)
parts = st.builds(
    PartCard,
    kind=texts,
    folder=st.sampled_from(["a", "a/b"]),
    model=texts,
    repo=texts,
    revision=texts,
    files=st.lists(texts, min_size=1, max_size=2).map(tuple),
    convert=st.booleans(),
    licence=texts,
    options=st.dictionaries(texts, texts, max_size=2).map(lambda table: tuple(table.items())),
)
cards = st.builds(
    Card,
    name=st.sampled_from(["a", "x-1.0"]),
    title=texts,
    summary=texts,
    licence=st.builds(
        Licence, texts, texts, st.booleans(), st.lists(texts, min_size=1, max_size=2).map(lambda found: tuple(found))
    ),
    clip_space=texts,
    clap_space=texts,
    visual=parts,
    audio=parts,
    generator=parts,
    mappers=st.lists(texts, unique=True, max_size=2).map(
        lambda names: tuple(MapperCard(name, "diffusion", "mappers/m") for name in names)
    ),
    vocoder=texts,
    captions=st.sampled_from(["", "captions.txt"]),
    defaults=st.builds(
        Defaults,
        mapper=texts,
        steps=st.integers(1, 1000),
        guidance=st.floats(0, 50),
        scheduler=st.sampled_from(SamplerName),
        spacing=st.sampled_from(Spacing),
        window=st.fractions(Fraction(1, 100), 60),
    ),
    non_claims=st.lists(texts, max_size=2).map(tuple),
)


@settings(max_examples=40, deadline=None)
@given(cards)
def test_a_card_written_is_the_card_read(card: Card) -> None:
    assert parse_card(card_to_toml(card), "the test") == card


def test_steps_keep_the_spacing_of_the_card_where_it_begins_near_the_noise() -> None:
    own = Defaults(steps=25, scheduler=SamplerName.DPMPP)
    assert own.settings().spacing is Spacing.LEADING
    for steps in (5, 8, 25, 60, 199):
        assert own.settings(steps=steps, scheduler=SamplerName.DPMPP).spacing is Spacing.LEADING
    for changed in (*map(own.settings, ("",) * 3, (1, 3, 1000)), own.settings(scheduler=SamplerName.UNIPC)):
        assert changed.spacing is Spacing.TRAILING
    assert Defaults(steps=1).settings().spacing is Spacing.TRAILING
    for draft, best in ((25, 0), (0, 20)):
        with pytest.raises(ValueError, match="draft must be fewer steps"):
            replace(own, draft=draft, best=best)
    assert Defaults(spacing=Spacing.TRAILING).settings().spacing is Spacing.TRAILING
