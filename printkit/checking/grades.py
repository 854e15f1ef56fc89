"""What every count of a text has, and the school grades that follow from it."""

from math import sqrt

from msgspec import Struct


class Counts(Struct, frozen=True):
    """Words, sentences and syllables of a text."""

    words: int = 0
    sentences: int = 0
    syllables: int = 0
    long_words: int = 0  # of 3 syllables or more

    @property
    def average(self) -> float:
        """Words in a sentence."""
        return self.words / max(1, self.sentences)

    @property
    def flesch_kincaid(self) -> float:
        """The American school grade that can read it (Kincaid 1975)."""
        return 0.39 * self.average + 11.8 * self.syllables / max(1, self.words) - 15.59

    @property
    def smog(self) -> float:
        """The same by words of 3 syllables or more (McLaughlin 1969); wants 30 sentences."""
        return 3.1291 + 1.043 * sqrt(self.long_words * 30 / max(1, self.sentences))
