import Testing

@testable import Clockwork

/// The queue's rules written as plainly as possible: a list that is searched for its least.
private struct PlainQueue {
  struct Item {
    var time: Int64
    var entity: UInt32
    var sequence: UInt32
    var payload: UInt32
    var period: Int64?
  }

  var items: [Item] = []
  var timers: [UInt32: UInt32] = [:]
  var events: [UInt32: UInt32] = [:]
  var last: Int?

  mutating func schedule(_ time: Int64, _ entity: UInt32, _ payload: UInt32) {
    let number = events[entity, default: 0]
    events[entity] = number + 1
    items.append(
      Item(
        time: time, entity: entity, sequence: number | 0x8000_0000, payload: payload,
        period: nil))
  }

  mutating func addPeriodic(_ period: Int64, _ first: Int64, _ entity: UInt32, _ payload: UInt32) {
    let number = timers[entity, default: 0]
    timers[entity] = number + 1
    items.append(
      Item(time: first, entity: entity, sequence: number, payload: payload, period: period))
  }

  mutating func pop(before limit: Int64) -> Item? {
    last = nil
    let order = items.indices.min {
      let (a, b) = (items[$0], items[$1])
      return (a.time, a.entity, a.sequence) < (b.time, b.entity, b.sequence)
    }
    guard let index = order, items[index].time < limit else { return nil }
    let item = items[index]
    if let period = item.period {
      items[index].time += period
      last = index
    } else {
      items.remove(at: index)
    }
    return item
  }
}

@Suite struct HomeQueueTests {
  /// Thousands of random operations give what the plain list gives.
  @Test(arguments: 1...40 as ClosedRange<UInt64>)
  func agreesWithASortedList(seed: UInt64) {
    var dice = RandomStream(seed: seed, purpose: Purpose("tests.home-queue"), entity: 0)
    var queue = HomeQueue<UInt32>(start: SimTime(microseconds: 0))
    var plain = PlainQueue()
    var fork: (queue: HomeQueue<UInt32>, plain: PlainQueue)?
    let periods: [Int64] = [5, 5, 7, 60, 300]
    for step in 0..<700 {
      let now = queue.now.microseconds
      let entity = UInt32(dice.below(6))
      let payload = UInt32(step)
      switch dice.below(20) {
      case 0:
        let period = periods[Int(dice.below(5))]
        let first = now + Int64(dice.below(2) == 0 ? dice.below(10) : dice.below(400))
        queue.addPeriodic(
          every: .microseconds(period), first: SimTime(microseconds: first), entity: entity,
          payload: payload)
        plain.addPeriodic(period, first, entity, payload)
        plain.last = nil
      case 1...5:
        let time = now + Int64(dice.below(30))
        queue.schedule(at: SimTime(microseconds: time), entity: entity, payload: payload)
        plain.schedule(time, entity, payload)
      case 6 where step % 5 == 0:
        queue.stopTimers(of: entity)
        plain.items.removeAll { $0.entity == entity && $0.period != nil }
        plain.last = nil
      case 7:
        fork = (queue, plain)
      case 8:
        if let saved = fork { (queue, plain) = saved }
      default:
        let limit = now + Int64(dice.below(40))
        let event = queue.popNext(before: SimTime(microseconds: limit))
        let item = plain.pop(before: limit)
        #expect(event?.time.microseconds == item?.time, "seed \(seed), step \(step)")
        #expect(event?.entity == item?.entity, "seed \(seed), step \(step)")
        #expect(event?.sequence == item?.sequence, "seed \(seed), step \(step)")
        #expect(event?.payload == item?.payload, "seed \(seed), step \(step)")
        guard let last = plain.last else { break }
        switch dice.below(6) {
        case 0...2:
          let next = queue.now.microseconds + Int64(dice.below(20))
          queue.repeatLast(at: SimTime(microseconds: next))
          plain.items[last].time = next
          plain.last = nil
        case 3 where dice.below(3) == 0:
          queue.stopLast()
          plain.items.remove(at: last)
          plain.last = nil
        default: break
        }
      }
      // A copy is settled now and then, so that timers are settled in every way.
      var copy = queue
      #expect(queue.count == plain.items.count, "seed \(seed), step \(step)")
      #expect(
        copy.nextTime()?.microseconds == plain.items.map(\.time).min(),
        "seed \(seed), step \(step)")
      copy.checkInvariants()
    }
  }

  /// Equal times run by entity, timers first, however they were inserted.
  @Test func tiesIgnoreTheOrderOfInsertion() {
    func order(_ entities: [UInt32]) -> [UInt32] {
      var queue = HomeQueue<UInt32>(start: SimTime(microseconds: 0))
      for entity in entities {
        queue.schedule(at: SimTime(microseconds: 10), entity: entity, payload: 2 * entity + 1)
        queue.addPeriodic(
          every: .microseconds(Int64(10 + entity % 3)), first: SimTime(microseconds: 10),
          entity: entity, payload: 2 * entity)
      }
      var payloads: [UInt32] = []
      while let event = queue.popNext(before: SimTime(microseconds: 11)) {
        payloads.append(event.payload)
      }
      return payloads
    }
    let expected = (0..<20 as Range<UInt32>).map { $0 }
    #expect(order([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]) == expected)
    #expect(order([7, 3, 9, 1, 0, 8, 2, 6, 5, 4]) == expected)
  }

  @Test func aTimerMayJumpFarAndGoOn() {
    var queue = HomeQueue<UInt32>(start: SimTime(microseconds: 0))
    for entity in 0..<3 as Range<UInt32> {
      queue.addPeriodic(
        every: .microseconds(10), first: SimTime(microseconds: Int64(entity)), entity: entity,
        payload: 0)
    }
    var ticks = [0, 0, 0]
    while let event = queue.popNext(before: SimTime(microseconds: 1000)) {
      ticks[Int(event.entity)] += 1
      if event.entity == 1 && ticks[1] == 5 { queue.repeatLast(at: SimTime(microseconds: 901)) }
    }
    #expect(ticks == [100, 15, 100])
  }
}
