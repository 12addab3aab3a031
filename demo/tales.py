"""What the demo's citizens say. Every matter, name and number is invented; the telephone numbers ring nowhere."""

from random import Random

PEOPLE = [
    ("Ayesha Noor", "عائشہ نور"), ("Muhammad Aslam", "محمد اسلم"), ("Rukhsana Bibi", "رخسانہ بی بی"),
    ("Ghulam Rasool", "غلام رسول"), ("Sadia Kanwal", "سعدیہ کنول"), ("Tariq Mehmood", "طارق محمود"),
    ("Nasreen Akhtar", "نسرین اختر"), ("Abdul Sattar", "عبدالستار"), ("Komal Shahid", "کومل شاہد"),
    ("Iqbal Hussain", "اقبال حسین"), ("Zubaida Khatoon", "زبیدہ خاتون"), ("Arslan Javed", "ارسلان جاوید"),
]  # fmt: skip

# How many of a hundred complaints are of each category; the rest of the categories share what is left.
SHARES = {
    "fir_not_registered": 17, "faulty_investigation": 12, "property_crime": 12, "slackness": 8, "misbehaviour": 7,
    "financial_crime": 7, "threats": 5, "bribe_demand": 5, "vehicle_theft": 5, "land_grab": 4, "false_fir": 3,
    "illegal_detention": 2, "gender_harassment": 2, "domestic_violence": 2, "verification_delay": 2, "traffic": 2,
    "suggestion": 1, "khidmat_markaz": 1, "overseas_property": 1, "child_missing_abused": 1, "other": 1,
}  # fmt: skip
CHANNELS = {"web": 58, "whatsapp": 17, "telephone": 12, "counter": 10, "letter": 3}
DISTRICTS = {
    "lahore": 34, "faisalabad": 10, "rawalpindi": 9, "multan": 8, "gujranwala": 7, "sargodha": 4, "bahawalpur": 4,
    "sialkot": 3, "sheikhupura": 3, "kasur": 2, "rahim_yar_khan": 2, "gujrat": 2, "sahiwal": 2, "okara": 2, "jhang": 2,
    "muzaffargarh": 2, "dg_khan": 1, "wazirabad": 1, "attock": 1, "mianwali": 1, "khanewal": 1, "vehari": 1,
    "jhelum": 1, "chakwal": 1, "layyah": 1, "bahawalnagar": 1,
}  # fmt: skip

EN = {
    "conduct": [
        "I went to the station three times with the papers. Each time I was told to come tomorrow.",
        "The officer on duty asked for money before he would write anything down.",
        "The investigation has stood still for weeks and nobody answers my calls.",
        "I was spoken to rudely in front of my children and sent away without an entry.",
    ],
    "crime": [
        "The lock of my shop was broken at night. The till and two phones are gone.",
        "My motorcycle was taken from outside the bank around noon.",
        "I paid an advance for a plot; the papers turned out to be false.",
        "People I know by name are threatening my family over a boundary wall.",
    ],
    "harassment": [
        "The same person follows me from the college gate and sends messages at night.",
        "It has happened at home again and I am afraid to say more here.",
    ],
    "service": [
        "I applied for the certificate a month ago and the status has not changed.",
        "I was fined twice for the same thing on the same road.",
    ],
    "other": ["I need help with a matter that fits none of the headings.", "Please put up a sign at the crossing."],
}
UR = {
    "conduct": [
        "میں تین بار کاغذات لے کر تھانے گیا، ہر بار کہا گیا کل آنا۔",
        "ڈیوٹی پر موجود اہلکار نے درخواست لکھنے سے پہلے پیسے مانگے۔",
        "کئی ہفتوں سے تفتیش رکی ہوئی ہے اور کوئی فون نہیں اٹھاتا۔",
    ],
    "crime": [
        "رات کو میری دکان کا تالا توڑا گیا۔ نقدی اور دو موبائل غائب ہیں۔",
        "دوپہر کو بینک کے باہر سے میری موٹر سائیکل اٹھا لی گئی۔",
        "دیوار کے جھگڑے پر ہمارے گھر والوں کو دھمکیاں دی جا رہی ہیں۔",
    ],
    "harassment": ["وہی شخص کالج کے گیٹ سے پیچھا کرتا ہے اور رات کو پیغام بھیجتا ہے۔"],
    "service": ["ایک ماہ پہلے سرٹیفکیٹ کی درخواست دی تھی، ابھی تک کچھ نہیں بدلا۔"],
    "other": ["میرا معاملہ کسی خانے میں نہیں آتا، رہنمائی چاہیے۔"],
}
OFFICERS_WORDS = {
    "record_contact": [
        "Spoke to the complainant by telephone; details noted.",
        "Met the complainant at the site.",
    ],
    "urgent_act": ["Went there at once; what had to be done first is done.", "Done within the hour, and written down."],
    "ask_citizen": ["Please send the receipt or the number of the vehicle.", "Which day did you come to the station?"],
    "submit_report": [
        "Both sides were heard, the record was checked and the grievance has been removed.",
        "The site was visited and the statements recorded; the matter has been dealt with as below.",
    ],
    "return_report": ["The second witness was not heard. Please do so.", "The station's diary is missing."],
    "reject": ["The matter is before the court; please turn there with this order."],
    "close_as_feedback": ["Thank you. The traffic wing has been told."],
    "object": ["Nothing has changed. The item has not been returned.", "مسئلہ حل نہیں ہوا، کسی نے رابطہ نہیں کیا۔"],
}


def weighted(random: Random, shares: dict[str, int]) -> str:
    return random.choices(list(shares), weights=list(shares.values()))[0]


def words_for(random: Random, move: str) -> str:
    """What is said with a move, where it needs words."""
    return random.choice(OFFICERS_WORDS.get(move, ["Noted."]))


def answers(random: Random, number: int, group: str, district: str, station: str, category: str) -> dict:
    """The answers of one complainant (complaints.services.registration.Answers)."""
    language = "ur" if random.random() < 0.55 else "en"
    name_en, name_ur = random.choice(PEOPLE)
    tales = (UR if language == "ur" else EN).get(group) or (UR if language == "ur" else EN)["other"]
    return {
        "category": category,
        "district": district,
        "station": station,
        "text": random.choice(tales),
        "landmark": "",
        "name": name_ur if language == "ur" else name_en,
        "phone": f"+92300{number:07d}",
        "language": language,
        "woman_officer": group == "harassment" and random.random() < 0.6,
        "protected": random.random() < 0.04,
    }
