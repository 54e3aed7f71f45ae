"""Count a session at each time that it had: what was missed and then moved was missed all the same."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _anew(["team", "appointment", "start"], sa.Column("moved", sa.Boolean(), nullable=False))
    op.execute(
        "INSERT INTO counted (team, appointment, day, start, status, department_id, department, language, waited, began, moved) "
        "SELECT team, appointment, day, start, status, department_id, department, language, waited, began, false FROM counted_before"
    )
    op.drop_table("counted_before")


def downgrade() -> None:
    _anew(["team", "appointment"])
    op.execute(
        "INSERT INTO counted (team, appointment, day, start, status, department_id, department, language, waited, began) "
        "SELECT team, appointment, day, start, status, department_id, department, language, waited, began FROM counted_before "
        "WHERE NOT moved"
    )
    op.drop_table("counted_before")


def _anew(key: list[str], *more: sa.Column[bool]) -> None:
    """SQLite changes no key of a table that is there."""
    op.execute("CREATE TABLE counted_before AS SELECT * FROM counted")
    op.drop_table("counted")
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
        *more,
        sa.PrimaryKeyConstraint(*key),
    )
    op.create_index("counted_by_day", "counted", ["team", "day"])
