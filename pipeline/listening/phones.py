"""The sounds of American English, as the CMU Pronouncing Dictionary writes them, without stress."""

PHONES = (
    "AA", "AE", "AH", "AO", "AW", "AY", "B", "CH", "D", "DH", "EH", "ER", "EY", "F", "G", "HH",
    "IH", "IY", "JH", "K", "L", "M", "N", "NG", "OW", "OY", "P", "R", "S", "SH", "T", "TH", "UH",
    "UW", "V", "W", "Y", "Z", "ZH",
)  # fmt: skip
BLANK = 0  # of CTC; a phone's number is its place in PHONES, from 1
NUMBER = {phone: number for number, phone in enumerate(PHONES, start=1)}
