"""Personal data is encrypted when it is written to the database and decrypted when it is read."""

from django.db import connection

from complaints.models import Complainant


def test_a_phone_number_stands_nowhere_in_clear(world):
    person = Complainant.objects.create(name="Ayesha", phone="+923001112233")
    with connection.cursor() as cursor:
        cursor.execute("SELECT person::text FROM complaints_complainant AS person WHERE id = %s", [person.pk])
        (row,) = cursor.fetchone()
    assert "3001112233" not in row
    assert "Ayesha" not in row
    assert Complainant.objects.get(pk=person.pk).phone == "+923001112233"
