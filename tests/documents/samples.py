"""Facts for papers: Ayesha's complaint, told in both languages."""

from datetime import date

from documents import (
    Applicant,
    ChartBar,
    ClearanceFacts,
    DossierFacts,
    DossierLine,
    FactSource,
    FormReview,
    LegalApplicationFacts,
    PetitionBreach,
    PetitionEntry,
    PetitionFacts,
    ReceiptFacts,
    ReceiptStep,
    RecordCode,
    RecordEntry,
    RecordFacts,
    ReportFacts,
    ReportFigure,
)

FOLLOW = "https://complaints.example.org/track/264819073555/"

RECEIPT = {
    "en": ReceiptFacts(
        etag="2648 1907 3555",
        registered="27 November 2026, 10:40 am",
        cell="District Police Office, Lahore",
        follow_url=FOLLOW,
        steps=(
            ReceiptStep(
                "by 6:40 pm today", "An officer of DSP/ASP rank or above will speak to you.", "In person or by phone."
            ),
            ReceiptStep("by 10:40 am tomorrow", "The officer's report is due."),
        ),
    ),
    "ur": ReceiptFacts(
        etag="2648 1907 3555",
        registered="27 نومبر 2026، صبح 10:40 بجے",
        cell="ضلعی پولیس دفتر لاہور",
        follow_url=FOLLOW.replace("/track/", "/ur/track/"),
        steps=(
            ReceiptStep(
                "آج شام 6:40 بجے تک",
                "ڈی ایس پی یا اوپر کے درجے کا افسر خود آپ سے رابطہ کرے گا۔",
                "خود مل کر یا فون پر۔",
            ),
            ReceiptStep("کل صبح 10:40 بجے تک", "افسر کی رپورٹ آنی ہے۔"),
        ),
    ),
}

REVIEW = FormReview("Sana Tariq, advocate, licence 1234", date(2026, 11, 20), "the Code as amended up to June 2026")
CODE = RecordCode(
    "4821 0093 1175 2064 8830 4417",
    "https://complaints.example.org/log/receipt/",
    "https://complaints.example.org/log/receipt/?etag=264819073555&mark=482100931175206488304417",
)

PETITION = {
    "en": PetitionFacts(
        etag="2648 1907 3555",
        registered="24 November 2026, 9:00 am",
        district="Lahore",
        applicant=Applicant(name="Ayesha Khan", cnic="35202-1234567-1", phone="0300-1112233"),
        respondents=("Station House Officer, Gulberg police station", "District Police Officer, Lahore"),
        words="He took my savings for a plot and gave me a false file.\nانہوں نے کہا کہ یہ دیوانی معاملہ ہے۔",
        place="Main Market, Gulberg",
        timeline=(
            PetitionEntry("24 November, 9:00 am", "The complaint was registered", "", FactSource.RECORDED),
            PetitionEntry(
                "24 November, 12:10 pm", "The officer spoke to the applicant", "Gulberg circle", FactSource.DENIED
            ),
            PetitionEntry(
                "25 November, 3:00 pm", "The officer visited the place", "Gulberg circle", FactSource.CLAIMED
            ),
            PetitionEntry(
                "26 November, 9:00 am", "The officer rang the applicant", "Gulberg circle", FactSource.CONFIRMED
            ),
        ),
        breaches=(
            PetitionBreach(
                "An officer speaks to the complainant", "24 November, 5:00 pm", "Gulberg circle", "26 November"
            ),
            PetitionBreach("The officer's report", "25 November, 9:00 am", "Gulberg circle"),
        ),
        fir_refused=True,
        annexures=("Photograph of the false file",),
        review=REVIEW,
        record=CODE,
    ),
    "ur": PetitionFacts(
        etag="2648 1907 3555",
        registered="24 نومبر 2026، صبح 9:00 بجے",
        district="لاہور",
        applicant=Applicant(name="عائشہ خان", cnic="35202-1234567-1", phone="0300-1112233"),
        respondents=("ایس ایچ او، تھانہ گلبرگ", "ڈسٹرکٹ پولیس افسر، لاہور"),
        words="اس نے پلاٹ کے نام پر میری جمع پونجی لے لی۔ میں تین بار تھانے گئی۔",
        timeline=(
            PetitionEntry("24 نومبر، صبح 9:00", "شکایت درج ہوئی", "", FactSource.RECORDED),
            PetitionEntry("24 نومبر، دوپہر 12:10", "افسر نے بات کی", "سرکل گلبرگ", FactSource.DENIED),
        ),
        breaches=(PetitionBreach("افسر کی رپورٹ", "25 نومبر، صبح 9:00", "سرکل گلبرگ"),),
        review=REVIEW,
        record=CODE,
    ),
}

