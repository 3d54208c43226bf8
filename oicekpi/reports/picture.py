"""What a terminal shows, as a picture for documents: SVG that needs no font from elsewhere."""

import re
from html import escape, unescape
from io import StringIO
from typing import Final

from rich.cells import cell_len
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

_THEME: Final = TerminalTheme(
    background=(22, 27, 34),
    foreground=(221, 227, 234),
    normal=[
        (22, 27, 34),
        (255, 123, 114),
        (87, 201, 112),
        (227, 179, 65),
        (110, 170, 255),
        (225, 140, 226),
        (86, 204, 214),
        (221, 227, 234),
    ],
)
# Rich fills in the braces. Its own frame loads a font from a server that GitHub does not let in.
_FRAME: Final = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">
<style>
.{unique_id}-matrix {{ font-family: "DejaVu Sans Mono", Menlo, Consolas, \
"Noto Sans Mono CJK SC", "PingFang SC", "Microsoft YaHei", monospace; \
font-size: {char_height}px; line-height: {line_height}px }}
.{unique_id}-title {{ font-family: "DejaVu Sans", Helvetica, Arial, "Noto Sans CJK SC", \
"PingFang SC", "Microsoft YaHei", sans-serif; \
font-size: 18px; font-weight: bold }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">\
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/></clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""
_PLACED: Final = re.compile(
    r'(<text [^>]*?\bx=")([\d.]+)("[^>]*?) textLength="([\d.]+)"([^>]*)>([^<]*)</text>'
)
_EVEN: Final = re.compile("[\u1100-\u115f\u2e80-\uffef]+|[^\u1100-\u115f\u2e80-\uffef]+")
_ASPECT: Final = 0.602  # the width of the first font's letters, in heights


def svg(text: str, title: str) -> str:
    """Picture coloured text, as the views write it, in a window of that title.

    The window is as wide as the longest line.
    """
    shown = Text.from_ansi(text.rstrip("\n"))
    width = max((line.cell_len for line in shown.split()), default=1)
    console = Console(file=StringIO(), record=True, width=width, force_terminal=True)
    console.print(shown, highlight=False, no_wrap=True)
    picture = console.export_svg(
        title=title,
        theme=_THEME,
        code_format=_FRAME,
        font_aspect_ratio=_ASPECT,
        unique_id="oicekpi",
    )
    placed = _PLACED.sub(_spread, picture)
    return "".join(f"{line.rstrip()}\n" for line in placed.splitlines())


def _spread(match: re.Match[str]) -> str:
    """Place the letters of a text that has wide ones: rich takes each for one column.

    What is not wide is a text of its own; of what is, each letter has its own place, since no font
    has Chinese letters that are just as wide as two of the others.
    """
    head, x, y, length, rest, written = match.groups()
    text = unescape(written)
    if cell_len(text) == len(text):
        return match.group()
    column, at, pieces = float(length) / len(text), float(x), []
    for piece in _EVEN.findall(text):
        width = column * cell_len(piece)
        shown = escape(piece).replace("\xa0", "&#160;")
        place, across = f"{at:g}", f' textLength="{width:g}"'
        if cell_len(piece) > len(piece):
            place = " ".join(f"{at + 2 * column * step:g}" for step in range(len(piece)))
            across = ""
        pieces.append(f"{head}{place}{y}{across}{rest}>{shown}</text>")
        at += width
    return "".join(pieces)
