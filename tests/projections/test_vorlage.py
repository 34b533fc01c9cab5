import datetime as dt
from decimal import Decimal

import pytest

from domain.session.commands.votes import AnnulVote, DeclareVote, OpenVote, RecordVote
from domain.text import Splice
from domain.vorlage.events import VorlageEvent
from domain.vorlage.events.aftermath import VorlageNoted, VorlageRejected, VorlageWithdrawn
from domain.vorlage.events.budget import Account, Budget, BudgetRecorded, Cover
from domain.vorlage.events.consultation import (
    CommitteeDateSet,
    ConsultationAdded,
    ConsultationConcluded,
    ConsultationLinked,
    ConsultationRemarked,
    ConsultationReopened,
    ConsultationResultCorrected,
    ConsultationResultRecorded,
    ConsultationRoleSet,
    ConsultationScheduled,
    ConsultationSummoned,
    ConsultationUnscheduled,
    ConsultationWaived,
)
from domain.vorlage.events.cosigning import (
    CosignatureRefused,
    Cosigned,
    CosigningStarted,
    ReleaseWithdrawn,
    VorlageReleased,
)
from domain.vorlage.events.drafting import (
    AttachmentAdded,
    LeadDepartmentAssigned,
    TextRevised,
    VorlageCreated,
)
from domain.vorlage.events.editions import EditionFrozen
from domain.vorlage.events.measures import CauseAttributed, MeasureAdded, MeasureAmended, MeasureRemoved
from domain.vorlage.events.motions import (
    AmendmentProposed,
    AmendmentReopened,
    AmendmentVoted,
    AmendmentWithdrawn,
)
from projections.projection import Projection
from projections.vorlage import row as vorlage_row
from projections.vorlage import view as vorlage
from projections.vorlage.budget_shown import money
from projections.vorlage.shown import show
from tests.domain.county import CLERK, DECISION, MEASURE, MOTION, NEW, OLD, PAPER, PRELIMINARY, VOTE, County
from tests.projections.lives import BODY, CHANGE, INFORMAL, asked, done, drafted, recommended, resolved
from tests.projections.story import MOMENT, Json, fold, json, log, row, told

AS_A_VIEW: Projection[vorlage_row.Row] = vorlage

CREATED = VorlageCreated(
    kind="decision",
    public=True,
    file_reference="2020-01470",
    subject="Kreisentwicklungskonzept",
    salt=b"\x07" * 32,
    lead_department_name="Kreistagsbüro",
    date=dt.date(2023, 2, 23),
    signatory="Dr. Burchhardt",
    imported=True,
)
STATION = ConsultationAdded(
    consultation="ka", committee_name="Kreisausschuss", date=dt.date(2023, 3, 8), place=0
)


def written(document: str, text: str, *, keep: int = 0) -> TextRevised:
    """A text that is written behind what there is."""
    splices = (Splice(keep, 0, text),)
    return TextRevised(
        document=document, splices=splices, hash="", origin="written", began=MOMENT, ended=MOMENT
    )


def paper(*events: VorlageEvent, by: str = "person", acting_for: str | None = None) -> Json:
    """What a reader gets of a paper after its creation and these events."""
    found = row(vorlage, told("vorlagen/p", CREATED, *events, by=by, acting_for=acting_for))
    return json(show(found, position=42, by=str.upper))


def lived(county: County) -> Json:
    """What a reader gets of the paper of the tests' county."""
    rows = fold(vorlage, log((fact.stream, fact.meta, fact.event) for fact in county.log))
    return json(show(rows[f"vorlagen/{PAPER}"], position=len(county.log), by=str.upper))


def station(*events: VorlageEvent) -> Json:
    """What a reader gets of a station after these events."""
    (found,) = paper(STATION, *events)["consultations"]
    return found


