"""Who sees which fields: of each circle's view what is left out, or, for the public, all that is in it.

Part of the rights table (DOMAIN, "Who sees what"): what is not named here the public never sees (rule 12).
"""

HIDDEN_FROM_BODY = frozenset(
    {"chain", "cosignatures", "imported", "invited", "release", "revision", "unsealed"}
)
"""What of a paper the body does not see: the administration's authors, statements and drafts."""

PERSONS = frozenset({"actor", "proposer"})
"""Fields of an event that say who wrote something."""

BODY_ENTRIES = frozenset(
    {"consultation_added", "consultation_date", "measure_amended", "measure_cited", "passage_amended"}
)
"""What of a paper's history the body may know: changes that are made before its eyes."""

BODY_EVENTS = frozenset(
    {
        "vorlage.amendment_adopted.1",
        "vorlage.amendment_obsolete.1",
        "vorlage.amendment_proposed.1",
        "vorlage.amendment_reopened.1",
        "vorlage.amendment_restated.1",
        "vorlage.amendment_taken_over.1",
        "vorlage.amendment_voted.1",
        "vorlage.amendment_withdrawn.1",
        "vorlage.committee_date_set.1",
        "vorlage.consultation_added.1",
        "vorlage.consultation_called.1",
        "vorlage.consultation_concluded.1",
        "vorlage.consultation_overtaken.1",
        "vorlage.consultation_flagged.1",
        "vorlage.consultation_reopened.1",
        "vorlage.consultation_result_corrected.1",
        "vorlage.consultation_summoned.1",
        "vorlage.consultation_uncalled.1",
        "vorlage.edition_frozen.1",
        "vorlage.measure_amended.1",
        "vorlage.noted.1",
        "vorlage.passage_amended.1",
        "vorlage.publication_withdrawn.1",
        "vorlage.published.1",
        "vorlage.rejected.1",
        "vorlage.resolved.1",
        "vorlage.withdrawn.1",
    }
)
"""Which events of a paper reach the body, from the summons on."""

REVISION_EVENTS = frozenset(
    {
        "vorlage.amendment_taken_over.1",
        "vorlage.attachment_added.1",
        "vorlage.attachment_removed.1",
        "vorlage.attachment_replaced.1",
        "vorlage.budget_recorded.1",
        "vorlage.cause_attributed.1",
        "vorlage.cosignature_lapsed.1",
        "vorlage.cosignature_revived.1",
        "vorlage.edition_frozen.1",
        "vorlage.edition_opened.1",
        "vorlage.header_changed.1",
        "vorlage.measure_added.1",
        "vorlage.measure_amended.1",
        "vorlage.measure_citation_changed.1",
        "vorlage.measure_removed.1",
        "vorlage.passage_amended.1",
        "vorlage.text_revised.1",
    }
)
"""Events that are a draft while a new edition is being written."""

PUBLIC_PAPER = frozenset(
    {
        *("id", "number", "file_reference", "kind", "public", "published_at", "status", "date", "subject"),
        *("lead_department", "lead_department_id", "signatory", "proposed_resolution", "reasons"),
        *("consultations", "measures", "motions", "attachments", "budget", "editions", "resolution"),
    }
)
"""What of a paper the public sees, as an edition says it that was announced."""

PUBLIC_STATION = frozenset(
    {
        *("id", "committee", "committee_id", "date", "role", "printed", "yes", "no", "abstained"),
        *("outcome", "status", "session", "item", "edition", "late", "vote", "text_hash", "corrections"),
        "flags",
    }
)
"""What the public sees of a consultation in an announced sitting; its result once it was said in public."""

PUBLIC_MOTION = frozenset(
    {
        *("id", "measure", "document", "old", "new", "consultation", "committee", "status", "order"),
        *("votes", "at", "spoken"),
    }
)
"""What the public sees of a motion that was voted on in public."""

PUBLIC_SITTING = frozenset(
    {
        *("id", "committee", "date", "public", "published_at", "status", "opened_at", "lawful_number"),
        *("rule", "chair", "members", "present", "quorate", "quorums", "attendance", "current", "vote"),
        *("agenda", "flags", "announcements", "public_titles"),
    }
)
"""What of an announced sitting the public sees."""

PUBLIC_ITEM = frozenset(
    {
        *("id", "number", "subject", "vorlage", "consultation", "public", "urgency", "late", "called_at"),
        *("outcome", "vote", "reason", "recused", "votes"),
    }
)
"""What the public sees of an announced public item."""

PUBLIC_VOTE = frozenset(
    {
        *("id", "item", "about", "kind", "majority", "status", "yes", "no", "abstained", "invalid"),
        *(
            "not_voting",
            "entitled",
            "present",
            "counted",
            "carried",
            "unanimous",
            "declared",
            "rule",
            "text_hash",
        ),
        *("amendment", "repeats", "candidates", "reason", "opened_at", "counted_at", "declared_at"),
        *("flags", "ballots", "corrections", "items", "round", "elected", "won", "tied", "lot"),
    }
)
"""What the public sees of a vote that was held in public; numbers once the chair has said the result."""
