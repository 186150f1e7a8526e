public import Clockwork

/// Finds one pattern in events that come in any order: they wait until a watermark says that
/// nothing earlier follows, and are then matched in order of time, equal times in order of arrival.
///
/// An event at or before the watermark is late: it is told as such and not matched. If more than
/// `waitingCountMax` wait, the watermark moves by itself so far that half of them are matched.
public struct EventTimeMatcher<Key: Hashable & Sendable, Event: Sendable>: Sendable {
  public typealias Outcome = SequenceOutcome<Key, Event>

  struct Waiting: Sendable {
    var moment: EventMoment
    var key: Key
    var event: Event
  }

  public private(set) var matcher: SequenceMatcher<Key, Event>
  public private(set) var watermark = SimTime.distantPast
  /// How often the watermark moved by itself, because too much waited.
  public private(set) var forcedCount = 0
  public let waitingCountMax: Int
  private var buffer: [Waiting] = []
  private var order: Int64 = 0

  public init(_ matcher: SequenceMatcher<Key, Event>, waitingCountMax: Int = 1 << 20) {
    precondition(waitingCountMax > 0, "room for one")
    self.matcher = matcher
    self.waitingCountMax = waitingCountMax
  }

  public mutating func observe(
    _ event: Event, of key: Key, at time: SimTime, into outcomes: inout [Outcome]
  ) throws {
    guard time > watermark else {
      let taken = Outcome.Taken(stage: -1, events: [event])
      outcomes.append(Outcome(kind: .late, key: key, taken: [taken], time: time))
      return
    }
    order += 1
    buffer.append(
      Waiting(
        moment: EventMoment(time: time.microseconds, order: order), key: key, event: event))
    guard buffer.count > waitingCountMax else { return }
    forcedCount += 1
    let times = buffer.map(\.moment.time).sorted()
    try advance(to: SimTime(microseconds: times[times.count / 2]), into: &outcomes)
  }

  /// Says that nothing at or before `time` follows.
  public mutating func advance(to time: SimTime, into outcomes: inout [Outcome]) throws {
    guard time > watermark else { return }
    watermark = time
    buffer.sort { $0.moment < $1.moment }
    let ready = buffer.prefix { $0.moment.time <= time.microseconds }
    for waiting in ready {
      try matcher.observe(
        waiting.event, of: waiting.key, at: SimTime(microseconds: waiting.moment.time),
        into: &outcomes)
    }
    for waiting in ready { try matcher.advance(waiting.key, to: time, into: &outcomes) }
    buffer.removeFirst(ready.count)
    try matcher.advance(to: time, into: &outcomes)
  }
}
