/// Which slots have waited longest: the order in which their first run of now began.
///
/// A slot that came to rest leaves its entry behind; whoever owns the slots knows by the age that
/// it means nothing any more.
struct SlotAges: Sendable {
  private var entries: [(slot: Int, age: Int64)] = []
  private var head = 0
  private var age: Int64 = 0

  var count: Int { entries.count - head }

  /// Puts a slot behind all others; the age it has from now on.
  mutating func add(_ slot: Int) -> Int64 {
    age += 1
    entries.append((slot, age))
    return age
  }

  /// Takes out the oldest entry that still means something.
  mutating func popOldest(_ isValid: (Int, Int64) -> Bool) -> Int? {
    while head < entries.count {
      let entry = entries[head]
      head += 1
      if head > 1024, head * 2 > entries.count {
        entries.removeFirst(head)
        head = 0
      }
      if isValid(entry.slot, entry.age) { return entry.slot }
    }
    return nil
  }

  /// Drops the entries that mean nothing any more.
  mutating func keep(_ isValid: (Int, Int64) -> Bool) {
    entries.removeFirst(head)
    head = 0
    entries.removeAll { !isValid($0.slot, $0.age) }
  }
}
