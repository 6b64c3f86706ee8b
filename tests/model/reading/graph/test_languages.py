"""Prompts in the other six languages."""

import pytest

from pipeline.model.reading.graph import read_graph
from pipeline.model.reading.graph.language import language_of
from tests.model.reading.graph.notation import relations, things

PROMPTS = [
    # Spanish
    ("es", "un gato rojo y un perro azul", "red cat, blue dog", ""),
    ("es", "una taza roja sobre una mesa de madera", "red mug, wooden dining table",
     "mug on dining table"),
    ("es", "tres manzanas verdes en una cesta", "3 green red apple, basket", "red apple in basket"),
    ("es", "una mujer con sombrero y bufanda", "woman, top hat, scarf",
     "woman wearing scarf, woman wearing top hat"),
    ("es", "un niño leyendo un libro debajo de un árbol", "boy, closed book, oak tree",
     "boy holding closed book, boy under oak tree"),
    ("es", "una calle sin coches", "", ""),
    ("es", "un hombre montando a caballo", "man, horse", "man riding horse"),
    # Portuguese
    ("pt", "um gato preto em cima de uma cadeira", "black cat, chair", "cat on chair"),
    ("pt", "duas bicicletas vermelhas ao lado de uma casa", "2 red bicycle, house",
     "bicycle beside house"),
    ("pt", "uma menina segurando um balão azul", "girl, blue balloon", "girl holding balloon"),
    ("pt", "um cachorro dormindo no sofá", "dog, couch", "dog on couch"),
    ("pt", "uma cesta cheia de maçãs", "basket, 3 red apple", "basket full of red apple"),
    ("pt", "um pássaro sem chapéu", "bird", ""),
    # French
    ("fr", "une tasse rouge et un livre bleu", "red mug, blue closed book", ""),
    ("fr", "un petit chat noir dort sur un canapé", "small black cat, couch", "cat on couch"),
    ("fr", "deux pommes vertes dans un panier en bois", "2 green red apple, wooden basket",
     "red apple in basket"),
    ("fr", "une femme avec un chapeau à côté d'un vélo", "woman, top hat, bicycle",
     "woman beside bicycle, woman wearing top hat"),
    ("fr", "un chien et un chat sur un banc", "dog, cat, bench", "cat on bench, dog on bench"),
    ("fr", "l'oiseau sur l'arbre", "bird, oak tree", "bird on oak tree"),
    # German
    ("de", "ein roter Apfel auf einem Holztisch", "red apple, wooden dining table",
     "red apple on dining table"),
    ("de", "zwei große Hunde und eine kleine Katze", "2 large dog, small cat", ""),
    ("de", "eine Frau in einem roten Kleid hält einen Regenschirm", "woman, red dress, umbrella",
     "woman holding umbrella, woman wearing dress"),
    ("de", "ein Mann reitet auf einem Pferd", "man, horse", "man riding horse"),
    ("de", "ein Eichenbaum neben einem Haus", "oak tree, house", "oak tree beside house"),
    ("de", "ein Hund ohne Hut", "dog", ""),
    # Hindi
    ("hi", "एक लाल सेब मेज पर", "red apple, dining table", "red apple on dining table"),
    ("hi", "मेज पर एक बिल्ली और एक कुत्ता", "dining table, cat, dog",
     "cat on dining table, dog on dining table"),
    ("hi", "दो बड़े हाथी", "2 large elephant", ""),
    ("hi", "टोपी पहने हुए एक बिल्ली", "top hat, cat", "cat wearing top hat"),
    ("hi", "पेड़ के नीचे सोता हुआ कुत्ता", "oak tree, dog", "dog under oak tree"),
    ("hi", "एक लड़की घोड़े की सवारी कर रही है", "girl, horse", "girl riding horse"),
    ("hi", "तीन नीली किताबें कुर्सी पर", "3 blue closed book, chair", "closed book on chair"),
    # Japanese
    ("ja", "赤いカップと青い本", "red mug, blue closed book", ""),
    ("ja", "テーブルの上の猫", "dining table, cat", "cat on dining table"),
    ("ja", "猫がソファで寝ている", "cat, couch", "cat on couch"),
    ("ja", "帽子をかぶった猫", "top hat, cat", "cat wearing top hat"),
    ("ja", "木の下で本を読んでいる女の子", "oak tree, closed book, girl",
     "girl holding closed book, girl under oak tree"),
    ("ja", "二匹の犬と三匹の猫", "2 dog, 3 cat", ""),
    ("ja", "猫と犬の間の木", "cat, dog, oak tree", "oak tree between cat and dog"),
    ("ja", "りんごが三つテーブルの上にある", "3 red apple, dining table",
     "red apple on dining table"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "prompt", "expected", "related"), PROMPTS)
