"""A view and the domain's state tell the same: both are folds of the same events."""

from domain.session.state import Session
from domain.vorlage.cosigning.scopes import within
from domain.vorlage.parts import Cosignature
from domain.vorlage.state import Vorlage
from projections.session import row as session_row
from projections.vorlage import row as vorlage_row


def vorlage_agrees(row: vorlage_row.Row, state: Vorlage) -> None:
    """Compare all of a paper that decisions depend on."""
    header = ("kind", "public", "status", "number", "file_reference", "subject", "date", "signatory")
    for name in (*header, "lead_department", "lead_department_name", "texts", "budget"):
        assert getattr(row, name) == getattr(state, name), name
    assert row.created_by == state.creator
    assert row.imported == state.imported
    assert (row.release is not None) == state.released
    assert set(row.invited) == state.invited
    _same(
        row.consultations,
        state.consultations,
        *("id", "committee", "committee_name", "date", "role", "printed", "session", "item", "edition"),
        *("called", "outcome", "vote", "status", "flags"),
    )
    _same(row.measures, state.measures, "id", "document", "page", "topic")
    for shown, measure in zip(row.measures, state.measures, strict=True):
        _same(shown.changes, measure.changes, "id", "cause")
    _same(row.motions, state.motions, "id", "document", "old", "new", "consultation", "proposer", "status")
    _same(row.attachments, state.attachments, "id", "title", "edition", "sha256")
    _same(row.editions, state.editions, "number", "label", "hash", "sections")
    assert (row.check and row.check.positive) == (state.check and state.check.positive)
    assert tuple(row.cosigning.chain) == state.chain
    signed = {
        key: Cosignature(each.edition, each.scope, each.sections)
        for key, each in row.cosigning.cosignatures.items()
    }
    assert signed == state.cosignatures


def cosignatures_agree(row: vorlage_row.Row, state: Vorlage) -> None:
    """Compare which cosignatures count; a change and what it undoes are one moment."""
    sections = row.editions[-1].sections if row.editions else None
    now = state.content().section_hashes()
    for key, each in row.cosigning.cosignatures.items():
        assert each.valid(sections) == (within(now, each.scope) == each.sections), key


def session_agrees(row: session_row.Row, state: Session) -> None:
    """Compare all of a sitting that decisions depend on."""
    for name in ("committee", "date", "public", "status", "seats", "chair", "current"):
        assert getattr(row, name) == getattr(state, name), name
    assert (row.lawful_number or 0, row.rule or "") == (state.lawful_number, state.rule)
    _same(row.agenda, state.agenda, "id", "subject", "public", "vorlage", "consultation", "outcome")
    assert [tuple(each.recused) for each in row.agenda] == [each.recused for each in state.agenda]
    assert {
        member: [(each.begin, each.end) for each in times] for member, times in row.attendance.items()
    } == {member: [(each.begin, each.end) for each in times] for member, times in state.attendance.items()}
    minutes, shown = state.minutes, row.minutes
    assert (minutes is None) == (shown is None)
    if minutes is not None and shown is not None:
        for name in ("status", "version", "public", "non_public", "outdated", "approved_in"):
            assert getattr(shown, name) == getattr(minutes, name), name
        _same(shown.signed, minutes.signatures, "role")
        _same(shown.objections, minutes.objections, "id", "member")
        assert [bool(each.taken) for each in shown.objections] == [each.taken for each in minutes.objections]
    votes = {vote.id: (item.id, vote) for item in row.agenda for vote in item.votes}
    assert len(votes) == len(state.votes)
    for expected in state.votes:
        item, vote = votes[expected.id]
        fields = ("about", "kind", "majority", "text_hash", "amendment", "opened_at", "counts", "declared")
        _same([vote], [expected], *fields, "counted_at", "contradicts", "shown_flags")
        assert item == expected.item
        assert tuple(vote.ballots) == expected.ballots
        assert (vote.entitled or 0, vote.carried or False) == (expected.entitled, expected.carried)
        assert ("declared" if vote.status == "corrected" else vote.status) == expected.status


def _same(rows: object, states: object, *names: str) -> None:
    assert isinstance(rows, list)
    assert isinstance(states, list | tuple)
    for row, state in zip(rows, states, strict=True):
        assert [getattr(row, name) for name in names] == [getattr(state, name) for name in names]
