"""One deck into the library: each unit is updated, paired, recognised as a copy, or becomes a block."""

from __future__ import annotations

import datetime
import posixpath
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from salespack.importing.deck_records import RECORD_FILE, By, DeckRecord, UnitRecord, record_text
from salespack.importing.decks.duplicates import Twins
from salespack.importing.decks.kind_rules import kind_of
from salespack.importing.decks.own_slides import Knows, OwnSlide, knows_none
from salespack.importing.decks.own_words import topics_of
from salespack.importing.decks.previous_imports import STORE, KnownDeck, KnownDecks, returned
from salespack.importing.decks.translations import Pair, paired
from salespack.importing.front_matter import jinja_line, revised, says_of_jinja, values_line
from salespack.importing.languages import Guess
from salespack.importing.placing import Blocks, Guessed, block_lines, defaults_text, revise, slide_lines
from salespack.importing.proposals import KindProposal
from salespack.importing.report import Action, Candidate, Consent, DeckReport, Question, Row, Topic
from salespack.importing.signals import ValueProposal, values_of
from salespack.importing.slide_groups import Unit, block_id, units_of
from salespack.library.blocks import Block
from salespack.library.load import DEFAULTS_FILE
from salespack.powerpoint.designed.outline import DeckFile
from salespack.problems.files import file_content
from salespack.problems.problem import Place, Problem, Severity, UserFault, shown_path
from salespack.system.hashing import digest
from salespack.system.paths import real_path

