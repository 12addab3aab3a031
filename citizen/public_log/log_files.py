"""The public log as files for programs: checkpoint, tiles of hashes, bundles of entries (C2SP *tlog-tiles*)."""

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from complaints.queries import public_log
from ledger import log_tiles
from ledger.log_tiles import NoSuchTile

TILE = re.compile(r"(?P<number>.+?)(?:\.p/(?P<width>[1-9][0-9]{0,2}))?")
FOR_EVER = {"public": True, "max_age": 31_536_000, "immutable": True}


@require_safe
@cache_control(public=True, max_age=5)
def checkpoint(request: HttpRequest) -> HttpResponse:
    """Return the newest checkpoint with the signatures of the log and of the witnesses that have seen it."""
    return _note(public_log.newest_checkpoint())


@require_safe
@cache_control(public=True, max_age=5)
def witnessed_checkpoint(request: HttpRequest) -> HttpResponse:
    """Return the newest checkpoint that enough witnesses have signed."""
    return _note(public_log.newest_witnessed_checkpoint())


@require_safe
@cache_control(**FOR_EVER)
def hash_tile(request: HttpRequest, level: int, number: str) -> HttpResponse:
    """Return a tile of hashes. A tile never changes, not even a partial one."""
    try:
        return _bytes(public_log.hash_tile(level, *_parse_tile(number)))
    except NoSuchTile as error:
        raise Http404 from error


@require_safe
@cache_control(**FOR_EVER)
def entry_bundle(request: HttpRequest, number: str) -> HttpResponse:
    """Return a bundle of entries, each the text of an hourly head."""
    try:
        return _bytes(public_log.entry_tile(*_parse_tile(number)))
    except NoSuchTile as error:
        raise Http404 from error


def _parse_tile(path: str) -> tuple[int, int]:
    """Return the number and the width of a tile. Raises NoSuchTile."""
    match = TILE.fullmatch(path)
    width = int(match["width"] or log_tiles.TILE_WIDTH)
    if width > log_tiles.TILE_WIDTH or (match["width"] and width == log_tiles.TILE_WIDTH):
        raise NoSuchTile(path)
    return log_tiles.decode_tile_number(match["number"]), width


def _bytes(content: bytes) -> HttpResponse:
    return HttpResponse(content, content_type="application/octet-stream")


def _note(found) -> HttpResponse:
    if found is None:
        raise Http404
    return HttpResponse(str(public_log.note_of(found)), content_type="text/plain; charset=utf-8")
