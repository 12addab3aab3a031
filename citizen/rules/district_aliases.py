"""Other names of districts, for search only: short forms, letters of number plates, old names."""

DISTRICT_ALIASES = {
    "lahore": "lhr",
    "rawalpindi": "pindi rwp پنڈی",
    "faisalabad": "fsd lyallpur لائلپور",
    "gujranwala": "grw gujrawala",
    "sialkot": "skt",
    "sheikhupura": "skp sheikhupora",
    "sargodha": "sgd",
    "multan": "mux",
    "bahawalpur": "bwp bhawalpur",
    "bahawalnagar": "bwn bhawalnagar",
    "dg_khan": "dgk dgkhan dg khan ڈی جی خان",
    "rahim_yar_khan": "ryk rahimyarkhan",
    "toba_tek_singh": "tts toba",
    "mandi_bahauddin": "mbd mbdin mb din",
    "nankana_sahib": "nankana",
    "muzaffargarh": "mzg mgarh muzafargarh",
    "sahiwal": "swl montgomery منٹگمری",
    "attock": "campbellpur کیمبل پور",
    "jhelum": "jehlum",
    "kot_addu": "kotaddu",
    "murree": "muree",
}
"""By office code. Source: everyday use. A form that two districts share is left out."""
