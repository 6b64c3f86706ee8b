"""A dictionary of some fifty kinds without drawings, in the real format."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.model.dictionary import LANGUAGES, Dictionary

# name | category | zone | metres | anchors | words: en; es; pt; fr; de; hi; ja
KINDS = """
cat|animal|ground|0.5||cat;gato;gato;chat;katze;बिल्ली;猫
dog|animal|ground|0.7||dog,<corgi,<retriever;perro;cachorro;chien;hund;कुत्ता;犬
horse|animal|ground|2||horse;caballo;cavalo;cheval;pferd;घोड़ा;馬
bird|animal|ground|0.3||bird;pájaro;pássaro;oiseau;vogel;चिड़िया;鳥
bear|animal|ground|1.9||bear;oso;urso;ours;bär;भालू;熊
elephant|animal|ground|4||elephant;elefante;elefante;éléphant;elefant;हाथी;象
sheep|animal|ground|1.2||sheep;oveja;ovelha;mouton;schaf;भेड़;羊
fly|animal|air|0.01||fly
man|person|ground|1.8||man;hombre;homem;homme;mann;आदमी;男性
woman|person|ground|1.7||woman;mujer;mulher;femme;frau;औरत;女性
girl|person|ground|1.3||girl;niña;menina;fille;mädchen;लड़की;女の子
boy|person|ground|1.3||boy;niño;menino;garçon;junge;लड़का;男の子
person|person|ground|1.7||person,people,child,<baker,<guitarist,<swimmer;persona;pessoa;personne;person;लोग;人
red apple|food|table|0.08||apple,>fruit,red apple;manzana;maçã;pomme;apfel;सेब;りんご
tangerine|food|table|0.07||orange,tangerine;naranja;laranja;orange;orange;संतरा;オレンジ
cake|food|table|0.3||cake;pastel;bolo;gâteau;kuchen;केक;ケーキ
glass of milk|drink|table|0.2||glass of milk,milk
wine glass|drink|table|0.2||wine glass,wine;copa de vino;taça;verre de vin;weinglas
glass of water|drink|table|0.2||glass;vaso;copo;verre;glas;गिलास;グラス
mug|tableware|table|0.1|opening|cup,mug;taza;xícara;tasse;tasse;कप;カップ
vase|tableware|table|0.4|opening|vase;jarrón;vaso de flores;vase;vase;फूलदान;花瓶
rose|plant|hand|0.4||rose;rosa;rosa;rose;rose;गुलाब;バラ
oak tree|plant|ground|8||tree,oak tree,oak;árbol;árvore;arbre;baum;पेड़;木
dining table|furniture|ground|1.5|surface|table;mesa;mesa;table;tisch;मेज;テーブル
chair|furniture|ground|1|surface|chair;silla;cadeira;chaise;stuhl;कुर्सी;椅子
bench|furniture|ground|1.6|surface|bench;banco;banco;banc;bank;बेंच;ベンチ
couch|furniture|ground|2|surface|couch,sofa;sofá;sofá;canapé;sofa;सोफा;ソファ
house|building|ground|8||house;casa;casa;maison;haus;घर;家
automobile|vehicle|ground|4||car;coche;carro;voiture;auto;कार;車
bicycle|vehicle|ground|1.8||bicycle;bicicleta;bicicleta;vélo;fahrrad;साइकिल;自転車
hot air balloon|vehicle|air|20||hot air balloon
balloon|object|air|0.4||balloon;globo;balão;ballon;ballon;गुब्बारा;風船
skis|sport|ground|1.7||ski,skis
tennis racket|sport|hand|0.7||tennis racket
guitar|music|hand|1||guitar;guitarra;violão;guitare;gitarre;गिटार;ギター
basket|household|ground|0.5|opening|basket;cesta;cesta;panier;korb;टोकरी;かご
candle|device|table|0.2||candle;vela;vela;bougie;kerze;मोमबत्ती;ろうそく
microphone|music|hand|0.3||microphone
chalkboard|household|ground|1.2||chalkboard
paintbrush|tool|hand|0.2||paintbrush
umbrella|object|hand|1||umbrella;paraguas;guarda-chuva;parapluie;regenschirm;छाता;傘
closed book|object|table|0.3||book;libro;livro;livre;buch;किताब;本
books|object|table|0.3||books
placard|object|hand|1|sign|sign,placard;letrero;placa;panneau;schild;तख्ती;看板
keyboard|device|table|0.5||keyboard
mobile phone|device|hand|0.2||phone,>telephone
top hat|clothing|head|0.3||hat;sombrero;chapéu;chapeau;hut;टोपी;帽子
scarf|clothing|neck|1||scarf;bufanda;cachecol;écharpe;schal;दुपट्टा;マフラー
dress|clothing|table|1||dress;vestido;vestido;robe;kleid;पोशाक;ドレス
t-shirt|clothing|table|0.7||t-shirt,top
scissors|object|table|0.2||scissors
watch|device|table|0.1||watch
fire hydrant|street|ground|0.8||fire hydrant
cloud|sky|air|1||cloud;nube;nuvem;nuage;wolke;बादल;雲
teapot|drink|table|0.2||teapot
teacup without handle|drink|table|0.1|opening|tea
kitchen knife|tableware|hand|0.3||knife,kitchen knife
bread|food|table|0.3||bread
boot|clothing|table|0.3||boot
fox|animal|ground|0.6||fox
statue|object|ground|1.5||statue
package|object|ground|0.4|opening|box
open box|object|ground|0.4|opening|open box
full moon|sky|air|1||moon;luna;lua;lune;mond;चाँद;月
"""

# key | words in the same order
PLACES = """
beach|beach;playa;praia;plage;strand;समुद्र तट;海岸
kitchen|kitchen;cocina;cozinha;cuisine;küche;रसोई;台所
street|street;calle;rua;rue;straße;सड़क;通り
park|park;parque;parque;parc;park;पार्क;公園
city|city,paris,nice;ciudad;cidade;ville;stadt;शहर;街
mountains|mountains;montañas;montanhas;montagnes;berge;पहाड़;山脈
plain|white background
office|office
room|room
meadow|meadow
underwater|underwater
library|library
lake|lake
river|river
jungle|jungle
forest|forest
village|village
snow|snow
sea|sea
"""
ABSTRACT = ["head", "idea", "weather", "style"]
SIGNS = {"<": "<", ">": ">"}


def words_of(cell: str) -> list[list[str]]:
    """The words of each language; missing languages have none."""
    cells = [part.split(",") for part in cell.split(";")]
    return cells + [[] for _ in range(len(LANGUAGES) - len(cells))]


def anchors(mark: str) -> dict[str, Any]:
    return {
        "surface": {"surface": 0.1},
        "opening": {"opening": [0.1, 0.2, 0.9]},
        "sign": {"sign": 0.3},
    }.get(mark, {})


def index() -> dict[str, Any]:
    kinds, tables = [], {name: {"things": {}, "places": {}, "abstract": []} for name in LANGUAGES}
    for number, line in enumerate(KINDS.strip().splitlines()):
        name, category, zone, size, mark, cell = line.split("|")
        drawing = {"family": "own", "file": "", "width": 9, "height": 9, "anchors": anchors(mark)}
        kinds.append(
            {"name": name, "names": {}, "category": category, "zone": zone, "size": float(size),
             "extent": "whole", "mirrors": True, "drawings": [drawing]}
        )  # fmt: skip
        for language, words in zip(LANGUAGES, words_of(cell), strict=True):
            for word in words:
                sign = SIGNS.get(word[0], "=")
                tables[language]["things"][word.lstrip("<>")] = [number, sign]
    places = []
    for line in PLACES.strip().splitlines():
        key, cell = line.split("|")
        places.append(key)
        for language, words in zip(LANGUAGES, words_of(cell), strict=True):
            tables[language]["places"].update(dict.fromkeys(words, key))
    tables["en"]["abstract"] = ABSTRACT
    return {"version": 1, "kinds": kinds, "places": places, "words": tables}


def normal_keys(book: dict[str, Any]) -> dict[str, Any]:
    from pipeline.model.dictionary.dictionary import normal

    for table in book["words"].values():
        for part in ("things", "places"):
            table[part] = {normal(word): value for word, value in table[part].items()}
    return book


@pytest.fixture(scope="session")
def dictionary(tmp_path_factory) -> Dictionary:
    folder: Path = tmp_path_factory.mktemp("dictionary")
    text = json.dumps(normal_keys(index()))
    (folder / "index.json.gz").write_bytes(gzip.compress(text.encode()))
    return Dictionary.load(folder)
