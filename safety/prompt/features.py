"""Hashed TF-IDF features of a text: words, word pairs and characters 3 to 5 long, numpy only."""

import zlib

import numpy as np

BITS = 16
BUCKETS = 1 << BITS
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)  # Knuth's multiplicative hashing
_PRIME = np.uint64(1_099_511_628_211)  # FNV-1


def counts(text: str) -> tuple[np.ndarray, np.ndarray]:
    """Bucket indices (K,) int64 and how often each occurs (K,) float32."""
    words = text.split()
    hashed = np.array([zlib.crc32(word.encode()) for word in words], dtype=np.uint64)
    pairs = hashed[:-1] * _PRIME + hashed[1:]
    letters = np.frombuffer(f" {text} ".encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    grams = [hashed, pairs, *(_ngrams(letters, size) for size in (3, 4, 5))]
    buckets = np.concatenate([_bucket(gram, salt) for salt, gram in enumerate(grams)])
    indices, count = np.unique(buckets, return_counts=True)
    return indices, count.astype(np.float32)


def tf_idf(bag: tuple[np.ndarray, np.ndarray], idf: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Bucket indices (K,) and their weights (K,) of unit length; idf is (BUCKETS,)."""
    indices, count = bag
    values = (1 + np.log(count)) * idf[indices]
    return indices, values / max(float(np.linalg.norm(values)), 1e-12)


def _ngrams(letters: np.ndarray, size: int) -> np.ndarray:
    """Rolling polynomial hash of every run of `size` letters."""
    total = max(0, len(letters) - size + 1)
    hashed = np.zeros(total, dtype=np.uint64)
    for offset in range(size):
        hashed = hashed * _PRIME + letters[offset : offset + total]
    return hashed


def _bucket(hashed: np.ndarray, salt: int) -> np.ndarray:
    mixed = (hashed + np.uint64(salt * 7919)) * _GOLDEN
    return (mixed >> np.uint64(64 - BITS)).astype(np.int64)
