"""How easy Spanish is to read: INFLESZ, by the rules of the language for what is a syllable.

Szigriszt Pazos 1993: 206.835 - 62.3 syllables a word - words a sentence. The scale is that of Barrio 2008 (An Sist Sanit
Navar 31:135): over 80 is very easy, 55 the usual floor for what patients read.
"""

import re
from collections import Counter
from collections.abc import Iterable

_STRONG = "aeoáéó"
_VOWELS = "aeiouáéíóúü"
_WORD = re.compile(r"[a-záéíóúüñ]+", re.IGNORECASE)
_SILENT = ((re.compile(r"qu(?=[eiéí])"), "q"), (re.compile(r"gu(?=[eiéí])"), "g"))
_Y = re.compile(r"y(?![aeiouáéíóú])")  # rey, muy; not ya


def syllables(word: str) -> int:
    """The syllables of a Spanish word: its vowels, less those that run together with the one before.

    i or u runs together with another vowel, unless an accent parts them; two strong vowels never do.
    """
    letters = word.lower()
    for silent, letter in _SILENT:
        letters = silent.sub(letter, letters)
    letters = _Y.sub("i", letters)
    count, before = 0, ""
    for letter in letters:
        if letter not in _VOWELS:
            before = ""
            continue
        parted = (before in _STRONG and letter in _STRONG) or before in "íú" or letter in "íú" or before == letter
        count += not before or parted
        before = letter
    return max(1, count)


def words(sentence: str) -> list[str]:
    """The words of a sentence; figures are none."""
    return _WORD.findall(sentence)


def index(sentences: Iterable[str]) -> float:
    """INFLESZ of a text by its sentences, from 0 for hard to 100 and more for very easy. Raises ValueError without words."""
    found = [each for each in map(words, sentences) if each]
    total = sum(map(len, found))
    if not total:
        raise ValueError("a text without words has no index")
    sounds = sum(syllables(word) * times for word, times in Counter(word for each in found for word in each).items())
    return 206.835 - 62.3 * sounds / total - total / len(found)
