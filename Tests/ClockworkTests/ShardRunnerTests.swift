import Testing

@testable import Clockwork

private struct Broken: Error, Equatable {
  var shard: Int
}

@Suite struct ShardRunnerTests {
  @Test(arguments: [1, 2, 4, 7])
  func runsEveryShardOnce(threads: Int) throws {
    var counts = [Int](repeating: 0, count: 1000)
    try ShardRunner(threadCount: threads).forEach(&counts) { index, count in
      count += index + 1
    }
    #expect(counts == Array(1...1000))
    try ShardRunner(threadCount: threads).run(shardCount: 0) { _ in throw Broken(shard: 0) }
  }

  @Test(arguments: [1, 2, 4, 7])
  func reportsTheFirstErrorInShardOrder(threads: Int) {
    for round in 0..<50 {
      #expect(throws: Broken(shard: 13), "round \(round)") {
        try ShardRunner(threadCount: threads).run(shardCount: 64) { index in
          if index == 13 || index > 14 { throw Broken(shard: index) }
        }
      }
    }
  }

  @Test func stopsWhenCancelled() {
    let flag = CancellationFlag()
    var done = [Bool](repeating: false, count: 100)
    #expect(throws: RunCancelled.self) {
      try ShardRunner(threadCount: 1).forEach(&done, cancellation: flag) { index, isDone in
        isDone = true
        if index == 9 { flag.cancel() }
      }
    }
    #expect(done.filter { $0 }.count == 10)
    #expect(String(describing: RunCancelled()) == "the run was cancelled")
    #expect(throws: Never.self) {
      try ShardRunner(threadCount: 2).run(shardCount: 0, cancellation: flag) { _ in }
    }
  }
}

/// A small home with jittered sensors, irregular events, and a fork.
private struct ToyHome {
  var queue = HomeQueue<UInt32>(start: SimTime(microseconds: 0))
  var keys: [RandomKey] = []
  var ticks: [UInt64] = []
  var state: [Double] = []
  var trace = Fingerprint()

  init(index: UInt64, deviceCount: Int) {
    for device in 0..<deviceCount {
      let entity = index * 64 + UInt64(device)
      let key = RandomKey(seed: 11, purpose: Purpose("tests.toy"), entity: entity)
      keys.append(key)
      ticks.append(0)
      state.append(20)
      let period = SimDuration.seconds(device % 3 == 0 ? 60 : device % 3 == 1 ? 30 : 300)
      queue.addPeriodic(
        every: period, first: SimTime(microseconds: Int64(key.uniform(0) * 30e6)),
        entity: UInt32(device), payload: 0)
    }
  }

  mutating func advance(to end: SimTime) {
    while let event = queue.popNext(before: end) {
      let device = Int(event.entity)
      ticks[device] += 1
      let draw = keys[device].gaussianAndUniform(ticks[device])
      state[device] += 0.05 * (21 - state[device]) + 0.1 * draw.gaussian
      trace.combine(event.time)
      trace.combine(Int(event.entity))
      trace.combine(state[device])
      if event.payload == 0, draw.uniform < 0.3 {
        queue.schedule(
          at: event.time + SimDuration(microseconds: Int64(draw.uniform * 1e8)),
          entity: UInt32((device + 1) % keys.count), payload: 1)
      }
      if event.payload == 0, device % 2 == 0 {
        queue.repeatLast(
          at: event.time + SimDuration(microseconds: 25_000_000 + Int64(draw.uniform * 1e7)))
      }
    }
  }
}

@Suite struct SamenessTests {
  private static func trace(threads: Int, window: SimDuration, deviceCount: Int = 9) throws
    -> [Fingerprint]
  {
    var homes = (0..<24 as Range<UInt64>).map { ToyHome(index: $0, deviceCount: deviceCount) }
    let runner = ShardRunner(threadCount: threads)
    let end = SimTime(microseconds: 3_600_000_000)
    var now = SimTime(microseconds: 0)
    while now < end {
      let edge = min(now + window, end)
      try runner.forEach(&homes) { _, home in home.advance(to: edge) }
      now = edge
    }
    return homes.map(\.trace)
  }

  @Test func threadsAndWindowsChangeNothing() throws {
    let expected = try Self.trace(threads: 1, window: .hours(1))
    #expect(Set(expected.map(\.value)).count == 24)
    for threads in [1, 2, 4, 7] {
      for window in [SimDuration.seconds(7), .seconds(60), .minutes(17), .hours(2)] {
        #expect(try Self.trace(threads: threads, window: window) == expected)
      }
    }
  }

  @Test func aForkContinuesLikeItsOriginal() {
    var home = ToyHome(index: 3, deviceCount: 9)
    home.advance(to: SimTime(microseconds: 1_000_000_000))
    var fork = home
    fork.advance(to: SimTime(microseconds: 2_000_000_000))
    let forked = fork.trace
    home.advance(to: SimTime(microseconds: 2_000_000_000))
    #expect(home.trace == forked)
    fork.advance(to: SimTime(microseconds: 3_000_000_000))
    #expect(home.trace == forked)
  }
}
