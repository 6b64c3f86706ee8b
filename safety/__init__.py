"""Checks before and after the model, and the signature on what leaves."""

from .output import OutputGate, check_output, check_photo
from .photo import SafePhoto, UploadRefused, open_photo
from .policy import Category, Verdict
from .prompt import check_prompt
from .provenance import sign
from .verify import Report, verify

__all__ = [
    "Category",
    "OutputGate",
    "Report",
    "SafePhoto",
    "UploadRefused",
    "Verdict",
    "check_output",
    "check_photo",
    "check_prompt",
    "open_photo",
    "sign",
    "verify",
]
