public import Clockwork

/// Finds one pattern in events that come in any order: they wait until a watermark says that
/// nothing earlier follows, and are then matched in order of time, equal times in order of arrival.
///
/// An event at or before the watermark is late: it is told as such and not matched. If more than
/// `waitingCountMax` wait, the watermark moves by itself so far that half of them are matched.
public struct EventTimeMatcher<Key: Hashable & Sendable, Event: Sendable>: Sendable {
  public typealias Outcome = SequenceOutcome<Key, Event>

  @usableFromInline struct Waiting: Sendable {
    @usableFromInline var moment: EventMoment
    @usableFromInline var key: Key
    @usableFromInline var event: Event

    @inlinable init(moment: EventMoment, key: Key, event: Event) {
      self.moment = moment
      self.key = key
      self.event = event
    }
  }

  @usableFromInline var sequences: SequenceMatcher<Key, Event>
  @usableFromInline var reached = SimTime.distantPast
  @usableFromInline var forced = 0
  @usableFromInline var buffer: [Waiting] = []
  @usableFromInline var order: Int64 = 0
  public let waitingCountMax: Int

  public var matcher: SequenceMatcher<Key, Event> { sequences }
  public var watermark: SimTime { reached }
  /// How often the watermark moved by itself, because too much waited.
  public var forcedCount: Int { forced }

  public init(_ matcher: SequenceMatcher<Key, Event>, waitingCountMax: Int = 1 << 20) {
    precondition(waitingCountMax > 0, "room for one")
    sequences = matcher
    self.waitingCountMax = waitingCountMax
  }

  @inlinable public mutating func observe(
    _ event: Event, of key: Key, at time: SimTime, into outcomes: inout [Outcome]
  ) throws {
    guard time > reached else {
      let taken = Outcome.Taken(stage: -1, events: [event])
      outcomes.append(Outcome(kind: .late, key: key, taken: [taken], time: time))
      return
    }
    order += 1
    buffer.append(
      Waiting(
        moment: EventMoment(time: time.microseconds, order: order), key: key, event: event))
    guard buffer.count > waitingCountMax else { return }
    forced += 1
    let times = buffer.map(\.moment.time).sorted()
    try advance(to: SimTime(microseconds: times[times.count / 2]), into: &outcomes)
  }

  /// Says that nothing at or before `time` follows.
  @inlinable public mutating func advance(to time: SimTime, into outcomes: inout [Outcome]) throws {
    guard time > reached else { return }
    reached = time
    buffer.sort { $0.moment < $1.moment }
    var count = 0
    while count < buffer.count, buffer[count].moment.time <= time.microseconds { count += 1 }
    for index in 0..<count {
      try sequences.observe(
        buffer[index].event, of: buffer[index].key,
        at: SimTime(microseconds: buffer[index].moment.time), into: &outcomes)
    }
    // Windows have timers; gaps between neighbours are found out for the keys that got something.
    if sequences.hasGaps {
      for index in 0..<count {
        try sequences.advance(buffer[index].key, to: time, into: &outcomes)
      }
    }
    buffer.removeFirst(count)
    try sequences.advance(to: time, into: &outcomes)
  }
}
