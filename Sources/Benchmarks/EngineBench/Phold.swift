import Clockwork

/// The hold model: N processes, N messages; each message taken is sent on to a random process.
///
/// - Source: Fujimoto, "Performance of Time Warp under synthetic workloads", 1990.
struct Phold {
  static let meanDelay = SimDuration.seconds(60)

  let size: Int
  let key = RandomKey(seed: 1, purpose: Purpose("bench.phold"), entity: 0)
  var queue = SharedQueue<UInt64>(start: SimTime(microseconds: 0))
  /// How many messages each process has taken.
  var taken: [UInt32]
  var trace = Fingerprint()

  init(size: Int) {
    self.size = size
    taken = Array(repeating: 0, count: size)
    let start = RandomKey(seed: 1, purpose: Purpose("bench.phold.start"), entity: 0)
    for message in 0..<size {
      let draw = start.durationAndChoice(UInt64(message), mean: Self.meanDelay, of: size)
      queue.schedule(
        at: SimTime(microseconds: 1) + draw.duration, entity: UInt32(draw.choice),
        sequence: UInt32(message), payload: 0)
    }
  }

  mutating func run(events: Int) {
    taken.withUnsafeMutableBufferPointer { taken in
      for _ in 0..<events {
        guard let event = queue.popNext(before: .distantFuture) else { return }
        let process = Int(event.entity)
        let number = taken[process]
        taken[process] = number &+ 1
        trace.combine(event.time.microseconds ^ Int64(event.entity) << 44)
        let draw = key.durationAndChoice(
          UInt64(event.entity) << 32 | UInt64(number), mean: Self.meanDelay, of: size)
        queue.schedule(
          at: event.time + draw.duration + .microseconds(1), entity: UInt32(draw.choice),
          sequence: event.sequence, payload: event.payload &+ 1)
      }
    }
  }
}
