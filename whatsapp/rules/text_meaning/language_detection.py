"""Detection of the language in which somebody writes: the script, and for Latin letters the small words."""

import re

from whatsapp.rules import typed_text
from whatsapp.rules.languages import Language

_ARABIC_SCRIPT = re.compile(r"[\u0600-\u06ff\u0750-\u077f]")
_LETTER = re.compile(r"[^\W\d_]")
_LETTERS_THAT_ARABIC_LACKS = re.compile(r"[ٹڈڑںےھگچپژ]")
_PASHTO_LETTERS = re.compile(r"[ټډړږښګڼېۍځڅ]")
_PASHTO_WORDS = re.compile(r"\b(زه|زہ|زما|موږ|چې|ستا|ستاسو|راغلل|وکړه|کوم)\b")
_ARABIC_ENDINGS = re.compile(r"[ةىيكأإ]|\bال\w|\b(في|من|على|إلى|هذا|لم|لا|أنا)\b")

_ENGLISH = """the is are was were a an my me i to of and not no in on at has have had been for with from she they it his
her this that what where when how who can will you your we our please want need someone somebody did does do don't
didn't doesn't won't isn't about after there any him them us he nobody help police's bribe stolen theft
complaint nearest near robbed beaten missing"""
_ROMAN = """hai hain ho hua hui hoi gaya gayi gai gaye gya gyi raha rahi rahe rha rhi rhe ka ki ke ko se mein mai main
ne par nahi nahin nai nhi kya kia kab kahan kaise kyun mera meri mere mujhe mjhe hum hamara hamari hamare aap apna apni
wala wali wale walon karna karni karein karo kar kr diya liya kiya koi aur bhi yeh ye woh wo tha thi chahiye sakta sakti
hon banwana hona lia dia jata jati rahay bhai beta beti ghar abhi kal rishwat chori shikayat parcha"""
_ENGLISH_WORDS, _ROMAN_WORDS = frozenset(_ENGLISH.split()), frozenset(_ROMAN.split())
"""Small words of each language, and a few that people begin a complaint with. None stands in both."""


def detect_language(text: str) -> Language | None:
    """Return the language of a text; None if it is none of the three or cannot be told."""
    if _ARABIC_SCRIPT.search(text):
        return None if is_other_language(text) else Language.URDU
    words = re.findall(r"[a-z']+", typed_text.normalize(text))
    english, roman = (sum(word in known for word in words) for known in (_ENGLISH_WORDS, _ROMAN_WORDS))
    if english == roman:
        return None
    return Language.ENGLISH if english > roman else Language.ROMAN


def is_other_language(text: str) -> bool:
    """Return whether a text is in a language that the chat does not understand, such as Pashto, Arabic or Russian."""
    letters = _LETTER.findall(text)
    if not letters:
        return False
    if _ARABIC_SCRIPT.search(text):
        is_arabic = bool(_ARABIC_ENDINGS.search(text)) and not _LETTERS_THAT_ARABIC_LACKS.search(text)
        return bool(_PASHTO_LETTERS.search(text) or len(_PASHTO_WORDS.findall(text)) > 1) or (
            is_arabic and " " in text.strip()
        )
    return not any(letter.isascii() for letter in letters)
