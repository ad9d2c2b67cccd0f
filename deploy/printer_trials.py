"""Words of the trials that need a hand at the printer, for `pos printer-check`: what to do, and what it means."""

from kernel.messages import AfterPower, AfterStop, CheckStep, PrinterCheckReport, SecondClient, TrialStage

TRIALS: dict[CheckStep, str] = {
    "cover": "Try what it does when its cover is opened in mid-ticket (a minute, by hand)?",
    "paper": "Try what it does when the paper ends in mid-ticket (a minute, by hand)?",
    "power": "Try what it does when it is switched off in mid-ticket (two minutes, by hand)?",
    "connections": "Try what a second computer meets, and how long it stays connected (a minute, no paper)?",
}
"""What a person is asked before each of them."""

STAGES: dict[TrialStage, str] = {
    "open_cover": "Numbered lines come out slowly. At about number 10, open its cover.",
    "close_cover": "Seen: it stopped. Close the cover.",
    "take_paper": "Numbered lines come out slowly. At about number 10, open it, take the roll out, close it.",
    "load_paper": "Seen: it is out of paper. Put the roll back and close it.",
    "switch_off": "Seen: it stopped with half a ticket. Leave the cover open and switch it off.",
    "switch_on": "Seen: it is off. Close the cover and switch it on.",
    "prints": "Seen: it is ready again. Waiting for the rest, and for its proof.",
    "second": "Knocking a second time while the first connection is open.",
    "idle": "Leaving a connection alone, to see whether the printer closes it.",
}

STOPPED: dict[AfterStop, str] = {
    "goes_on": "it goes on by itself and proves it: tickets are held meanwhile, and none is sent twice.",
    "gaps": "it goes on by itself, but lines are lost: look at the paper after each such stop.",
    "copied": "it is ready again and proves nothing: the ticket is printed again, marked as a possible copy.",
    "too_early": "it says 'printed' while it stands still: its proof is worth nothing. Choose another one, or none.",
    "mute": "it answers nothing while it stands still: the ticket is printed again, marked as a possible copy.",
    "unproven": "it goes on, and nothing proves that all came out: its tickets end as 'sent'.",
}
POWERED: dict[AfterPower, str] = {
    "nothing": "it forgets the ticket: the copy that follows, marked as such, is the only one that is whole.",
    "rest": "it prints the rest: a marked copy follows all the same, so throw one of the two away.",
    "garbage": "it prints signs without sense: throw them away, the marked copy that follows is whole.",
}
SECOND: dict[SecondClient, str] = {
    "waits": "a second computer has to wait: a till that stays connected holds our tickets up.",
    "refused": "a second computer is turned away: while a till is connected, screens say that the printer is busy.",
    "served": "it serves two at once: lines of two programs may mix on one paper, so give it to us alone.",
}
POWER_ANSWERS: tuple[AfterPower, ...] = ("nothing", "rest", "garbage")


def told_of_trial(report: PrinterCheckReport) -> str:
    """What was learnt, and what it means; of `power` what a person must add is missing."""
    match report.step:
        case "cover":
            return STOPPED.get(report.after_cover or "unknown", "")
        case "paper":
            return STOPPED.get(report.after_paper or "unknown", "")
        case "connections":
            idle = f"closes a silent connection after {report.idle_close_s} s" if report.idle_close_s else ""
            kept = idle or "keeps a silent connection for as long as we tried"
            return f"{SECOND.get(report.second_client or 'unknown', '')} It {kept}; each ticket finds or opens one."
        case _:
            return "it is back, and can print."


def told_in_vain(report: PrinterCheckReport) -> str:
    """Why nothing was learnt."""
    if report.is_late:
        return f"nothing was seen of it in time: '{STAGES.get(report.stage, '')}' Begin again."
    return "stopped."
