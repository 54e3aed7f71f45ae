"""Keep the embedded service's appointments."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "service_departments",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("key", sa.String(length=1024), nullable=False),
        sa.PrimaryKeyConstraint("id", name="service_departments_pk"),
        sa.UniqueConstraint("key", name="service_departments_key_key"),
    )
    op.create_table(
        "service_appointments",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("reference", sa.String(length=255), nullable=False),
        sa.Column("appointment_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("duration_in_minutes", sa.Integer(), nullable=False),
        sa.Column("is_interpreter_needed", sa.Boolean(), nullable=True),
        sa.Column("interpreter_language", sa.String(length=100), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("room", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancellation_reason", sa.String(length=255), nullable=True),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("claimant_name", sa.String(length=255), nullable=False),
        sa.Column("claimant_phone_number", sa.String(length=40), nullable=True),
        sa.Column("claimant_email", sa.String(length=255), nullable=True),
        sa.Column("claimant_date_of_birth", sa.Date(), nullable=True),
        sa.Column("session_started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("session_ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("features_call_recording_enable", sa.Boolean(), nullable=False),
        sa.Column("features_breakout_room_enable", sa.Boolean(), nullable=False),
        sa.Column("features_webcam_access_agent_enable", sa.Boolean(), nullable=False),
        sa.Column("features_webcam_access_claimant_enable", sa.Boolean(), nullable=False),
        sa.Column("features_webcam_background_blurring_enable", sa.Boolean(), nullable=False),
        sa.Column("features_microphone_access_enable", sa.Boolean(), nullable=False),
        sa.Column("features_screen_sharing_enable", sa.Boolean(), nullable=False),
        sa.Column("features_messages_chat_enable", sa.Boolean(), nullable=False),
        sa.Column("features_participant_list_enable", sa.Boolean(), nullable=False),
        sa.Column("features_bandwidth", sa.String(length=6), nullable=True),
        sa.Column("use_custom_post_call_redirect", sa.Boolean(), nullable=False),
        sa.Column("custom_user_post_call_redirect_url", sa.String(length=2048), nullable=True),
        sa.Column("custom_agent_post_call_redirect_url", sa.String(length=2048), nullable=True),
        sa.ForeignKeyConstraint(
            ["department_id"], ["service_departments.id"], name="service_appointments_department_id_fk"
        ),
        sa.PrimaryKeyConstraint("id", name="service_appointments_pk"),
        sa.UniqueConstraint("reference", name="service_appointments_reference_key"),
    )
    op.create_index("service_appointments_by_start", "service_appointments", ["appointment_at", "id"])


def downgrade() -> None:
    op.drop_index("service_appointments_by_start", "service_appointments")
    op.drop_table("service_appointments")
    op.drop_table("service_departments")
