import Clockwork
import Testing

@testable import Patterns

private struct Sample: Sendable, Equatable {
  var name: Character
  var value = 0.0
}

private typealias Pattern = EventPattern<Sample>
private typealias Outcome = SequenceOutcome<Int, Sample>

private func named(_ name: Character) -> StageCondition<Sample> { .test { $0.name == name } }
private func at(_ seconds: Int64) -> SimTime { SimTime(microseconds: seconds * 1_000_000) }

private func text(_ outcome: Outcome) -> String {
  let taken = outcome.taken.flatMap(\.events).map { String($0.name) }.joined()
  return "\(outcome.kind) \(outcome.key) \(taken) \(outcome.time.microseconds / 1_000_000)"
}

/// Keys, time and bounds: what the cases of one key do not show.
@Suite struct SequenceMatcherTests {
  private func twoSteps() throws -> Pattern {
    Pattern.begin("A", named("a")).followedBy("B", named("b")).within(.seconds(10))
  }

  @Test func keysDoNotMix() throws {
    var matcher = try SequenceMatcher<Int, Sample>(twoSteps())
    var told: [Outcome] = []
    for (key, name, time) in [(1, "a", 1), (2, "b", 2), (2, "a", 3), (1, "b", 4), (2, "b", 5)]
      as [(Int, Character, Int64)]
    { try matcher.observe(Sample(name: name), of: key, at: at(time), into: &told) }
    #expect(told.map(text) == ["match 1 ab 4", "match 2 ab 5"])
  }

  @Test func aKeyThatFallsSilentTimesOut() throws {
    var matcher = try SequenceMatcher<Int, Sample>(twoSteps())
    var told: [Outcome] = []
    for key in 0..<3 {
      try matcher.observe(Sample(name: "a"), of: key, at: at(Int64(key)), into: &told)
    }
    try matcher.observe(Sample(name: "a"), of: 1, at: at(5), into: &told)
    try matcher.advance(to: at(11), into: &told)
    #expect(told.map(text) == ["timeout 0 a 10", "timeout 1 a 11"])
    try matcher.advance(to: at(30), into: &told)
    #expect(told.map(text).sorted().suffix(2) == ["timeout 1 a 15", "timeout 2 a 12"])
    #expect(matcher.heldEventCount == 0)
  }

  @Test func whatBeganFirstGivesWay() throws {
    let limits = SequenceLimits(runsPerKey: 2)
    var matcher = try SequenceMatcher<Int, Sample>(twoSteps(), limits: limits)
    var told: [Outcome] = []
    for time in 1...5 as ClosedRange<Int64> {
      try matcher.observe(
        Sample(name: "a", value: Double(time)), of: 0, at: at(time), into: &told)
    }
    #expect(matcher.evictedCount == 3 && matcher.heldEventCount == 2)
    try matcher.observe(Sample(name: "b"), of: 0, at: at(6), into: &told)
    #expect(told.map { $0.taken[0].events[0].value } == [4, 5])
  }

  @Test func theKeyThatWaitsLongestGivesWay() throws {
    let limits = SequenceLimits(keyCount: 3)
    var matcher = try SequenceMatcher<Int, Sample>(twoSteps(), limits: limits)
    var told: [Outcome] = []
    // Key 0 begins, ends and begins again behind key 1, so that 1 has waited longest.
    for (key, name) in [(0, "a"), (1, "a"), (0, "b"), (0, "a"), (2, "a"), (3, "a")]
      as [(Int, Character)]
    { try matcher.observe(Sample(name: name), of: key, at: at(1), into: &told) }
    told = []
    for key in 0..<4 {
      try matcher.observe(Sample(name: "b"), of: key, at: at(2), into: &told)
    }
    #expect(told.map(\.key) == [0, 2, 3])
    #expect(matcher.evictedCount == 1)
  }

  @Test func heldEventsAreBounded() throws {
    let loop = try Pattern.begin("A", named("a")).oneOrMore().followedBy("B", named("b"))
    let limits = SequenceLimits(runsPerKey: 8, keyCount: 1 << 20, eventCount: 1_000)
    var matcher = try SequenceMatcher<Int, Sample>(loop, limits: limits)
    var told: [Outcome] = []
    var most = 0
    for index in 0..<20_000 {
      try matcher.observe(
        Sample(name: "a"), of: index / 4, at: at(Int64(index)), into: &told)
      most = max(most, matcher.heldEventCount)
    }
    #expect(most <= 1_000 + 4 * 8 && most > 900, "\(most)")
    #expect(matcher.evictedCount > 10_000)
  }

