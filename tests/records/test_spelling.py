"""Keys by which words that a person typed are compared."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from docgen.records.spelling import name_key


@given(st.text(alphabet="СОШ5-й ёЁ«»\"'№ДZz_/.()Ґé\u0308\u0306\t", max_size=12))
def test_a_name_has_one_key_however_it_is_typed(text: str) -> None:
    """The short way that plain codes take gives what the long one gives."""
    long_way = unicodedata.normalize("NFC", text).casefold().replace("ё", "е")
    bare = "".join(c for c in long_way if c not in "«»„“”\"'")
    assert name_key(text) == " ".join(bare.split())
    assert name_key(text.upper().lower()) == name_key(text.lower())
