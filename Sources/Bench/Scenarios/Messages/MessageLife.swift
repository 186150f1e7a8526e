internal import Clockwork
internal import Devices
internal import Fusion
internal import Homes
internal import Ingestion
internal import Lanes
internal import Outside
internal import Sampling
internal import Telemetry
internal import Truth

/// One message's whole life: what was true, what was measured and sent, how it travelled, what was
/// made of it.
public struct MessageLife: Sendable {
  /// One of its readings with what became of it.
  struct Reading: Sendable {
    var traced: TracedReading
    /// Of the channel's native ticks, s; 0 for events.
    var periodSeconds: Double
    var why: String
    /// As the stages got it; nil where they did not.
    var entry: LaneTap.Entry?
    /// Whether fusion listens to its channel.
    var isFused: Bool
    var flags: [Flag]
    var alarms: [PatternMatch]
  }

  /// A copy with its fate.
  struct Copy: Sendable {
    var traced: TracedCopy
    var attempt: Int
    /// Where it is not its device's own.
    var attack: FaultKind?
    /// nil where the run ended before it came.
    var receipt: Receipt?
  }

  let message: MessageID
  let title: String
  let deviceName: String
  let header: MessageHeader
  let sentAt: SimTime
  let content: String
  let attempts: [TracedAttempt]
  let readings: [Reading]
  let copies: [Copy]
  let answer: Answer?
  /// What was wrong when it was made and sent, by its start.
  let troubles: [MessageTrouble]
  /// Names of its home's rooms, by their index.
  let roomNames: [String]
  /// Whether it and its home's others are JSON.
  private let isJSON: Bool
  /// Whether the stages judge what is sent at this time; before, only what trains them is sent.
  let isScored: Bool
  /// How many messages its home's ledger was found to agree on; nil where the run keeps none.
  let agreedCount: Int64?

  init?(_ shard: Shard, plan: RunPlan, title: String, agreedCount: Int64?) {
    guard let trace = shard.home.trace, let trail = shard.trail, let header = trace.header,
      let sentAt = trace.sentAt
    else { return nil }
    let site = shard.home.sitePlan
    let device = site.devices.first { $0.index == header.device }
    message = trace.message
    self.title = title
    self.agreedCount = agreedCount
    self.header = header
    self.sentAt = sentAt
    deviceName = device?.name ?? MessageName.service
    isJSON = shard.home.jsonCodec != nil
    content = Self.content(trace.bytes, isJSON: isJSON)
    roomNames = site.rooms.map(\.name)
    attempts = trace.attempts
    answer = trail.answer
    isScored = sentAt > plan.start
    let settings = plan.laneSettings
    let methods =
      settings.outside.contains(.sample) ? nil : settings.sampling.policies(site)
    readings = trace.readings.enumerated().map { position, traced in
      let entry = trail.entries.first { Int($0.reading.position) == position }
      let period = traced.slot.map { shard.home.sensor(slot: $0).period.seconds } ?? 0
      return Reading(
        traced: traced, periodSeconds: period,
        why: SamplingWords.why(
          traced, traced.slot.flatMap { slot in methods.map { $0[slot] } }, period: period),
        entry: entry,
        isFused: traced.slot != nil && Fuser.channels.contains(traced.channel),
        flags: entry.map { trail.flags(on: $0.reading) } ?? [],
        alarms: entry.map { trail.alarms(on: $0.reading, in: device?.room) } ?? [])
    }
    copies = Self.copies(trace, shard.lane.watch?.fates ?? [])
    let span = Self.span(trace, sentAt: sentAt)
    troubles = trail.troubles.filter {
      $0.concerns(header.device, in: device?.room, span)
    }.sorted { $0.start < $1.start }
  }

  private static func content(_ bytes: [UInt8], isJSON: Bool) -> String {
    isJSON ? String(decoding: bytes, as: UTF8.self) : MessageText.content(bytes)
  }

  /// What somebody else sent in the device's name; nil for a try of the device itself.
  func content(of attempt: TracedAttempt) -> String? {
    attempt.attack == nil ? nil : Self.content(attempt.bytes, isJSON: isJSON)
  }

  private static func span(_ trace: MessageTrace, sentAt: SimTime) -> MessageTrouble.Span {
    let times = trace.attempts.flatMap { [$0.time] + $0.copies.map(\.arrival) } + [sentAt]
    let measured = trace.readings.map(\.time) + [sentAt]
    let tries = trace.attempts.filter { $0.attack == nil }.map(\.time) + [sentAt]
    return MessageTrouble.Span(
      made: (measured.min() ?? sentAt)...(tries.max() ?? sentAt),
      underWay: (times.min() ?? sentAt)...(times.max() ?? sentAt))
  }

  /// A copy's fate is the one that was booked when it came; two at one moment came in order.
  private static func copies(_ trace: MessageTrace, _ fates: [CopyWatch.Fate]) -> [Copy] {
    var left = fates
    let sent = trace.attempts.flatMap { attempt in
      attempt.copies.map {
        Copy(traced: $0, attempt: attempt.number, attack: attempt.attack, receipt: nil)
      }
    }.sorted { $0.traced.arrival < $1.traced.arrival }
    return sent.map { copy in
      var copy = copy
      let place = left.firstIndex {
        $0.arrival == copy.traced.arrival && $0.isReadable != copy.traced.isDamaged
      }
      if let place { copy.receipt = left.remove(at: place).receipt }
      return copy
    }
  }
}
