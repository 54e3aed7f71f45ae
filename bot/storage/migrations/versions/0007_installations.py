"""Keep where Frontdesk is installed, and who is awaited back from Slack's consent page."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "installations",
        sa.Column("holder", sa.String(length=32), primary_key=True),
        sa.Column("enterprise", sa.String(length=32), nullable=False),
        sa.Column("is_org_wide", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("app", sa.String(length=32), nullable=False),
        sa.Column("bot_user", sa.String(length=32), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("refresh", sa.Text()),
        sa.Column("expires", sa.DateTime(timezone=True)),
        sa.Column("due", sa.DateTime(timezone=True)),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("renewing_until", sa.DateTime(timezone=True)),
        sa.Column("installed_by", sa.String(length=32), nullable=False),
        sa.Column("installed_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "org_teams",
        sa.Column("team", sa.String(length=32), primary_key=True),
        sa.Column("enterprise", sa.String(length=32), nullable=False),
    )
    op.create_index("org_teams_by_enterprise", "org_teams", ["enterprise"])
    op.create_table(
        "arrivals",
        sa.Column("state", sa.String(length=64), primary_key=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("arrivals_by_time", "arrivals", ["until"])


def downgrade() -> None:
    for table in ("arrivals", "org_teams", "installations"):
        op.drop_table(table)