def test_a_paper_just_imported_shows_null_for_what_it_does_not_say() -> None:
    shown = paper(
        written("proposed_resolution", "Der Kreistag beschließt."),
        STATION,
        MeasureAdded(measure="m", document="Konzept", page=114, topic="Öffentliche Finanzen"),
        AttachmentAdded(attachment="a", title="Konzept", edition="Fassung Kreisausschuss"),
    )
    assert shown == {
        "id": "p",
        "number": None,
        "file_reference": "2020-01470",
        "kind": "decision",
        "public": True,
        "published_at": None,
        "status": "draft",
        "lead_department": "Kreistagsbüro",
        "lead_department_id": None,
        "invited": [],
        "date": "2023-02-23",
        "subject": "Kreisentwicklungskonzept",
        "signatory": "Dr. Burchhardt",
        "imported": True,
        "proposed_resolution": "Der Kreistag beschließt.",
        "reasons": None,
        "consultations": [
            {
                "id": "ka",
                "committee": "Kreisausschuss",
                "committee_id": None,
                "date": "2023-03-08",
                "role": None,
                "printed": True,
                "yes": None,
                "no": None,
                "abstained": None,
                "remark": None,
                "outcome": None,
                "status": "dated",
                "session": None,
                "item": None,
                "edition": None,
                "late": False,
                "vote": None,
                "text_hash": None,
                "resolution_number": None,
                "corrections": [],
                "flags": [],
            }
        ],
        "measures": [
            {
                "id": "m",
                "document": "Konzept",
                "page": 114,
                "topic": "Öffentliche Finanzen",
                "text": None,
                "amendments": [],
            }
        ],
        "motions": [],
        "attachments": [
            {
                "id": "a",
                "title": "Konzept",
                "edition": "Fassung Kreisausschuss",
                "sha256": None,
                "size": None,
                "media_type": None,
            }
        ],
        "budget": {
            "proof_required": None,
            "accounts": None,
            "appropriation": None,
            "need": None,
            "shortfall": None,
            "sums": {"appropriation": None, "used": None, "need": None},
            "spending": None,
            "posting": None,
            "cover": [],
            "finance_check": None,
            "flags": [],
        },
        "editions": [],
        "revision": None,
        "resolution_number": None,
        "annulled": [],
        "urgent": None,
        "objections": [],
        "implementation": [],
        "chain": [],
        "cosignatures": [],
        "release": None,
        "resolution": None,
        "unsealed": [],
        "position": 42,
        "as_of": None,
    }


def test_what_the_reader_was_told_beside_the_row_is_shown() -> None:
    found = row(vorlage, told("vorlagen/p", CREATED))
    shown = show(found, position=7, by=str.upper, as_of=9, unsealed=["vorlagen/p/reasons"])
    assert (shown.position, shown.as_of, shown.unsealed) == (7, 9, ["vorlagen/p/reasons"])


def test_the_salt_is_in_no_row() -> None:
    assert CREATED.salt not in vorlage.encode(row(vorlage, told("vorlagen/p", CREATED)))


def test_texts_are_shown_in_composed_form_and_kept_as_they_were_typed() -> None:
    found = row(vorlage, told("vorlagen/p", CREATED, written("reasons", "Gro\u0308ße")))
    assert show(found, position=1, by=str.upper).reasons == "Größe"
    assert found.texts == {"reasons": "Gro\u0308ße"}


def test_a_revision_of_a_text_that_is_not_there_changes_nothing() -> None:
    assert paper(written("reasons", "mehr", keep=100))["reasons"] is None


def test_a_change_of_a_measure_names_its_old_text_and_the_cause_that_was_found_later() -> None:
    (measure,) = lived(drafted())["measures"]
    (change,) = measure["amendments"]
    assert (measure["id"], measure["page"], measure["topic"]) == (MEASURE, 115, "öffentliche Verwaltung")
    assert measure["text"] == NEW
    assert (change["id"], change["old"], change["new"], change["cause"]) == (CHANGE, OLD, NEW, INFORMAL)
    assert change["by"] == "BUILDER"


def test_a_removed_measure_is_gone() -> None:
    added = MeasureAdded(measure="m", document="Konzept", page=None, topic="Finanzen")
    assert paper(added, MeasureRemoved(measure="m"))["measures"] == []


def test_a_known_department_takes_the_place_of_a_printed_name() -> None:
    shown = paper(LeadDepartmentAssigned(department="d", name="Büro des Kreistages"))
    assert (shown["lead_department"], shown["lead_department_id"]) == ("Büro des Kreistages", "d")


def test_a_printed_committee_is_linked() -> None:
    linked = ConsultationLinked(consultation="ka", committee="c", committee_name="Kreisausschuss")
    assert station(linked)["committee_id"] == "c"


def test_an_undated_station_gets_a_date_a_role_and_a_remark() -> None:
    (found,) = paper(
        ConsultationAdded(consultation="x", committee_name="Kreistag", place=0),
        CommitteeDateSet(consultation="x", date=dt.date(2023, 3, 29)),
        ConsultationRoleSet(consultation="x", role="decision"),
        ConsultationRemarked(consultation="x", remark="vorbehaltlich"),
    )["consultations"]
    assert (found["date"], found["role"], found["remark"]) == ("2023-03-29", "decision", "vorbehaltlich")


