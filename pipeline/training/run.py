"""What the training commands share: options, precision, EMA, and checkpoints to resume from."""

import argparse
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import torch
from torch import Tensor, nn

Module = TypeVar("Module", bound=nn.Module)


def parser(description: str | None) -> argparse.ArgumentParser:
    """The options that all stages have."""
    options = argparse.ArgumentParser(description=description)
    options.add_argument("--run", type=Path, required=True, help="folder of this run's checkpoints")
    options.add_argument("--steps", type=int, default=20_000)
    options.add_argument("--minutes", type=float, default=1e9, help="stop after this time")
    options.add_argument("--batch", type=int, default=32)
    options.add_argument("--lr", type=float, default=1e-3)
    options.add_argument("--decay", type=float, default=0.3, help="share of it in which lr falls")
    options.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    options.add_argument("--threads", type=int, default=2)
    options.add_argument("--seed", type=int, default=0)
    return options


def channels_last(module: Module, device: str) -> Module:
    """The module on the device, in the memory format in which convolutions are fastest."""
    # torch's type stubs do not know this argument.
    return module.to(device, memory_format=torch.channels_last)  # type: ignore[call-overload]


class EMA:
    """Exponential moving average of a module's floats, with a warm-up."""

    def __init__(self, module: nn.Module, decay: float = 0.999) -> None:
        self.decay = decay
        self.shadow = {k: v.detach().clone() for k, v in module.state_dict().items()}

    @torch.no_grad()
    def update(self, module: nn.Module, step: int) -> None:
        """Moves the average towards the module; buffers of integers are copied."""
        decay = min(self.decay, (1 + step) / (10 + step))
        for name, value in module.state_dict().items():
            if value.is_floating_point():
                self.shadow[name].lerp_(value, 1 - decay)
            else:
                self.shadow[name].copy_(value)


class Run:
    """One stage: trains for `--steps` steps or `--minutes` minutes; saves every few minutes."""

    SAVE_SECONDS = 180
    PRINT_EVERY = 50

    def __init__(
        self,
        args: argparse.Namespace,
        name: str,
        module: nn.Module,
        optimizers: list[torch.optim.Optimizer],
        warmup: int = 200,
    ) -> None:
        self.args, self.module, self.optimizers = args, module, optimizers
        self.path = args.run / f"{name}.pt"
        self.ema = EMA(module)
        self.step = 0
        self.warmup = warmup
        self.base_lr = [[g["lr"] for g in o.param_groups] for o in optimizers]
        args.run.mkdir(parents=True, exist_ok=True)
        if self.path.exists():
            self._resume()

    def _resume(self) -> None:
        saved = torch.load(self.path, map_location=self.args.device, weights_only=True)
        fresh = self.module.state_dict()
        self.module.load_state_dict(fresh | saved["module"])
        self.ema.shadow = self.ema.shadow | saved["ema"]
        if new := fresh.keys() - saved["module"].keys():
            print(f"not in the checkpoint, so untrained: {', '.join(sorted(new))}")
        # Unpacked weights come without the optimizers' state.
        for optimizer, state in zip(self.optimizers, saved["optimizers"], strict=False):
            optimizer.load_state_dict(state)
        self.step = saved["step"]
        print(f"resumed at step {self.step}", flush=True)

    def save(self) -> None:
        """Writes the checkpoint; the old one is kept until the new one is complete."""
        state = {
            "module": self.module.state_dict(),
            "ema": self.ema.shadow,
            "optimizers": [o.state_dict() for o in self.optimizers],
            "step": self.step,
        }
        partial = self.path.with_suffix(".partial")
        torch.save(state, partial)
        partial.replace(self.path)

    def learning_rate(self, started: float) -> float:
        """The factor of the learning rate, 0..1, `started` being the time of the first step: linear
        warm-up, then constant, then linear to .02 over the last `--decay` of steps or minutes."""
        by_time = (time.monotonic() - started) / (60 * self.args.minutes)
        done = max(self.step / self.args.steps, by_time)
        return min(1.0, (self.step + 1) / self.warmup, max(0.02, (1 - done) / self.args.decay))

    def train(self, losses: Iterator[Callable[[], dict[str, Tensor]]]) -> None:
        """Each item computes one batch's named losses; their sum is minimised."""
        started = saved = printed = time.monotonic()
        totals: dict[str, float] = {}
        while self.step < self.args.steps and time.monotonic() - started < 60 * self.args.minutes:
            factor = self.learning_rate(started)
            for optimizer, base in zip(self.optimizers, self.base_lr, strict=True):
                for group, lr in zip(optimizer.param_groups, base, strict=True):
                    group["lr"] = lr * factor
            named = next(losses)()
            loss = torch.stack(list(named.values())).sum()
            if not loss.isfinite():  # one such step would spoil all weights
                print(f"a batch after step {self.step} is left out: its loss is {loss}", flush=True)
                continue
            loss.backward()
            nn.utils.clip_grad_norm_(self.module.parameters(), 1.0)
            for optimizer in self.optimizers:
                optimizer.step()
                optimizer.zero_grad(set_to_none=True)
            self.step += 1
            self.ema.update(self.module, self.step)
            for name, value in named.items():
                totals[name] = totals.get(name, 0.0) + value.item() / self.PRINT_EVERY
            if self.step % self.PRINT_EVERY == 0:
                now = time.monotonic()
                rate = self.PRINT_EVERY * self.args.batch / (now - printed)
                shown = " ".join(f"{k} {v:.4f}" for k, v in totals.items())
                print(f"step {self.step} {shown} | {rate:.1f}/s lr x{factor:.2f}", flush=True)
                printed, totals = now, {}
            if time.monotonic() - saved > self.SAVE_SECONDS:
                self.save()
                saved = time.monotonic()
        self.save()
