"""Conversion of sound files into the small MP3 files that pages play, and speech by the program espeak-ng."""

import array
import io
import subprocess
from pathlib import Path

import av

LONGEST, SHORTEST = 60.0, 0.15
"""The most and the fewest seconds that one recording may last."""
QUIETEST = 0.02
"""The loudest moment of a recording, as a part of full scale, below which it counts as silence."""
LOUDEST = 0.9
"""The loudest moment of every recording afterwards, so that all sound equally loud."""
BIT_RATE, SAMPLE_RATE = 24_000, 22_050
"""Bits a second, and samples a second. A sentence of four seconds takes 12 KB."""
FRAME = 576  # samples that an MP3 encoder takes at once at this rate
SPEAKING_RATES = {"en": 145, "ur": 135}
"""Words a minute, slower than ordinary speech."""
TIMEOUT = 60  # seconds
MADE_BY_COMPUTER = "computer voice"
TITLE = "Punjab Police complaints"


class UnusableSound(Exception):
    """A sound file cannot be used. The message says why."""


class EspeakMissing(Exception):
    """The program espeak-ng is not installed."""


def convert_to_mp3(source: Path | io.BytesIO, *, artist: str) -> bytes:
    """Return a recording in any usual format as a small MP3, as loud as all others. Raises UnusableSound."""
    samples = _decode(source)
    seconds, loudest = len(samples) / SAMPLE_RATE, max(map(abs, samples), default=0) / 32768
    if not SHORTEST <= seconds <= LONGEST:
        raise UnusableSound(f"{seconds:.1f} seconds long; {SHORTEST} to {LONGEST:.0f} are possible")
    if loudest < QUIETEST:
        raise UnusableSound("silent")
    scale = LOUDEST / loudest
    return _encode(array.array("h", (int(sample * scale) for sample in samples)), artist=artist)


def speak(text: str, language: str) -> bytes:
    """Return the text as MP3, spoken by espeak-ng and marked in its metadata as made by a computer.

    Raises EspeakMissing and UnusableSound.
    """
    command = ["espeak-ng", "-v", language, "-s", str(SPEAKING_RATES[language]), "--stdin", "--stdout"]
    try:
        run = subprocess.run(command, input=text.encode(), capture_output=True, timeout=TIMEOUT)  # noqa: S603 (fixed)
    except FileNotFoundError as missing:
        raise EspeakMissing from missing
    if run.returncode:
        raise UnusableSound(run.stderr.decode(errors="replace")[-200:])
    return convert_to_mp3(io.BytesIO(run.stdout), artist=MADE_BY_COMPUTER)


def _decode(source: Path | io.BytesIO) -> array.array:
    """Return the samples of a sound file, in one channel. It stops soon after the longest permitted length."""
    samples = array.array("h")
    resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
    try:
        with av.open(source if isinstance(source, io.BytesIO) else str(source)) as sound:
            for frame in sound.decode(audio=0):
                frame.pts = None
                for part in resampler.resample(frame):
                    samples.frombytes(bytes(part.planes[0])[: part.samples * 2])
                if len(samples) > (LONGEST + 1) * SAMPLE_RATE:
                    break
            for part in resampler.resample(None):
                samples.frombytes(bytes(part.planes[0])[: part.samples * 2])
    except (av.FFmpegError, IndexError) as error:
        raise UnusableSound(f"no sound can be read ({error})") from error
    return samples


def _encode(samples: array.array, *, artist: str) -> bytes:
    out = io.BytesIO()
    with av.open(out, "w", format="mp3", options={"write_xing": "0"}) as made:
        made.metadata.update({"artist": artist, "title": TITLE})
        track = made.add_stream("libmp3lame", rate=SAMPLE_RATE, layout="mono")
        track.bit_rate = BIT_RATE
        resampler = av.AudioResampler(format=track.format, layout="mono", rate=SAMPLE_RATE, frame_size=FRAME)
        frame = av.AudioFrame(format="s16", layout="mono", samples=len(samples))
        frame.sample_rate, frame.pts = SAMPLE_RATE, 0
        frame.planes[0].update(samples.tobytes().ljust(frame.planes[0].buffer_size, b"\0"))
        for part in (*resampler.resample(frame), *resampler.resample(None)):
            made.mux(track.encode(part))
        made.mux(track.encode(None))
    return out.getvalue()
