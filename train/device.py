"""The device of a training: a CPU, a GPU, or those of several processes that share the work."""

import os
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any

from jisr.allocator import keep_memory
from jisr.errors import InputError, MissingExtra
from jisr.train.model.dropout import quick_dropout

if TYPE_CHECKING:
    from torch import Tensor

    from jisr.train.data.training_batches import TrainingBatch

__all__ = ["Device"]


class Device:
    """The device of this process, and its connection to the other processes, if any.

    Several processes are started by ``accelerate launch`` or ``torchrun``, which set their number in the environment.
    Each makes the same batches and learns from its share of them; only the first one writes.

    :param device: ``auto``, ``cpu`` or ``cuda``.
    :param threads: number of threads on a CPU; 0 for torch's default.
    :raises InputError: if the machine does not have the device.
    :raises MissingExtra: if there are several processes and accelerate is not installed.
    """

    def __init__(self, device: str, threads: int) -> None:
        import torch

        self.accelerator: Any = None
        self.count = int(os.environ.get("WORLD_SIZE", "1"))
        if threads:
            torch.set_num_threads(threads)
        if device not in {"auto", "cpu", "cuda"} or (device == "cuda" and not torch.cuda.is_available()):
            raise InputError(f"device {device!r} is not on this machine; it can be auto or cpu")
        if self.count > 1:
            try:
                from accelerate import Accelerator
            except ImportError:
                raise MissingExtra("accelerate", "train") from None
            self.accelerator = Accelerator(cpu=device == "cpu")
            self.device: torch.device = self.accelerator.device
        else:
            cuda = device == "cuda" or (device == "auto" and torch.cuda.is_available())
            self.device = torch.device("cuda" if cuda else "cpu")
        self.cuda = self.device.type == "cuda"
        self.half = self.has_half()
        if not self.cuda:
            keep_memory()
        else:
            # TF32 for what stays in float32: its three digits are precise enough, given the noise of a batch.
            torch.set_float32_matmul_precision("high")

    def has_half(self) -> bool:
        """Return whether the hardware has bfloat16, rather than emulating it at a tenth of the speed."""
        import torch

        if self.cuda:
            return bool(torch.cuda.is_bf16_supported())
        return any(getattr(torch.cpu, name, bool)() for name in ("_is_avx512_bf16_supported", "_is_amx_tile_supported"))

    @property
    def rank(self) -> int:
        """Number of this process, from 0."""
        return int(self.accelerator.process_index) if self.accelerator else 0

    @property
    def first(self) -> bool:
        """Whether this process is the one that writes and reports."""
        return self.rank == 0

    @property
    def name(self) -> str:
        """Name of the device, with the number of processes or threads and the precision, for the model card."""
        import torch

        kind = torch.cuda.get_device_name(self.device) if self.cuda else "CPU"
        many = f"{self.count} × " if self.count > 1 else ""
        cores = "" if self.cuda else f", {torch.get_num_threads()} threads"
        return f"{many}{kind}{cores}, {'bfloat16' if self.half else 'float32'}"

    def autocast(self) -> AbstractContextManager[Any]:
        """Return a context in which torch computes in bfloat16 if the hardware has it."""
        import torch

        return torch.autocast(self.device.type, torch.bfloat16) if self.half else nullcontext()

    def spread(self, objective: Any) -> Any:  # noqa: ANN401 - a module, or its copy in each process
        """Return the module on the device, with its gradients averaged over all processes."""
        if not self.cuda:
            # torch's fused attention has a slow backward pass on a CPU; plain products are faster for so few pieces.
            objective.network.set_attn_implementation("eager")
            quick_dropout(objective.network)
        moved = objective.to(self.device)
        return self.accelerator.prepare(moved) if self.accelerator else moved

    def tensors(self, batch: "TrainingBatch") -> "tuple[Tensor, Tensor]":
        """Return the source and the target of a batch on the device; on a GPU the copy is asynchronous."""
        import torch

        pair = torch.from_numpy(batch.source), torch.from_numpy(batch.target)
        if self.cuda:
            pair = pair[0].pin_memory(), pair[1].pin_memory()
        source, target = (side.to(self.device, non_blocking=True).long() for side in pair)
        return source, target

    def agree(self, value: float) -> float:
        """Return the first process's value, in all processes."""
        if not self.accelerator:
            return value
        import torch
        from accelerate.utils import broadcast

        return float(broadcast(torch.tensor([value], dtype=torch.float64, device=self.device))[0])

    def wait(self) -> None:
        """Wait until every process has called this method."""
        if self.accelerator:
            self.accelerator.wait_for_everyone()
