public import Clockwork
internal import Quantities

/// A home's gateway: forwards copies, keeps them while its way out is down, forgets them when it
/// restarts.
public struct Uplink: Sendable {
  /// A stretch without service.
  public struct Interruption: Sendable {
    public var start: SimTime
    public var end: SimTime
    /// True for a restart: nothing is received meanwhile and the queue is lost.
    public var isRestart: Bool

    public init(start: SimTime, end: SimTime, isRestart: Bool) {
      self.start = start
      self.end = end
      self.isRestart = isRestart
    }
  }

  /// What the gateway did with a copy.
  public enum Verdict: Sendable {
    case arrives(SimTime)
    case lostInOutage
    case lostToFullQueue
  }

  let latencyMeanSeconds: Double
  let latencyMin: SimDuration
  let queueLimit: Int
  public let corruption: Double
  let duplicate: Double
  let key: RandomKey
  /// Sorted by start.
  public let interruptions: [Interruption]
  /// The same without overlaps: a restart outranks an outage, outages that touch are one.
  private let stretches: [Interruption]
  var nextInterruption = 0
  var queuedCount = 0
  /// A queue is sent on at this pace after an outage.
  static let drainSpacing = SimDuration.milliseconds(20)

  public init(
    network: NetworkModel, interruptions: [Interruption], seed: UInt64, home: UInt64
  ) {
    latencyMeanSeconds = network.latencyMean.seconds
    latencyMin = network.latencyMin
    queueLimit = network.gatewayQueueLimit
    corruption = network.corruption
    duplicate = network.duplicate
    self.interruptions = interruptions.sorted { $0.start < $1.start }
    stretches = Self.disjoint(interruptions)
    key = RandomKey(seed: seed, purpose: .uplink, entity: home)
  }

  /// Takes one copy that reached the gateway.
  ///
  /// - Parameter event: names the copy, for its share of chance.
  public mutating func forward(at time: SimTime, event: UInt64) -> Verdict {
    while nextInterruption < stretches.count, stretches[nextInterruption].end <= time {
      nextInterruption += 1
      queuedCount = 0
    }
    let latency = drawLatency(event)
    guard nextInterruption < stretches.count, stretches[nextInterruption].start <= time
    else { return .arrives(time + latency) }
    if stretches[nextInterruption].isRestart { return .lostInOutage }
    guard queuedCount < queueLimit else { return .lostToFullQueue }
    queuedCount += 1
    guard let release = releaseTime(behind: queuedCount) else { return .lostInOutage }
    return .arrives(release + latency)
  }

  /// When a queued copy leaves, or nil when a restart comes first and empties the queue.
  private func releaseTime(behind place: Int) -> SimTime? {
    let wait = Self.drainSpacing * Int64(place)
    var index = nextInterruption
    var release = stretches[index].end + wait
    while index + 1 < stretches.count, stretches[index + 1].start < release {
      index += 1
      if stretches[index].isRestart { return nil }
      release = stretches[index].end + wait
    }
    return release
  }

  private static func disjoint(_ interruptions: [Interruption]) -> [Interruption] {
    let edges = interruptions.flatMap { [$0.start, $0.end] }.sorted()
    var stretches: [Interruption] = []
    for (start, end) in zip(edges, edges.dropFirst()) where start < end {
      let covering = interruptions.filter { $0.start <= start && end <= $0.end }
      guard !covering.isEmpty else { continue }
      let isRestart = covering.contains(where: \.isRestart)
      if let last = stretches.last, last.end == start, last.isRestart == isRestart {
        stretches[stretches.count - 1].end = end
      } else {
        stretches.append(Interruption(start: start, end: end, isRestart: isRestart))
      }
    }
    return stretches
  }

  /// What happens to a copy's content on the long way.
  public struct Mishap: Sendable {
    /// The bit that flips, to be taken modulo the copy's length.
    public var flippedBit: Int?
    public var isDoubled: Bool
  }

  /// Draws the mishaps of one copy.
  public func mishap(event: UInt64) -> Mishap {
    let block = key.block(event | 1 << 63)
    let isCorrupt = Double(block.0) * 0x1p-32 < corruption
    return Mishap(
      flippedBit: isCorrupt ? Int(block.1) : nil,
      isDoubled: Double(block.2) * 0x1p-32 < duplicate)
  }

  /// Whether commands can come in at a time.
  public func isUp(at time: SimTime) -> Bool {
    !interruptions.contains { $0.start <= time && time < $0.end }
  }

  private func drawLatency(_ event: UInt64) -> SimDuration {
    let seconds = -latencyMeanSeconds * Elementary.log(1 - key.uniform(event))
    return latencyMin + SimDuration(microseconds: Int64(min(seconds, 60) * 1e6))
  }
}
