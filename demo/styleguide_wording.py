"""The rules for the words of the interface, with examples before and after, for the style guide.

Every text under *after* stands in the interface (tests/look/test_wording.py).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class WordingRule:
    """A rule in the language that it is about, and examples: (before, after)."""

    text: str
    examples: tuple[tuple[str, str], ...]


WORDING = {
    "en": (
        WordingRule(
            "Say what happens, to whom, by when. Subject, verb, object; one thought in a sentence.",
            (
                ("What runs out next", "Due soon"),
                (
                    "It goes on at another office, and you cannot open it.",
                    "Another office will handle it, and you cannot open it.",
                ),
                (
                    "You have turned the other key. Two keys are two people's.",
                    "You already gave one of the two approvals. A second person must give the other.",
                ),
            ),
        ),
        WordingRule(
            "Prefer the common word and the usual order. A sentence that a stranger has to read twice is rewritten.",
            (
                ("What came in, or why you go on without it", "What you received, or why you continue without it"),
                ("Why is it no complaint?", "Why is it not a complaint?"),
                ("The old number opens nothing now.", "The old number or address no longer opens the complaint."),
            ),
        ),
        WordingRule(
            "Say who acts where it matters. Nothing “is opened”: somebody can open it.",
            (
                (
                    "Nothing is opened until you decide.",
                    "Nobody else can open the complaint until you decide.",
                ),
                ("It is taken down", "The complaint cell of the Central Police Office will register it."),
            ),
        ),
        WordingRule(
            "Name a thing for what it is: no pictures, and no “what”, “who” or “thing” in place of a noun.",
            (
                ("2 things wait for you", "tasks wait for you"),
                ("Take down what was scanned", "Register the scanned letters"),
                ("What the inquiry came to", "Finding"),
            ),
        ),
        WordingRule(
            "A button names its action.",
            (
                ("Mark the ticked ones", "Assign selected"),
                ("Put the call on record", "Save call"),
                ("Go on with the inquiry", "Resume inquiry"),
                ("Let it wait again", "Put it back in the list"),
            ),
        ),
        WordingRule(
            "A label is the word that officers and citizens use. Keep the police's own words: mark, E-tag, FIR, SHO.",
            (
                ("Take down", "New complaint"),
                ("Answers in writing", "Written statements"),
                ("Nobody is to know who I am", "Stay anonymous"),
                ("To settle", "Exclusions"),
            ),
        ),
        WordingRule(
            "One concept, one word; a word of the glossary is not varied for style. In officers' texts the person is "
            "the complainant (citizen only in names of statuses and figures), and a file is an upload.",
            (
                ("rung up / called / telephoned", "called"),
                ("half of the reports within", "Median time to report"),
                ("Your finding", "Audit finding"),
                ("The file says why.", "The complaint page says why."),
                ("The entry is struck out.", "The entry is cancelled."),
            ),
        ),
        WordingRule(
            "“May not” has two meanings. Write “cannot” or “is not allowed to”.",
            (("officer may not have it", "officer cannot be given it"),),
        ),
        WordingRule(
            "An error message does not blame: it says what is wrong and what to do.",
            (
                ("Something needs mending", "There is a problem"),
                ("The last day is before the first.", "The last day must be on or after the first day."),
                (
                    "An invitation is already open.",
                    "An invitation is already waiting for an answer. You can send one at a time.",
                ),
            ),
        ),
    ),
    "ur": (
        WordingRule(
            'اردو اردو کی طرح لکھیں، انگریزی جملے کا عکس نہیں۔ جملے چھوٹے ہوں اور مخاطب کے لیے "آپ"۔',
            (
                ("آدھی رپورٹیں اتنے میں", "وسطی وقت"),
                ("یہ کیوں ہے", "وجہ"),
                ("شکایت ان پر کھول دیں", "شکایت کھولنے کی اجازت دیں"),
            ),
        ),
        WordingRule(
            "ایک تصور، ایک لفظ: لغت کا لفظ ہر جگہ ایک ہی رہتا ہے۔ رینک افسر کا درجہ ہے اور عہدہ اس کی جگہ۔",
            (
                ("شہری نے داد رسی سے انکار کیا", "شہری کے مطابق مسئلہ حل نہیں ہوا"),
                ("محفوظ مناظر", "محفوظ فہرستیں"),
                ("آپ کے جائزے", "آپ کے خلاف تاخیر کے کیس"),
                ("رسائی سے روک", "رسائی کی پابندی"),
                ("موجودہ حالت", "موجودہ صورتحال"),
            ),
        ),
        WordingRule(
            "وہ لفظ لکھیں جو لوگ بولتے ہیں؛ رپورٹ، انکوائری اور کوڈ عام الفاظ ہیں۔",
            (
                ("چھپی ہوئی کنجی", "پرنٹ شدہ کوڈ"),
                ("گھڑی رک گئی", "وقت رکا ہوا"),
                ("زمرہ", "قسم"),
                ("ایام کار", "کام کے دنوں"),
            ),
        ),
        WordingRule(
            "بٹن پر کام کا نام ہو، اور کالم کے سرے پر اسم۔ صفحے سے جانے کو کبھی ”بند کریں“ نہ لکھیں۔",
            (
                ("فون کا کام", "کالیں"),
                ("تبدیل کریں (کالم کا سرا)", "تبدیلی"),
                ("اپیل کریں (قسم کا نام)", "اپیل"),
                ("اس صفحے کو بند کریں", "صفحے سے نکلیں"),
            ),
        ),
        WordingRule(
            "مرد اور عورت دونوں کے لیے ایک ہی جملہ ہو، اور شکایت کنندہ کے لیے جمع کا صیغہ۔",
            (
                ("کیا آپ اکیلے ہیں؟", "کیا اس وقت آپ کے پاس کوئی اور ہے؟"),
                ("شکایت کنندہ یہ پڑھے گا", "شکایت کنندہ یہ پڑھیں گے"),
                ("آپ چاہتے/چاہتی ہیں کہ خاتون افسر ہو", "خاتون افسر سے بات کرنے کی خواہش"),
            ),
        ),
        WordingRule(
            "املا ایک ہو (انہیں، اسکول، پتا، ہوگا)، علامات اردو کی (، ؛ ؟ ۔ ”…“) اور ہندسے 0 تا 9۔ "
            "لاطینی الفاظ اور نمبر <bdi> میں ہوں اور ان کے دونوں طرف خالی جگہ ہو۔",
            (
                ("نام انھیں معلوم نہیں", "انہیں معلوم نہیں"),
                ("سکول میں گفتگو", "اسکولوں کے لیے پوسٹر"),
                ("یہ ختم نہیں ہو گا", "اب یہ خود ختم نہیں ہوگا"),
            ),
        ),
    ),
}
