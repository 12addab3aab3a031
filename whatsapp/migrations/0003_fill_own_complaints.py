"""Give each chat the complaints that were made from its number, with the consent to news that was noted for each."""

from django.db import migrations

FILL = """
    INSERT INTO whatsapp_owncomplaint (chat_id, complaint_id, wants_news)
    SELECT chat.id, complaint.id, chat.welcome AND person.messages_wanted
    FROM complaints_complaint AS complaint
    JOIN complaints_complainant AS person ON person.id = complaint.complainant_id
    JOIN whatsapp_chat AS chat ON chat.phone_index = person.phone_index
    WHERE complaint.channel = 'whatsapp' AND person.phone_index <> ''::bytea
    ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):

    dependencies = [("whatsapp", "0002_own_complaints")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
