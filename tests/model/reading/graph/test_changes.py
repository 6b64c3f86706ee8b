"""Instructions in seven languages, each with what it changes in one picture, written by hand."""

import pytest

from pipeline.model.plan.change import Change
from pipeline.model.plan.scene_graph import Element, Relation, SceneGraph, Setting
from pipeline.model.reading.changes import read_change

# A woman beside a cat and a house on a meadow at noon: all that the instructions below change.
BEFORE = SceneGraph(
    (Element("woman", "woman"), Element("cat", "cat"), Element("house", "house")),
    (Relation(0, "beside", 1),),
    Setting("meadow", "noon", "clear", "summer"),
)
TABLE = SceneGraph(
    (Element("mug", "cup", count=2), Element("dining table", "table"), Element("placard", "sign")),
    (Relation(0, "on", 1),),
    Setting("kitchen", "noon", "clear", "summer"),
)

CASES = {
    "en": """
add a dog = +dog
please add a dog next to the cat = +dog, dog beside cat
add two dogs behind the house = +dog 2, dog behind house
put a hat on the cat = +top hat, cat wearing top hat
put a hat on her head = +top hat, woman wearing top hat
give her an umbrella = +umbrella, woman holding umbrella
two more birds = +bird 2
another cat = cat 2
remove the cat = -cat
no cat = -cat
take the cat away = -cat
without the clouds = cloudless
make the cat red = cat red
the house should be made of gold = house golden
a bigger cat = cat large
make the house smaller = house small
make the cat sleep = cat sleeping
make the cat fly = cat flying
replace the cat with a dog = cat>dog
turn the cat into a bear = cat>bear
a dog instead of the cat = cat>dog
make the cat a dog = cat>dog
three cats = cat 3
three cats instead of one = cat 3
move the cat to the left = cat left moved
put the cat behind the house = cat moved, cat behind house
swap the cat and the house = woman beside house, swapped
make it night = night
make it rain = rain
in winter = winter
as pixel art = pixel art
add a dog and make it night = +dog, night
remove the cat, then add a dog = -cat, +dog
make the house blue and the cat black = cat black, house blue
remove everything except the cat = -woman, -house
make the house into a bench = house>bench
instead of the cat, draw a horse = cat>horse
replace the woman with a man and the cat with a dog = woman>man, cat>dog
add a table with a cake on it = +dining table, +cake, cake on dining table
add a zorbulator = ?zorbulator
remove the horse = ?horse
""",
    "es": """
añade un perro = +dog
dos pájaros más = +bird 2
otro gato = cat 2
pon un sombrero al gato = +top hat, cat wearing top hat
dale un paraguas a la mujer = +umbrella, woman holding umbrella
quita el gato = -cat
sin el gato = -cat
pinta la casa de azul = house blue
haz la casa más grande = house large
cambia el gato por un perro = cat>dog
convierte el gato en un perro = cat>dog
un perro en vez del gato = cat>dog
mueve el gato a la izquierda = cat left moved
intercambia el gato y la casa = woman beside house, swapped
que sea de noche = night
en invierno = winter
quita el gato y añade un perro = -cat, +dog
""",
    "pt": """
adicione um cachorro = +dog
mais dois pássaros = +bird 2
coloque um chapéu no gato = +top hat, cat wearing top hat
dê um guarda-chuva à mulher = +umbrella, woman holding umbrella
remova o gato = -cat
pinte a casa de azul = house blue
faça a casa maior = house large
troque o gato por um cachorro = cat>dog
transforme o gato em um cachorro = cat>dog
mova o gato para a esquerda = cat left moved
três gatos em vez de um = cat 3
deixe à noite = night
no inverno = winter
""",
    "fr": """
ajoute un chien = +dog
deux oiseaux de plus = +bird 2
mets un chapeau sur le chat = +top hat, cat wearing top hat
donne-lui un parapluie = +umbrella, woman holding umbrella
enlève le chat = -cat
peins la maison en bleu = house blue
une maison plus grande = house large
remplace le chat par un chien = cat>dog
transforme le chat en chien = cat>dog
un chien à la place du chat = cat>dog
déplace le chat à gauche = cat left moved
fais qu'il fasse nuit = night
en hiver = winter
""",
    "de": """
füge einen Hund hinzu = +dog
noch zwei Vögel = +bird 2
setze der Katze einen Hut auf = +top hat, cat wearing top hat
gib der Frau einen Regenschirm = +umbrella, woman holding umbrella
entferne die Katze = -cat
nimm die Katze weg = -cat
ohne die Katze = -cat
entferne alles außer der Katze = -woman, -house
male das Haus blau an = house blue
das Haus soll größer sein = house large
ersetze die Katze durch einen Hund = cat>dog
verwandle die Katze in einen Hund = cat>dog
verschiebe die Katze nach links = cat left moved
vertausche die Katze und das Haus = woman beside house, swapped
mach es Nacht = night
im Winter = winter
entferne die Katze und füge einen Hund hinzu = -cat, +dog
""",
    "hi": """
एक कुत्ता जोड़ो = +dog
दो और चिड़िया जोड़ो = +bird 2
बिल्ली को टोपी पहनाओ = +top hat, cat wearing top hat
औरत को छाता दो = +umbrella, woman holding umbrella
बिल्ली हटाओ = -cat
बिना बिल्ली के = -cat
बिल्ली को लाल करो = cat red
घर को बड़ा करो = house large
बिल्ली को कुत्ते से बदलो = cat>dog
बिल्ली की जगह कुत्ता = cat>dog
बिल्ली को बाईं ओर ले जाओ = cat left moved
रात कर दो = night
बिल्ली हटाओ और कुत्ता जोड़ो = -cat, +dog
""",
    "ja": """
犬を追加して = +dog
鳥をもう二羽追加して = +bird 2
猫に帽子をかぶせて = +top hat, cat wearing top hat
女性に傘を持たせて = +umbrella, woman holding umbrella
猫を消してください = -cat
猫なしで = -cat
猫以外を全部消して = -woman, -house
猫を赤くして = cat red
家を大きくして = house large
猫を犬に変えて = cat>dog
猫の代わりに犬 = cat>dog
猫を左に移動して = cat left moved
猫と家を入れ替えて = woman beside house, swapped
夜にして = night
冬にして = winter
猫を消して、犬を追加して = -cat, +dog
""",
}


