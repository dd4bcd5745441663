"""Choosing where arithmetic runs."""

from __future__ import annotations

from dataclasses import dataclass

import torch

from v2a_plugin.model.config import Runtime
from v2a_plugin.model.errors import BadInput
from v2a_plugin.model.recipe import Precision

__all__ = ["choose_runtime", "devices"]


@dataclass(frozen=True, slots=True)
class DeviceInfo:
    """One device that exists here.

    Attributes:
        name: What `--device` takes.
        title: What its maker calls it.
        memory: Bytes in all; None where the system does not say.
    """

    name: str
    title: str
    memory: int | None


def devices() -> tuple[DeviceInfo, ...]:
    """All devices that torch can use here, best first; the CPU is always the last."""
    found = []
    if torch.cuda.is_available():
        for index in range(torch.cuda.device_count()):
            properties = torch.cuda.get_device_properties(index)
            found.append(DeviceInfo(f"cuda:{index}", properties.name, properties.total_memory))
    if torch.backends.mps.is_available():
        found.append(DeviceInfo("mps", "Apple GPU", None))
    return (*found, DeviceInfo("cpu", torch.backends.cpu.get_cpu_capability(), None))


def choose_runtime(
    device: str = "auto", precision: str = "auto", threads: int | None = None, memory: int | None = None
) -> Runtime:
    """The device, precision and threads to run with.

    Precision "auto" is fp16 on CUDA and fp32 elsewhere: on a CPU bf16 is asked for by name, because it
    changes the sound a little; on MPS half precision is not trusted.

    Args:
        device: "auto", "cpu", "cuda", "cuda:N" or "mps".
        precision: "auto", "fp32", "bf16" or "fp16".
        threads: CPU threads; None leaves torch's own choice.
        memory: Most bytes that one rendering may take besides the weights; None for what the device has.

    Raises:
        BadInput: The device does not exist here, or cannot do the precision.
    """
    names = [found.name for found in devices()]
    if device == "auto":
        device = names[0]
    elif device == "cuda" and "cuda:0" in names:
        device = "cuda:0"
    elif device not in names:
        raise BadInput(f"There is no device '{device}' here.", f"Use one of: auto, {', '.join(names)}.")
    if precision == "auto":
        chosen = Precision.FP16 if device.startswith("cuda") else Precision.FP32
    else:
        try:
            chosen = Precision(precision)
        except ValueError as error:
            raise BadInput(f"There is no precision '{precision}'.", "Use auto, fp32, bf16 or fp16.") from error
    if chosen is Precision.FP16 and device == "cpu":
        raise BadInput("A CPU cannot run in fp16.", "Use --precision fp32 or bf16.")
    if threads is not None:
        torch.set_num_threads(max(1, threads))
    return Runtime(device, chosen, torch.get_num_threads(), memory)
