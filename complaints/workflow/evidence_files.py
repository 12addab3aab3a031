"""Evidence files that are added or taken back."""

from django.utils.translation import gettext_lazy as _

from complaints.workflow.declaration import Kind, NoMessage, SentenceByActor, Sentences

EVIDENCE_ADDED = Kind(
    "evidence_added",
    sentences=Sentences(
        officer=SentenceByActor(
            officer=_("{who} received files. Their digital fingerprints (hashes) are recorded."),
            citizen=_("The complainant added files. Their digital fingerprints (hashes) are recorded."),
        ),
        citizen=_("You added files. They cannot be changed without leaving a trace."),
    ),
    to_citizen=NoMessage("they have just added the files themselves"),
)

EVIDENCE_WITHDRAWN = Kind(
    "evidence_withdrawn",
    sentences=Sentences(
        officer=_(
            "The complainant took back a file. It stays sealed; only the Central Police Office can open it, with a "
            "reason."
        ),
        citizen=_("You took back a file. The officers who handle your complaint can no longer open it."),
    ),
    to_citizen=NoMessage("they have just taken the file back themselves"),
    needs_proof=True,
)

KINDS = (
    EVIDENCE_ADDED,
    EVIDENCE_WITHDRAWN,
)
