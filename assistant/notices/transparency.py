"""A notice as open data, in the shape of the Algorithmic Transparency Recording Standard.

The standard (version 3.0) is for public bodies; a care provider may use its
field names so that records can be compared. What only the provider's office keeps stays out.
"""

from __future__ import annotations

from typing import Any

import msgspec

from assistant.languages import ENGLISH, shown
from assistant.notices.model import Layer, Notice, NoticeFile, Section, Sentence
from assistant.notices.tool_sentences import ToolSentences
from assistant.notices.wording import Wording
from assistant.register import NOT_SURE, Office, Recordings, Status, Tool

SCHEMA = "plainly-notice-1"
_PHASES = {Status.TRIAL: "Beta/Pilot", Status.LIVE: "Production"}
_ROLES = {role: role.replace("_", " ") for role in Office}


def record(file: NoticeFile, notice: Notice, wording: Wording) -> dict[str, Any]:
    """Return *file* as a record: tier 1 for everyone, tier 2 in detail, and the composed text."""
    return {
        "schema": SCHEMA,
        "standard": "shaped after the Algorithmic Transparency Recording Standard 3.0",
        "notice": {
            "id": file.id,
            "version": file.version,
            "audience": file.audience,
            "made_on": file.made_on,
            "review_by": file.review_by,
            "early": notice.early,
            "title": notice.title.text,
            "text": {section.id: _said(section) for section in notice.sections},
            "details": [
                {"heading": section.heading.text, "sentences": _said(section)}
                for section in notice.layers[Layer.DETAILS].sections
            ],
        },
        "tools": [_tool(ToolSentences(file, tool, wording), file) for tool in file.tools],
    }


def to_json(found: dict[str, Any]) -> str:
    """Return a record as JSON text, the same for the same notice."""
    return msgspec.json.format(msgspec.json.encode(found), indent=2).decode() + "\n"


def _tool(tool: ToolSentences, file: NoticeFile) -> dict[str, Any]:
    return {
        "tier_1": {
            "name": tool.tool.name,
            "description": _joined(tool.what(), tool.does()),
            "website_url": None,
            "contact_email": None,
            "contact": f"{_ROLES[file.contact.role]}, {file.contact.phone}",
        },
        "tier_2": {
            "owner_and_responsibility": _owner(tool.tool, file),
            "description_and_rationale": _rationale(tool),
            "decision_making_process": _decisions(tool),
            "tool_specification": _specification(tool.tool),
            "data_specification": _data(tool),
            "risks_mitigations_and_impact_assessments": _risks(tool),
        },
    }


def _owner(tool: Tool, file: NoticeFile) -> dict[str, Any]:
    return {
        "organisation_or_department": file.provider,
        "team": file.location,
        "senior_responsible_owner": _ROLES[tool.owner] if tool.owner else None,
        "third_party_involvement": "Yes",
        "third_party": tool.supplier,
        "procurement_procedure_type": None,
        "third_party_data_access_terms": _known(tool.agreement),
    }


def _rationale(tool: ToolSentences) -> dict[str, Any]:
    return {
        "detailed_description": _joined(tool.does()),
        "benefits": tool.say(f"what.purpose.{tool.tool.purpose}").text,
        "previous_process": _joined(tool.route()),
        "alternatives_considered": None,
        "scope": [tool.say(f"what.place.{place}").text for place in tool.chosen("places")],
    }


def _decisions(tool: ToolSentences) -> dict[str, Any]:
    return {
        "process_integration": tool.say(f"does.effect.{tool.tool.decision_effect}").text,
        "provided_information": tool.say("does.job").text,
        "human_decisions_and_review": _joined(tool.check()),
        "required_training": _known(tool.tool.trained),
        "appeals_and_review": _joined(tool.choice(), tool.pledges()),
    }


def _specification(tool: Tool) -> dict[str, Any]:
    return {
        "system_architecture": None,
        "phase": _PHASES.get(tool.status),
        "maintenance": "First review after 30 days, then every 6 or 12 months.",
        "use": tool.use,
        "version": tool.product_version or None,
        "in_use_from": tool.in_use_from,
        "medical_device": _known(tool.medical_device),
    }


def _data(tool: ToolSentences) -> dict[str, Any]:
    return {
        "source_data_description": _joined(tool.knows()),
        "data_used": tool.tool.data_used,
        "recordings": _recordings(tool.tool.recordings),
        "data_storage_location": msgspec.to_builtins(tool.tool.data_place),
        "data_used_to_train": _known(tool.tool.trains_ai),
        "lawful_basis": tool.tool.lawful_basis,
        "special_category_condition": _known(tool.tool.condition),
    }


def _recordings(recordings: Recordings) -> dict[str, Any]:
    """Return what is kept; what nobody is sure of is empty, also where it cannot be at all."""
    return {
        name: {**kept, "kept": _known(kept["kept"])}
        for name, kept in msgspec.to_builtins(recordings).items()
    }


def _risks(tool: ToolSentences) -> dict[str, Any]:
    return {
        "impact_assessments": msgspec.to_builtins(tool.tool.dpia),
        "risks": [sentence.text for sentence in tool.wrong()],
        "mitigations": _joined(tool.check(), tool.never()),
        "tested_for_groups": _known(tool.tool.tested_for_groups),
    }


def _known(value: str) -> str | None:
    return None if value == NOT_SURE else value


def _said(section: Section) -> list[str]:
    return [_text(sentence) for sentence in section.sentences]


def _joined(*groups: Any) -> str:
    return " ".join(_text(sentence) for group in groups for sentence in group)


def _text(sentence: Sentence) -> str:
    values = {name: shown(value, ENGLISH) for name, value in sentence.values.items()}
    text = sentence.text
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text
