"""Detection of messages about an immediate danger, for which people should call 15.

Words of harm count, unless the message says that it is over, asks how something works, or jokes. In doubt it is danger:
one needless "call 15" costs less than a missing one. Measured with tests/whatsapp/danger_sentences.csv
(tests/whatsapp/test_danger.py states the result).
"""

import re

from whatsapp.rules.typed_text import normalize

HARM = r"""
kidnap\w* | abduct\w* | hostages? | snatch\w* | grabbed | (taking|taken|took) (me|my|him|her|us)\b | missing child
murder\w* | kill(ed|ing|s)?\b | finish (me|us|her|him) | dying | die\b | dead\b | suicide | took all | poison\w*
hang(ed|ing)?\b | unconscious | bleeding | blood\b | ambulance | accident | crash\w* | drown\w* | save (me|us|her|him)
shoot\w* | shot\b | gun(s|shots?|men|man|point)?\b | pistols? | kalashnikov | armed | firing | bullets? | rifle
knife\b | knives | stab\w* | axes?\b | bomb\w* | blast | explo\w* | acid\b | fire\b | burn\w* | smoke | sparks | lit\b
electric shock\w* | ice block | tortur\w* | beat(ing|s|en)?\b | hit(ting|s)?\b | slap\w* | attack\w* | hurt(ing)?\b
pulling | dragg\w* | tied | locked (us|me|in|him|her) | chas\w* | follow(ing|s)\b | rap(e|ed|ing)\b | threaten\w*
robb(er|ers|ing|ery)\b | dacoits? | break(ing)? in | trying keys | in (my|our) house | at (our|my) door | hiding
railway track | going slow next to | same (\w+ )?(guy|man) | wont let | help me | help!+ | help$ | child is gone
is not here

aghwa\w* | agwa\w* | utha (ke|k|kar|ky|rahe) | (kahi|kahin|zabardasti|gari me) .*le ?ja | le ?ja rahe | yarghamal
bandi\b
rassi | bandh\w* | gum ho | chupa lia | qatal | qatl | katl | maar (rah|re|dal|d)\w* | mar (rah|re|dal|mar)\w*
maar(ta|te|ti|ne|na|en|o)\b | mar(ne|na|unga|enge|ain|ta|te|ti)\b | peet\w* | pit(ai|wa)\w* | mara\b | maarte\b
khatam kar\w*
goli\w* | fir(e|ing)\b | pistol | banduq\w* | bandook | aslah\w* | chaku | churi | chhuri | khanjar | kulhar\w*
toke\b | dand\w* | latein | thudd\w* | aag\b | jal (rah|re|gay|gai|ga)\w* | jala\w* | jaln\w* | tezab | tezaab | dhuan
dhamak\w* | zeher | zehar | phanda | khudkushi | machis | current\b | chimt\w* | daagh | daku | dakoo\w* | daaku
chor\b
loot\w* | chheen\w* | cheen\w* | kheench\w* | ghus\w* | phalang\w* | peech(a|ay|hay|e|hy)\b | bachao | bacha lo
jaan (se|ka|ko) | khatr\w* | khatam krna | zakhm\w* | khoon | behosh | doob\w* | palat\w* | dab(i|a|e) hu\w*
andar koi
(ghar|hamare) k andar | ziyad?a?ti | zyadti | zabardasti | hamla | bhatta | ulti hai | (bachi|bacha|beti) .*rasta n

اغوا\w* | اٹھا (کر|کے|لے) | لے جا رہ\w* | لے گ(یا|ئی|ئے|ئیں) | یرغمال | باندھ\w* | بند (کمرے|ہیں) | غائب
گھسیٹ\w* | چھوٹ گئی
قتل\w* | مار (رہ|ڈال|دی|دے|ری)\w* | مارت\w+ | مریند\w+ | کٹیند\w+ | پیٹ رہ\w* | کوٹ رہ\w* | تشدد | ڈنڈ\w+
سوٹیا\w* | لتا\w+
زخمی | لاش | بے ہوش | خون\b | سانس | گولی\w* | گولیا\w* | فائرنگ | بندوق\w* | پستول | اسلح\w+ | چھری | چاقو | خنجر
کلہاڑ\w*
کسیا\w* | مقابلہ | آگ\b | جل (رہ|گی|گئ)\w* | جلا\w* | تیزاب | دھماک\w+ | بم\b | سلنڈر | دھوا\w+ | زہر | کالا پتھر
خودکشی
پنکھے | پھندا | چھال | کھائی | ڈوب\w* | ڈاک(و|ہ|ے|ؤ)\w* | چور\b | لوٹ\w* | چھین\w* | پھلانگ\w* | پیچھا | پیچھے
دھمک\w+
بچاؤ | خطر\w+ | کچل\w* | اڑا دیا | حملہ | ساتھ ساتھ | قدم ملا | کوئی لے گیا | پانی ڈالا | انگلیا\w* | چیخ\w*
"""
"""Words of harm: regular expressions, each from the beginning of a word."""