def test_a_station_that_the_body_does_not_wait_for_is_flagged_with_the_reason() -> None:
    (found,) = paper(
        ConsultationAdded(consultation="x", committee_name="Bauausschuss", place=0),
        ConsultationWaived(consultation="x", reason="Der Kreistag verzichtet."),
    )["consultations"]
    [flag] = found["flags"]
    assert (flag["flag"], flag["rule"], flag["reason"]) == (
        "contested",
        "beratungsfolge",
        "Der Kreistag verzichtet.",
    )


def test_of_several_changes_only_the_one_that_was_traced_has_the_cause() -> None:
    def changed(change: str, old: str, new: str) -> MeasureAmended:
        return MeasureAmended(change=change, measure="m", old=old, new=new, page=1, topic="Finanzen")

    (measure,) = paper(
        MeasureAdded(measure="m", document="Konzept", page=1, topic="Finanzen"),
        changed("first", "a", "b"),
        changed("second", "b", "c"),
        CauseAttributed(change="second", measure="m", cause="ba"),
    )["measures"]
    assert [each["cause"] for each in measure["amendments"]] == [None, "ba"]


def test_a_station_that_is_neither_dated_nor_called_is_planned() -> None:
    (found,) = paper(ConsultationAdded(consultation="x", committee_name="Kreistag", place=0))["consultations"]
    assert found["status"] == "planned"


def test_counts_of_a_printed_paper_fill_its_station_and_what_is_missing_stays_null() -> None:
    found = station(ConsultationResultRecorded(consultation="ka", yes=9, no=0))
    assert (found["yes"], found["no"], found["abstained"], found["outcome"]) == (9, 0, None, None)


def test_a_station_whose_session_was_cancelled_is_free_again() -> None:
    found = station(
        ConsultationScheduled(consultation="ka", session="s", item="i"),
        ConsultationSummoned(consultation="ka", session="s", edition=1, late=True),
        ConsultationUnscheduled(consultation="ka", session="s", item="i"),
    )
    assert (found["session"], found["item"], found["edition"], found["late"]) == (None, None, None, False)


def test_an_annulled_vote_takes_the_stations_counts_with_it() -> None:
    found = station(
        ConsultationConcluded(
            consultation="ka", session="s", outcome="recommended", vote="v", yes=9, no=0, abstained=1
        ),
        ConsultationResultCorrected(consultation="ka", vote="v", yes=8, no=1, abstained=1, reason="verzählt"),
        ConsultationReopened(consultation="ka", session="s", reason="falsch verlesen"),
    )
    assert (found["yes"], found["outcome"], found["vote"], found["corrections"]) == (None, None, None, [])


def test_a_recommended_paper_has_its_counts_and_is_in_consultation() -> None:
    shown = lived(recommended())
    advised = next(each for each in shown["consultations"] if each["id"] == PRELIMINARY)
    assert (advised["yes"], advised["no"], advised["abstained"]) == (9, 0, 1)
    assert (advised["status"], advised["outcome"], advised["edition"]) == ("concluded", "recommended", 2)
    assert shown["status"] == "in_consultation"


def test_a_resolved_paper_names_the_edition_and_hash_that_the_vote_was_bound_to() -> None:
    shown = lived(resolved())
    decided = next(each for each in shown["consultations"] if each["id"] == DECISION)
    latest = shown["editions"][-1]
    assert shown["status"] == "resolved"
    assert shown["resolution"]["hash"] == latest["hash"] == decided["text_hash"]
    assert (shown["resolution"]["edition"], shown["resolution"]["vote"]) == (latest["number"], VOTE)
    assert latest["cause"] == DECISION


