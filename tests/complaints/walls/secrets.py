"""The identities of protected complainants, in every spelling in which they could appear."""

import re
from dataclasses import dataclass
from itertools import pairwise

SPACES = re.compile(r"[\s\u00a0\-–().،,]+|&nbsp;")


@dataclass(frozen=True)
class Secrets:
    """One person. All names and addresses consist of words that no page of the desk contains otherwise."""

    name: str
    phone: str
    document_number: str
    email: str
    address: str

    @property
    def answers(self) -> dict[str, str]:
        """Return the answers for a draft."""
        return {**vars(self), "document": "cnic"}

    @property
    def spellings(self) -> list[str]:
        """Return the spellings, each of which identifies the person in a sentence."""
        national, cnic, words = "0" + self.phone[3:], self.document_number, self.address.split()
        return [
            *self.name.split(),
            *(self.phone, national, f"{national[:4]}-{national[4:]}", f"{national[:4]} {national[4:7]} {national[7:]}"),
            *(cnic, f"{cnic[:5]}-{cnic[5:12]}-{cnic[12]}"),
            *(self.email, self.address, " ".join(words[:3])),
        ]

    @property
    def traces(self) -> list[str]:
        """Return the spellings after `plain`, without those that could be part of a longer number by chance."""
        pairs = [plain(f"{one} {other}") for one, other in pairwise(self.address.split())]
        kept = [*self.name.split(), self.phone[3:], self.document_number, self.email, *pairs]
        return [plain(one) for one in kept]

    def stand_in(self, text: str) -> list[str]:
        """Return which of the person's spellings a text contains."""
        said = plain(text)
        return [trace for trace in self.traces if trace in said]


def plain(text: str) -> str:
    """Return the text without spaces and dashes, in lower case."""
    return SPACES.sub("", text).casefold()


TAHIRA = Secrets("Tahira Qandeelshah", "+923009871234", "3520298765432", "tahira@mail.example", "14-B Zafranwala Lane")
NIGAR = Secrets("Nigar Umeedkhel", "+923335550917", "3520155501239", "umeed@post.example", "Plot 77 Sitarachowk Colony")
WAQAR = Secrets("Waqar Bahishtwala", "+923457770321", "3630277703217", "waqar@mail.example", "9/2 Chambeligali Bazaar")
