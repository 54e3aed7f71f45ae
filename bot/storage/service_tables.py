"""The service's own tables. Here stands what a vendor would keep, claimants' data included.

One service serves many workspaces, each apart: every row carries its team, which is empty where there is one alone.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)

from bot.storage.desk_tables import Utc

metadata = MetaData(
    naming_convention={
        "pk": "%(table_name)s_pk",
        "fk": "%(table_name)s_%(column_0_name)s_fk",
        "uq": "%(table_name)s_%(column_0_name)s_key",
        "ix": "%(table_name)s_%(column_0_name)s_idx",
    }
)

FLAGS = {
    "features_call_recording_enable": False,
    "features_breakout_room_enable": False,
    "features_webcam_access_agent_enable": True,
    "features_webcam_access_claimant_enable": True,
    "features_webcam_background_blurring_enable": True,
    "features_microphone_access_enable": True,
    "features_screen_sharing_enable": True,
    "features_messages_chat_enable": True,
    "features_participant_list_enable": True,
}
"""What a room allows, with what it is when nobody says."""

departments = Table(
    "service_departments",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("team", String(32), nullable=False, server_default=""),
    Column("name", String(255), nullable=False),
    # The name with its case folded, which may lengthen it: "leeds" and "Leeds" are one department.
    Column("key", String(1024), nullable=False),
    UniqueConstraint("team", "key"),
)

appointments = Table(
    "service_appointments",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("team", String(32), nullable=False, server_default=""),
    Column("reference", String(255), nullable=False),
    Column("appointment_at", Utc, nullable=False),
    Column("duration_in_minutes", Integer, nullable=False),
    Column("is_interpreter_needed", Boolean),
    Column("interpreter_language", String(100)),
    Column("status", String(16), nullable=False),
    Column("room", String(64), nullable=False),
    Column("created_at", Utc, nullable=False),
    Column("cancelled_at", Utc),
    Column("cancellation_reason", String(255)),
    Column("department_id", ForeignKey("service_departments.id")),
    Column("claimant_name", String(255), nullable=False),
    Column("claimant_phone_number", String(40)),
    Column("claimant_email", String(255)),
    Column("claimant_date_of_birth", Date),
    Column("session_started_at", Utc),
    Column("session_ended_at", Utc),
    *(Column(flag, Boolean, nullable=False) for flag in FLAGS),
    Column("features_bandwidth", String(6)),
    Column("use_custom_post_call_redirect", Boolean, nullable=False),
    Column("custom_user_post_call_redirect_url", String(2048)),
    Column("custom_agent_post_call_redirect_url", String(2048)),
    UniqueConstraint("team", "reference"),
    Index("service_appointments_by_start", "team", "appointment_at", "id"),
)