APPLICATION = {
    "en": LegalApplicationFacts(
        applicant=Applicant(name="Ayesha Khan", cnic="35202-1234567-1", phone="0300-1112233"),
        words="Two men on a motorcycle took my bag at the market gate.",
        etag="2648 1907 3555",
        registered="24 November 2026, 9:00 am",
        district="Lahore",
        station="Gulberg Police Station",
        place="Gulberg Police Station, near Main Market",
        happened="23 November 2026",
        concerns="Two men, motorcycle LEA-1234",
        review=REVIEW,
        record=CODE,
    ),
    "ur": LegalApplicationFacts(
        applicant=Applicant(name="عائشہ خان", cnic="35202-1234567-1", phone="0300-1112233"),
        words="موٹر سائیکل پر دو آدمیوں نے بازار کے گیٹ پر میرا بیگ چھین لیا۔",
        etag="2648 1907 3555",
        registered="24 نومبر 2026، صبح 9:00 بجے",
        district="لاہور",
        station="تھانہ گلبرگ",
        place="تھانہ گلبرگ، مین مارکیٹ کے پاس",
        happened="23 نومبر 2026",
        review=REVIEW,
        record=CODE,
    ),
}

RECORD = {
    "en": RecordFacts(
        etag="2648 1907 3555",
        category="Fraud, cheque or document crime",
        status="In inquiry",
        printed="Printed by Inspector Bilal, Inquiry officer, Gulberg Circle on 24 November 2026, 14:05.",
        facts=(
            ("Where it happened", "Gulberg Police Station, Gulberg Circle"),
            ("Received", "23 November 2026, 09:00"),
        ),
        words="He took my savings for a plot.\nانہوں نے کہا کہ یہ دیوانی معاملہ ہے۔",
        person=(("Name", "Ayesha Khan"), ("Phone", "+923001112233")),
        exhibits=("1 · Photo · 3.4 MB",),
        timeline=(
            RecordEntry("23 November 2026, 09:00", "The complainant registered it on the web."),
            RecordEntry(
                "23 November 2026, 09:10 · SDPO", "Salma marked it to Inspector Bilal.", "Be quick.", "officers"
            ),
            RecordEntry("23 November 2026, 11:00", "Inspector Bilal asked the complainant.", "Which bank?", "citizen"),
        ),
    ),
    "ur": RecordFacts(
        etag="2648 1907 3555",
        category="دھوکہ دہی",
        status="زیر انکوائری",
        printed="انسپکٹر بلال، گلبرگ سرکل نے 24 نومبر 2026، 14:05 پر چھاپا۔",
        facts=(("کہاں ہوا", "تھانہ گلبرگ"), ("موصول", "23 نومبر 2026، 09:00")),
        words="اس نے پلاٹ کے نام پر میری جمع پونجی لے لی۔",
        hidden="شناخت محفوظ ہے۔",
        timeline=(
            RecordEntry("23 نومبر 2026، 09:00", "شکایت کنندہ نے ویب پر درج کرائی۔"),
            RecordEntry("23 نومبر 2026، 11:00", "انسپکٹر بلال نے سوال کیا۔", "کون سا بینک؟", "citizen"),
        ),
    ),
}

