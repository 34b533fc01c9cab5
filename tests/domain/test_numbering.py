"""Resolution numbers: a committee and a year, without a gap, and never the same twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.committee.abbreviation import free, initials
from domain.committee.commands import FormCommittee
from domain.committee.errors import AbbreviationTaken
from domain.committee.events import CommitteeFormed, ResolutionNumbered
from domain.procedure import bodies
from domain.session.commands.agenda import AddAgendaItem
from domain.session.commands.course import CallItem
from domain.session.commands.proceedings import AcceptItem
from domain.session.commands.votes import AnnulVote, DeclareVote, OpenVote, RecordVote
from domain.session.events.course import ItemConcluded
from domain.vorlage.events.aftermath import VorlageResolved
from domain.vorlage.events.consultation import ConsultationConcluded
from tests.domain.county import (
    CLERK,
    ITEM,
    KREISTAG,
    OFFICE,
    PRELIMINARY,
    SITTING,
    VOTE,
    County,
    county,
    sitting,
)


def voted(before: County, item: str, vote: str, *, carried: bool) -> County:
    yes = 9 if carried else 0
    return before.all(
        CLERK,
        OpenVote(session=SITTING, item=item, vote=vote),
        RecordVote(session=SITTING, vote=vote, yes=yes, no=9 - yes, abstained=0),
        DeclareVote(session=SITTING, vote=vote),
    )


def bare(before: County, number: int) -> County:
    return before.all(
        CLERK,
        AddAgendaItem(session=SITTING, item=f"i{number}", subject="Verschiedenes", urgency="eilt"),
        AcceptItem(session=SITTING, item=f"i{number}"),
        CallItem(session=SITTING, item=f"i{number}"),
    )


def test_a_resolution_of_a_paper_gets_its_number_everywhere() -> None:
    then = voted(sitting(), ITEM, VOTE, carried=True)
    assert then.of(ResolutionNumbered) == [
        ResolutionNumbered(number=1, year=2023, label="KT 1/2023", session=SITTING, item=ITEM, vote=VOTE)
    ]
    assert then.of(ItemConcluded)[0].resolution_number == "KT 1/2023"
    assert then.of(ConsultationConcluded)[0].resolution_number == "KT 1/2023"
    assert then.of(VorlageResolved)[0].resolution_number == "KT 1/2023"


def test_what_an_advisory_body_recommends_or_a_body_rejects_gets_none() -> None:
    for then in (
        voted(sitting(), ITEM, VOTE, carried=False),
        sitting(PRELIMINARY).all(
            CLERK,
            OpenVote(session=SITTING, item=ITEM, vote=VOTE),
            RecordVote(session=SITTING, vote=VOTE, yes=9, no=0, abstained=1),
            DeclareVote(session=SITTING, vote=VOTE),
        ),
    ):
        assert then.of(ResolutionNumbered) == []
        assert then.of(ItemConcluded)[0].resolution_number is None


@given(st.lists(st.sampled_from(["carried", "rejected", "annulled"]), max_size=5))
def test_numbers_have_no_gap_and_one_once_given_is_never_given_again(ends: list[str]) -> None:
    now = sitting()
    labels = []
    for number, end in enumerate(ends):
        now = voted(bare(now, number), f"i{number}", f"v{number}", carried=end != "rejected")
        labels += [each.label for each in now.of(ResolutionNumbered)]
        if end == "annulled":
            now = now.when(CLERK, AnnulVote(session=SITTING, vote=f"v{number}", reason="Formfehler"))
    used = sum(end != "rejected" for end in ends)
    assert labels == [f"KT {n + 1}/2023" for n in range(used)]


def test_a_declaration_touches_the_body_s_stream_and_nothing_else_does() -> None:
    sittings = sitting().world.sessions
    assert bodies(DeclareVote(session=SITTING, vote=VOTE), sittings) == {KREISTAG}
    assert bodies(DeclareVote(session="none", vote=VOTE), sittings) == set()
    assert bodies(CallItem(session=SITTING, item=ITEM), sittings) == set()


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Kreistag", "KT"),
        ("Kreisausschuss", "KA"),
        ("Ausschuss für Bau und Umwelt", "ABU"),
        ("Jugendhilfeausschuss", "JA"),
        ("beirat", "BR"),
    ],
)
def test_initials_of_a_body(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_no_two_bodies_share_what_their_numbers_begin_with() -> None:
    assert free("Kreistag", frozenset({"KT", "KT2"})) == "KT3"
    form = FormCommittee(name="Kulturausschuss", lawful_number=9)
    assert county().when(OFFICE, form).of(CommitteeFormed)[0].abbreviation == "KA2"
    other = FormCommittee(name="Umweltausschuss", lawful_number=9, abbreviation="KA")
    with pytest.raises(AbbreviationTaken):
        county().when(OFFICE, other)
    named = FormCommittee(name="Umweltausschuss", lawful_number=9, abbreviation="Umw")
    assert county().when(OFFICE, named).of(CommitteeFormed)[0].abbreviation == "Umw"
