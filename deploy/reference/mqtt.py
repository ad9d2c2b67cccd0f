"""docs/mqtt.md, from the topic tree, the messages and the broker's table of rights."""

import ast
import inspect
from types import ModuleType

from broker.acl import rights_of
from kernel import messages, topics
from kernel.service_credentials import SERVICE_USERS
from kernel.topics import Topics, agent_user


def mqtt_page() -> str:
    """The whole page."""
    lines = [
        "# MQTT: topics and messages",
        "",
        "Written by `make docs` from `kernel/topics.py`, `kernel/messages.py` and `broker/acl.py`; don't edit.",
        "",
        "MQTT 3.1.1, QoS 1 unless said otherwise. States are retained, jobs never: a retained job would print again",
        "every morning. Readers ignore unknown fields; a new meaning gets a new `kind`. Payloads are JSON in UTF-8, at",
        f"most {messages.MAX_PAYLOAD_BYTES // 1024} KiB.",
        "",
        "## Topics",
        "",
        "| topic | from -> to: payload |",
        "|---|---|",
    ]
    lines += [f"| `{topic}` | {meaning} |" for topic, meaning in _topics()]
    lines += [
        "",
        "## Who may do what",
        "",
        "Each process is a user of its own, with a password made on the box and the client id `{user}:{role}`. What is",
        "not here is denied. Processes of the box connect over loopback (`MQTT_HOST`, `MQTT_PORT`). An agent on",
        "another machine comes in by a second listener (`MQTT_AGENTS_HOST`, `MQTT_AGENTS_PORT`), over TLS, with what",
        "`pos agent-credential` handed out; that counts there alone, and no other password does",
        "([ADR 0020](adr/0020-agents-elsewhere.md)).",
        "Topics here are below `pos/v1/{site}/`.",
        "",
        "| user | publishes | also retained | reads |",
        "|---|---|---|---|",
    ]
    lines += [_rights(user) for user in (*SERVICE_USERS, agent_user("{printer}"))]
    lines += ["", "## Messages"]
    for name, (meaning, fields) in _messages(messages).items():
        lines += ["", f"### {name}", "", meaning]
        if fields:
            lines += ["", "| field | type | default | meaning |", "|---|---|---|---|"]
            lines += [f"| `{field}` | `{kind}` | {default} | {text} |" for field, kind, default, text in fields]
    lines += ["", "## Words", "", *_words(messages), *_words(topics)]
    return "\n".join([*lines, ""])


def _rights(user: str) -> str:
    """A row of the broker's table; the agents' is read with an id that stands for all."""
    tree = Topics("{site}")
    stand_in = "0" * 32
    rights = rights_of(user.replace("{printer}", stand_in), tree)

    def cell(filters: tuple[str, ...]) -> str:
        short = (one.removeprefix(f"{tree.root}/").replace(stand_in, "{printer}") for one in sorted(filters))
        return "<br>".join(f"`{one}`" for one in short)

    columns = map(cell, (rights.publish, rights.retain, rights.read))
    return f"| `{user}` | {' | '.join(columns)} |"


def _topics() -> list[tuple[str, str]]:
    tree = Topics("{site}")
    rows = []
    for name, member in vars(Topics).items():
        meaning = _flat(inspect.getdoc(member) or "")
        if isinstance(member, property) and name != "root":
            rows.append((str(getattr(tree, name)), meaning))
        elif inspect.isfunction(member) and "->" in meaning:
            levels = [f"{{{parameter}}}" for parameter in list(inspect.signature(member).parameters)[1:]]
            rows.append((str(member(tree, *levels)), meaning))
    return rows


Field = tuple[str, str, str, str]


def _messages(module: ModuleType) -> dict[str, tuple[str, list[Field]]]:
    """Class -> what it says of itself, and its fields with the sentences below them."""
    found: dict[str, tuple[str, list[Field]]] = {}
    for node in ast.parse(inspect.getsource(module)).body:
        if isinstance(node, ast.ClassDef) and node.name != "Message":
            found[node.name] = (_flat(ast.get_docstring(node) or ""), _fields(node))
    return found


def _fields(node: ast.ClassDef) -> list[Field]:
    rows: list[Field] = []
    for statement, after in zip(node.body, [*node.body[1:], ast.Pass()], strict=True):
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            kind = ast.unparse(statement.annotation).replace("|", "\\|")
            rows.append((statement.target.id, kind, _default(statement.value), _sentence(after)))
    return rows


def _default(value: ast.expr | None) -> str:
    if isinstance(value, ast.Call):  # Field(default, bounds...): only the default concerns a reader of messages
        value = value.args[0] if value.args else None
    return "" if value is None else f"`{ast.unparse(value)}`"


def _sentence(node: ast.stmt) -> str:
    is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    return _flat(node.value.value) if is_text else ""  # type: ignore[attr-defined]


def _words(module: ModuleType) -> list[str]:
    """The closed lists of words that fields may hold."""
    rows = []
    for node in ast.parse(inspect.getsource(module)).body:
        if (
            isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and isinstance(node.value, ast.Subscript)
            and ast.unparse(node.value.value) == "Literal"
        ):
            values = ", ".join(f"`{element}`" if element else "`''`" for element in ast.literal_eval(node.value.slice))
            rows.append(f"- **{node.targets[0].id}**: {values}")
    return rows


def _flat(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