DOSSIER = {
    "en": DossierFacts(
        etag="2648 1907 3555",
        officer="Inspector Bilal",
        frozen="24 November 2026, 17:02",
        mark="3f" * 32,
        chain="a0" * 32,
        facts=(
            ("Time limits", "contact within 8 hours, report within 120 hours"),
            ("Deadline missed", "Contact, 24 November 2026, 17:00"),
        ),
        custody=(DossierLine("24 November 2026, 9:20 to 24 November 2026, 17:00", "Inspector Bilal, Gulberg Circle"),),
        notices=(DossierLine("24 November 2026, 15:00", "Reminder, sent 24 November 2026, 15:00"),),
        pauses=(
            DossierLine("24 November 2026, 11:00 to 24 November 2026, 12:00", "Inspector Bilal", "Which bank was it?"),
        ),
        events=(DossierLine("24 November 2026, 9:20", "Marked to an officer"),),
    ),
    "ur": DossierFacts(
        etag="2648 1907 3555",
        officer="انسپکٹر بلال",
        frozen="24 نومبر 2026، 17:02",
        mark="3f" * 32,
        chain="a0" * 32,
        facts=(("مقررہ وقت", "رابطہ 8 گھنٹے میں، رپورٹ 120 گھنٹے میں"), ("مقررہ وقت", "رابطہ، 24 نومبر 2026، 17:00")),
        custody=(DossierLine("24 نومبر 2026، 9:20 سے 24 نومبر 2026، 17:00 تک", "انسپکٹر بلال، گلبرگ سرکل"),),
        notices=(DossierLine("24 نومبر 2026، 15:00", "یاد دہانی، 24 نومبر 2026، 15:00 کو بھیجی گئی"),),
        pauses=(DossierLine("24 نومبر 2026، 11:00 سے 24 نومبر 2026، 12:00 تک", "انسپکٹر بلال", "کون سا بینک؟"),),
        events=(DossierLine("24 نومبر 2026، 9:20", "افسر کو مارک ہوئی"),),
    ),
}

REPORT = {
    "en": ReportFacts(
        title="Weekly report: Lahore",
        office="Lahore",
        period="Received on or after 16 November 2026 to 22 November 2026",
        as_of="As of 23 November 2026, 06:05",
        figures=(
            ReportFigure("received", "1,204", before="before: 1,177"),
            ReportFigure("Reported on time", "82%", "988 of 1,204 · 80 to 84 %", "before: 79%"),
        ),
        weeks=(ChartBar("9 November – 15 November", "1,177", 0.98), ChartBar("16 November – 22 November", "1,204", 1)),
        categories=(ChartBar("Fraud, cheque or document crime", "310", 1),),
        level="Police station",
        columns=("Reported on time", "Received"),
        rows=(("Gulberg Police Station", "82% (77 to 86 %)", "301"), ("Garden Town Police Station", "3 of 9", "9")),
        notes=("This report does not change.",),
    ),
    "ur": ReportFacts(
        title="ہفتہ وار رپورٹ: لاہور",
        office="لاہور",
        period="16 نومبر 2026 سے 22 نومبر 2026 تک موصول",
        as_of="23 نومبر 2026، 06:05 تک",
        figures=(
            ReportFigure("موصول", "1,204", before="پہلے: 1,177"),
            ReportFigure("بروقت رپورٹ", "82%", "1,204 میں سے 988", "پہلے: 79%"),
        ),
        weeks=(ChartBar("9 نومبر – 15 نومبر", "1,177", 0.98), ChartBar("16 نومبر – 22 نومبر", "1,204", 1)),
        categories=(),
        level="تھانہ",
        columns=("بروقت رپورٹ", "موصول"),
        rows=(("تھانہ گلبرگ", "82%", "301"),),
        notes=("یہ کاغذ ایسا ہی رہتا ہے۔",),
    ),
}

CLEARANCE = {
    "en": ClearanceFacts(
        officer="DSP Dania",
        case="delay case 114",
        facts=(
            ("Delays examined", "2"),
            ("Decision set aside", "Censure, 2 December 2026, the province (Central Police Office)"),
            ("Set aside by order", "SO-D2/2026 of 5 December 2026"),
        ),
        meaning=("No finding of deliberate delay stands against this officer for these delays.",),
        mark="7c" * 32,
    ),
    "ur": ClearanceFacts(
        officer="ڈی ایس پی دانیہ",
        case="تاخیر کا کیس 114",
        facts=(("جانچی گئی تاخیریں", "2"), ("حکم", "SO-D2/2026، 5 دسمبر 2026")),
        meaning=("ان تاخیروں پر اس افسر کے خلاف جان بوجھ کر تاخیر کا کوئی فیصلہ برقرار نہیں۔",),
        mark="7c" * 32,
    ),
}
