"""The typed payloads of the wires. Readers ignore unknown fields; a new meaning gets a new `kind`."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from kernel.ids import ULID_PATTERN, Slug

MAX_PAYLOAD_BYTES = 64 * 1024
"""Larger payloads are refused by sender and receiver alike."""

Ulid = Annotated[str, Field(pattern=ULID_PATTERN)]

JobStateName = Literal[
    "new",
    "sent",
    "accepted",
    "printing",
    "printed",
    "unconfirmed",
    "failed",
    "uncertain",
    "diverted",
    "cancelled",
    "dropped",
    "by_hand",
    "replaced",
    "gathered",
]
TERMINAL_STATES: frozenset[str] = frozenset(
    {
        "printed",
        "unconfirmed",
        "failed",
        "uncertain",
        "diverted",
        "cancelled",
        "dropped",
        "by_hand",
        "replaced",
        "gathered",
    }
)
Reason = Literal[
    "",
    "paper_out",
    "cover_open",
    "offline",
    "printer_error",
    "unreachable",
    "refused",
    "busy",
    "no_route",
    "silent",
    "link_lost",
    "power_cut",
    "stale",
    "paused",
    "cancelled",
    "unprintable",
    "wrong_device",
    "bad_address",
    "disk",
]
"""Why a job is not on paper yet ('' when nothing is wrong)."""


class Message(BaseModel):
    """A value that travels between processes as JSON."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    def to_payload(self) -> bytes:
        """The UTF-8 JSON that goes on the wire."""
        return self.model_dump_json(exclude_defaults=False).encode()


class TicketLine(Message):
    """One preparation on a ticket: words only, never prices."""

    quantity: str = Field(max_length=12)
    """As printed: `2`, `0.450 kg`."""
    name: str = Field(max_length=200)
    removed: tuple[str, ...] = ()
    extras: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    """`ψήσιμο: μέτριο`."""
    note: str = ""
    allergy: str = ""
    """What of the note is one, as it was typed."""
    seat: str = ""


class TicketChange(Message):
    """What a cook was told, and what is wanted instead, on a `change`."""

    before: TicketLine
    after: TicketLine


class TicketCourse(Message):
    """A printed section; `name` is '' for the only or unnamed one."""

    name: str = ""
    lines: tuple[TicketLine, ...] = ()


class AlsoAt(Message):
    """Another zone that reads a ticket of the same round."""

    zone_name: str
    pieces: str


class LateTicket(Message):
    """A ticket that was too old to be printed by itself, on a `catch_up`."""

    number: int = Field(ge=1)
    """As it would have been printed; its paper never came."""
    ticket_kind: Literal["new", "addition", "void", "change", "move"] = "new"
    zone_name: str = Field("", max_length=60)
    table_label: str = Field(max_length=40)
    moved_from: str = Field("", max_length=40)
    waiter: str = ""
    fired_at_local: str
    """Local time when ordered, as in the document."""
    lines: tuple[TicketLine, ...] = ()
    changes: tuple[TicketChange, ...] = ()
    """Of a `change`, in place of lines."""
    cancelled: tuple[TicketLine, ...] = ()
    """Taken back since; nobody shall make them."""
    reason: str = ""
    may_be_out: bool = False
    """Its own paper may have come out after all; the slip says so beside its number."""


class BillExtra(Message):
    """A priced extra of a line of a pre-bill."""

    name: str
    amount: str


class BillLine(Message):
    """A line of a pre-bill. Amounts are decimal strings, `8.50`."""

    quantity: str = Field(max_length=12)
    """`2`, `0.450 kg`."""
    name: str = Field(max_length=200)
    unit_price: str
    """Without the extras below."""
    amount: str
    extras: tuple[BillExtra, ...] = ()
    is_free: bool = False


