/// The exact step matrices of the air-flow modes that a dwelling met last.
///
/// A mode is which windows and doors are open and in which step (``FlowBucket``) infiltration and
/// window air lie. Matrices of a few modes are kept; the one not used for longest makes room. The
/// table is a cache: a dwelling behaves the same whatever is in it.
struct ModeTable: Sendable {
  static let slotCount = 4

  /// Where each part of a slot begins, in numbers.
  struct Layout: Sendable {
    let rooms: Int
    let wideSize: Int
    let wideStride: Int
    let gasStride: Int
    let thermalTransition = 0
    let thermalInput: Int
    let vapourTransition: Int
    let vapourInput: Int
    let gasTransition: Int
    let gasInput: Int
    /// Row vectors: mean heat loss over a step from the state before it and from the forcing.
    let lossTransition: Int
    let lossInput: Int
    /// m³/s per room.
    let outdoorFlow: Int
    let slotSize: Int

    init(rooms: Int) {
      self.rooms = rooms
      wideSize = 2 * rooms
      wideStride = SquareMatrix.paddedSize(wideSize)
      gasStride = SquareMatrix.paddedSize(rooms)
      let wide = wideSize * wideStride
      thermalInput = wide
      vapourTransition = 2 * wide
      vapourInput = 3 * wide
      gasTransition = 4 * wide
      gasInput = gasTransition + rooms * gasStride
      lossTransition = gasInput + rooms * gasStride
      lossInput = lossTransition + wideSize
      outdoorFlow = lossInput + wideSize
      slotSize = outdoorFlow + rooms
    }
  }

  /// Windows, doors and flow steps packed in 64 bits.
  struct Key: Hashable, Sendable {
    var openings: Openings
    var leakBucket: UInt64
    var windowBucket: UInt64
  }

  let layout: Layout
  private var keys: [Key?]
  private var lastUse: [UInt64]
  private var clock: UInt64 = 0
  private var current = 0
  private(set) var values: [Double]
  /// How often matrices had to be made.
  private(set) var missCount = 0

  init(rooms: Int) { self.init(layout: Layout(rooms: rooms), missCount: 0) }

  private init(layout: Layout, missCount: Int) {
    self.layout = layout
    self.missCount = missCount
    keys = Array(repeating: nil, count: Self.slotCount)
    lastUse = Array(repeating: 0, count: Self.slotCount)
    values = []
  }

  /// The offset in ``values`` of a mode's slot, if it is at hand.
  mutating func slot(_ key: Key) -> Int? {
    clock += 1
    if keys[current] != key {
      guard let known = keys.firstIndex(of: key) else { return nil }
      current = known
    }
    lastUse[current] = clock
    return current * layout.slotSize
  }

  /// The offset of the mode that was asked for last.
  var currentSlot: Int { current * layout.slotSize }

  /// Gives the memory back; the modes to come are made anew.
  mutating func removeAll() {
    self = ModeTable(layout: layout, missCount: missCount)
  }

  /// Puts a mode's matrices in the place of those not used for longest; their offset.
  mutating func insert(_ key: Key, _ made: [Double]) -> Int {
    precondition(made.count == layout.slotSize, "a mode has the table's layout")
    missCount += 1
    var oldest = 0
    for slot in 1..<Self.slotCount where lastUse[slot] < lastUse[oldest] { oldest = slot }
    let offset = oldest * layout.slotSize
    // Slots are filled in order the first time, so the array grows with what is used.
    if offset == values.count {
      // No more than is needed: an array left to itself would double.
      values.reserveCapacity(offset + layout.slotSize)
      values.append(contentsOf: made)
    } else {
      values.withUnsafeMutableBufferPointer { all in
        for i in made.indices { all[offset + i] = made[i] }
      }
    }
    keys[oldest] = key
    lastUse[oldest] = clock
    current = oldest
    return offset
  }
}
