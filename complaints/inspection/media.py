"""Sound and film: the streams alone, in a new container without a word about place, time or telephone.

What browsers play is copied as it is; the sound of older telephones (AMR) is made anew as AAC, unless it is so long
that this would take too much time. What no browser plays stays what it is and is saved, not played.
"""

from typing import BinaryIO

import av
from av.container import InputContainer, OutputContainer

from complaints.inspection.streaming import HeadRecorder, SequentialOutput
from complaints.rules.files import FileRefused, Reason

DEMUXERS = {"mp4": "mov", "webm": "matroska", "mp3": "mp3", "adts": "aac", "ogg": "ogg", "amr": "amr", "wav": "wav"}
"""Named, so that nothing else is tried: a play list could lead FFmpeg to other files."""

NOT_PLAYED = {"amrnb", "amrwb"}
MP3 = {"mp3", "mp3float"}
LONGEST_MADE_ANEW = 20 * 60  # seconds of sound; a processor makes about five minutes of it in a second
FILMS_NOT_PLAYED = {"mpeg4", "h263"}
IN_WEBM = {"vp8", "vp9", "av1", "opus", "vorbis"}
FILMS = {"h264", "hevc", "vp8", "vp9", "av1", *FILMS_NOT_PLAYED}
SOUNDS = {"aac", "mp3", "mp3float", "opus", "vorbis", "flac", "pcm_s16le", "pcm_u8", "pcm_s24le", *NOT_PLAYED}


BUFFER = 256 * 1024
"""Bytes that a large film is read and written by: each read is a question to another process."""


def look(original: BinaryIO, copy: BinaryIO, family: str) -> str:
    """Write the copy; its media type. Raises Refused."""
    return _remux(original, copy, family)


def look_at_large(original: BinaryIO, copy: BinaryIO, family: str) -> str:
    """The same for a film that does not lie in memory: remuxed twice, because the copy can only be written in order."""
    recorded = HeadRecorder()
    _remux(original, recorded, family, buffer_size=BUFFER)
    original.seek(0)
    return _remux(original, SequentialOutput(copy, recorded), family, buffer_size=BUFFER)


def _remux(original: BinaryIO, copy: BinaryIO | HeadRecorder, family: str, **buffers: int) -> str:
    """Write the copy; its media type. Twice the same, to the byte. Raises Refused."""
    try:
        with av.open(original, format=DEMUXERS[family], **buffers) as came:
            film, sound = _streams(came)
            anew = _is_made_anew(came, sound)
            container, media_type = _kept_in(film, sound, anew)
            with av.open(copy, "w", format=container, options={"fflags": "+bitexact"}, **buffers) as shown:
                _copy(came, shown, [stream for stream in (film, sound) if stream], anew)
    except (av.FFmpegError, ValueError, IndexError, UnicodeError) as damage:
        raise FileRefused(Reason.BROKEN) from damage
    return media_type


def _streams(came: InputContainer):
    """The first film and the first sound. A picture on a song's cover is no film. Raises Refused."""
    films = [s for s in came.streams.video if s.codec_context and s.codec_context.name in FILMS]
    sounds = [s for s in came.streams.audio if s.codec_context and s.codec_context.name in SOUNDS]
    if not films and not sounds:
        raise FileRefused(Reason.BROKEN)
    return next(iter(films), None), next(iter(sounds), None)


def _is_made_anew(came: InputContainer, sound) -> bool:
    """Whether the sound of an older telephone is made anew, so that browsers play it."""
    if sound is None or sound.codec_context.name not in NOT_PLAYED:
        return False
    return (came.duration or 0) <= LONGEST_MADE_ANEW * av.time_base


def _kept_in(film, sound, anew: bool) -> tuple[str, str]:
    """The container of the copy, and its media type."""
    names = {stream.codec_context.name for stream in (film, sound) if stream}
    if names <= IN_WEBM:
        if film is None:
            return "ogg", "audio/ogg"
        return "webm", "video/webm"
    if film is None and names & MP3:
        return "mp3", "audio/mpeg"
    if film is None and any(name.startswith("pcm") for name in names):
        return "wav", "audio/wav"
    if film is None and names & NOT_PLAYED and not anew:
        return "amr", "audio/amr"
    if names & FILMS_NOT_PLAYED or (names & NOT_PLAYED and not anew):
        return "3gp", "video/3gpp"
    return "mp4", "video/mp4" if film else "audio/mp4"


def _copy(came: InputContainer, shown: OutputContainer, streams: list, anew: bool) -> None:
    """Packet by packet. Raises Refused where nothing comes."""
    made = {stream.index: _track(shown, stream, anew) for stream in streams}
    packets = 0
    for packet in came.demux(streams):
        track, encode = made[packet.stream.index]
        if encode:
            for frame in packet.decode():
                frame.pts = None
                shown.mux(track.encode(frame))
        elif packet.dts is not None and _is_of_the_stream(packet):
            packet.stream = track
            shown.mux(packet)
        packets += packet.size > 0
    if not packets:
        raise FileRefused(Reason.BROKEN)
    for track, encode in made.values():
        if encode:
            shown.mux(track.encode(None))


def _is_of_the_stream(packet: av.Packet) -> bool:
    """Words between the frames of an MP3 (tags of what it was put together from) come as packets of their own."""
    if packet.stream.codec_context.name not in MP3:
        return True
    return packet.size > 2 and bytes(packet)[0] == 0xFF and bytes(packet)[1] >= 0xE0


def _track(shown: OutputContainer, stream, anew: bool) -> tuple:
    """A track of the copy for a stream, and whether it is made anew."""
    if anew and stream.codec_context.name in NOT_PLAYED:
        rate, quickly = stream.codec_context.sample_rate, {"aac_coder": "fast"}
        return shown.add_stream("aac", rate=rate, layout="mono", options=quickly), True
    track = shown.add_stream_from_template(stream, opaque=True)
    track.metadata.clear()
    return track, False