class Bill(Message):
    """What guests owe, on a paper that is no receipt. Amounts are decimal strings, `8.50`."""

    restaurant: str = ""
    details: str = ""
    """Address and telephone."""
    lines: tuple[BillLine, ...]
    subtotal: str
    discount: str = ""
    """'' when none was given."""
    paid: str = ""
    """'' when nothing is paid yet."""
    total: str
    """Left to pay."""
    parts: tuple[str, ...] = ()
    """The total in equal parts, for information."""
    currency: str = "EUR"
    logo: str = Field("", max_length=64)
    """Digest of the logo to print on top; the picture itself comes with the printer's settings."""


class ReportRow(Message):
    """`Κάρτα  12  340.50`: '' leaves a place empty."""

    label: str
    count: str = ""
    amount: str = ""
    """A decimal string, `8.50`, or any other words to stand at the right edge."""
    is_total: bool = False


class ReportSection(Message):
    """Rows under a heading; `title` may be ''."""

    title: str = ""
    rows: tuple[ReportRow, ...] = ()


class Report(Message):
    """An X or Z report on paper. It is no fiscal document, and says so."""

    title: str
    """`ΑΝΑΦΟΡΑ Ζ 118`, `Ταμείο: Μαρία`."""
    restaurant: str = ""
    details: str = ""
    period: str = ""
    """`05/06 10:12 - 06/06 01:40`."""
    sections: tuple[ReportSection, ...] = ()
    currency: str = "EUR"


TicketKind = Literal[
    "new",
    "addition",
    "void",
    "change",
    "move",
    "test",
    "catch_up",
    "pre_bill",
    "report",
]


class TicketDocument(Message):
    """What one zone reads for one round: lines and meaning, not bytes. Units: counts are pieces."""

    ticket_kind: TicketKind = "new"
    zone_name: str = Field(max_length=60)
    number: int = Field(ge=1)
    """Per printer and business day, without gaps; printed as `#0042`."""
    previous_number: int | None = None
    """The one before it on that printer and day: a gap is a ticket to ask for."""
    about_number: int | None = None
    """Of the ticket that a void, change or move slip speaks of."""
    table_label: str = Field(max_length=40)
    section: str = ""
    covers: int | None = None
    waiter: str = ""
    round_number: int = 1
    fired_at_local: str
    """Local time when ordered, ISO 8601 with seconds, no zone: `2026-06-05T21:47:10`."""
    courses: tuple[TicketCourse, ...] = ()
    pieces: str = ""
    """Total of all lines, as printed: `6`."""
    also_at: tuple[AlsoAt, ...] = ()
    part: int = 1
    parts: int = 1
    reason: str = ""
    moved_from: str = Field("", max_length=40)
    """The label of the table that these lines were served at before: on a move slip, and on a copy printed after it."""
    diverted_from: str = ""
    """Zone or printer name when this paper stands in for another printer's."""
    printed_at: str = ""
    """With `diverted_from`: the zone or printer where it comes out instead."""
    held_at: str = ""
    """The printer that holds the first paper of this copy: it prints that with its next roll, unless switched off."""
    changes: tuple[TicketChange, ...] = ()
    """Of a `change`, in place of courses."""
    late: tuple[LateTicket, ...] = ()
    """Of a `catch_up`, oldest first, in place of courses."""
    cancelled: tuple[TicketLine, ...] = ()
    """On a copy: lines of the first paper that were taken back since, in no course: nobody shall make them."""
    language: Literal["el", "en"] = "el"
    bill: Bill | None = None
    """Of a `pre_bill` only."""
    report: Report | None = None
    """Of a `report` only."""


CopyMark = Literal["", "copy", "possible_copy"]
"""`copy`: a person asked for it. `possible_copy`: the first one may be on paper."""


class PrintJob(Message):
    """Relay -> agent, QoS 1: one ticket for one printer."""

    kind: Literal["print_job"] = "print_job"
    job_id: Ulid
    printer_id: Slug
    zone_id: Slug
    document: TicketDocument
    copy_mark: CopyMark = ""
    fired_at: datetime
    stale_after: datetime
    lasts_s: float | None = None
    """Until `stale_after` when this was sent: the agent counts from its arrival, so that no two clocks need agree."""
    correlation_id: str = Field(max_length=64)
    after_hello: str = ""
    """Name of the agent's hello that this ring follows. Older tickets may have been lost before a later one, so that an
    agent passes over a ring that follows another than its last; '' asks for no order."""