IMPORTED = "imported"
TRANSLATIONS, COPIES, EDITED = "translations", "near copies", "edited slides"


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What holds for all decks of a call. `into` is a folder of the library (POSIX) or empty; `by` None: as before."""

    today: datetime.date
    owner: str = "marketing"
    into: str = ""
    by: By | None = None
    replace: bool = False


class Surroundings(msgspec.Struct, frozen=True):
    """What an import sees and adds to: the blocks, the decks known, their slides, and whom to ask."""

    blocks: Blocks
    known: KnownDecks
    twins: Twins
    consent: Consent
    own_slides: Knows = knows_none


class DeckImport:
    """The import of one file. `run` leaves its changes in the drafts; nothing is written here."""

    def __init__(self, file: DeckFile, language: Guess, settings: Settings, around: Surroundings) -> None:
        self.file, self.settings = file, settings
        self.blocks, self.known, self.twins, self.consent = around.blocks, around.known, around.twins, around.consent
        self.drafts = around.blocks.drafts
        self.own = around.own_slides(file.path)
        self.before: KnownDeck | None = self.known.find(file, language.code)
        self.problems: list[Problem] = []
        self.questions: list[Question] = []
        self.rows: list[Row] = []
        self._variants: dict[str, str] = {}
        if self.before:
            record = self.before.record
            self.name, self.folder, self.stored = self.before.name, self.before.folder, record.stored
            self.language = Guess(record.language, "as before")
            self.records, self.by, self.source = dict(record.units), record.by, record.source
        else:
            self.name = self.known.free_name(file, language.code)
            self.folder = settings.into or f"{IMPORTED}/{self.name}"
            self.stored = self.known.stored_as(file) or f"{STORE}/{self.name}{file.path.suffix.lower()}"
            self.language, self.records, self.by, self.source = language, {}, settings.by or "slide", file.path.name

    def run(self) -> DeckReport:
        """Imports all units. Raises UserFault where nothing of the file can be imported."""
        self._check_by()
        self._check_store()
        units = list(units_of(self.file, self.by))
        self._take_back(units)
        new = {unit.key: unit for unit in units if unit.key not in self.records}
        new = self._without_own(new)
        if not new and not self.records:
            return self._report()
        translated = self._translations(list(new.values()))
        if translated is None:
            self._wait(new.values(), "a translation?")
            if self.before is None:
                return self._report()
            new, translated = {}, {}
        copies = self._copies([unit for unit in new.values() if unit.key not in translated])
        waiting = {slide for row in self.rows for slide in row.slides}
        guessed = {
            key: self._guess(unit)
            for key, unit in new.items()
            if key not in translated and key not in copies and waiting.isdisjoint(unit.ids)
        }
        self._put_defaults(guessed)
        for unit in units:
            if unit.key in translated:
                self._translate(unit, *translated[unit.key])
            elif unit.key in guessed:
                self._add(unit, guessed[unit.key])
            elif unit.key in copies:
                self._repeat(unit, copies[unit.key])
            elif unit.key in self.records:
                self._update(unit)
        self._vanished({unit.key for unit in units})
        self._record()
        return self._report()

    # --- the file ----------------------------------------------------------------------------------------------------

    def _check_by(self) -> None:
        place = Place(shown_path(self.file.path))
        if self.by == "section" and not self.file.sections and not self.before:
            hint = "in PowerPoint: Home, Section, Add Section; or import it by slide"
            raise UserFault.of("SP852", "has no sections", hint, place)
        if self.before and self.settings.by not in (None, self.by):
            hint = f"leave --by out, or delete {self.folder}/ and import it anew"
            raise UserFault.of("SP852", f"was imported by {self.by} before", hint, place)

    def _check_store(self) -> None:
        """Raises UserFault (SP854) where the deck stored in the library has edits that would be lost."""
        target = self.drafts.root / self.stored
        if not target.exists() or real_path(target) == real_path(self.file.path):
            return
        now, place = digest(file_content(target)), Place(shown_path(self.file.path))
        if now == self.file.sha256:
            return
        if any((target.parent / lock).exists() for lock in (f"~${target.name}", f".~lock.{target.name}#")):
            raise UserFault.of("SP854", f"{self.stored} is open in another program", "close it and import again", place)
        if self.before and now != self.before.record.sha256 and not self.settings.replace:
            hint = f"import {shown_path(target)} to keep those edits, or give --replace to drop them"
            raise UserFault.of("SP854", f"{self.stored} was edited since it was imported", hint, place)

    def _store(self) -> None:
        target = self.drafts.root / self.stored
        if not target.exists() or digest(file_content(target)) != self.file.sha256:
            self.drafts.copy(self.stored, self.file.path)

    def _take_back(self, units: Sequence[Unit]) -> None:
        """Units whose slides were deleted and pasted again keep their blocks under the new ids."""
        present = {unit.key for unit in units}
        gone = [key for key in self.records if key not in present]
        for unit in units:
            if unit.key not in self.records and (key := returned(self.records, gone, unit.hashes)):
                gone.remove(key)
                self.records[unit.key] = self.records.pop(key)

    def _without_own(self, new: Mapping[str, Unit]) -> dict[str, Unit]:
        """New units without those of slides that were built here; edited ones stay that are to become variants.

        What a pack makes, covers and dividers, has no variants.
        """
        own = {key: found for key, unit in new.items() if (found := self._own_of(unit))}
        edited = {
            key: unit
            for key, unit in new.items()
            if key in own and own[key][0].is_of_block and any(one.edits for one in own[key])
        }
        by = f"edited by {self.own.by}" if self.own.by else "edited"
        whys = {key: f"{by}: " + "; ".join(one.edits for one in own[key] if one.edits) for key in edited}
        for key, found in own.items():
            if key not in edited:
                changed = "; ".join(filter(None, [one.edits for one in found]))
                self._known(new[key], found[0].block, f"{by}: {changed}" if changed else found[0].known)
        answer = None
        if edited:
            candidates = tuple(
                Candidate(unit.slides[0].position, unit.title, own[key][0].block, self.own.by, 1.0, whys[key])
                for key, unit in edited.items()
            )
            answer = self._ask(Question(EDITED, self.name, self.language.code, "", candidates))
        for key, unit in edited.items():
            if answer is None:
                self._wait([unit], f"a variant of {own[key][0].block}? {whys[key]}")
            elif not answer:
                self._known(unit, own[key][0].block, f"left out; {whys[key]}")
            else:
                self._variants[key] = f"variant of {own[key][0].block}, {whys[key]}"
        return {key: unit for key, unit in new.items() if key not in own or key in self._variants}

    def _own_of(self, unit: Unit) -> list[OwnSlide]:
        """The slides of a unit as they were built here; empty where one of them was not."""
        found = [self.own.slides.get(slide.position) for slide in unit.slides]
        known = [one for one in found if one is not None]
        return known if len(known) == len(found) else []

    def _known(self, unit: Unit, block: str, why: str) -> None:
        position = unit.slides[0].position
        row = Row(action=Action.KNOWN, block=block, title=unit.title, slides=unit.ids, position=position, why=why)
        self.rows.append(row)

    # --- questions ---------------------------------------------------------------------------------------------------

    def _translations(self, new: Sequence[Unit]) -> dict[str, tuple[str, Pair]] | None:
        """The blocks that new units are translations of, by key; None while nobody has answered."""
        found: dict[str, tuple[str, Pair]] = {}
        partner: KnownDeck | None = None
        for deck in self.known if new else ():
            if deck.record.language != self.language.code and len(pairs := self._pairs(new, deck)) > len(found):
                found, partner = pairs, deck
        if partner is None:
            return {}
        titles = {slide.id: slide.title for slide in partner.slides}
        candidates = tuple(
            Candidate(unit.slides[0].position, unit.title, block, titles.get(pair.known, ""), pair.score, pair.why)
            for unit in new
            if unit.key in found
            for block, pair in (found[unit.key],)
        )
        answer = self._ask(Question(TRANSLATIONS, self.name, self.language.code, partner.name, candidates))
        if answer and not self.before and not self.settings.into:
            self.folder = partner.folder
        return None if answer is None else found if answer else {}

    def _pairs(self, new: Sequence[Unit], deck: KnownDeck) -> dict[str, tuple[str, Pair]]:
        """Units that pair, slide by slide, with what is one block without a text in this language."""
        pairs = {pair.slide: pair for pair in paired(self.file.slides, deck.slides)}
        found: dict[str, tuple[str, Pair]] = {}
        taken: set[str] = set()
        for unit in new:
            if not all(number in pairs for number in unit.ids):
                continue
            partner = deck.unit_of(pairs[number].known for number in unit.ids)
            original = self.blocks.original(partner.block) if partner else None
            if partner is None or original is None or partner.block in taken:
                continue
            lacking = not self.drafts.exists(self._translation_of(original, partner.block))
            if lacking and self.blocks.language_of(original) != self.language.code:
                found[unit.key] = (partner.block, pairs[unit.ids[0]])
                taken.add(partner.block)
        return found

    def _translation_of(self, original: str, block: str) -> str:
        return posixpath.join(posixpath.dirname(original), f"{block}.{self.language.code}.md")

    def _copies(self, new: Sequence[Unit]) -> dict[str, str]:
        """The blocks that new slides repeat, by key, or the keys of slides of this deck.

        Identical slides need no answer; near ones do, and wait for it.
        """
        first: dict[tuple[str, ...], str] = {}
        for key, record in self.records.items():
            first.setdefault(tuple(record.slides.values()), key)
        same: dict[str, str] = {}
        near: dict[str, Candidate] = {}
        for unit in new:
            earlier = first.setdefault(tuple(unit.hashes.values()), unit.key)
            twin = self.twins.twin(self.name, self.language.code, unit.slides[0]) if len(unit.slides) == 1 else None
            deck = next((deck for deck in self.known if twin and deck.name == twin.deck), None)
            known = deck.unit_of((twin.slide,)) if twin and deck else None
            if earlier != unit.key:
                same[unit.key] = earlier
            elif twin and known and self.blocks.original(known.block):
                title, why = unit.title, f"{twin.alike:.0%} of the words"
                near[unit.key] = Candidate(unit.slides[0].position, title, known.block, twin.deck, twin.alike, why)
                if twin.identical:
                    same[unit.key] = near.pop(unit.key).block
        if near:
            answer = self._ask(Question(COPIES, self.name, self.language.code, "", tuple(near.values())))
            if answer:
                same |= {key: candidate.block for key, candidate in near.items()}
            elif answer is None:
                self._wait([unit for unit in new if unit.key in near], "a near copy?")
        return same

    def _ask(self, question: Question) -> bool | None:
        answer = self.consent(question)
        self.questions.append(msgspec.structs.replace(question, answer=answer))
        return answer

    # --- units -------------------------------------------------------------------------------------------------------

    def _guess(self, unit: Unit) -> Guessed:
        """Kind and values; the kind of a section is that of most of its slides."""
        settings, library = self.settings, self.blocks.library
        customers = sorted(
            {block.about.customer for block in library.blocks.values() if block.about and block.about.customer}
        )
        kinds = [
            kind_of(slide, language=self.language.code, year=settings.today.year, customers=customers)
            for slide in unit.slides
        ]
        most = Counter(kind.kind for kind in kinds).most_common(1)[0][0]
        kind: KindProposal = next(kind for kind in kinds if kind.kind == most)
        return Guessed(kind, values_of(unit.slides, library.values, self.language.code))

    def _put_defaults(self, guessed: Mapping[str, Guessed]) -> None:
        name = f"{self.folder}/{DEFAULTS_FILE}"
        if guessed and not self.drafts.exists(name):
            kinds = [one.kind.kind for one in guessed.values()]
            first = self.blocks.library.settings.default_language
            text = defaults_text(self.drafts, self.folder, self.settings.owner, self.language.code, kinds, first)
            self.drafts.write(name, text)

    def _add(self, unit: Unit, guessed: Guessed) -> None:
        block = block_id(unit, self.name, self.blocks.files)
        name = f"{self.folder}/{block}.md"
        lines = block_lines(unit, self.source, guessed, (name, self.stored), self.language.code, self.blocks)
        self.records[unit.key] = self.blocks.put(block, name, lines, unit, UnitRecord(block=block))
        why = "; ".join(filter(None, (self._variants.get(unit.key, ""), guessed.kind.why)))
        self._row(Action.NEW, unit, self.records[unit.key], why, guessed)

    def _translate(self, unit: Unit, block: str, pair: Pair) -> None:
        original = self.blocks.original(block) or ""
        name = self._translation_of(original, block)
        stored = posixpath.relpath(self.stored, posixpath.dirname(name))
        lines = slide_lines(unit, self.source, stored)
        lines["translates"] = f"translates: {self.blocks.version_of(original)}"
        self._keep_literal(unit, original, block)
        empty = UnitRecord(block=block, role="translation")
        self.records[unit.key] = self.blocks.put(block, name, lines, unit, empty)
        self._row(Action.TRANSLATION, unit, self.records[unit.key], pair.why)

    def _keep_literal(self, unit: Unit, original: str, block: str) -> None:
        """Makes the block literal where only its new translation reads like a template, and nobody has said so."""
        known = [slide for deck in self.known for one in deck.record.units.values() if one.block == block
                 for slide in deck.slides if slide.id in one.ids]  # fmt: skip
        text = self.drafts.text(original) or ""
        if (line := jinja_line(unit.slides)) and not any(one.braces for one in known) and not says_of_jinja(text):
            self.drafts.write(original, revised(text, {}, {"jinja": line}) or text)

    def _repeat(self, unit: Unit, known: str) -> None:
        """A slide that is in the library already: `known` is its block, or the key of another slide of this deck."""
        block = self.records[known].block if known in self.records else known
        self.records[unit.key] = UnitRecord(block=block, role="same-as", slides=unit.hashes)
        self._row(Action.SAME_AS, unit, self.records[unit.key], "the block has this slide")

    def _update(self, unit: Unit) -> None:
        record = self.records[unit.key]
        changed = not unit.is_as(record.slides)
        if record.role == "same-as":
            if changed:
                del self.records[unit.key]
                self._add(unit, self._guess(unit))
            else:
                self._row(Action.SAME_AS, unit, record)
            return
        name = self.blocks.located(record, self.stored)
        if name is None:
            self._row(Action.DELETED, unit, record, "somebody deleted the block; it stays so")
            return
        if name != record.file:
            block = posixpath.basename(name).partition(".")[0]
            record = msgspec.structs.replace(record, file=name, block=block)
        deck, stored = self.source, posixpath.relpath(self.stored, posixpath.dirname(name))
        lines = slide_lines(unit, deck, stored)
        if record.lines.get("jinja") or not self._had_braces(record):
            lines["jinja"] = jinja_line(unit.slides)
        if record.role == "translation":
            version = self.blocks.version_of(self.blocks.original(record.block) or "")
            lines = slide_lines(unit, deck, stored) | ({"translates": f"translates: {version}"} if changed else {})
        values = self._values_anew(unit, record, name)
        proposed = {"values": values_line(values)} if values is not None else {}
        done = revise(self.blocks, name, record, lines | proposed, unit, changed=changed)
        if done is None:
            problem = UserFault.of("SP855", "cannot be updated", "mend its front matter", Place(name)).problems[0]
            self.problems.append(problem)
        self.records[unit.key] = done or record
        told = [self._why_changed(record, name)] if changed else []
        if values is not None:
            told.append(f"values proposed anew: {'; '.join(one.why for one in values) or 'none'}")
        action = Action.CHANGED if changed or proposed else Action.UNCHANGED
        self._row(action, unit, self.records[unit.key], ", ".join(told), values=values or ())

    def _values_anew(self, unit: Unit, record: UnitRecord, name: str) -> tuple[ValueProposal, ...] | None:
        """The values proposed for a draft, where slides or `values.yaml` say others now and nobody has written them."""
        block, before = self.blocks.library.blocks.get(record.block), record.lines.get("values", "")
        lines = (self.blocks.drafts.text(name) or "").split("\n")
        # A draft whose proposed value was deleted from values.yaml cannot be read: it is helped all the same.
        readable = block is None or not any(one.severity is Severity.ERROR for one in block.problems)
        is_draft = block is not None and (block.state == "draft" if readable else "state: approved" not in lines)
        if record.role != "block" or not is_draft or not before:
            return None
        values = values_of(unit.slides, self.blocks.library.values, self.language.code)
        stands = before in lines
        return values if stands and values_line(values) != before else None

    def _had_braces(self, record: UnitRecord) -> bool:
        """Whether a unit's slides read like a template already when they were imported: what they mean stays so."""
        slides = self.before.slides if self.before else ()
        return any(slide.braces for slide in slides if slide.id in record.ids)

    def _why_changed(self, record: UnitRecord, name: str) -> str:
        block = self.blocks.library.blocks.get(record.block)
        approved = ", approved before: look at it again" if block and block.state == "approved" else ""
        return f"now version {self.blocks.version_of(name)}{approved}" if record.role == "block" else "follows anew"

    def _vanished(self, present: set[str]) -> None:
        for key, record in self.records.items():
            if key not in present and record.role != "same-as" and self.blocks.located(record, self.stored):
                why = "no longer in the deck: retire or delete the block"
                row = Row(action=Action.VANISHED, block=record.block, title="", slides=record.ids, file=record.file)
                self.rows.append(msgspec.structs.replace(row, why=why))

    # --- what is told ------------------------------------------------------------------------------------------------

    def _wait(self, units: Iterable[Unit], why: str) -> None:
        self.rows += [
            Row(
                action=Action.WAITING, block="", title=unit.title, slides=unit.ids, position=unit.slides[0].position,
                why=why,
            )
            for unit in units
        ]  # fmt: skip

    def _row(
        self,
        action: Action,
        unit: Unit,
        record: UnitRecord,
        why: str = "",
        guessed: Guessed | None = None,
        values: Sequence[ValueProposal] = (),
    ) -> None:
        self.rows.append(
            Row(
                action=action,
                block=record.block,
                title=unit.title,
                slides=unit.ids,
                position=unit.slides[0].position,
                file=record.file,
                kind=guessed.kind.kind if guessed else "",
                values={one.id: one.strength for one in (guessed.values if guessed else values)},
                why=why,
            )
        )

    def _record(self) -> None:
        """Stores the deck and the record, and makes this deck known to those that follow."""
        self._store()
        record = DeckRecord(
            source=self.source,
            stored=self.stored,
            sha256=self.file.sha256,
            language=self.language.code,
            by=self.by,
            units=self.records,
        )
        self.known.put(self.name, self.folder, record, self.file.slides)
        self.drafts.write(f"{self.folder}/{RECORD_FILE}", record_text(self.known.records[self.folder]))
        self.twins.add(self.name, self.language.code, self.file.slides)

    def _report(self) -> DeckReport:
        return DeckReport(
            file=shown_path(self.file.path),
            deck=self.name,
            language=self.language.code,
            language_why=self.language.why,
            folder=self.folder,
            stored=self.stored,
            rows=tuple(sorted(self.rows, key=lambda row: (row.position is None, row.position or 0))),
            topics=self._topics(),
        )

    def _topics(self) -> tuple[Topic, ...]:
        """What a deck speaks of and no value names, as long as nobody has given its drafts values."""
        blocks = self.blocks.library.blocks
        waiting = [row for row in self.rows if row.action is Action.NEW or _is_bare(blocks.get(row.block or ""))]
        if not any(row.action is Action.NEW for row in self.rows) and 2 * len(waiting) <= len(self.rows):
            return ()
        return topics_of(self.file.slides, self.blocks.library.values, self.language.code)


def _is_bare(block: Block | None) -> bool:
    """Whether a block is a draft that nobody has given a value, of a kind that answers one."""
    return block is not None and block.state == "draft" and block.kind != "frame" and not block.values
