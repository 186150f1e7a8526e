public import Clockwork
internal import Quantities

/// A home's gateway: forwards copies, keeps them while nobody takes them, forgets them when it
/// restarts.
///
/// It keeps so many copies and then drops each newer one, whatever the reason of the wait. Copies
/// that waited leave in the order in which they came; each copy's own latency may let a later one
/// overtake it.
public struct Uplink: Sendable {
  /// A stretch without service.
  public struct Interruption: Sendable {
    /// By rank: where several hold, the last of them does.
    public enum Kind: Int, Sendable {
      /// The gateway is connected, commands come in, but its side of the broker takes no messages.
      case partition
      /// Nothing goes out or comes in.
      case outage
      /// Nothing is received meanwhile and the queue is lost.
      case restart
    }

    public var start: SimTime
    public var end: SimTime
    public var kind: Kind
    /// Whether a gateway does it by itself now and then: no fault that anybody should find.
    public var isOwn: Bool

    public init(start: SimTime, end: SimTime, kind: Kind, isOwn: Bool = false) {
      self.start = start
      self.end = end
      self.kind = kind
      self.isOwn = isOwn
    }
  }

  /// What the gateway did with a copy.
  public enum Verdict: Sendable {
    case arrives(SimTime)
    /// The gateway was starting, or will while the copy waits, and forgets its queue.
    case lostToRestart
    case lostToFullQueue
    /// The queue was full because the broker took nothing.
    case lostToPartition
  }

  let latencyMeanSeconds: Double
  let latencyMin: SimDuration
  let queueLimit: Int
  public let corruption: Double
  let duplicate: Double
  let key: RandomKey
  /// Sorted by start.
  public let interruptions: [Interruption]
  /// The same without overlaps: a restart outranks an outage, and that a partition; those of one
  /// kind that touch are one.
  private let stretches: [Interruption]
  var nextInterruption = 0
  /// Copies that wait.
  public internal(set) var queuedCount = 0
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
    stretches = Self.disjoint(self.interruptions)
    key = RandomKey(seed: seed, purpose: .uplink, entity: home)
  }

  /// Takes one copy that reached the gateway.
  ///
  /// - Parameter event: names the copy, for its share of chance.
  public mutating func forward(at time: SimTime, event: UInt64) -> Verdict {
    while nextInterruption < stretches.count, stretches[nextInterruption].end <= time {
      leaveStretch()
    }
    let latency = drawLatency(event)
    guard nextInterruption < stretches.count, stretches[nextInterruption].start <= time
    else { return .arrives(time + latency) }
    let kind = stretches[nextInterruption].kind
    if kind == .restart { return .lostToRestart }
    guard queuedCount < queueLimit else {
      return kind == .partition ? .lostToPartition : .lostToFullQueue
    }
    queuedCount += 1
    guard let release = releaseTime(behind: queuedCount) else { return .lostToRestart }
    return .arrives(release + latency)
  }

  /// What stops copies at a time; nil where nothing does.
  public func interruption(at time: SimTime) -> Interruption? {
    var (low, high) = (0, stretches.count)
    while low < high {
      let middle = (low + high) / 2
      if stretches[middle].end <= time { low = middle + 1 } else { high = middle }
    }
    return low < stretches.count && stretches[low].start <= time ? stretches[low] : nil
  }

  /// What waited is sent on, unless the next stretch follows at once and it waits longer.
  private mutating func leaveStretch() {
    let left = stretches[nextInterruption]
    nextInterruption += 1
    let waitsOn =
      nextInterruption < stretches.count && stretches[nextInterruption].start == left.end
      && left.kind != .restart && stretches[nextInterruption].kind != .restart
    if !waitsOn { queuedCount = 0 }
  }

  /// When a queued copy leaves, or nil when a restart comes first and empties the queue.
  private func releaseTime(behind place: Int) -> SimTime? {
    let wait = Self.drainSpacing * Int64(place)
    var index = nextInterruption
    var release = stretches[index].end + wait
    while index + 1 < stretches.count, stretches[index + 1].start < release {
      index += 1
      if stretches[index].kind == .restart { return nil }
      release = stretches[index].end + wait
    }
    return release
  }

  /// - Parameter interruptions: sorted by start.
  private static func disjoint(_ interruptions: [Interruption]) -> [Interruption] {
    let edges = interruptions.flatMap { [$0.start, $0.end] }.sorted()
    var stretches: [Interruption] = []
    var coming = interruptions[...]
    var covering: [Interruption] = []
    for (start, end) in zip(edges, edges.dropFirst()) where start < end {
      while let next = coming.first, next.start <= start { covering.append(coming.removeFirst()) }
      covering.removeAll { $0.end <= start }
      guard let rank = covering.map(\.kind.rawValue).max() else { continue }
      let kind = Interruption.Kind(rawValue: rank) ?? .outage
      if let last = stretches.last, last.end == start, last.kind == kind {
        stretches[stretches.count - 1].end = end
      } else {
        stretches.append(Interruption(start: start, end: end, kind: kind))
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
    interruption(at: time).map { $0.kind == .partition } ?? true
  }

  private func drawLatency(_ event: UInt64) -> SimDuration {
    let seconds = -latencyMeanSeconds * Elementary.log(1 - key.uniform(event))
    return latencyMin + SimDuration(microseconds: Int64(min(seconds, 60) * 1e6))
  }
}