class JobState(Message):
    """Where a job stands; `seq` grows with each change of this job at this agent."""

    job_id: Ulid
    state: Literal["accepted", "printing", "printed", "unconfirmed", "failed", "uncertain", "cancelled"]
    reason: Reason = ""
    seq: int = Field(ge=0)
    attempt: int = Field(0, ge=0)
    """How many times bytes of it were sent; 0 while none was."""
    copies_possible: bool = False
    """The paper carries the banner of a possible copy."""
    at: datetime


class JobStates(Message):
    """Agent -> order service, QoS 1: what became of jobs, several in one message under load."""

    kind: Literal["job_states"] = "job_states"
    printer_id: Slug
    boot_id: str
    states: tuple[JobState, ...] = Field(max_length=200)


class SpoolCounts(Message):
    """Jobs in an agent's spool that are not on paper."""

    queued: int = 0
    printing: int = 0
    uncertain: int = 0


def hello_name(boot_id: str, connection: int) -> str:
    """How a ring says which hello it follows: `boot id/connection`."""
    return f"{boot_id}/{connection}"


class AgentHello(Message):
    """Agent -> order service, after each of its SUBACKs."""

    kind: Literal["agent_hello"] = "agent_hello"
    printer_id: Slug
    boot_id: str
    connection: int
    """1 for the first connection of this boot."""
    version: str
    counts: SpoolCounts = SpoolCounts()
    host: str = ""

    @property
    def name(self) -> str:
        """Names this life and connection of the agent."""
        return hello_name(self.boot_id, self.connection)


class AgentCommand(Message):
    """Order service -> agent. Obeyed once per `command_id`; `report` asks for present states, `hello` for a hello."""

    kind: Literal["agent_command"] = "agent_command"
    command_id: Ulid
    action: Literal["cancel", "pause", "resume", "report", "hello"]
    job_ids: tuple[Ulid, ...] = ()
    """For `cancel` and `report`; none means all open jobs for `report`."""


AfterStop = Literal["unknown", "goes_on", "gaps", "copied", "too_early", "mute", "unproven"]
"""Of a printer that was stopped in mid-ticket. `goes_on`: prints the rest by itself and proves it. `gaps`: so it said,
and lines are missing. `copied`: is ready again and proves nothing, so that the ticket is printed again, marked.
`too_early`: claimed that all was out while it stood still. `mute`: answers nothing meanwhile. `unproven`: no fence."""
AfterPower = Literal["unknown", "nothing", "rest", "garbage"]
SecondClient = Literal["unknown", "waits", "refused", "served"]


class PrinterCapabilities(Message):
    """How to speak to one make of printer, and how its papers shall look."""

    encoding: Literal["cp737", "cp869", "cp1253", "iso8859_7", "cp437", "cp858"] = "cp737"
    code_page: int = Field(29, ge=0, le=255)
    """`ESC t n`: 29 on Jolimark, 14 on Epson, 15 on Star."""
    columns: Literal[48, 42, 32] = 48
    graphics: bool = False
    """Draw every line as a picture: for a printer whose Greek page can't be found. Slower, and any letter prints."""
    user_chars: bool = False
    """Teach it a € (`ESC &`), where its page has none: it prints as it is, and totals say it. Most of Epson's kind
    learn; for another one, its test print may come out as signs without sense."""
    status: Literal["dle_eot", "none"] = "dle_eot"
    fence: Literal["gs_r", "gs_paren_h", "none"] = "gs_r"
    """What proves that a ticket is out; `none` means that its tickets end `unconfirmed`."""
    beep: Literal["none", "bel", "esc_b", "gs_bel"] = "none"
    cut: Literal["partial", "full", "fed_partial", "none"] = "partial"
    """`fed_partial`: four lines first, for a printer that cuts where it stands. `none` only feeds."""
    cut_per_course: bool = False
    """Cut kitchen tickets after each course, too; `cut` `none` can't."""
    text_size: Literal["small", "medium", "large"] = "medium"
    """Of dishes and what is said of them on kitchen tickets."""
    blank_rows_top: int = Field(0, ge=0, le=6)
    """Rows that the ticket rail covers."""
    blank_rows_end: int = Field(0, ge=0, le=6)
    """Rows to write on."""
    after_cover: AfterStop = "unknown"
    """What it did when its cover was open for a while in the midst of a ticket, tried by hand. For people: the agent
    believes what the printer says each time."""
    after_paper: AfterStop = "unknown"
    """The same when its roll was taken out."""
    after_power: AfterPower = "unknown"
    """What came out when it was switched off with a ticket in its memory, and on again."""
    second_client: SecondClient = "unknown"
    """What a second connection meets while the first is open."""
    idle_close_s: int = Field(0, ge=0, le=3600)
    """It closes a connection that says nothing after so many seconds; 0: it didn't, or nobody tried."""


