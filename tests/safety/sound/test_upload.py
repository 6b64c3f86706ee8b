"""The sanitiser of recordings, on files as browsers and phones write them."""

import io
import random
from pathlib import Path

import av
import numpy as np
import pytest

from safety.policy import SoundLimits
from safety.sound.upload import RATE, SoundRefused, is_sound, open_sound

SPOKEN = Path(__file__).parents[2] / "data" / "spoken_prompt.ogg"
# Name: container, codec, rate, as Chrome, Firefox, Safari, a phone and a recorder write them.
WRITTEN = {
    "WebM": ("webm", "libopus", 48000),
    "OGG": ("ogg", "libopus", 48000),
    "M4A": ("mp4", "aac", 44100),
    "MP3": ("mp3", "libmp3lame", 22050),
    "WAV": ("wav", "pcm_s16le", 8000),
}


def written(samples, container, codec, rate, layout="mono", **metadata) -> bytes:
    """(T,) at RATE as a file."""
    out = io.BytesIO()
    with av.open(out, "w", format=container) as file:
        file.metadata.update(metadata)
        stream = file.add_stream(codec, rate=rate, layout=layout)
        frame = av.AudioFrame.from_ndarray(samples[None], "flt", "mono")
        frame.sample_rate, frame.pts = RATE, 0
        file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return out.getvalue()


@pytest.fixture(scope="module")
def spoken():
    return open_sound(SPOKEN).samples


@pytest.mark.parametrize("name", WRITTEN)
def test_every_format_comes_out_as_the_same_sound(spoken, name):
    sound = open_sound(written(spoken, *WRITTEN[name]))
    assert sound.format == name
    assert sound.samples.dtype == np.float32 and sound.samples.ndim == 1
    assert sound.seconds == pytest.approx(len(spoken) / RATE, abs=0.15)
    loudness = np.sqrt(np.mean(spoken**2))
    assert np.sqrt(np.mean(sound.samples**2)) == pytest.approx(loudness, rel=0.15)


def tone(seconds, peak=0.5):
    return (np.sin(np.arange(round(seconds * RATE)) / 5) * peak).astype(np.float32)


@pytest.mark.parametrize(
    ("code", "data"),
    [
        ("empty_sound", b""),
        ("not_a_sound", b"words of a prompt"),
        ("not_a_sound", b"#EXTM3U\n/etc/passwd\n"),
        ("not_a_sound", b"\x89PNG\r\n\x1a\n" + bytes(200)),
        ("damaged_sound", b"RIFF\0\0\0\0WAVE" + bytes(40)),
        ("damaged_sound", b"\x1a\x45\xdf\xa3" + bytes(4000)),
        ("large_sound", bytes(11 << 20)),
        ("short_sound", lambda: written(tone(0.1), "wav", "pcm_s16le", RATE)),
        ("long_sound", lambda: written(tone(31), "ogg", "libopus", 48000)),
        ("silent_sound", lambda: written(tone(2, 0.0), "wav", "pcm_s16le", RATE)),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_sentence(code, data):
    with pytest.raises(SoundRefused) as refused:
        open_sound(data() if callable(data) else data)
    assert refused.value.code == code
    assert "{" not in str(refused.value) and "\n" not in str(refused.value)


def test_a_video_without_sound_is_no_recording():
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as file:
        stream = file.add_stream("mpeg4", rate=10, width=64, height=64, pix_fmt="yuv420p")
        for _ in range(5):
            grey = np.full((64, 64, 3), 90, np.uint8)
            file.mux(stream.encode(av.VideoFrame.from_ndarray(grey, format="rgb24")))
        file.mux(stream.encode(None))
    with pytest.raises(SoundRefused, match="no recording"):
        open_sound(out.getvalue())


def test_a_wrong_length_in_the_header_does_not_let_a_long_one_in():
    data = bytearray(written(tone(40), "wav", "pcm_s16le", RATE))
    data[4:8] = data[40:44] = bytes(4)
    with pytest.raises(SoundRefused):
        open_sound(bytes(data))


def test_broken_bytes_never_raise_anything_else(spoken):
    rng = random.Random(0)
    for name in WRITTEN:
        data = bytearray(written(spoken, *WRITTEN[name]))
        for _ in range(6):
            broken = data[: rng.randrange(20, len(data))]
            for _ in range(40):
                broken[rng.randrange(12, len(broken))] = rng.randrange(256)
            try:
                sound = open_sound(bytes(broken))
            except SoundRefused:
                continue
            assert np.isfinite(sound.samples).all() and sound.seconds <= 30


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(SoundRefused, match="cannot be read"):
        open_sound(tmp_path / "nothing.wav")


def test_the_limits_count(spoken):
    with pytest.raises(SoundRefused, match="At most 2 seconds"):
        open_sound(SPOKEN, SoundLimits(max_seconds=2))
    with pytest.raises(SoundRefused, match="no recording"):
        open_sound(SPOKEN, SoundLimits(formats=("WAV",)))


def test_a_picture_is_no_sound(tmp_path):
    picture = tmp_path / "a.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    assert is_sound(SPOKEN) and not is_sound(picture) and not is_sound(tmp_path / "nothing")
