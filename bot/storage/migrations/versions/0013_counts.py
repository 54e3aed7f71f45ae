"""Count sessions: a nameless row for each, and the sums that are left of them."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "counted",
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("appointment", sa.String(length=255), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("department_id", sa.String(length=64), nullable=False),
        sa.Column("department", sa.String(length=255), nullable=False),
        sa.Column("language", sa.String(length=64), nullable=False),
        sa.Column("waited", sa.Integer(), nullable=False),
        sa.Column("began", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("team", "appointment"),
    )
    op.create_index("counted_by_day", "counted", ["team", "day"])
    op.create_table(
        "sums",
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("department_id", sa.String(length=64), nullable=False),
        sa.Column("department", sa.String(length=255), nullable=False),
        sa.Column("measure", sa.String(length=16), nullable=False),
        sa.Column("which", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("team", "day", "department_id", "department", "measure", "which"),
    )


def downgrade() -> None:
    op.drop_table("sums")
    op.drop_table("counted")
