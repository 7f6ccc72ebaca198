"""`salespack check --impact`: which packs of which profiles get other slides, the library as it was against as it is.

Both are matched with the same profiles and day. Only what a change could touch is rendered: where selections are the
same before anything is rendered, and no block that changed could take part, the slides are the same too. Where texts
alone changed, matching knows no difference, and the library as it was is asked only where such a text was assembled.
"""

from __future__ import annotations

import datetime
import io
import posixpath
import tarfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

import msgspec

from salespack.building.build import Builder
from salespack.checking.git_changes import Repository, mentions
from salespack.checking.impact.model import BlockChange, Impact, PackImpact
from salespack.deck.model import Deck, Slide
from salespack.formats.types import encode_custom
from salespack.library.blocks import Block, Body
from salespack.library.index import library_files, open_library
from salespack.library.library import Library
from salespack.library.load import vocabulary_of
from salespack.library.settings import CheckSettings
from salespack.matching.match import match
from salespack.matching.pack_choice import suits
from salespack.matching.selection import Reason, Selection
from salespack.matching.situation import today_or_meeting
from salespack.problems.problem import Place, UsageFault, shown_path
from salespack.profiles.folder import read_profiles
from salespack.profiles.profile import Profile
from salespack.revisions.side_by_side import Pair
from salespack.specimens.customers import Case, generated
from salespack.specimens.data_used import Stock, facts_used, is_broken
from salespack.system.hashing import digest
from salespack.system.progress import Progress, no_progress
from salespack.system.temporary import temporary_folder
from salespack.templating.template_text import holds_template

STANDING_OUT = frozenset((
    Reason.STATE, Reason.NOT_YET_VALID, Reason.EXPIRED, Reason.LANGUAGE, Reason.FOR, Reason.NOT_FOR, Reason.NEEDS,
    Reason.DROPPED, Reason.SHOWN, Reason.DECLINED, Reason.NO_SLOT,
))  # fmt: skip
"""Why a block is out of a pack whatever rendering teaches of the others."""
TEXTS = (".md", ".yaml", ".yml")


class ImpactRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What to compare: the library with how it was where the work parted from the commit `since`.

    `profiles` is the folder of the real profiles; None takes generated ones and reads none. `slides` asks for what
    differs on the slides of blocks, `draw` for pictures of them, side by side, and `pictures` is a folder for those.
    """

    since: str
    library: Path
    profiles: Path | None
    today: datetime.date
    cache: Path | None = None
    slides: bool = False
    draw: bool = False
    pictures: Path | None = None


class Found(NamedTuple):
    """What a change does, and the slides of the blocks that it touches, side by side."""

    impact: Impact
    pairs: tuple[Pair, ...] = ()


def impact_of(request: ImpactRequest, progress: Progress = no_progress) -> Found:
    """Compares. Raises UsageFault (SP906) where git cannot tell, UserFault where a library cannot be read."""
    with temporary_folder("before") as folder:
        before = library_at(request.since, request.library, Path(folder))
        after = open_library(request.library, request.cache)
        found = _Comparison(request, before, after).impact(progress)
        if not (request.slides or request.draw or request.pictures):
            return Found(found)
        from salespack.checking.impact.block_changes import Sides, with_pictures

        texts = {(name, row.language) for row in found.rows for name in (*row.out, *row.into, *row.changed)}
        touched = [text for text in texts if text[0] in found.blocks]
        sides = Sides(before, after, request.today, request.cache)
        changes: list[BlockChange] = []
        pairs: list[Pair] = []
        for number, shown in enumerate(sides.changes(touched, draw=request.draw or request.pictures is not None), 1):
            progress("comparing blocks", number, len(touched))
            changes.append(with_pictures(shown, request.pictures) if request.pictures else shown.change)
            pairs += shown.pairs
        return Found(msgspec.structs.replace(found, changes=tuple(changes)), tuple(pairs))


def library_at(since: str, library: Path, folder: Path) -> Library:
    """The library as it was where the work parted from a commit, unpacked into `folder`. Raises UserFault."""
    repository = Repository(library)
    commit = repository.origin(since)
    packed = repository.archive(commit, library)
    if not packed:
        raise UsageFault.of("SP906", f"the library was not there at “{since}”", "name a later commit",
                            Place(shown_path(library)))  # fmt: skip
    _unpack(packed, folder)
    inside = repository.inside(library) or "."
    return open_library((folder / inside).resolve(), None)


def _unpack(packed: bytes, folder: Path) -> None:
    """Files and folders alone: a library has no use for links, and none may lead out of the folder."""
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        for member in archive:
            name = PurePosixPath(member.name)
            if not member.isfile() or name.is_absolute() or ".." in name.parts:
                continue
            content = archive.extractfile(member)
            if content is not None:
                target = folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content.read())


class _Side:
    """One of the two libraries, ready to match and render."""

    def __init__(self, library: Library, cache: Path | None, declined: frozenset[str]) -> None:
        self.library, self.builder, self._declined = library, Builder(library, cache), declined
        self._digests: dict[str, str] = {}

    def language_of(self, profile: Profile) -> str:
        """The language that a profile's packs are in; the first where the library lacks it."""
        settings = self.library.settings
        asked = profile.customer.language
        return asked if asked in settings.languages else settings.default_language

    def first(self, profile: Profile, pack: str, on: datetime.date) -> Selection | None:
        """The selection before anything is rendered; None where there is no such pack for this profile."""
        recipe = self.library.packs.get(pack)
        if recipe is None or not suits(profile, recipe):
            return None
        language = self.language_of(profile)
        return match(profile, recipe, self.library, on, language=language, declined=self._declined)

    def made(self, profile: Profile, pack: str, on: datetime.date) -> tuple[Selection, Deck, frozenset[str]]:
        """The selection as a build would end with, its deck, and the blocks that were assembled on the way."""
        recipe, language = self.library.packs[pack], self.language_of(profile)
        return self.builder.selected(profile, recipe, on, language=language, declined=self._declined)

    def shown(self, deck: Deck) -> dict[str, tuple[str, ...]]:
        """What each block of a deck shows, slide by slide, as hashes, in the order of the deck."""
        found: dict[str, tuple[str, ...]] = {}
        for slide in deck.slides:
            name = slide.provenance.block
            found[name] = (*found.get(name, ()), self._key(slide))
        return found

    def keys(self, deck: Deck) -> tuple[tuple[str, str], ...]:
        """What each slide of a deck shows, as hashes, with its block."""
        return tuple([(slide.provenance.block, self._key(slide)) for slide in deck.slides])

    def title(self, block: str) -> str:
        """A block's title as it is written, in its own language; empty where it is a template."""
        found = self.library.blocks.get(block)
        title = next((body.title for body in found.bodies.values()), "") if found else ""
        return "" if holds_template(title) else title

    def _key(self, slide: Slide) -> str:
        """A hash of everything that a slide shows, wherever its files lie and whatever its block's version."""
        told = msgspec.structs.replace(slide.provenance, version=0, content_hash="")
        slide = msgspec.structs.replace(slide, file="", line=None, form_line=None, provenance=told)
        return digest(msgspec.json.encode(self._files_by_content(msgspec.to_builtins(slide, enc_hook=encode_custom))))

    def _files_by_content(self, data: Any) -> Any:
        if isinstance(data, list | tuple):
            return [self._files_by_content(one) for one in data]
        if isinstance(data, dict):
            return {
                key: self._digest(value) if key == "file" and isinstance(value, str) else self._files_by_content(value)
                for key, value in data.items()
            }
        return data

    def _digest(self, file: str) -> str:
        if file and file not in self._digests:
            path = Path(file)
            self._digests[file] = digest(path.read_bytes()) if path.is_file() else file
        return self._digests.get(file, "")

    @cached_property
    def files(self) -> Mapping[str, str]:
        """The hash of every file that people write, by its name in the library."""
        root = self.library.root
        return {name: self._digest(str(root / name)) for name in library_files(root)}


