"""Keep which departments the commands that are typed in a channel are about."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("subscriptions", sa.Column("here", sa.JSON))


def downgrade() -> None:
    op.drop_column("subscriptions", "here")
