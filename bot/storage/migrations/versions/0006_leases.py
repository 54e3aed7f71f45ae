"""Find the jobs that are in somebody's hands without going through all that were ever done."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("outbox_by_lease", "outbox", ["leased_until"])


def downgrade() -> None:
    op.drop_index("outbox_by_lease", "outbox")
