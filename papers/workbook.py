"""The parts of an XLSX workbook beside its sheets (ECMA-376, part 1): what it is made of, and its three styles."""

import re
from xml.sax.saxutils import escape

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TIES = "http://schemas.openxmlformats.org/package/2006/relationships"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KINDS = "http://schemas.openxmlformats.org/package/2006/content-types"
_SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PACKAGE = "application/vnd.openxmlformats-package.relationships+xml"
LONGEST_TITLE = 25  # of 31; the number of a further sheet comes after it
_FACE = '<sz val="11"/><name val="Calibri"/>'
_PLAIN = 'numFmtId="0" fillId="0" borderId="0"'
_STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts count="1">'
    '<numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts>'
    f'<fonts count="2"><font>{_FACE}</font><font><b/>{_FACE}</font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    f'<cellStyleXfs count="1"><xf {_PLAIN} fontId="0"/></cellStyleXfs><cellXfs count="3">'
    f'<xf {_PLAIN} fontId="0" xfId="0"/><xf {_PLAIN} fontId="1" xfId="0" applyFont="1"/>'
    '<xf numFmtId="164" fillId="0" borderId="0" fontId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
DATE = 2
"""Style 0 is plain, style 1 bold, style 2 a date and time. Two fills have to be there, whoever uses them."""


def parts(title: str, sheets: int) -> dict[str, str]:
    """By their names in the archive. `title`: of the first sheet; the others are numbered."""
    name = escape(re.sub(r"[\[\]:*?/\\]", " ", title)[:LONGEST_TITLE], {'"': "&quot;"})
    numbers = range(1, sheets + 1)
    listed = "".join(f'<sheet name="{name}{f" {n}" if n > 1 else ""}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
    ties = "".join(_tie(n, "worksheet", f"worksheets/sheet{n}.xml") for n in numbers)
    kinds = "".join(_kind(f"worksheets/sheet{n}", "worksheet") for n in numbers)
    return {
        "[Content_Types].xml": f'<Types xmlns="{_KINDS}"><Default Extension="rels" ContentType="{_PACKAGE}"/>'
        f"{_kind('workbook', 'sheet.main')}{_kind('styles', 'styles')}{kinds}</Types>",
        "_rels/.rels": f'<Relationships xmlns="{_TIES}">{_tie(1, "officeDocument", "xl/workbook.xml")}</Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{_DOCUMENT}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_TIES}">{ties}'
        f"{_tie(sheets + 1, 'styles', 'styles.xml')}</Relationships>",
        "xl/styles.xml": _STYLES,
    }


def _tie(number: int, kind: str, target: str) -> str:
    return f'<Relationship Id="rId{number}" Type="{_DOCUMENT}/{kind}" Target="{target}"/>'


def _kind(part: str, kind: str) -> str:
    return f'<Override PartName="/xl/{part}.xml" ContentType="{_SHEETS}.{kind}+xml"/>'
