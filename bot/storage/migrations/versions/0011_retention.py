"""Keep when a card is to be looked at again whether it was kept long enough, and find the oldest."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cards", sa.Column("look_again", sa.DateTime(timezone=True), nullable=True))
    op.create_index("cards_by_age", "cards", ["team", "posted"])


def downgrade() -> None:
    op.drop_index("cards_by_age", "cards")
    op.drop_column("cards", "look_again")
