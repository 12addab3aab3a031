"""Inspect sound and film: copy only the streams into a new container, without metadata on place, time or device.

Streams that browsers play are copied unchanged. The sound of older phones (AMR) is re-encoded as AAC, unless it is so
long that this would take too much time. Other streams that browsers do not play are copied unchanged, for download.
"""

from typing import BinaryIO

import av
from av.container import InputContainer, OutputContainer

from complaints.inspection.film_streaming import BeginningRecorder, SequentialOutput
from complaints.rules.accepted_files import FileRefusal, FileRefused

DEMUXERS = {"mp4": "mov", "webm": "matroska", "mp3": "mp3", "adts": "aac", "ogg": "ogg", "amr": "amr", "wav": "wav"}
"""The demuxer of each family. FFmpeg must not guess it, because a playlist could lead it to other files."""

NOT_PLAYED = {"amrnb", "amrwb"}
MP3 = {"mp3", "mp3float"}
LONGEST_RE_ENCODED = 20 * 60  # seconds of sound; a processor re-encodes about five minutes of sound in a second
FILMS_NOT_PLAYED = {"mpeg4", "h263"}
IN_WEBM = {"vp8", "vp9", "av1", "opus", "vorbis"}
FILMS = {"h264", "hevc", "vp8", "vp9", "av1", *FILMS_NOT_PLAYED}
SOUNDS = {"aac", "mp3", "mp3float", "opus", "vorbis", "flac", "pcm_s16le", "pcm_u8", "pcm_s24le", *NOT_PLAYED}


BUFFER = 256 * 1024
"""Bytes in each read and write of a large film, because each read is a request to another process."""


def write_copy(original: BinaryIO, copy: BinaryIO, family: str) -> str:
    """Write the copy and return its media type. Raises FileRefused."""
    return _remux(original, copy, family)


def write_large_copy(original: BinaryIO, copy: BinaryIO, family: str) -> str:
    """Write the copy of a film that is not in memory and return its media type. Raises FileRefused.

    The film is remuxed twice, because the copy can only be written in order: the first pass records the beginning,
    which muxers change at the end.
    """
    recorded = BeginningRecorder()
    _remux(original, recorded, family, buffer_size=BUFFER)
    original.seek(0)
    return _remux(original, SequentialOutput(copy, recorded), family, buffer_size=BUFFER)


def _remux(original: BinaryIO, copy: BinaryIO | BeginningRecorder, family: str, **buffers: int) -> str:
    """Write the copy and return its media type. Two calls write identical bytes. Raises FileRefused."""
    try:
        with av.open(original, format=DEMUXERS[family], **buffers) as source:
            film, sound = _select_streams(source)
            re_encode = _needs_re_encoding(source, sound)
            container, media_type = _choose_container(film, sound, re_encode)
            with av.open(copy, "w", format=container, options={"fflags": "+bitexact"}, **buffers) as target:
                _copy_packets(source, target, [stream for stream in (film, sound) if stream], re_encode)
    except (av.FFmpegError, ValueError, IndexError, UnicodeError) as damage:
        raise FileRefused(FileRefusal.BROKEN) from damage
    return media_type


def _select_streams(source: InputContainer):
    """Return the first film and the first sound, or None. Cover pictures of songs are ignored. Raises FileRefused."""
    films = [s for s in source.streams.video if s.codec_context and s.codec_context.name in FILMS]
    sounds = [s for s in source.streams.audio if s.codec_context and s.codec_context.name in SOUNDS]
    if not films and not sounds:
        raise FileRefused(FileRefusal.BROKEN)
    return next(iter(films), None), next(iter(sounds), None)


def _needs_re_encoding(source: InputContainer, sound) -> bool:
    """Return whether the sound comes from an older phone and is re-encoded, so that browsers play it."""
    if sound is None or sound.codec_context.name not in NOT_PLAYED:
        return False
    return (source.duration or 0) <= LONGEST_RE_ENCODED * av.time_base


def _choose_container(film, sound, re_encode: bool) -> tuple[str, str]:
    """Return the container format of the copy and its media type."""
    names = {stream.codec_context.name for stream in (film, sound) if stream}
    if names <= IN_WEBM:
        if film is None:
            return "ogg", "audio/ogg"
        return "webm", "video/webm"
    if film is None and names & MP3:
        return "mp3", "audio/mpeg"
    if film is None and any(name.startswith("pcm") for name in names):
        return "wav", "audio/wav"
    if film is None and names & NOT_PLAYED and not re_encode:
        return "amr", "audio/amr"
    if names & FILMS_NOT_PLAYED or (names & NOT_PLAYED and not re_encode):
        return "3gp", "video/3gpp"
    return "mp4", "video/mp4" if film else "audio/mp4"


def _copy_packets(source: InputContainer, target: OutputContainer, streams: list, re_encode: bool) -> None:
    """Copy or re-encode the streams packet by packet. Raises FileRefused if there is no packet."""
    tracks = {stream.index: _add_track(target, stream, re_encode) for stream in streams}
    packets = 0
    for packet in source.demux(streams):
        track, encode = tracks[packet.stream.index]
        if encode:
            for frame in packet.decode():
                frame.pts = None
                target.mux(track.encode(frame))
        elif packet.dts is not None and _is_media_packet(packet):
            packet.stream = track
            target.mux(packet)
        packets += packet.size > 0
    if not packets:
        raise FileRefused(FileRefusal.BROKEN)
    for track, encode in tracks.values():
        if encode:
            target.mux(track.encode(None))


def _is_media_packet(packet: av.Packet) -> bool:
    """Return False for the tags between the frames of an MP3 that was joined from several.

    They are separate packets.
    """
    if packet.stream.codec_context.name not in MP3:
        return True
    return packet.size > 2 and bytes(packet)[0] == 0xFF and bytes(packet)[1] >= 0xE0


def _add_track(target: OutputContainer, stream, re_encode: bool) -> tuple:
    """Add a track for a stream to the copy. Return it, and whether the stream has to be re-encoded."""
    if re_encode and stream.codec_context.name in NOT_PLAYED:
        rate, options = stream.codec_context.sample_rate, {"aac_coder": "fast"}
        return target.add_stream("aac", rate=rate, layout="mono", options=options), True
    track = target.add_stream_from_template(stream, opaque=True)
    track.metadata.clear()
    return track, False
