"""ONNX models that installed packages carry: found without importing the package, and checked."""

import hashlib
import importlib.metadata
from pathlib import Path

import onnxruntime


class DetectorUnavailable(RuntimeError):
    """A classifier's file is missing, damaged or cannot be run."""


def packaged_file(package: str, name: str) -> Path:
    """A file inside an installed package, found without importing the package."""
    try:
        return Path(str(importlib.metadata.distribution(package).locate_file(name)))
    except importlib.metadata.PackageNotFoundError as error:
        raise DetectorUnavailable(f"the package {package} is not installed") from error


def open_session(path: Path, sha256: str, more: bytes = b"") -> onnxruntime.InferenceSession:
    """Load an ONNX file whose checksum is known. more: protocol buffer that is added to it."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DetectorUnavailable(f"{path.name} cannot be read") from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise DetectorUnavailable(f"{path.name} is damaged: its checksum differs")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # a busy machine's second core is the model's
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(
            data + more, options, providers=["CPUExecutionProvider"]
        )
    except Exception as error:  # onnxruntime's exceptions share no public base class
        raise DetectorUnavailable(f"{path.name} cannot be run") from error
