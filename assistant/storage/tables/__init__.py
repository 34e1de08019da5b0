"""The tables, a module for each feature.

No table holds a resident's name, and none keeps a question as it was typed.
"""

from assistant.storage.tables.accounts import (
    AccountLocationRow,
    AccountRow,
    DeviceRow,
    FailureRow,
    LinkRow,
    RecoveryCodeRow,
    VisitRow,
)
from assistant.storage.tables.backups import BackupRow
from assistant.storage.tables.gaps import (
    GapCountRow,
    GapDecisionRow,
    GapRow,
    HelpedCountRow,
)
from assistant.storage.tables.ledgers import ApprovalRow, AuditRow, ProviderRow
from assistant.storage.tables.local_words import HiddenAnswerRow, LocalLineRow
from assistant.storage.tables.locations import ContactRow, LocationRow
from assistant.storage.tables.notices import (
    MakingRow,
    NoticeRow,
    NoticeVersionRow,
    PostedCopyRow,
    SwitchOffJobRow,
)
from assistant.storage.tables.outcomes import OutcomeRow
from assistant.storage.tables.register import ToolRow, ToolTaskRow, ToolVersionRow
from assistant.storage.tables.table import Table
from assistant.storage.tables.training import (
    AttemptRow,
    CardCountRow,
    CertificateRow,
    CheckItemRow,
    ConfidenceRow,
    LearnerRow,
    ObservationRow,
    PaperPackRow,
    ParticipantRow,
    ScenarioVersionRow,
    SessionItemRow,
    TrainingGapRow,
    TrainingSessionRow,
    VoteRow,
)
from assistant.storage.tables.translations import KeptTranslationRow, TranslationReviewRow

__all__ = [
    "AccountLocationRow",
    "AccountRow",
    "ApprovalRow",
    "AttemptRow",
    "AuditRow",
    "BackupRow",
    "CardCountRow",
    "CertificateRow",
    "CheckItemRow",
    "ConfidenceRow",
    "ContactRow",
    "DeviceRow",
    "FailureRow",
    "GapCountRow",
    "GapDecisionRow",
    "GapRow",
    "HelpedCountRow",
    "HiddenAnswerRow",
    "KeptTranslationRow",
    "LearnerRow",
    "LinkRow",
    "LocalLineRow",
    "LocationRow",
    "MakingRow",
    "NoticeRow",
    "NoticeVersionRow",
    "ObservationRow",
    "OutcomeRow",
    "PaperPackRow",
    "ParticipantRow",
    "PostedCopyRow",
    "ProviderRow",
    "RecoveryCodeRow",
    "ScenarioVersionRow",
    "SessionItemRow",
    "SwitchOffJobRow",
    "Table",
    "ToolRow",
    "ToolTaskRow",
    "ToolVersionRow",
    "TrainingGapRow",
    "TrainingSessionRow",
    "TranslationReviewRow",
    "VisitRow",
    "VoteRow",
]
