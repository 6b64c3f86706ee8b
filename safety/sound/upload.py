"""The sanitiser of recordings: it reads untrusted bytes and returns nothing but samples.

The first sound track survives, as one channel at 16 kHz: no names,
places, covers or further tracks. Nothing is written to disk.
"""

import importlib
import importlib.util
import io
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from safety.errors import UserError
from safety.policy import SOUND_LIMITS, SoundLimits

RATE = 16_000  # samples a second
LIBRARY = "av"  # PyAV: FFmpeg's readers
SILENT = 1e-4  # a peak below it is a microphone that was off
# FFmpeg's names. Readers of playlists, which open other files, are none of them.
_READERS = {"WAV": "wav", "MP3": "mp3", "OGG": "ogg", "WebM": "matroska", "M4A": "mov"}
_CODECS = frozenset(
    ("pcm_u8", "pcm_s16le", "pcm_s24le", "pcm_s32le", "pcm_f32le", "mp3", "mp3float", "opus",
     "libopus", "vorbis", "flac", "aac", "alac")
)  # fmt: skip


class SoundRefused(UserError):
    """The file is no recording that we accept."""

    MESSAGES: ClassVar = {
        "unreadable_sound": "The recording cannot be read: {reason}.",
        "empty_sound": "The recording is empty. Use {allowed}.",
        "large_sound": "The recording is too large. At most {most} MB.",
        "not_a_sound": "The file is no recording that we can read. Use {allowed}.",
        "damaged_sound": "The recording is damaged or incomplete. Record it again.",
        "short_sound": "The recording is too short to hold a word. Hold on until you have spoken.",
        "long_sound": "The recording is too long. At most {most} seconds.",
        "silent_sound": "The recording is silent. Is the microphone on?",
        "no_sound_reader": "Recordings cannot be read here: the owner has to install {library}.",
    }


@dataclass(frozen=True)
class SafeSound:
    """A checked recording. samples: (T,) float32 in -1..1, one channel at RATE. format: "WAV",
    "MP3", "OGG", "WebM" or "M4A", by content and not by name."""

    samples: NDArray[np.float32]
    format: str

    @property
    def seconds(self) -> float:
        return len(self.samples) / RATE


def readable() -> bool:
    """Whether the library that reads recordings is installed."""
    return importlib.util.find_spec(LIBRARY) is not None


def open_sound(source: Path | str | bytes, limits: SoundLimits = SOUND_LIMITS) -> SafeSound:
    """Read, check and clean a recording, without keeping anything of it.

    Raises:
        SoundRefused: naming what is allowed, for a file that is too large, too long, too short,
            silent, damaged, or none of the formats.
    """
    if not readable():
        raise SoundRefused("no_sound_reader", library=LIBRARY)
    data = _read(source, limits)
    form = _format(data)
    if form not in limits.formats:
        raise SoundRefused("not_a_sound", allowed=", ".join(limits.formats))
    # Decoders fail on hostile bytes with nearly any exception: all of them mean "damaged".
    try:
        samples = _decoded(data, _READERS[form], limits)
    except SoundRefused:
        raise
    except Exception as error:
        raise SoundRefused("damaged_sound") from error
    if len(samples) < limits.min_seconds * RATE:
        raise SoundRefused("short_sound")
    if float(np.abs(samples).max()) < SILENT:
        raise SoundRefused("silent_sound")
    return SafeSound(samples, form)


def is_sound(path: Path) -> bool:
    """Whether a file begins as recordings do."""
    try:
        with path.open("rb") as file:
            return _format(file.read(16)) is not None
    except OSError:
        return False


def _read(source: Path | str | bytes, limits: SoundLimits) -> bytes:
    if isinstance(source, bytes):
        data = source
    else:
        try:
            with open(source, "rb") as file:
                data = file.read(limits.max_bytes + 1)  # never more than the cap in memory
        except OSError as error:
            raise SoundRefused("unreadable_sound", reason=error.strerror) from error
    if not data:
        raise SoundRefused("empty_sound", allowed=", ".join(limits.formats))
    if len(data) > limits.max_bytes:
        raise SoundRefused("large_sound", most=limits.max_bytes >> 20)
    return data


def _format(data: bytes) -> str | None:
    """By the first bytes."""
    if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
        return "WAV"
    if data[:4] == b"OggS":
        return "OGG"
    if data[:4] == b"\x1a\x45\xdf\xa3":
        return "WebM"
    if data[4:8] == b"ftyp":
        return "M4A"
    if data[:3] == b"ID3" or (len(data) > 1 and data[0] == 0xFF and data[1] & 0xE6 == 0xE2):
        return "MP3"  # with a tag, or at once a frame of MPEG layer III
    return None


def _decoded(data: bytes, reader: str, limits: SoundLimits) -> NDArray[np.float32]:
    """At most `max_seconds` of the first sound track; longer ones are refused while they are read,
    whatever their header says."""
    av: Any = importlib.import_module(LIBRARY)
    parts: list[NDArray[np.int16]] = []
    count, most = 0, round(limits.max_seconds * RATE)
    with av.open(io.BytesIO(data), format=reader, metadata_errors="ignore") as file:
        if not file.streams.audio or file.streams.audio[0].codec_context.name not in _CODECS:
            raise SoundRefused("not_a_sound", allowed=", ".join(limits.formats))
        resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
        frames = chain(file.decode(audio=0), [None])  # None: what the resampler still holds
        for frame in frames:
            for piece in resampler.resample(frame):
                parts.append(piece.to_ndarray()[0])
                count += len(parts[-1])
            if count > most:
                raise SoundRefused("long_sound", most=f"{limits.max_seconds:g}")
    if not parts:
        return np.zeros(0, np.float32)
    return np.concatenate(parts).astype(np.float32) / np.float32(32768)
