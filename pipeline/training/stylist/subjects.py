"""Finds the people in a photograph: faces, their meshes, and the outline of all people.

The models are MediaPipe's (Apache-2.0): BlazeFace short range (Bazarevsky et al. 2019), Face Mesh
(Kartynnik et al. 2019) and selfie segmentation, run by LiteRT. `fetch.py` unpacks them.
"""

import math
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from pipeline import settings
from pipeline.model.painting.plate.faces import face_size
from pipeline.model.painting.plate.filters import Array, picture_unit
from pipeline.model.painting.plate.subjects import Face, Subjects
from pipeline.model.seeing.faces.detector import anchors, cut_square, windows

MODELS = ("face_detection_short_range", "face_landmark", "selfie_segmentation")


def stylist_folder() -> Path:
    """Where the models are: the setting `stylist`, ~/.cache/enogu/stylist by default."""
    return settings.current().stylist.expanduser()


def _sigmoid(x: Array | float) -> Array:
    return 1 / (1 + np.exp(-np.clip(x, -50, 50)))


class MediaPipe:
    """Finds subjects with MediaPipe's models; a `FindSubjects`."""

    def __init__(self, folder: Path, most_faces: int = 6) -> None:
        """folder: where `stylist.fetch` has put the models. Raises FileNotFoundError."""
        paths = {name: folder / f"{name}.tflite" for name in MODELS}
        missing = [str(path) for path in paths.values() if not path.is_file()]
        if missing:
            raise FileNotFoundError(
                f"missing {', '.join(missing)}: run python -m pipeline.training.stylist.fetch"
            )
        from ai_edge_litert.interpreter import Interpreter  # only training has it

        self.most_faces, self.anchors = most_faces, anchors()
        self.models = {name: Interpreter(str(path), num_threads=1) for name, path in paths.items()}
        for model in self.models.values():
            model.allocate_tensors()

    def __call__(self, picture: Array) -> Subjects:
        faces, meshes = self._detect(picture), []
        least = 18 * picture_unit(*picture.shape[:2])  # a smaller face has no features to redraw
        for face in faces:
            mesh, score = self._mesh(picture, face)
            if score > 0.6 and face.score > 0.55 and face_size(mesh) > least:
                meshes.append(mesh)
        return Subjects(self._person(picture), faces, meshes)

    def _run(self, name: str, x: Array) -> list[Array]:
        model = self.models[name]
        model.set_tensor(
            model.get_input_details()[0]["index"], np.ascontiguousarray(x[None], np.float32)
        )
        model.invoke()
        return [model.get_tensor(output["index"]) for output in model.get_output_details()]

    def _person(self, picture: Array) -> Array:
        small = cv2.resize(picture, (256, 256), interpolation=cv2.INTER_AREA)
        mask = self._run("selfie_segmentation", small)[0].reshape(256, 256)
        return cv2.resize(mask, picture.shape[1::-1], interpolation=cv2.INTER_LINEAR)

    def _blaze(self, square: Array) -> Iterator[Face]:
        """Faces in a square picture, in fractions of its side, best first."""
        small = cv2.resize(square, (128, 128), interpolation=cv2.INTER_AREA) * 2 - 1
        outputs = self._run("face_detection_short_range", small)
        boxes = next(out for out in outputs if out.shape[-1] == 16)[0] / 128
        scores = _sigmoid(next(out for out in outputs if out.shape[-1] == 1)[0, :, 0])
        for i in np.argsort(-scores)[:60]:
            if scores[i] < 0.5:
                return
            x, y = boxes[i, :2] + self.anchors[i]
            points = boxes[i, 4:].reshape(6, 2) + self.anchors[i]
            yield Face(float(scores[i]), x, y, boxes[i, 2], boxes[i, 3], points)

    def _faces_in(self, picture: Array, x: float, y: float, side: float) -> Iterator[Face]:
        """Faces in one square of the picture, in the picture's pixels."""
        left, top = int(x), int(y)
        square = cut_square(picture, left, top, int(side))
        if square is None:
            return
        for f in self._blaze(square):
            points = f.points * side + np.array([left, top])
            size = f.width * side, f.height * side
            yield Face(f.score, f.x * side + left, f.y * side + top, *size, points)

    def _detect(self, picture: Array) -> list[Face]:
        """Whole picture first; smaller windows too unless a large face was found."""
        height, width = picture.shape[:2]
        long, short = max(height, width), min(height, width)
        found = list(self._faces_in(picture, (width - long) / 2, (height - long) / 2, long))
        if not found or max(face.width for face in found) < 0.3 * long:
            for side in (short * 0.6,) if found else (short, short * 0.6):
                for window in windows(height, width, side):
                    found += self._faces_in(picture, *window)
        kept: list[Face] = []
        for face in sorted(found, key=lambda face: -face.score):
            apart = (
                math.hypot(face.x - k.x, face.y - k.y) > 0.5 * max(face.width, k.width)
                for k in kept
            )
            if all(apart):
                kept.append(face)
        return kept[: self.most_faces]

    def _mesh(self, picture: Array, face: Face) -> tuple[Array, float]:
        """The 468 points of a face in pixels (x, y), and how sure the model is of a face."""
        (x0, y0), (x1, y1) = face.points[:2]
        angle, scale = math.atan2(y1 - y0, x1 - x0), 1.5 * max(face.width, face.height) / 192
        cos, sin = scale * math.cos(angle), scale * math.sin(angle)
        upright = np.array(  # from the model's 192x192 square to the picture
            [[cos, -sin, face.x - 96 * (cos - sin)], [sin, cos, face.y - 96 * (sin + cos)]],
            np.float32,
        )
        how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        square = cv2.warpAffine(
            picture, upright, (192, 192), flags=how, borderMode=cv2.BORDER_REPLICATE
        )
        outputs = self._run("face_landmark", square)
        points = next(out for out in outputs if out.size == 1404).reshape(468, 3)[:, :2]
        score = next(out for out in outputs if out.size == 1).item()
        points = (points @ upright[:, :2].T + upright[:, 2]).astype(np.float32)
        return points, float(_sigmoid(score))
