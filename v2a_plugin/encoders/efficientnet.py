"""EfficientNet-Lite (Tan and Le 2019, arXiv 1905.11946, without squeeze-and-excitation and with ReLU6).

timm's `tf_efficientnet_lite` with its names of the weights, and equal to it to the bit: importing timm, and torchvision
with it, takes longer than importing torch.
"""

from __future__ import annotations

import math

from jaxtyping import Float
from torch import Tensor, nn
from torch.nn import functional

__all__ = ["EfficientNetLite"]

_SCALES = {
    "tf_efficientnet_lite0": (1.0, 1.0), "tf_efficientnet_lite1": (1.0, 1.1), "tf_efficientnet_lite2": (1.1, 1.2),
    "tf_efficientnet_lite3": (1.2, 1.4), "tf_efficientnet_lite4": (1.4, 1.8),
}  # fmt: skip
"""How much wider and deeper than the smallest."""
_STAGES = (
    (1, 3, 1, 1, 16), (2, 3, 2, 6, 24), (2, 5, 2, 6, 40), (3, 3, 2, 6, 80), (3, 5, 1, 6, 112), (4, 5, 2, 6, 192),
    (1, 3, 1, 6, 320),
)  # fmt: skip
"""Blocks, kernel, stride, expansion and width of each stage of the smallest."""
_STEM, _FEATURES = 32, 1280

Images = Float[Tensor, "picture channel height width"]


class _Conv(nn.Conv2d):
    """With TensorFlow's SAME padding: what a stride leaves over goes to the right and below."""

    def __init__(self, into: int, out: int, kernel: int, stride: int = 1, groups: int = 1) -> None:
        inside = (kernel - 1) // 2 if stride == 1 else 0
        super().__init__(into, out, kernel, stride, inside, groups=groups, bias=False)

    def forward(self, x: Images) -> Images:
        """Images of `out` channels."""
        kernel, stride = self.kernel_size[0], self.stride[0]
        if stride > 1:
            tall, wide = (max((-(-side // stride) - 1) * stride + kernel - side, 0) for side in x.shape[-2:])
            x = functional.pad(x, (wide // 2, wide - wide // 2, tall // 2, tall - tall // 2))
        return super().forward(x)


class _Norm(nn.BatchNorm2d):
    """With what TensorFlow's models add to a variance; then, mostly, ReLU6."""

    def __init__(self, width: int, clipped: bool = True) -> None:
        super().__init__(width, eps=1e-3)
        self.clipped = clipped

    def forward(self, x: Images) -> Images:
        """Images of the same size."""
        normed = super().forward(x)
        return functional.relu6(normed, inplace=True) if self.clipped else normed


class _Separable(nn.Module):
    def __init__(self, into: int, out: int, kernel: int, stride: int) -> None:
        super().__init__()
        self.conv_dw, self.bn1 = _Conv(into, into, kernel, stride, into), _Norm(into)
        self.conv_pw, self.bn2 = _Conv(into, out, 1), _Norm(out, clipped=False)

    def forward(self, x: Images) -> Images:
        """Images of `out` channels."""
        inner: Tensor = self.bn2(self.conv_pw(self.bn1(self.conv_dw(x))))
        return inner + x if inner.shape == x.shape else inner


class _Inverted(nn.Module):
    def __init__(self, into: int, out: int, kernel: int, stride: int, expansion: int) -> None:
        super().__init__()
        wide = _divisible(into * expansion)
        self.conv_pw, self.bn1 = _Conv(into, wide, 1), _Norm(wide)
        self.conv_dw, self.bn2 = _Conv(wide, wide, kernel, stride, wide), _Norm(wide)
        self.conv_pwl, self.bn3 = _Conv(wide, out, 1), _Norm(out, clipped=False)

    def forward(self, x: Images) -> Images:
        """Images of `out` channels."""
        inner: Tensor = self.bn3(self.conv_pwl(self.bn2(self.conv_dw(self.bn1(self.conv_pw(x))))))
        return inner + x if inner.shape == x.shape else inner


class EfficientNetLite(nn.Module):
    """Pictures to features, without a classifier.

    Attributes:
        num_features: Components of a picture's features.
    """

    num_features = _FEATURES

    def __init__(self, name: str) -> None:
        """Layers with weights that are still to be loaded.

        Args:
            name: As timm has it; one that `covers`.
        """
        super().__init__()
        wider, deeper = _SCALES[name]
        self.conv_stem, self.bn1 = _Conv(3, _STEM, 3, 2), _Norm(_STEM)
        self.blocks = nn.Sequential()
        before, last = _STEM, len(_STAGES) - 1
        for place, (count, kernel, stride, expansion, base) in enumerate(_STAGES):
            width, stage = _divisible(base * wider), nn.Sequential()
            for number in range(count if place in (0, last) else math.ceil(count * deeper)):
                step = 1 if number else stride
                plain = expansion == 1
                stage.append(
                    _Separable(before, width, kernel, step)
                    if plain
                    else _Inverted(before, width, kernel, step, expansion)
                )
                before = width
            self.blocks.append(stage)
        self.conv_head, self.bn2 = _Conv(before, _FEATURES, 1), _Norm(_FEATURES)

    @staticmethod
    def covers(name: str) -> bool:
        """Whether a model of timm is one of these."""
        return name in _SCALES

    def forward(self, pictures: Images) -> Float[Tensor, "picture feature"]:
        """The mean of the features over each picture."""
        last = self.bn2(self.conv_head(self.blocks(self.bn1(self.conv_stem(pictures)))))
        features: Tensor = last.mean((2, 3))
        return features


def _divisible(width: float) -> int:
    """The nearest multiple of 8, at least 8 and not more than a tenth less than asked for."""
    rounded = max(8, int(width + 4) // 8 * 8)
    return rounded + 8 if rounded < 0.9 * width else rounded