def test_an_annulled_decision_withdraws_the_resolved_edition_and_its_number_stays_used() -> None:
    before = lived(asked())
    annulled = done(asked(), CLERK, AnnulVote(session=BODY, vote=VOTE, reason="falsch verlesen"))
    shown = lived(annulled)
    station = next(each for each in shown["consultations"] if each["id"] == DECISION)
    assert (before["status"], shown["status"], shown["resolution"]) == ("resolved", "in_consultation", None)
    assert (station["outcome"], station["text_hash"], station["resolution_number"]) == (None, None, None)
    (told,) = shown["annulled"]
    assert (told["resolution_number"], told["reason"]) == ("KT 1/2023", "falsch verlesen")
    assert [each["released"] for each in shown["editions"]] == [False, True, False]
    motions = [(each["id"], each["status"]) for each in shown["motions"]]
    assert motions == [(MOTION, "carried"), ("other", "proposed")]
    assert len(shown["measures"][0]["amendments"]) < len(before["measures"][0]["amendments"])
    again = lived(
        done(
            annulled,
            CLERK,
            OpenVote(session=BODY, item="kt", vote="again", repeats=VOTE),
            RecordVote(session=BODY, vote="again", yes=9, no=0, abstained=0),
            DeclareVote(session=BODY, vote="again"),
        )
    )
    assert again["resolution"]["hash"] == before["resolution"]["hash"]
    assert again["resolution_number"] == "KT 2/2023"


def test_corrected_counts_of_a_station_stand_beside_the_first_ones_and_the_reason() -> None:
    decided = next(each for each in lived(resolved())["consultations"] if each["id"] == DECISION)
    (correction,) = decided["corrections"]
    assert (decided["yes"], decided["no"], decided["abstained"]) == (8, 0, 1)
    assert correction["before"] == {"yes": 7, "no": 0, "abstained": 2}
    assert correction["after"] == {"yes": 8, "no": 0, "abstained": 1}
    assert correction["reason"] == "Stimmzettel nachgezählt"
    assert correction["outcome_before"] == correction["outcome_after"] == decided["outcome"]


def test_a_motion_shows_how_it_was_voted_on_and_what_became_of_it() -> None:
    adopted, other = lived(resolved())["motions"]
    assert (adopted["id"], adopted["status"], adopted["order"]) == (MOTION, "adopted", 1)
    assert adopted["votes"] == [
        {"consultation": DECISION, "vote": "m", "result": "carried", "annulled": False}
    ]
    assert (other["status"], other["order"], other["votes"]) == ("obsolete", None, [])


def test_rule_14_an_annulled_vote_on_a_motion_stays_beside_the_one_that_repeats_it() -> None:
    def voted(vote: str) -> AmendmentVoted:
        return AmendmentVoted(amendment="m", consultation="ka", vote=vote, result="recommended")

    reopened = AmendmentReopened(amendment="m", consultation="ka", vote="b", reason="falsch verlesen")
    begun = (
        AmendmentProposed(amendment="m", measure="x", old="a", new="b"),
        voted("a"),
        voted("b"),
        reopened,
    )
    (shown,) = paper(*begun)["motions"]
    assert shown["status"] == "proposed"
    assert [(each["vote"], each["annulled"]) for each in shown["votes"]] == [("a", False), ("b", True)]
    (again,) = paper(*begun, voted("c"))["motions"]
    assert (again["status"], [each["annulled"] for each in again["votes"]]) == (
        "recommended",
        [False, True, False],
    )


def test_rule_14_a_result_from_paper_that_was_replaced_stays_visible_with_the_reason() -> None:
    found = station(
        ConsultationResultRecorded(consultation="ka", yes=9, no=0, abstained=1, outcome="recommended"),
        ConsultationResultRecorded(consultation="ka", yes=1, no=9, outcome="rejected", reason="vertauscht"),
    )
    assert (found["yes"], found["no"], found["abstained"], found["outcome"]) == (1, 9, None, "rejected")
    (correction,) = found["corrections"]
    assert correction["before"] == {"yes": 9, "no": 0, "abstained": 1}
    assert correction["after"] == {"yes": 1, "no": 9, "abstained": None}
    assert (correction["outcome_before"], correction["outcome_after"]) == ("recommended", "rejected")
    assert correction["reason"] == "vertauscht"


def test_a_motion_without_a_proposer_is_that_of_whoever_entered_it() -> None:
    motion = AmendmentProposed(amendment="m", measure="x", old="a", new="b")
    (shown,) = paper(motion, AmendmentWithdrawn(amendment="m"))["motions"]
    assert (shown["proposer"], shown["status"]) == ("PERSON", "withdrawn")


def test_a_cosignature_is_valid_while_the_latest_edition_has_its_sections() -> None:
    def frozen(number: int, reasons: str) -> EditionFrozen:
        sections = {"reasons": reasons}
        return EditionFrozen(number=number, label="Fassung", hash="h", sections=sections, canonical=b"c")

    signed = Cosigned(department="d", edition=1, sections={"reasons": "1"}, comment="gesehen")
    (before,) = paper(frozen(1, "1"), signed)["cosignatures"]
    (after,) = paper(frozen(1, "1"), signed, frozen(2, "2"))["cosignatures"]
    (alone,) = paper(signed)["cosignatures"]
    assert (before["valid"], after["valid"], alone["valid"]) == (True, False, False)
    assert (before["by"], before["acting_for"], before["comment"]) == ("PERSON", None, "gesehen")


