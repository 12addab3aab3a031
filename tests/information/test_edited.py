"""Loading the shipped lists again does not overwrite what an administrator has edited."""

import pytest
from django.core.management import call_command
from django.utils.timezone import now

from accounts.models import Office
from complaints.models import Category
from complaints.services.administration.category_texts_and_policies import save_category_texts
from information.models import Helpline
from information.services.information_loading import save_edited_row
from tests.world import build


@pytest.mark.django_db
def test_an_edited_row_stays_and_the_others_follow_the_list():
    world = build()
    edited, other = Helpline.objects.order_by("pk")[:2]
    name = other.name_en
    edited.note_en = other.name_en = "As the administrator says"
    save_edited_row(edited, at=now())
    other.save()
    category = Category.objects.get(code="threats")
    category.name_en = "Threats and fear"
    save_category_texts(category, by=world.omar.actor, at=now())
    Office.objects.filter(code="kasur").update(name_en="Kasur District", changed_by=world.omar.officer)
    call_command("load_reference")
    assert Helpline.objects.get(pk=edited.pk).note_en == "As the administrator says"
    assert Helpline.objects.get(pk=other.pk).name_en == name
    assert Category.objects.get(code="threats").name_en == "Threats and fear"
    assert Office.objects.get(code="kasur").name_en == "Kasur District"