class Logo(Message):
    """A picture of black dots for the top of bills, at most 400 x 160."""

    digest: str = Field(max_length=64)
    """SHA-256 of the dots, so that a bill can name it."""
    width: int = Field(ge=8, le=400, multiple_of=8)
    height: int = Field(ge=1, le=160)
    dots: str = Field(max_length=10_668)
    """Base64 of its rows, a bit a dot, most significant bit left, 1 is black."""


class PrinterSettings(PrinterCapabilities):
    """Order service -> agent, retained: how to reach and speak to the printer."""

    kind: Literal["printer_settings"] = "printer_settings"
    printer_id: Slug
    name: str
    zone_id: Slug
    address: str
    port: int = Field(9100, ge=1, le=65535)
    is_active: bool = True
    logo: Logo | None = None
    """The house's; the agent keeps it with these settings, so that bills have it without a broker, too."""
    is_paused: bool = False
    """A manager holds its tickets back; the agent takes them and prints none."""
    rev: int = 0


class Presence(Message):
    """Each service -> all, retained: `online` every 10 s; stale after 25 s."""

    kind: Literal["presence"] = "presence"
    service: str
    state: Literal["online", "stopped", "offline"]
    boot_id: str
    seq: int = 0
    host: str = ""
    reason: Reason = ""
    """For an agent: why its printer prints nothing now."""
    is_paper_low: bool = False
    """For an agent: its printer says that the roll is near its end."""
    is_acting: bool = True
    """Doing its work; an agent that still waits for its turn says no."""
    version: str = ""


class LicenseState(Message):
    """Licence daemon -> all, retained: the signed lease. Each service checks it and decides for itself."""

    kind: Literal["license_state"] = "license_state"
    lease: str = Field("", max_length=4096)
    """As the cloud signed it; '' while there is none."""
    serial: int = Field(0, ge=0)
    age_s: float = Field(0.0, ge=0, le=10**10, allow_inf_nan=False)
    """Powered-on seconds since it was signed: a service that was down is not told a young one."""
    trouble: str = Field("", max_length=300)
    """Why the cloud is not heard, a sentence; '' when all is well."""


class Event(Message):
    """Order service -> api, QoS 0: what changed, for screens; never the new state itself."""

    kind: str
    id: str
    rev: int


class Wake(Message):
    """Api -> order service, QoS 0: the book has something new to ring."""

    kind: Literal["wake"] = "wake"


CheckStep = Literal[
    "discover", "status", "fences", "code_pages", "sample", "cuts", "beeps", "cover", "paper", "power", "connections"
]
"""What a printer check can do: each step is one request; `discover`, `status` and `connections` put nothing on paper,
`cover`, `paper` and `power` need a hand at the printer."""
TrialStage = Literal[
    "",
    "open_cover",
    "close_cover",
    "take_paper",
    "load_paper",
    "switch_off",
    "switch_on",
    "prints",
    "second",
    "idle",
]
"""What a step waits for: a hand's act, or the printer (`prints`: the proof; `second` and `idle`: its connections)."""