def test_prompts(dictionary, language, prompt, expected, related):
    graph = read_graph(prompt, dictionary)
    assert things(graph) == expected
    assert relations(graph) == related
    assert graph.not_painted == ()


@pytest.mark.parametrize(("language", "prompt"), [(row[0], row[1]) for row in PROMPTS])
def test_the_language_is_told_by_the_words(dictionary, language, prompt):
    assert language_of(prompt, dictionary) == language


@pytest.mark.parametrize(
    ("prompt", "place", "time", "style"),
    [
        ("un gato en la playa al atardecer, acuarela", "beach", "sunset", "watercolour"),
        ("um gato na praia à noite, aquarela", "beach", "night", "watercolour"),
        ("un chat à la plage la nuit, aquarelle", "beach", "night", "watercolour"),
        ("eine Katze am Strand bei Sonnenuntergang, Aquarell", "beach", "sunset", "watercolour"),
        ("रात में शहर में एक बिल्ली, जलरंग", "city", "night", "watercolour"),
        ("公園の猫、夕焼け、水彩画", "park", "sunset", "watercolour"),
    ],
)
def test_settings(dictionary, prompt, place, time, style):
    graph = read_graph(prompt, dictionary)
    assert (graph.setting.place, graph.setting.time, graph.style) == (place, time, style)
    assert things(graph) == "cat"


@pytest.mark.parametrize(
    ("prompt", "text"),
    [
        ('un letrero que dice "HOLA"', "HOLA"),
        ("uma placa escrito 'OLÁ'", "OLÁ"),
        ("un panneau « gare » qui dit “GARE”", "GARE"),
        ('ein Schild mit der Aufschrift "TEE"', "TEE"),
        ("「カフェ」と書かれた看板", "カフェ"),
    ],
)
def test_signs(dictionary, prompt, text):
    elements = read_graph(prompt, dictionary).elements
    assert [(e.kind, e.text) for e in elements] == [("placard", text)]


def test_a_language_that_is_told_is_taken(dictionary):
    assert things(read_graph("orange", dictionary, "fr")) == "tangerine"
    assert things(read_graph("a cat", dictionary, "xx")) == "cat"


@pytest.mark.parametrize(
    ("language", "prompt", "told", "place", "sky"),
    [
        ("es", "un gato oxidado bajo un cielo nublado", ("oxidado",), "", "cloudy"),
        ("pt", "um cachorro no laboratório", ("laboratório",), "room", ""),
        ("fr", "une maison rouillée au clair de lune", ("rouillée",), "", "moonlit"),
        ("de", "ein flauschiger Hund in Berlin", ("flauschiger", "Berlin"), "city", ""),
        ("ja", "丸い猫", ("丸い",), "", ""),
    ],
)
def test_what_is_told_and_where_it_is(dictionary, language, prompt, told, place, sky):
    graph = read_graph(prompt, dictionary, language)
    assert graph.not_painted == told
    assert (graph.setting.place, graph.setting.sky) == (place, sky)
