import Testing

@testable import Clockwork

@Suite struct SharedQueueTests {
  struct Item: Comparable {
    var time: Int64
    var entity: UInt32
    var sequence: UInt32

    static func < (a: Item, b: Item) -> Bool {
      (a.time, a.entity, a.sequence) < (b.time, b.entity, b.sequence)
    }
  }

  /// How far ahead events are scheduled: each shape strains another part of the queue.
  enum Shape: UInt64, CaseIterable {
    case uniform, exponential, ties, bimodal, widening, narrow

    func delay(_ dice: inout RandomStream, _ step: Int) -> Int64 {
      switch self {
      case .uniform: Int64(dice.below(100_000))
      case .exponential: Int64(dice.exponential(mean: 60e6))
      case .ties: Int64(dice.below(4)) * 1_000
      case .bimodal: Int64(dice.below(50) == 0 ? dice.below(1 << 40) : dice.below(1_000))
      case .widening: Int64(dice.below(1 << UInt64(4 + step % 40)))
      case .narrow: step < 3_000 ? Int64(dice.below(1 << 34)) : Int64(dice.below(3))
      }
    }
  }

  /// Grows, holds, shrinks, forks, and compares every event with a sorted list.
  @Test(arguments: Shape.allCases, 1...4 as ClosedRange<UInt64>)
  func agreesWithASortedList(shape: Shape, seed: UInt64) {
    var dice = RandomStream(
      seed: seed, purpose: Purpose("tests.shared-queue"), entity: shape.rawValue)
    var queue = SharedQueue<UInt32>(start: SimTime(microseconds: -5_000_000))
    // Sorted with the first event last.
    var plain: [Item] = []
    var fork: (SharedQueue<UInt32>, [Item])?
    var number: UInt32 = 0
    for step in 0..<9_000 {
      let isGrowing = step < 3_000 || (step > 7_000 && step < 7_500)
      let now = queue.now.microseconds
      if dice.below(10) < (isGrowing ? 9 : step < 5_000 ? 5 : 2) {
        let item = Item(
          time: now + shape.delay(&dice, step), entity: UInt32(dice.below(8)), sequence: number)
        number += 1
        queue.schedule(
          at: SimTime(microseconds: item.time), entity: item.entity, sequence: item.sequence,
          payload: item.sequence &* 3)
        var low = 0
        var high = plain.count
        while low < high {
          let middle = (low + high) / 2
          if plain[middle] < item { high = middle } else { low = middle + 1 }
        }
        plain.insert(item, at: low)
      } else {
        let limit = now + (shape.delay(&dice, step) &* 4)
        let event = queue.popNext(before: SimTime(microseconds: limit))
        let item = plain.last.flatMap { $0.time < limit ? $0 : nil }
        if item != nil { plain.removeLast() }
        let label: Comment = "\(shape), seed \(seed), step \(step)"
        #expect(event?.time.microseconds == item?.time, label)
        #expect(event?.entity == item?.entity, label)
        #expect(event?.sequence == item?.sequence, label)
        #expect(event?.payload == item.map { $0.sequence &* 3 }, label)
        if event?.sequence != item?.sequence { return }
      }
      if step == 4_000 { fork = (queue, plain) }
      if step == 6_000, let saved = fork { (queue, plain) = saved }
      #expect(queue.count == plain.count)
      if step % 16 == 0 { #expect(queue.nextTime()?.microseconds == plain.last?.time) }
    }
    while let event = queue.popNext(before: .distantFuture) {
      #expect(event.sequence == plain.popLast()?.sequence)
    }
    #expect(plain.isEmpty)
    #expect(queue.isEmpty)
  }

  /// A copy goes its own way and leaves the original alone.
  @Test func copiesAreForks() {
    var dice = RandomStream(seed: 1, purpose: Purpose("tests.fork"), entity: 0)
    var queue = SharedQueue<UInt32>(start: SimTime(microseconds: 0))
    for number in 0..<500 as Range<UInt32> {
      queue.schedule(
        at: SimTime(microseconds: Int64(dice.below(10_000))), entity: 1, sequence: number,
        payload: number)
    }
    var other = queue
    var drained: [UInt32] = []
    while let event = other.popNext(before: .distantFuture) {
      drained.append(event.payload)
      if drained.count < 500 {
        other.schedule(at: event.time, entity: 2, sequence: 0, payload: 0)
        _ = other.popNext(before: .distantFuture)
      }
    }
    var again: [UInt32] = []
    while let event = queue.popNext(before: .distantFuture) { again.append(event.payload) }
    #expect(again.count == 500)
    #expect(drained.count == 500)
  }

  /// The extremes of time are ordinary times.
  @Test func holdsTheExtremesOfTime() {
    var queue = SharedQueue<UInt32>(start: SimTime(microseconds: .min))
    var times: [Int64] = [.min, .min + 1, -1, 0, 1, .max - 1]
    times += (0..<200).map { Int64($0) << 55 &- (1 << 62) }
    for (number, time) in times.enumerated() {
      queue.schedule(
        at: SimTime(microseconds: time), entity: 0, sequence: UInt32(number), payload: 0)
    }
    var got: [Int64] = []
    while let event = queue.popNext(before: SimTime(microseconds: .max)) {
      got.append(event.time.microseconds)
    }
    #expect(got == times.sorted())
  }
}
