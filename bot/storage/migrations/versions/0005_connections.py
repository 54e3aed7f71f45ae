"""Keep each workspace's connection to its service, and the built-in service's rows apart by team."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

DEPARTMENT = "service_appointments_department_id_fk"


def upgrade() -> None:
    op.create_table(
        "connections",
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("secrets", sa.Text(), nullable=False),
        sa.Column("version", sa.String(length=16), nullable=False),
        sa.Column("connected_by", sa.String(length=32), nullable=True),
        sa.Column("connected_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("team"),
    )
    op.create_table(
        "workspace_keys",
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("team"),
    )
    op.create_table(
        "connect_links",
        sa.Column("link", sa.String(length=64), nullable=False),
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("user", sa.String(length=32), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("browser", sa.String(length=64), nullable=True),
        sa.Column("used", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("link"),
    )
    op.create_index("connect_links_by_time", "connect_links", ["until"])
    _apart_by_team()


def _apart_by_team() -> None:
    """SQLite makes a table anew for this, and lets go of none that another refers to."""
    team = ("team", sa.String(length=32))
    op.drop_index("service_appointments_by_start", "service_appointments")
    with op.batch_alter_table("service_appointments") as appointments:
        appointments.drop_constraint(DEPARTMENT, type_="foreignkey")
        appointments.drop_constraint("service_appointments_reference_key", type_="unique")
        appointments.add_column(sa.Column(*team, server_default="", nullable=False))
        appointments.create_unique_constraint("service_appointments_team_key", ["team", "reference"])
    with op.batch_alter_table("service_departments") as departments:
        departments.drop_constraint("service_departments_key_key", type_="unique")
        departments.add_column(sa.Column(*team, server_default="", nullable=False))
        departments.create_unique_constraint("service_departments_team_key", ["team", "key"])
    with op.batch_alter_table("service_appointments") as appointments:
        appointments.create_foreign_key(DEPARTMENT, "service_departments", ["department_id"], ["id"])
    op.create_index("service_appointments_by_start", "service_appointments", ["team", "appointment_at", "id"])


def downgrade() -> None:
    raise NotImplementedError("there is no way back: rows of two teams may have one name or reference")