class _Comparison:
    """The two libraries and the profiles that they are matched with."""

    def __init__(self, request: ImpactRequest, before: Library, after: Library) -> None:
        self._request = request
        self._skipped = 0
        declined, self._cases = self._profiles(after)
        self._before = _Side(before, None, declined)
        self._after = _Side(after, request.cache, declined)
        self._whole = tuple(self._changed_whole())
        self._changed = frozenset(self._changed_blocks())
        self._texts_alone = not self._whole and all(self._is_matched_alike(name) for name in self._changed)

    def impact(self, progress: Progress) -> Impact:
        """Every pack for every profile."""
        rows: list[PackImpact] = []
        compared = rendered = 0
        for number, case in enumerate(self._cases, 1):
            progress("comparing profiles", number, len(self._cases))
            for pack in sorted({*self._before.library.packs, *self._after.library.packs}):
                on = today_or_meeting(case.profile, self._request.today)
                alike = self._texts_alone and self._is_same_pack(pack)
                now = self._after.first(case.profile, pack, on)
                then = now if alike else self._before.first(case.profile, pack, on)
                if then is None and now is None:
                    continue
                compared += 1
                if then is not None and now is not None and self._same(pack, then, now):
                    continue
                rendered += 1
                row = self._row(case, pack, on, then, now)
                rows += [row] if row is not None else []
        named = {one for row in rows for one in (*row.out, *row.into, *row.changed)} | self._changed
        return Impact(
            since=self._request.since,
            blocks=tuple(sorted(self._changed)),
            whole=self._whole,
            titles={name: title for name in sorted(named) if (title := self._title(name))},
            rows=tuple(rows),
            compared=compared,
            rendered=rendered,
            profiles=len(self._cases),
            skipped=self._skipped,
        )

    def _same(self, pack: str, then: Selection, now: Selection) -> bool:
        """Whether nothing that rendering could teach makes a difference between two first selections."""
        if self._whole or not self._is_same_pack(pack) or then.language != now.language:
            return False
        for side, selection in ((self._before, then), (self._after, now)):
            reasons = {one.block: one.reason for one in selection.rejections}
            present = self._changed & side.library.blocks.keys()
            if any(reasons.get(name) not in STANDING_OUT for name in present):
                return False
        return then.choices == now.choices

    def _is_same_pack(self, pack: str) -> bool:
        sides = [side.library.packs.get(pack) for side in (self._before, self._after)]
        then, now = (one and msgspec.structs.replace(one, file="", off={}) for one in sides)
        return then == now

    def _is_matched_alike(self, name: str) -> bool:
        """Whether matching sees no difference in a block that changed: its text alone is another."""
        then, now = (side.library.blocks.get(name) for side in (self._before, self._after))
        return then is not None and now is not None and _without_texts(then) == _without_texts(now)

    def _row(
        self, case: Case, pack: str, on: datetime.date, then: Selection | None, now: Selection | None
    ) -> PackImpact | None:
        """What changes in one pack for one profile; None where nothing does."""
        new = self._after.made(case.profile, pack, on) if now is not None else None
        if then is now and new is not None and self._changed.isdisjoint(new[2]):
            return None
        old = self._before.made(case.profile, pack, on) if then is not None else None
        was = self._before.shown(old[1]) if old else {}
        is_ = self._after.shown(new[1]) if new else {}
        refused = (bool(old and old[0].refusal), bool(new and new[0].refusal))
        out, into = tuple(name for name in was if name not in is_), tuple(name for name in is_ if name not in was)
        changed = tuple(name for name in is_ if name in was and was[name] != is_[name])
        moved = [name for name in was if name in is_] != [name for name in is_ if name in was]
        if not (out or into or changed or moved or refused[0] != refused[1]):
            return None
        shown = new or old
        return PackImpact(
            pack=pack,
            case=case.name,
            language=shown[1].language if shown else "",
            out=out,
            into=into,
            changed=changed,
            moved=moved,
            before=sum(map(len, was.values())),
            after=sum(map(len, is_.values())),
            slides=_others(self._after.keys(new[1]) if new else (), self._before.keys(old[1]) if old else ()),
            gone=_others(self._before.keys(old[1]) if old else (), self._after.keys(new[1]) if new else ()),
            refused=refused,
        )

    def _title(self, block: str) -> str:
        return self._after.title(block) or self._before.title(block)

    def _profiles(self, library: Library) -> tuple[frozenset[str], tuple[Case, ...]]:
        """Who declined to be named, and the profiles: the real ones that can be read, or ordinary generated ones."""
        folder = self._request.profiles
        if folder is None:
            usable = [block for block in library.blocks.values() if not is_broken(block)]
            facts = facts_used(usable, Stock(library, library_files(library.root), {}))
            return frozenset(), tuple(case for case in generated(library, facts) if not case.awkward)
        vocabulary = vocabulary_of(library.settings, library.values)
        read = read_profiles(folder, vocabulary, self._request.cache)
        self._skipped += len(read.unread)  # `check` says what is wrong with them
        return read.declined(), tuple(Case(name=shown_path(one.file), profile=one) for one in read.known)

    def _changed_whole(self) -> Iterator[str]:
        """The names of what everything depends on, where it changed."""
        then, now = self._before.library, self._after.library
        settings = [msgspec.structs.replace(one.settings, check=CheckSettings()) for one in (then, now)]
        if settings[0] != settings[1]:
            yield "library.yaml"
        if then.values != now.values:
            yield "values.yaml"
        calculations = [msgspec.structs.replace(one.calculations, file="") for one in (then, now)]
        if calculations[0] != calculations[1]:
            yield "calculations.yaml"
        if then.people != now.people:
            yield "people/"
        for folder in ("templates/", "brand/", "fonts/"):
            if _of(self._before.files, folder) != _of(self._after.files, folder):
                yield folder
        brand = posixpath.normpath(now.settings.brand) if now.settings.brand else ""
        if not brand.startswith("brand/"):
            for name in (brand, posixpath.join(posixpath.dirname(brand), "brand.yaml")):
                if self._before.files.get(name) != self._after.files.get(name):
                    yield name

    def _changed_blocks(self) -> Iterator[str]:
        """The blocks that say or show something else, came or went."""
        sides = (self._before, self._after)
        assets = [{name: one for name, one in side.files.items() if not name.endswith(TEXTS)} for side in sides]
        other = {name for name in {*assets[0], *assets[1]} if assets[0].get(name) != assets[1].get(name)}
        shown = {PurePosixPath(name).name.encode() for name in other}
        for name in {*sides[0].library.blocks, *sides[1].library.blocks}:
            then, now = (side.library.blocks.get(name) for side in sides)
            other_text = then is None or now is None or _state(then) != _state(now)
            if other_text or (shown and now and any(mentions(Path(one.file), shown) for one in now.bodies.values())):
                yield name


def _others(slides: Sequence[tuple[str, str]], than: Sequence[tuple[str, str]]) -> tuple[int, ...]:
    """The numbers of slides that show what the others do not."""
    left, found = Counter(than), []
    for number, one in enumerate(slides, 1):
        left[one] -= 1
        if left[one] < 0:
            found.append(number)
    return tuple(found)


def _without_texts(block: Block) -> tuple[Block, bool]:
    """What matching sees of a block: everything but its texts, and whether it is broken."""
    bodies = dict.fromkeys(block.bodies, Body(file="", line=0, content_hash=""))
    broken = dict.fromkeys(block.broken_bodies, ())
    return msgspec.structs.replace(block, file="", bodies=bodies, problems=(), broken_bodies=broken), is_broken(block)


def _of(files: Mapping[str, str], folder: str) -> dict[str, str]:
    return {name: content for name, content in files.items() if name.startswith(folder)}


def _state(block: Block) -> Block:
    """A block without where its files lie."""
    bodies = {
        language: msgspec.structs.replace(body, file="", line=0, off={}) for language, body in block.bodies.items()
    }
    broken = dict.fromkeys(block.broken_bodies, ())
    return msgspec.structs.replace(block, file="", bodies=bodies, problems=(), broken_bodies=broken)
