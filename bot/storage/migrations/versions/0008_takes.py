"""Keep who has gone to a waiting claimant for the wait itself, whether or not a message told of it."""

import sqlalchemy as sa
from alembic import op

from bot.storage.desk_tables import Utc

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "takes",
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("appointment", sa.String(length=255), nullable=False),
        sa.Column("since", Utc(), nullable=False),
        sa.Column("user", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("team", "appointment", "since"),
    )
    op.execute(
        'INSERT INTO takes (team, appointment, since, "user") '
        "SELECT team, appointment, since, MIN(taken_by) FROM waiting_posts "
        "WHERE taken_by IS NOT NULL GROUP BY team, appointment, since"
    )
    op.drop_column("waiting_posts", "taken_by")


def downgrade() -> None:
    op.add_column("waiting_posts", sa.Column("taken_by", sa.String(length=32), nullable=True))
    op.execute(
        'UPDATE waiting_posts SET taken_by = (SELECT takes."user" FROM takes WHERE takes.team = waiting_posts.team '
        "AND takes.appointment = waiting_posts.appointment AND takes.since = waiting_posts.since)"
    )
    op.drop_table("takes")
