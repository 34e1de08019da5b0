"""The command line: one module a group of commands.

Exit codes: 0 done, 2 bad input, 3 blocked by gates, 78 unsafe or missing configuration.
"""

from assistant.cli.approvals import approvals_group
from assistant.cli.ask import ask
from assistant.cli.backup import backup, migrate, restore, verify
from assistant.cli.book import book
from assistant.cli.evaluate import evaluate
from assistant.cli.knowledge import check, index, knowledge_group
from assistant.cli.languages import languages_group
from assistant.cli.main import main
from assistant.cli.notice import notice
from assistant.cli.people import init, people_group
from assistant.cli.register import register_group
from assistant.cli.serve import serve
from assistant.cli.tidy import tidy
from assistant.cli.training import training_group

for command in (
    *(init, people_group, approvals_group, tidy),
    *(ask, book, check, evaluate, index, knowledge_group, languages_group, notice, serve),
    *(register_group, training_group),
    *(backup, migrate, restore, verify),
):
    main.add_command(command)

__all__ = ["main"]