def test_the_bytes_of_an_edition_are_not_in_the_row_but_in_the_event_that_it_names() -> None:
    frozen = EditionFrozen(number=1, label="F", hash="h", sections={}, canonical=b"canonical bytes")
    found = row(vorlage, told("vorlagen/p", CREATED, frozen))
    assert b"canonical bytes" not in vorlage.encode(found)
    assert found.editions[0].position == 2


def test_a_refusal_brings_the_paper_back_to_draft() -> None:
    started = CosigningStarted(edition=1, chain=("d", "e"))
    cosigning = paper(started)
    refused = paper(started, CosignatureRefused(department="d", reason="zu teuer"))
    assert (cosigning["status"], cosigning["chain"]) == ("cosigning", ["d", "e"])
    assert (refused["status"], refused["chain"]) == ("draft", [])


def test_a_deputys_release_names_both_persons() -> None:
    shown = paper(VorlageReleased(edition=1), by="deputy", acting_for="landrat")
    assert shown["status"] == "released"
    assert shown["release"] == {
        "edition": 1,
        "by": "DEPUTY",
        "acting_for": "LANDRAT",
        "at": "2023-02-23T09:00:00Z",
    }


def test_a_deputys_cosignature_names_both_persons() -> None:
    signed = Cosigned(department="d", edition=1, sections={})
    (shown,) = paper(signed, by="deputy", acting_for="head")["cosignatures"]
    assert (shown["by"], shown["acting_for"]) == ("DEPUTY", "HEAD")


def test_a_release_that_was_taken_back_is_gone() -> None:
    shown = paper(VorlageReleased(edition=1), ReleaseWithdrawn(reason="ein Fehler"))
    assert (shown["status"], shown["release"]) == ("draft", None)


@pytest.mark.parametrize(
    ("event", "status"),
    [
        (VorlageRejected(consultation="kt", vote="v"), "rejected"),
        (VorlageNoted(consultation="kt"), "noted"),
        (VorlageWithdrawn(reason="überholt"), "withdrawn"),
    ],
)
def test_a_paper_ends_in_other_ways_too(event: VorlageEvent, status: str) -> None:
    assert paper(event)["status"] == status


def test_money_is_a_text_and_what_is_not_recorded_is_null() -> None:
    budget = Budget(
        proof_required=False,
        accounts=(Account(account="51.1", need=Decimal("1500.5")),),
        appropriation=Decimal(0),
        cover=(Cover(kind="less_expense", amount=Decimal(1500)),),
    )
    shown = paper(BudgetRecorded(budget=budget))["budget"]
    assert shown["proof_required"] is False
    assert (shown["appropriation"], shown["need"]) == ("0.00", None)
    assert shown["accounts"] == [
        {
            "account": "51.1",
            "name": None,
            "appropriation": None,
            "used": None,
            "need": "1500.50",
            "shortfall": None,
            "spending": None,
        }
    ]
    assert shown["sums"] == {"appropriation": None, "used": None, "need": "1500.50"}
    assert (shown["shortfall"], shown["spending"], shown["flags"]) == (None, None, [])
    assert shown["cover"] == [{"kind": "less_expense", "account": None, "amount": "1500.00"}]


@pytest.mark.parametrize(
    ("amount", "text"), [("1500", "1500.00"), ("1.5E+3", "1500.00"), ("0.005", "0.005"), ("-7.1", "-7.10")]
)
def test_an_amount_has_two_places_at_least_and_loses_none(amount: str, text: str) -> None:
    assert money(Decimal(amount)) == text


def test_papers_are_searched_by_columns() -> None:
    rows = fold(vorlage, log((fact.stream, fact.meta, fact.event) for fact in resolved().log))
    assert vorlage.columns(rows[f"vorlagen/{PAPER}"]) == {
        "status": "resolved",
        "kind": "decision",
        "public": 1,
        "lead_department": "fb-bau",
        "lead_department_name": "Fachbereich Bau",
        "subject": "Kreisentwicklungskonzept",
        "file_reference": "2020-01470",
        "number": None,
        "date": "2023-02-23",
        "summoned": 1,
    }
