"""What is remembered, in a process and across processes."""

from __future__ import annotations

from pathlib import Path

from salespack.system.cache import Memory


def test_a_full_memory_keeps_what_is_in_use() -> None:
    memory = Memory(most=10)
    for number in range(10):
        memory.put(f"first {number}", number)
    assert memory.get("first 0") == 0
    for number in range(5):
        memory.put(f"later {number}", number)
        assert memory.get("first 0") == 0
    assert memory.get("first 1") is None and memory.get("later 4") == 4


def test_a_memory_is_kept_across_processes_and_a_damaged_one_is_empty(tmp_path: Path) -> None:
    one, other, third = Memory(), Memory(), Memory()
    one.open(tmp_path, "known.msgpack")
    one.put("a", [1, "b"])
    one.save()
    other.open(tmp_path, "known.msgpack")
    assert other.get("a") == [1, "b"]
    (tmp_path / "known.msgpack").write_bytes(b"something else")
    third.open(tmp_path, "known.msgpack")
    assert third.get("a") is None
