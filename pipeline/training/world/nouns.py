"""Names of things, words for their colours, and verbs."""

# (singular, plural) ways to name each kind; the first is the plainest.
# {c} colour, {h} hair, {w} the sign's word.
NOUNS: dict[str, tuple[tuple[str, str], ...]] = {
    "girl": (
        ("girl in a {c} dress", "girls in {c} dresses"),
        ("{h}-haired girl in a {c} dress", "{h}-haired girls in {c} dresses"),
        ("girl with {h} hair and a {c} dress", "girls with {h} hair and {c} dresses"),
        ("girl wearing a {c} dress", "girls wearing {c} dresses"),
        ("girl in {c}", "girls in {c}"),
        ("girl in {c}", "girls in {c}"),
        ("girl dressed in {c}", "girls dressed in {c}"),
        ("girl wearing {c}", "girls wearing {c}"),
    ),
    "boy": (
        ("boy in a {c} shirt", "boys in {c} shirts"),
        ("{h}-haired boy in a {c} shirt", "{h}-haired boys in {c} shirts"),
        ("boy with {h} hair and a {c} shirt", "boys with {h} hair and {c} shirts"),
        ("boy wearing a {c} shirt", "boys wearing {c} shirts"),
        ("boy in {c}", "boys in {c}"),
        ("boy in {c}", "boys in {c}"),
        ("boy dressed in {c}", "boys dressed in {c}"),
        ("boy wearing {c}", "boys wearing {c}"),
    ),
    "cat": (("{c} cat", "{c} cats"),),
    "dog": (("{c} dog", "{c} dogs"),),
    "rabbit": (("{c} rabbit", "{c} rabbits"),),
    "bird": (("{c} bird", "{c} birds"),),
    "sprig": (
        ("{c} sprig", "{c} sprigs"),
        ("little {c} sprig", "little {c} sprigs"),
        ("{c} forest sprig", "{c} forest sprigs"),
    ),
    "house": (
        ("house with a {c} roof", "houses with {c} roofs"),
        ("{c} house", "{c} houses"),
        ("{c} house", "{c} houses"),
        ("{c}-roofed house", "{c}-roofed houses"),
    ),
    "windmill": (
        ("windmill with a {c} roof", "windmills with {c} roofs"),
        ("{c} windmill", "{c} windmills"),
    ),
    "lighthouse": (
        ("lighthouse with {c} stripes", "lighthouses with {c} stripes"),
        ("{c} lighthouse", "{c} lighthouses"),
        ("{c} and white striped lighthouse", "{c} and white striped lighthouses"),
    ),
    "tree": (
        ("{c} tree", "{c} trees"),
        ("tree with {c} leaves", "trees with {c} leaves"),
    ),
    "boat": (
        ("boat with a {c} sail", "boats with {c} sails"),
        ("{c} sailboat", "{c} sailboats"),
        ("{c} boat", "{c} boats"),
    ),
    "airship": (("{c} airship", "{c} airships"),),
    "balloon": (
        ("{c} hot-air balloon", "{c} hot-air balloons"),
        ("{c} balloon", "{c} balloons"),
        ("{c} hot air balloon", "{c} hot air balloons"),
    ),
    "lantern": (
        ("{c} lantern", "{c} lanterns"),
        ("glowing {c} lantern", "glowing {c} lanterns"),
        ("{c} paper lantern", "{c} paper lanterns"),
    ),
    "signpost": (
        ("sign that says {w}", ""),
        ("signpost reading {w}", ""),
        ("wooden sign saying {w}", ""),
        ("sign with the word {w}", ""),
        ("signpost that says {w}", ""),
        ("sign reading {w}", ""),
    ),
    "mushroom": (
        ("{c} mushroom", "{c} mushrooms"),
        ("mushroom with a {c} cap", "mushrooms with {c} caps"),
    ),
    "umbrella": (
        ("{c} umbrella", "{c} umbrellas"),
        ("open {c} umbrella", "open {c} umbrellas"),
    ),
    "woman": (
        ("woman in a {c} dress", "women in {c} dresses"),
        ("{h}-haired woman in a {c} dress", "{h}-haired women in {c} dresses"),
        ("woman with {h} hair and a {c} dress", "women with {h} hair and {c} dresses"),
        ("woman wearing a {c} dress", "women wearing {c} dresses"),
        ("woman in {c}", "women in {c}"),
        ("woman in {c}", "women in {c}"),
        ("woman dressed in {c}", "women dressed in {c}"),
        ("woman wearing {c}", "women wearing {c}"),
    ),
    "man": (
        ("man in a {c} coat", "men in {c} coats"),
        ("{h}-haired man in a {c} coat", "{h}-haired men in {c} coats"),
        ("man with {h} hair and a {c} coat", "men with {h} hair and {c} coats"),
        ("man wearing a {c} coat", "men wearing {c} coats"),
        ("man in {c}", "men in {c}"),
        ("man in {c}", "men in {c}"),
        ("man dressed in {c}", "men dressed in {c}"),
        ("man wearing {c}", "men wearing {c}"),
    ),
    "fox": (("{c} fox", "{c} foxes"),),
    "bear": (("{c} bear", "{c} bears"),),
    "sheep": (("{c} sheep", "{c} sheep"),),
    "horse": (("{c} horse", "{c} horses"),),
    "duck": (("{c} duck", "{c} ducks"),),
    "butterfly": (("{c} butterfly", "{c} butterflies"),),
    "car": (("{c} car", "{c} cars"), ("little {c} car", "little {c} cars")),
    "train": (("{c} train", "{c} trains"), ("{c} steam train", "{c} steam trains")),
    "castle": (
        ("castle with {c} roofs", "castles with {c} roofs"),
        ("{c} castle", "{c} castles"),
        ("{c}-roofed castle", "{c}-roofed castles"),
    ),
    "tent": (("{c} tent", "{c} tents"), ("{c} camping tent", "{c} camping tents")),
    "flower": (
        ("{c} flower", "{c} flowers"),
        ("flower with {c} petals", "flowers with {c} petals"),
        ("big {c} flower", "big {c} flowers"),
    ),
    "pumpkin": (("{c} pumpkin", "{c} pumpkins"),),
    "cake": (
        ("{c} cake", "{c} cakes"),
        ("cake with {c} icing", "cakes with {c} icing"),
        ("{c} birthday cake", "{c} birthday cakes"),
    ),
    "snowman": (
        ("snowman with a {c} scarf", "snowmen with {c} scarves"),
        ("snowman in a {c} scarf", "snowmen in {c} scarves"),
        ("snowman wearing a {c} scarf", "snowmen wearing {c} scarves"),
    ),
}
CALLED_SHARE = 0.1
PARTS = {  # what the colour of a kind is the colour of
    "girl": "dress", "boy": "shirt", "house": "roof", "windmill": "roof", "boat": "sail",
    "lighthouse": "stripes", "tree": "leaves", "mushroom": "cap", "woman": "dress", "man": "coat",
    "castle": "roofs", "flower": "petals", "cake": "icing", "snowman": "scarf",
}  # fmt: skip
PLURAL_PARTS = {
    "dress": "dresses", "stripes": "stripes", "leaves": "leaves", "roofs": "roofs",
    "petals": "petals", "icing": "icing", "scarf": "scarves",
}  # fmt: skip
POSE_VERBS = {  # (one does, several do)
    "waving": ("waves", "wave"), "sitting": ("sits", "sit"), "running": ("runs", "run"),
    "sleeping": ("sleeps", "sleep"),
}  # fmt: skip
POSE_TAILS = {  # "a cat asleep"
    "waving": ("waving", "waving", "waving hello"),
    "sitting": ("sitting", "sitting", "sitting down", "sitting on the ground"),
    "running": ("running",),
    "sleeping": ("sleeping", "asleep"),
}
VERBS = {  # (one does, several do); all others stand
    "cat": ("sits", "sit"), "dog": ("waits", "wait"), "rabbit": ("rests", "rest"),
    "sprig": ("looks up", "look up"), "bird": ("flies", "fly"), "airship": ("drifts", "drift"),
    "balloon": ("floats", "float"), "boat": ("sails", "sail"), "lantern": ("glows", "glow"),
    "mushroom": ("grows", "grow"), "tree": ("grows", "grow"), "windmill": ("turns", "turn"),
    "lighthouse": ("keeps watch", "keep watch"), "umbrella": ("stands open", "stand open"),
    "fox": ("waits", "wait"), "sheep": ("grazes", "graze"), "duck": ("swims", "swim"),
    "butterfly": ("flutters", "flutter"), "train": ("passes", "pass"),
    "castle": ("rises", "rise"), "flower": ("blooms", "bloom"), "pumpkin": ("lies", "lie"),
}  # fmt: skip
SYNONYMS = {
    "red": ("crimson", "scarlet"), "blue": ("azure", "cobalt blue"), "yellow": ("golden",),
    "green": ("emerald", "leaf-green"), "white": ("snow-white", "ivory"), "pink": ("rosy",),
    "orange": ("amber",), "purple": ("violet", "lilac"), "black": ("jet-black",),
    "grey": ("gray", "gray", "silver"), "brown": ("chestnut",),
}  # fmt: skip
