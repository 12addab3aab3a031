from django.db import migrations

# `security_barrier`: no function of a reader's query sees a row before the view's own conditions have been applied.
VIEWS = {
    "offices": """
        SELECT office.code, office.kind, office.name_en, office.name_ur, parent.code AS parent_code
        FROM accounts_office AS office LEFT JOIN accounts_office AS parent ON parent.id = office.parent_id
        WHERE office.kind IN ('central', 'region', 'district')
    """,
    "categories": """
        SELECT code, "group" AS category_group, name_en, name_ur, about_police, confidential FROM complaints_category
    """,
    "complaints": """
        SELECT figure.month, office.code AS district, category.code AS category, figure.received,
               figure.contact_known, figure.contact_in_time, figure.report_known, figure.report_in_time,
               figure.hours_to_report, publication.made_at AS as_of
        FROM monitoring_categoryfigure AS figure
        JOIN monitoring_publication AS publication ON publication.id = figure.publication_id
        JOIN accounts_office AS office ON office.id = figure.office_id
        LEFT JOIN complaints_category AS category ON category.id = figure.category_id
    """,
    "figures": """
        SELECT office.code AS district, figure.is_elsewhere, figure.month,
               CASE WHEN figure.month IS NULL THEN publication.first END AS first_day,
               CASE WHEN figure.month IS NULL THEN publication.last END AS last_day,
               figure.received, figure.contact_known, figure.contact_in_time, figure.report_known,
               figure.report_in_time, figure.word_known, figure.confirmed, figure.objected, figure.hours_to_report,
               publication.made_at AS as_of
        FROM monitoring_publicfigure AS figure
        JOIN monitoring_publication AS publication ON publication.id = figure.publication_id
        LEFT JOIN accounts_office AS office ON office.id = figure.office_id
    """,
    "reviews": """
        SELECT first AS quarter_begins, NULLIF(decision, '') AS decision, number AS closed_reviews
        FROM monitoring_reviewsofquarter
    """,
}
CREATE = "CREATE SCHEMA reporting;\n" + "".join(
    f"CREATE VIEW reporting.{name} WITH (security_barrier) AS {query};\n" for name, query in VIEWS.items()
)


class Migration(migrations.Migration):
    """The schema `reporting`, which BI tools read with the role `portal_reporting` (docs/data-out.md).

    Its views show published figures and reference data. `operations.database.reporting_role` grants the rights.
    """

    dependencies = [
        ("monitoring", "0002_tally_functions"),
        ("accounts", "0001_initial"),
        ("complaints", "0001_initial"),
    ]

    operations = [migrations.RunSQL(CREATE, "DROP SCHEMA reporting CASCADE")]