  /// One key whose loop goes on and on is given up like any other.
  @Test func oneKeyHoldsNoMoreThanAll() throws {
    let loop = try Pattern.begin("A", named("a")).followedBy("B", named("b")).oneOrMore()
      .greedy().followedBy("C", named("c"))
    let limits = SequenceLimits(eventCount: 500)
    var matcher = try SequenceMatcher<Int, Sample>(loop, limits: limits)
    var told: [Outcome] = []
    for round in 0..<5 {
      try matcher.observe(
        Sample(name: "a"), of: 0, at: at(Int64(round * 1_000)), into: &told)
      for index in 1..<1_000 {
        try matcher.observe(
          Sample(name: "b"), of: 0, at: at(Int64(round * 1_000 + index)), into: &told)
        #expect(matcher.heldEventCount <= 500)
      }
    }
    #expect(matcher.evictedCount >= 5)
    // It begins again like a key that was never seen.
    for (name, time) in [("a", 6_000), ("b", 6_001), ("c", 6_002)] as [(Character, Int64)] {
      try matcher.observe(Sample(name: name), of: 0, at: at(time), into: &told)
    }
    #expect(told.count { $0.kind == .match } == 1)
  }

  /// A million keys that come and go leave nothing behind but the bounded rest.
  @Test func aMillionKeysLeaveNothingBehind() throws {
    var matcher = try SequenceMatcher<Int, Sample>(twoSteps())
    var told: [Outcome] = []
    var (mostKeys, mostEvents, timeouts) = (0, 0, 0)
    for key in 0..<1_000_000 {
      // A hundred keys a second: a thousand wait at a time.
      let time = SimTime(microseconds: Int64(key) * 10_000)
      try matcher.observe(Sample(name: "a"), of: key, at: time, into: &told)
      if key % 100 == 0 {
        try matcher.advance(to: time, into: &told)
        timeouts += told.count
        told.removeAll(keepingCapacity: true)
      }
      mostKeys = max(mostKeys, matcher.knownKeyCount)
      mostEvents = max(mostEvents, matcher.heldEventCount)
    }
    #expect(timeouts > 998_000 && matcher.evictedCount == 0)
    #expect(mostKeys < 2_300, "\(mostKeys) keys")
    #expect(mostEvents < 1_200, "\(mostEvents) events")
  }

  @Test func eventsWaitForTheWatermarkAndLateOnesAreTold() throws {
    var matcher = EventTimeMatcher(try SequenceMatcher<Int, Sample>(twoSteps()))
    var told: [Outcome] = []
    try matcher.observe(Sample(name: "b"), of: 0, at: at(5), into: &told)
    try matcher.observe(Sample(name: "a"), of: 0, at: at(2), into: &told)
    #expect(told.isEmpty)
    try matcher.advance(to: at(6), into: &told)
    try matcher.observe(Sample(name: "a"), of: 0, at: at(6), into: &told)
    #expect(told.map(text) == ["match 0 ab 5", "late 0 a 6"])
  }

  @Test func aWatermarkThatNeverComesIsForced() throws {
    var matcher = EventTimeMatcher(
      try SequenceMatcher<Int, Sample>(twoSteps()), waitingCountMax: 10)
    var told: [Outcome] = []
    for time in 1...40 as ClosedRange<Int64> {
      try matcher.observe(
        Sample(name: time % 2 == 0 ? "b" : "a"), of: 0, at: at(time), into: &told)
    }
    #expect(matcher.forcedCount > 3 && told.count > 10)
    #expect(told.allSatisfy { $0.kind == .match })
  }

  @Test func builtPatternsAreTypeChecked() throws {
    let rising = try Pattern.begin("first", named("a"))
      .followedBy(
        "more",
        .iterative { event, taken in
          event.value > (taken.last(of: "more") ?? taken.last(of: "first"))?.value ?? 0
        }
      ).timesOrMore(2).greedy().consecutive().within(.minutes(1))
    var matcher = try SequenceMatcher<Int, Sample>(rising)
    var told: [Outcome] = []
    for (index, value) in [1.0, 2, 3, 2].enumerated() {
      try matcher.observe(
        Sample(name: "a", value: value), of: 0, at: at(Int64(index)), into: &told)
    }
    #expect(told.map { $0.taken.map { $0.events.map(\.value) } } == [[[1], [2, 3]]])
  }
}
