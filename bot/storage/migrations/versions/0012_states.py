"""Keep what people said of a session: who came, who is late, who interprets."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "states",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("appointment", sa.String(length=255), nullable=False),
        sa.Column("about", sa.String(length=16), nullable=False),
        sa.Column("nr", sa.Integer(), nullable=False),
        sa.Column("word", sa.String(length=32), nullable=False),
        sa.Column("start", sa.DateTime(timezone=True), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("agency", sa.String(length=80), nullable=True),
        sa.Column("other", sa.String(length=255), nullable=True),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("team", "appointment", "about", "nr", name="states_nr"),
    )
    op.create_index("states_by_start", "states", ["team", "start"])
    op.create_index("states_by_other", "states", ["team", "other"])


def downgrade() -> None:
    op.drop_table("states")
