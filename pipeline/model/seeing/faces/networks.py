"""MediaPipe's face and person networks, run by onnxruntime.

BlazeFace short range (Bazarevsky et al., 2019), Face Mesh (Kartynnik et al., 2019), iris
(Ablavatski et al., 2020) and selfie segmentation; `training/release/pack_faces.py` packs them.
"""

from functools import cache
from pathlib import Path

import numpy as np
import onnxruntime

from pipeline.model.networks.weights import WeightsError
from pipeline.model.painting.plate.filters import Array

FOLDER = Path(__file__).parents[4] / "assets" / "faces"


def run(name: str, picture: Array) -> list[Array]:
    """What the network `name` says of a picture (H, W, 3) of its own size, in 0..1 or -1..1."""
    session = _session(name)
    fed = {session.get_inputs()[0].name: np.ascontiguousarray(picture[None], np.float32)}
    return list(session.run(None, fed))


@cache
def _session(name: str) -> onnxruntime.InferenceSession:
    path = FOLDER / f"{name}.onnx"
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    try:
        return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's exceptions share no public base class
        raise WeightsError(f"{path} is missing or damaged: fetch it again") from error
