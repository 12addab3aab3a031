"""Conversion of sound files into the small MP3 files that pages play, by the programs espeak-ng and lame."""

import array
import subprocess
import wave
from pathlib import Path

LONGEST, SHORTEST = 60.0, 0.15
"""Seconds that one recording may last."""
QUIETEST = 0.02
"""The loudest moment of a recording, as a part of full scale, below which it counts as silence."""
LOUDEST = 0.9
"""The loudest moment of every recording afterwards, so that all sound equally loud."""
BITRATE, SAMPLE_RATE = 24, 22.05
"""Kilobits a second and kilohertz. A sentence of four seconds takes 12 KB."""
SPEAKING_RATES = {"en": 145, "ur": 135}
"""Words a minute, slower than ordinary speech."""
TIMEOUT = 60  # seconds

MADE_BY_COMPUTER = "computer voice"


class UnusableSound(Exception):
    """A sound file cannot be used. The message says why."""


class ProgramMissing(Exception):
    """A program is not installed. The message names it."""


def convert_to_mp3(path: Path, *, artist: str) -> bytes:
    """Return a recording (WAV or MP3) as a small MP3, equally loud as all others. Raises UnusableSound."""
    if path.suffix.lower() == ".mp3":
        return _run_lame(["--mp3input", str(path)], artist=artist)
    return _run_lame(["--scale", f"{LOUDEST / _check_wave(path):.3f}", str(path)], artist=artist)


def speak(text: str, language: str, *, folder: Path) -> bytes:
    """Return the text as MP3, spoken by espeak-ng and marked in its metadata as made by a computer."""
    sound = folder / "spoken.wav"
    command = ["espeak-ng", "-v", language, "-s", str(SPEAKING_RATES[language]), "-w", str(sound), "--stdin"]
    _run(command, text.encode())
    return convert_to_mp3(sound, artist=MADE_BY_COMPUTER)


def _check_wave(path: Path) -> float:
    """Return the loudest moment of a WAV file, as a part of full scale. Raises UnusableSound."""
    try:
        with wave.open(str(path)) as sound:
            seconds, width = sound.getnframes() / sound.getframerate(), sound.getsampwidth()
            samples = sound.readframes(sound.getnframes())
    except (wave.Error, EOFError, ZeroDivisionError) as error:
        raise UnusableSound(f"not a WAV file ({error})") from error
    if not SHORTEST <= seconds <= LONGEST:
        raise UnusableSound(f"{seconds:.1f} seconds long; {SHORTEST} to {LONGEST:.0f} are possible")
    if width != 2:
        raise UnusableSound(f"{width * 8} bits a sample; save it with 16")
    loudest = max(map(abs, array.array("h", samples))) / 32768
    if loudest < QUIETEST:
        raise UnusableSound("silent")
    return loudest


def _run_lame(source: list[str], *, artist: str) -> bytes:
    tags = ["--id3v2-only", "--ta", artist, "--tt", "Punjab Police complaints"]
    form = ["-m", "m", "-b", str(BITRATE), "--resample", str(SAMPLE_RATE)]
    return _run(["lame", "--quiet", *form, *tags, *source, "-"])


def _run(command: list[str], content: bytes = b"") -> bytes:
    try:
        run = subprocess.run(command, input=content, capture_output=True, timeout=TIMEOUT)  # noqa: S603 (fixed programs)
    except FileNotFoundError as missing:
        raise ProgramMissing(command[0]) from missing
    except subprocess.TimeoutExpired as expired:
        raise UnusableSound(f"{command[0]} did not end") from expired
    if run.returncode or (command[0] == "lame" and not run.stdout):
        reason = run.stderr.decode(errors="replace").strip()[-200:]
        raise UnusableSound(f"{command[0]} cannot read it: {reason}")
    return run.stdout
