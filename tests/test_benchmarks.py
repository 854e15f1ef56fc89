"""The booklet of the benchmark says the same to its peers as on printkit's own pages."""

import re
from collections import Counter
from importlib.util import find_spec
from io import BytesIO

import msgspec
import pytest
from pdf_reading import text_of
