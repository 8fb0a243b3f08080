"""Reading the record back: is every chain whole?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from danbiet.base.errors import CodedError, ErrorCode
from danbiet.journal import canonical, errors
from danbiet.journal.models import Entry, Head


@dataclass(frozen=True, slots=True)
class Finding:
    """The first thing wrong in a chain."""

    kind: ErrorCode
    chain: str = ""
    seq: int = 0
    anchor: str = ""

    def error(self) -> CodedError:
        """The finding as a coded error, for printing."""
        return CodedError(self.kind, chain=self.chain, seq=self.seq, anchor=self.anchor)


def verify(anchor: str = "", progress: Callable[[int], None] = lambda count: None) -> list[Finding]:
    """The first altered, removed or inserted entry of every chain; empty if all are whole.

    With ``anchor`` (a head hash kept outside), a finding too if no entry has that hash: a rewritten chain shows.
    Reads entries as a stream, in constant memory; ``progress`` gets the number of entries read.
    """
    findings: list[Finding] = []
    seen_anchor = not anchor
    heads = {head.chain: head for head in Head.objects.all()}
    chains = sorted(set(heads) | set(Entry.objects.values_list("chain", flat=True).distinct()))
    for chain in chains:
        finding, found = _verify_chain(chain, heads.get(chain), anchor, progress)
        seen_anchor = seen_anchor or found
        if finding is not None:
            findings.append(finding)
    # A chain is read up to what is wrong in it; an anchor further on isn't missing.
    if not seen_anchor and not Entry.objects.filter(hash=anchor).exists():
        findings.append(Finding(errors.ANCHOR_MISSING, anchor=anchor))
    return findings


def _verify_chain(
    chain: str, head: Head | None, anchor: str, progress: Callable[[int], None]
) -> tuple[Finding | None, bool]:
    previous, seq, found = canonical.GENESIS, 0, False
    for count, entry in enumerate(_entries(chain), 1):
        if count % 1000 == 0:
            progress(1000)
        seq += 1
        wrong = _wrong(entry, seq, previous, head)
        if wrong is not None:
            return Finding(wrong[0], chain, wrong[1]), found
        previous = entry.hash
        found = found or entry.hash == anchor
    if head is not None and head.seq > seq:
        return Finding(errors.REMOVED, chain, seq + 1), found
    if head is None or head.hash != previous:
        return Finding(errors.HEAD_DIFFERS, chain, seq), found
    return None, found


def _wrong(entry: Entry, seq: int, previous: str, head: Head | None) -> tuple[ErrorCode, int] | None:
    """What is wrong at the entry that stands at ``seq``, and at which number it began; None if nothing is."""
    if entry.seq != seq:
        return (errors.REMOVED if entry.seq > seq else errors.INSERTED), seq
    if head is not None and seq > head.seq:
        return errors.INSERTED, seq
    if entry.hash != _hash_of(entry):
        # Whoever inserts or removes one must number the rest anew: then they fit their old number.
        if entry.hash == _hash_of(entry, seq - 1):
            return errors.INSERTED, seq - 1
        if entry.hash == _hash_of(entry, seq + 1):
            return errors.REMOVED, seq
        return errors.ALTERED, seq
    if entry.previous != previous:
        # It is whole and names another predecessor than the one that stands there: that one was written anew.
        return errors.ALTERED, max(seq - 1, 1)
    return None


def _entries(chain: str) -> Iterator[Entry]:
    return Entry.objects.filter(chain=chain).order_by("seq", "id").iterator(chunk_size=1000)


def _hash_of(entry: Entry, seq: int | None = None) -> str:
    """The hash the entry should have, or would have at another number."""
    return canonical.entry_hash(
        chain=entry.chain,
        seq=entry.seq if seq is None else seq,
        at=entry.at,
        actor=entry.actor,
        action=entry.action,
        subject=entry.subject,
        payload=entry.payload,
        previous=entry.previous,
    )


def history(subject: str, limit: int = 50) -> list[Entry]:
    """The latest entries about a subject, newest first; one query."""
    return list(Entry.objects.filter(subject=subject).order_by("-id")[:limit])
