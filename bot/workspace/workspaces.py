"""Find the workspace of a team: for each request and each job, by the team that it names."""

from __future__ import annotations

from bot.workspace.workspace import Workspace


class NotInstalled(Exception):
    """Frontdesk serves no such team: nothing is done for it, least of all in another one's workspace."""

    def __init__(self, team: str) -> None:
        super().__init__(f"no workspace of team {team[:32]!r}")
        self.team = team


class Workspaces:
    """The workspaces that a process serves."""

    def __init__(self) -> None:
        self._of: dict[str, Workspace] = {}

    def serve(self, workspace: Workspace) -> None:
        """Serve one more."""
        self._of[workspace.team] = workspace

    async def of(self, team: str) -> Workspace:
        """Find a team's own workspace. Raises NotInstalled."""
        found = self._of.get(team)
        if found is None:
            raise NotInstalled(team)
        return found
