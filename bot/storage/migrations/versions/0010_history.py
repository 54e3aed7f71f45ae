"""Keep from when to when an appointment was moved, which parts an edit changed, and why."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_OF_THE_AUDIT = ("was", "was_minutes", "start", "minutes", "what", "why")


def upgrade() -> None:
    op.add_column("intents", sa.Column("why", sa.String(length=32), nullable=True))
    for name in ("was", "start"):
        op.add_column("audit", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    for name in ("was_minutes", "minutes"):
        op.add_column("audit", sa.Column(name, sa.Integer(), nullable=True))
    op.add_column("audit", sa.Column("what", sa.String(length=128), nullable=True))
    op.add_column("audit", sa.Column("why", sa.String(length=32), nullable=True))


def downgrade() -> None:
    op.drop_column("intents", "why")
    for name in _OF_THE_AUDIT:
        op.drop_column("audit", name)
