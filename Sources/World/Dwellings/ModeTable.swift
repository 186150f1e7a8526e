/// The exact step of each room in the air-flow modes that a dwelling met last.
///
/// A mode is which windows are open and in which step (``FlowBucket``) infiltration and window air
/// lie; doors are none of it (``RoomExchange``). A few modes are kept; the one not used for longest
/// makes room. The table is a cache: a dwelling behaves the same whatever is in it.
struct ModeTable: Sendable {
  static let slotCount = 4

  /// Windows and flow steps.
  struct Key: Hashable, Sendable {
    var openWindows: UInt16
    var leakBucket: UInt16
    var windowBucket: UInt16
  }

  let roomCount: Int
  private var keys: [Key?]
  private var lastUse: [UInt64]
  private var clock: UInt64 = 0
  private var current = 0
  /// The rooms of one mode after those of another.
  private(set) var modes: [RoomMode]
  /// How often a mode had to be made.
  private(set) var missCount = 0

  init(rooms: Int) { self.init(rooms: rooms, missCount: 0) }

  private init(rooms: Int, missCount: Int) {
    roomCount = rooms
    self.missCount = missCount
    keys = Array(repeating: nil, count: Self.slotCount)
    lastUse = Array(repeating: 0, count: Self.slotCount)
    modes = []
  }

  /// Where in ``modes`` a mode's rooms begin, if it is at hand.
  mutating func slot(_ key: Key) -> Int? {
    clock += 1
    if keys[current] != key {
      guard let known = keys.firstIndex(of: key) else { return nil }
      current = known
    }
    lastUse[current] = clock
    return current * roomCount
  }

  /// Where the mode that was asked for last begins.
  var currentSlot: Int { current * roomCount }

  /// A room in the mode that was asked for last.
  func current(room: Int) -> RoomMode { modes[currentSlot + room] }

  /// Gives the memory back; the modes to come are made anew.
  mutating func removeAll() {
    self = ModeTable(rooms: roomCount, missCount: missCount)
  }

  /// Puts a mode in the place of the one not used for longest; where it begins.
  mutating func insert(_ key: Key, _ made: [RoomMode]) -> Int {
    precondition(made.count == roomCount, "a mode has all rooms")
    missCount += 1
    var oldest = 0
    for slot in 1..<Self.slotCount where lastUse[slot] < lastUse[oldest] { oldest = slot }
    let offset = oldest * roomCount
    // Slots are filled in order the first time, so the array grows with what is used.
    if offset == modes.count {
      // No more than is needed: an array left to itself would double.
      modes.reserveCapacity(offset + roomCount)
      modes.append(contentsOf: made)
    } else {
      for room in made.indices { modes[offset + room] = made[room] }
    }
    keys[oldest] = key
    lastUse[oldest] = clock
    current = oldest
    return offset
  }
}
