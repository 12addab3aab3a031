"""The rules for the words of the interface, with examples before and after, for the style guide."""

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
                ("After what was told, its holder may not keep it", "Moved: conflict of interest"),
                (
                    "You have turned the other key. Two keys are two people's.",
                    "You already approved this. A second person must verify it.",
                ),
            ),
        ),
        WordingRule(
            "A button names its action.",
            (
                ("Mark the ticked ones", "Assign selected"),
                ("Put the call on record", "Save call"),
                ("Go on with the inquiry", "Resume inquiry"),
            ),
        ),
        WordingRule(
            "A label is the word that officers and citizens use. Keep the police's own words: mark, E-tag, FIR, SHO.",
            (
                ("Take down", "New complaint"),
                ("Answers in writing", "Written statements"),
                ("Nobody is to know who I am", "Stay anonymous"),
            ),
        ),
        WordingRule(
            "One concept, one word. A word of the glossary is not varied for style.",
            (
                ("rung up / called / telephoned", "called"),
                ("What the inquiry came to", "Finding"),
                ("half of the reports within", "Median time to report"),
            ),
        ),
        WordingRule(
            "An error message does not blame: it says what is wrong and what to do.",
            (
                ("Something needs mending", "There is a problem"),
                ("Which of these? (optional)", "Choose one."),
            ),
        ),
    ),
    "ur": (
        WordingRule(
            'اردو اردو کی طرح لکھیں، انگریزی جملے کا عکس نہیں۔ جملے چھوٹے ہوں اور مخاطب کے لیے "آپ"۔',
            (
                ("آدھی رپورٹیں اتنے میں", "وسطی وقت"),
                ("یہ کیوں ہے", "وجہ"),
                ("اسکولوں میں گفتگو", "آگاہی لیکچر"),
            ),
        ),
        WordingRule(
            "ایک تصور، ایک لفظ: لغت کا لفظ ہر جگہ ایک ہی رہتا ہے۔",
            (
                ("شہری نے داد رسی سے انکار کیا", "شہری کے مطابق مسئلہ حل نہیں ہوا"),
                ("محفوظ مناظر", "محفوظ فہرستیں"),
                ("آپ کے جائزے", "آپ کے خلاف تاخیر کے کیس"),
            ),
        ),
        WordingRule(
            "وہ لفظ لکھیں جو لوگ بولتے ہیں؛ رپورٹ، انکوائری اور کوڈ عام الفاظ ہیں۔",
            (
                ("چھپی ہوئی کنجی", "پرنٹ شدہ کوڈ"),
                ("گھڑی رک گئی", "وقت رکا ہوا"),
                ("زمرہ", "قسم"),
            ),
        ),
        WordingRule(
            "بٹن پر کام کا نام ہو، اور کالم کے سرے پر اسم۔",
            (
                ("فون", "کالیں"),
                ("تبدیل کریں (کالم کا سرا)", "تبدیلی"),
                ("اس صفحے کو بند کریں", "صفحے سے نکلیں"),
            ),
        ),
        WordingRule(
            "املا ایک ہو، علامات اردو کی (، ؛ ؟ ۔) اور ہندسے 0 تا 9۔ مرد اور عورت دونوں کے لیے ایک ہی جملہ ہو۔",
            (
                ("انھیں، سکول، پتہ", "انہیں، اسکول، پتا"),
                ("آپ چاہتے/چاہتی ہیں؟", "کیا خاتون افسر مقرر کی جائے؟"),
            ),
        ),
    ),
}
