"""Keep whether a person knows how a write ended, and in which form it is to be said."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("intents", sa.Column("ending", sa.String(length=16), nullable=True))
    # Whatever ended before this version was told then, or never will be.
    op.add_column("intents", sa.Column("told", sa.Boolean(), server_default=sa.true(), nullable=False))
    op.add_column("intents", sa.Column("view", sa.String(length=32), nullable=True))


def downgrade() -> None:
    for column in ("view", "told", "ending"):
        op.drop_column("intents", column)