class PrinterCheckRequest(Message):
    """Api, or `pos printer-check` -> the agents' host, QoS 1: look for printers, or try something on one of them.

    The printer is one of ours (`printer_id`) or stands at an address. While the check talks to it, its agent does not.
    """

    kind: Literal["printer_check_request"] = "printer_check_request"
    request_id: Ulid
    step: CheckStep
    asked_at: datetime
    """A request older than 30 s is dropped: whoever asked has given up."""
    printer_id: Annotated[str, Field(max_length=32)] = ""
    address: str = Field("", max_length=64)
    """Literal address; needed when `printer_id` is ''."""
    port: int = Field(9100, ge=1, le=65535)
    capabilities: PrinterCapabilities | None = None
    """How to speak to it; None means as its settings say, or the defaults."""
    first_page: int = Field(0, ge=0, le=255)
    last_page: int = Field(60, ge=0, le=255)
    """Of `code_pages`: one numbered line for each."""


class PrinterCheckStop(Message):
    """As PrinterCheckRequest: whoever asked wants no more of it; it ends as `cancelled`, if it has not ended."""

    kind: Literal["printer_check_stop"] = "printer_check_stop"
    request_id: Ulid


class FoundPrinter(Message):
    """Something that listens where printers do."""

    address: str
    port: int
    mac: str = ""
    """`00:11:22:33:44:55`; '' where the kernel's neighbour table has none."""
    printer_id: str = ""
    """One of ours has this address; it was not disturbed."""
    reason: Reason = ""
    """'' when it answered as a printer that can print; `wrong_device` or `silent` when it is no such printer."""


class CheckAnswer(Message):
    """What was asked of a printer and what it said."""

    asked: str
    """As the manuals write it: `DLE EOT 1`, `GS r 1`."""
    heard_hex: str = Field("", max_length=200)
    """Every byte of the answer; '' for none."""
    took_ms: float = 0.0


class PrinterCheckReport(Message):
    """The agents' host -> who asked, QoS 1: how far a check is; the last one has `is_final`.

    Until then the newest is said again every five seconds.
    """

    kind: Literal["printer_check_report"] = "printer_check_report"
    request_id: Ulid
    seq: int = Field(ge=1)
    """Grows by one with each report of a request; the first says that it was begun."""
    step: CheckStep
    is_final: bool
    reason: Reason = ""
    """What stood in the way; '' when the step was done. `busy`: its agent prints, or another check runs."""
    answers: tuple[CheckAnswer, ...] = Field((), max_length=40)
    is_paper_low: bool = False
    spoken: PrinterCapabilities | None = None
    """How it was spoken to: as asked, as its settings say, or the defaults."""
    status: Literal["dle_eot", "none"] | None = None
    """Of `status`: what the printer proved to understand, to be stored; None when nothing was learnt."""
    fence: Literal["gs_r", "gs_paren_h", "none"] | None = None
    """Of `fences`: the best one that was answered."""
    printed: tuple[str, ...] = Field((), max_length=256)
    """What was printed, in order: page numbers, or those of `cut` or `beep`. A person says which works."""
    stage: TrialStage = ""
    """What it waits for now; in the last report, what it waited for in vain, '' when it got through."""
    is_late: bool = False
    """The time for `stage` ran out: nobody did it, or the printer did not notice."""
    at_line: int = Field(0, ge=0, le=255)
    """Of `cover`, `paper` and `power`: how many numbered lines it had when it stopped."""
    named: Reason = ""
    """Of the same: how it called what stopped it."""
    after_cover: AfterStop | None = None
    after_paper: AfterStop | None = None
    """Of `cover` and `paper`: what it did afterwards, to be stored; None when nothing was learnt."""
    second_client: SecondClient | None = None
    idle_close_s: int | None = None
    """Of `connections`, the same."""
    mac: str = ""
    """Of the printer, where the neighbour table has it."""
    searched: tuple[str, ...] = ()
    """Of `discover`: the networks, `192.168.1.0/24`."""
    left_out: tuple[str, ...] = ()
    """Of `discover`: networks, or parts, that were too large to search."""
    found: tuple[FoundPrinter, ...] = Field((), max_length=64)
    progress: float = Field(0.0, ge=0, le=1)
