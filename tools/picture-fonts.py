"""The faces that pictures of the server are written in, as static TrueType files, out of the variable ones of the pages.

    pip install fonttools==4.68.0 brotli && python tools/picture-fonts.py

What draws the pictures (@resvg/resvg-wasm) knows no weights of variable fonts and would unpack a woff2 each time. The same fonts come out
each time, so that nothing changes where nothing was changed. The licence of each lies beside them; "Plex" is a name that IBM reserves for
its own files, so that face has another.
"""

import io
import pathlib
import shutil

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

root = pathlib.Path(__file__).resolve().parent.parent
pages = root / "web" / "app" / "assets" / "fonts"
server = root / "src" / "server" / "fonts"

faces = [
    ("ibm-plex-sans", "Headwater Sans", 400, "Regular"),
    ("ibm-plex-sans", "Headwater Sans", 500, "Medium"),
    ("ibm-plex-sans", "Headwater Sans", 600, "SemiBold"),
    ("jetbrains-mono", "JetBrains Mono", 500, "Medium"),
]
copyright_notice, licence_text, licence_address = 0, 13, 14


def static(file: str, weight: int) -> TTFont:
    font = TTFont(pages / f"{file}-latin-wght-normal.woff2", recalcTimestamp=False)
    font = instancer.instantiateVariableFont(font, {"wght": weight}, static=True)
    font.flavor = None
    options = subset.Options()
    options.hinting = False
    options.notdef_outline = True
    options.layout_features = ["kern", "mark", "mkmk", "ccmp"]
    options.name_IDs = [copyright_notice, licence_text, licence_address]
    options.recalc_timestamp = False
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=font.getBestCmap().keys())
    subsetter.subset(font)
    return font


def name(font: TTFont, family: str, weight: int, style: str) -> None:
    own = {1: f"{family} {style}", 2: "Regular", 3: f"{family} {style}", 4: f"{family} {style}", 6: f"{family}-{style}".replace(" ", "")}
    for number, text in {**own, 16: family, 17: style}.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight


for file, family, weight, style in faces:
    font = static(file, weight)
    name(font, family, weight, style)
    out = io.BytesIO()
    font.save(out, reorderTables=True)
    (server / f"{family.lower().replace(' ', '-')}-{weight}.ttf").write_bytes(out.getvalue())
for licence in pages.glob("OFL-*.txt"):
    shutil.copy(licence, server / licence.name)
