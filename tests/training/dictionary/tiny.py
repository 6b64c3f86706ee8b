"""Tiny packages in the real formats, and a dictionary built from them."""

import json
from pathlib import Path

SVG = 'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"'
RED, GREEN = "#d02020", "#20a040"

# code -> body of a drawing on a square of 100
BODIES = {
    "1f431": "",  # nothing drawn under this code
    "1f408": '<path fill="#e0a030" d="M10 20h20v20h60v50h-60v-20h-20z"/>',  # cat
    "1f415": '<path fill="#a06030" d="M5 30h25v15h60v45h-70z"/>',  # dog
    "1f434": '<circle cx="50" cy="50" r="40" fill="#805020"/>',  # horse face
    "1f40e": '<path fill="#805020" d="M5 10h20v30h70v50h-70v-50h-20z"/>',  # horse
    "1f34e": f'<circle cx="50" cy="50" r="40" fill="{RED}"/>',  # red apple
    "1f377": '<rect x="30" y="10" width="40" height="80" fill="#80a0ff" fill-opacity=".5"/>',
    "1f3d4": "<circle cx='50' cy='50' r='5'/>",
}


def person(skin: str) -> str:
    """A person with a face of a skin tone and a green body."""
    return (
        f'<rect x="40" y="5" width="20" height="20" fill="{skin}"/>'
        f'<rect x="30" y="25" width="40" height="70" fill="{GREEN}"/>'
    )


TONES = {
    "1f9cd-1f3fb": person("#f7d7c4"),
    "1f9cd-1f3fc": person("#e0b090"),
    "1f9cd-1f3fd": person("#c08060"),
    "1f9cd-1f3fe": person("#905030"),
    "1f9cd-1f3ff": person("#402010"),
    "1f9cd": person("#ffd030"),
}

LABELS = {
    "en": {
        "1F408": "cat",
        "1F415": "dog",
        "1F434": "horse face",
        "1F40E": "horse",
        "1F34E": "red apple",
        "1F377": "wine glass",
        "1F9CD": "person standing",
    },
    "de": {"1F408": "Katze", "1F415": "Hund", "1F434": "Pferdegesicht", "1F40E": "Pferd"},
}

OWN = """kind,file,category,zone,size_m,surface,anchors,names_en,note
dining table,table.svg,furniture,ground,0.8,0.9,,table;dining table,
horse face,face.svg,animal,ground,1.0,,,horse face,
top hat,hat.svg,clothing,head,0.2,,brow=0.2;width=1.75,top hat;tall hat,
"""
TABLE = (
    f"<svg {SVG}>"
    '<g id="detail"><rect x="10" y="30" width="10" height="60" fill="#333"/>'
    '<rect x="80" y="30" width="10" height="60" fill="#333"/></g>'
    '<g id="body"><rect x="0" y="20" width="100" height="12" fill="#c08040"/></g></svg>'
)
FACE = f'<svg {SVG}><circle cx="50" cy="50" r="45" fill="#444"/></svg>'
HAT = f'<svg {SVG}><rect x="20" y="10" width="60" height="80" fill="#111"/></svg>'

# offset, file, words, offset of what is broader, "@" or "@i"
SYNSETS = (
    ("00000001", "03", ("entity",), None, "@"),
    ("00000002", "05", ("animal",), "00000001", "@"),
    ("00000003", "05", ("carnivore",), "00000002", "@"),
    ("00000004", "05", ("dog", "domestic_dog"), "00000003", "@"),
    ("00000005", "05", ("corgi", "welsh_corgi"), "00000004", "@"),
    ("00000006", "05", ("cat",), "00000003", "@"),
    ("00000013", "13", ("fruit",), "00000001", "@"),
    ("00000014", "13", ("apple",), "00000013", "@"),
    ("00000007", "27", ("denim",), "00000001", "@"),
    ("00000008", "18", ("person",), "00000001", "@"),
    ("00000009", "18", ("baker",), "00000008", "@"),
    ("00000010", "18", ("shakespeare",), "00000008", "@i"),
    ("00000011", "15", ("city",), "00000001", "@"),
    ("00000012", "15", ("paris",), "00000011", "@i"),
)


def _wordnet(folder: Path) -> None:
    folder.mkdir(parents=True)
    data, index = [], []
    for offset, file, words, up, pointer in SYNSETS:
        ups = f"001 {pointer} {up} n 0000" if up else "000"
        listed = " ".join(f"{word} 0" for word in words)
        data.append(f"{offset} {file} n {len(words):02x} {listed} {ups} | a gloss  ")
        index += [f"{word} n 1 1 @ 1 0 {offset}  " for word in words]
    for name, lines in (("data.noun", data), ("index.noun", index)):
        (folder / name).write_text("  1 licence\n" + "\n".join(lines) + "\n")
    for name in ("index.adj", "index.verb", "index.adv", "cntlist.rev"):
        (folder / name).write_text("")


def _icons(folder: Path) -> None:
    bodies = {code: body for code, body in (BODIES | TONES).items() if body}
    package = folder / "package"
    package.mkdir(parents=True)
    icons = {code: {"body": body} for code, body in bodies.items()}
    (package / "icons.json").write_text(json.dumps({"icons": icons, "width": 100, "height": 100}))
    (package / "chars.json").write_text(json.dumps({code: code for code in bodies}))


def make_packages(folder: Path) -> Path:
    """Tiny packages under `folder`; returns it."""
    for family in ("noto", "flat", "twemoji"):
        _icons(folder / family)
    (folder / "fluent3d" / "package" / "assets").mkdir(parents=True)
    (folder / "openclipart-svg" / "usr" / "share" / "openclipart" / "svg").mkdir(parents=True)
    _wordnet(folder / "wordnet-base" / "usr" / "share" / "wordnet")
    for language in ("en", "es", "pt", "fr", "de", "hi", "ja"):
        place = folder / "emojibase" / "package" / language
        place.mkdir(parents=True)
        labels = LABELS.get(language, {})
        rows = [{"hexcode": code, "label": label, "tags": []} for code, label in labels.items()]
        (place / "data.json").write_text(json.dumps(rows))
    return folder


def make_drawings(folder: Path) -> Path:
    """Two drawings "of our own" with their table under `folder`; returns it."""
    folder.mkdir(parents=True)
    (folder / "drawings.csv").write_text(OWN)
    (folder / "table.svg").write_text(TABLE)
    (folder / "face.svg").write_text(FACE)
    (folder / "hat.svg").write_text(HAT)
    return folder