def told(change: Change, before: SceneGraph) -> str:
    """A change in short: what goes and comes and becomes, where, and what is not painted."""
    graph, parts = change.graph, []
    sources = [origin and origin.element for origin in change.origins]
    parts += [f"-{one.kind}" for n, one in enumerate(before.elements) if n not in sources]
    for number, (element, source) in enumerate(zip(graph.elements, sources, strict=True)):
        old = before.elements[source] if source is not None else Element("")
        fields = ("count", "color", "material", "size", "action", "text", "side")
        new = [str(getattr(element, f)) for f in fields if getattr(element, f) != getattr(old, f)]
        sign = "+" if source is None else "" if element.kind == old.kind else f"{old.kind}>"
        moved = ["moved"] if number in change.moved else []
        if sign or new or moved:
            parts.append(" ".join([sign + element.kind, *new, *moved]))
    numbers = {source: n for n, source in enumerate(sources) if source is not None}
    for one in graph.relations:
        was = any(
            (numbers.get(r.subject), r.name, numbers.get(r.object))
            == (one.subject, one.name, one.object)
            for r in before.relations
        )
        if not was:
            ends = graph.elements[one.subject].kind, graph.elements[one.object].kind
            parts.append(f"{ends[0]} {one.name} {ends[1]}")
    names = ("place", "time", "weather", "season")
    parts += [
        getattr(graph.setting, name)
        for name in names
        if getattr(graph.setting, name) != getattr(before.setting, name)
    ]
    parts += [graph.style] if graph.style != before.style else []
    parts += ["swapped"] if change.swapped else []
    parts += ["cloudless"] if change.cloudless else []
    return ", ".join(parts + [f"?{word}" for word in graph.not_painted])


def cases():
    for language, lines in CASES.items():
        for line in lines.strip().splitlines():
            instruction, _, expected = line.partition(" =")
            yield language, instruction, expected.strip()


@pytest.mark.parametrize(("language", "instruction", "expected"), list(cases()))
def test_instructions(dictionary, language, instruction, expected):
    change = read_change(instruction, BEFORE, dictionary, language)
    assert told(change, BEFORE) == expected


@pytest.mark.parametrize(
    ("instruction", "expected"),
    [
        ("remove one cup", "mug 1"),
        ("remove all cups", "-mug"),
        ("remove the table", "-dining table, mug moved"),
        ("three cups instead of two", "mug 3"),
        ("put the cups under the table", "mug moved, mug under dining table"),
        ("add an apple on the table", "+red apple, red apple on dining table"),
        ('change the sign to say "HELLO"', "placard HELLO"),
        ("make the sign say hello", "placard hello"),
        ("write 'TO THE SEA' on the sign", "placard TO THE SEA"),
        ("write ÉTÉ on a book", "+closed book ÉTÉ"),
        ("the cups should be made of glass", "mug glass"),
    ],
)
def test_things_on_a_table(dictionary, instruction, expected):
    change = read_change(instruction, TABLE, dictionary, "en")
    assert told(change, TABLE) == expected


def test_one_of_two_is_meant(dictionary):
    change = read_change("delete the first cup", TABLE, dictionary, "en")
    assert change.origins[0].copies == (1,)
    change = read_change("make the second cup red", TABLE, dictionary, "en")
    one, other = change.graph.elements[0], change.graph.elements[-1]
    assert (one.color, one.count, other.color, other.count) == (None, 1, "red", 1)
    assert change.origins[0].copies == (0,) and change.origins[-1].copies == (1,)
    on = {one.subject for one in change.graph.relations if one.name == "on"}
    assert on == {0, len(change.graph.elements) - 1}


@pytest.mark.parametrize(
    "text", ["", "...", "add", "remove", "swap and", "make it", "を", "x" * 999]
)
def test_any_text_is_read(dictionary, text):
    change = read_change(text, BEFORE, dictionary)
    assert change.graph.elements == BEFORE.elements and change.graph.setting == BEFORE.setting


def test_the_language_is_told_by_the_words(dictionary):
    for instruction in ("ersetze die Katze durch einen Hund", "quita el gato", "猫を消して"):
        change = read_change(instruction, BEFORE, dictionary)
        assert "cat" not in [element.kind for element in change.graph.elements]
