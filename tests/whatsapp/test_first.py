from complaints.models import Complaint


def test_a_complaint_is_lodged_and_followed_by_chat(phone):
    for said in ("Salam", "2", "2", "1", "bribe", "Lahore", "gulberg police", "I don't know", "He asked for money",
                 "done", "skip", "skip", "Ayesha", "skip", "yes", "yes", "yes"):  # fmt: skip
        for answer in phone.writes(said):
            print(said, "->", answer)
    complaint = Complaint.objects.for_system().get()
    assert complaint.channel == "whatsapp" and complaint.place.code == "gulberg"
    answers = phone.writes(complaint.etag)
    assert "Received" in str(answers)
    answers = phone.writes("3")
    print(answers)