OVER = r"""
(19|20)\d\d\b | ago\b | back\b.*\bsharing | last (week|month|year|summer|winter|night)\b | yesterday | used to
came back
in (january|february|march|april|may|june|july|august|september|october|november|december)\b | before the elections
(was|were) (caught|arrested|closed|declared|abducted|killed by) | out of danger | is healed | recovered
pichl\w+ | parson | pehle (mahin|saal|haft)\w* | mahina pehle | (saal|mahine|hafte) (pehle|guzar)\w*
mil (gaya|gai|to gai)
foat | bari ho | tha\b | thi\b | thay\b | thy\b | mukar gay\w* | pakra (gaya|gya)
تھا\b | تھی\b | تھے\b | تھیں\b | پچھل\w+ | پرسوں | پر سال | بچپن | سال بعد | ماہ ہو گئے | مل گیا | پکڑا گیا | معذرت
"""
"""Signs that it is over: dates, years, past tenses."""

NOW = r"""
now\b | this minute | minutes? ago | just now | still\b | again\b | come fast | send (all|an|police) | today
(is|are) (coming|beating|hitting|pulling|holding|downstairs|taking|firing|searching|burning|giving|hurting|chasing)
they will kill | abhi | ajan vi | hune\b | aj (hi|bht) | jaldi | foran | plz\b | bachao | rah[aie]\b | rahe hain
rhy hain
rha h\w*\b | rhi h\w*\b | ابھی | اب | فوراً | جلدی | بچاؤ | (رہا|رہی|رہے) (ہے|ہیں|ہوں) | پانچ منٹ | پئے | پئی
لے گئی ہیں | ہو گئے ہیں
یرغمال ہیں | help\b
"""
"""Signs that it happens now, which outweigh those of the past."""

ASKS = r"""
how (do|does|to|can)\b | what (is|are|happens|was|should)\b | where (is|are|do|to)\b | which (office|one)\b
whom do\b
is (carrying|it true)\b | do i call | can (a|i|it|we)\b | want(ed)? to (know|suggest|write) | suggest\w* | drill\b
film\b
thesis | campaign | appreciat\w* | thanks | thank you | correct my | never said | nobody is (threat|harm)\w*
it wasn'?t
jk\b | lol\b | testing | captcha | sharing the video
kaun(sa|si)\b | konsa | kahan deni | kis daftar | kaise (ban|ho|kar)\w* | afwah
(kehte hain|lye hain|sakte hain) ya\b
tareeqa | qanoon | news (me|mein)\b | shukri\w* | jurmana | kamal\b | mazaq | haha\w* | 🤣 | 😂 | ghalti se
masla n\w* hai
jhagra n\w* | kuch ni hua | challan | case ki tareekh
طریقہ | کیسے | کہاں | کون (لیتا|دیتا|کرے)\b | کیا حوالات | سرٹیفکیٹ | تجویز | مبارک | شکر ہے | دعا دوں | ڈرامے
ہاہاہا | چالان
کلیئرنس | مجھے کسی سے | کوئی نہیں گھسا | جان بچائی | دیت کا | سوشل میڈیا | کرنا پڑتا | دل پہ | ریکارڈ
"""
"""Questions about how something works, thanks, proposals, jokes."""


def _any_expression_pattern(listed: str) -> re.Pattern:
    """Return a pattern that matches any of the listed expressions, in the letters that `normalize` gives."""
    parts = (part.strip() for line in listed.splitlines() for part in line.split(" | "))
    made = (part if part.isascii() else normalize(part) for part in parts if part)
    return re.compile(rf"(?<!\w)(?:{'|'.join(made)})")


_HARM, _OVER, _NOW, _ASKS = map(_any_expression_pattern, (HARM, OVER, NOW, ASKS))


def indicates_danger(text: str) -> bool:
    """Return whether somebody seems to be in danger now."""
    said = normalize(text)
    if not _HARM.search(said) or _ASKS.search(said):
        return False
    return not _OVER.search(said) or _NOW.search(said) is not None
