"""Words for signs: half are real words from a list, half are random letters."""

import random
import string

from pipeline.model.plan.world import MAX_LETTERS

_REAL_WORDS = """
    TEA CAFE HOME SEA SKY MOON WIND BUS INN CAT TOWN HILL BREAD MILK HONEY APPLE BAKERY BOOKS
    FLOWERS MUSEUM LIBRARY SCHOOL STATION HARBOR BEACH RIVER LAKE FOREST GARDEN PARK BRIDGE FARM
    BARN MARKET SHOP OPEN CLOSED HELLO WELCOME PEACE LOVE HOPE DREAM JOY SUN STAR STARS RAIN SNOW
    CLOUD STORM SPRING SUMMER AUTUMN WINTER MORNING NIGHT NOON DAWN DUSK NORTH SOUTH EAST WEST LEFT
    RIGHT STOP GO SLOW WAIT EXIT WAY PATH ROAD TRAIL CAMP TENT FIRE LIGHT LAMP CANDLE BELL CLOCK
    TIME TODAY TRAIN BOAT FERRY SHIP PORT BAY COAST ISLAND WAVE FISH CRAB SHELL SALT SOUP NOODLES
    RICE PIE CAKE JAM LEMON PEACH PLUM CHERRY BERRY GRAPE ICE COFFEE COCOA JUICE WATER WELL SPA BATH
    INK PAINT ART MUSIC SONG DANCE PLAY GAMES TOYS KITES BIKES HATS SHOES YARN SOAP POST MAIL MAYOR
    DOG BIRD OWL FOX BEAR DEER FROG BEE ANT MOUSE RABBIT GOAT SHEEP HORSE PONY ROSE LILY TULIP FERN
    MOSS OAK PINE MAPLE WILLOW MEADOW VALLEY SUMMIT CASTLE TOWER MILL HUT NEST DEN LUCKY QUIET
"""
WORDS = tuple(_REAL_WORDS.split())

_CONSONANTS, _VOWELS = "BCDFGHJKLMNPRSTVWZ", "AEIOU"


def pronounceable(rng: random.Random) -> str:
    """2 to 8 capitals of alternating consonants and vowels."""
    first = rng.randrange(2)
    letters = (
        rng.choice((_CONSONANTS, _VOWELS)[(i + first) % 2]) for i in range(rng.randint(2, 8))
    )
    return "".join(letters)


def random_letters(rng: random.Random) -> str:
    """1 to 8 capitals, any of A to Z."""
    return "".join(rng.choices(string.ascii_uppercase, k=rng.randint(1, MAX_LETTERS)))


def sample_word(rng: random.Random) -> str:
    """A sign's word: known half of the time, else pronounceable or arbitrary letters."""
    if rng.random() < 0.5:
        return rng.choice(WORDS)
    return pronounceable(rng) if rng.random() < 0.5 else random_letters(rng)
