import Clockwork
import Patterns
import Telemetry
import Testing

private func at(_ seconds: Int64) -> SimTime { SimTime(microseconds: seconds * 1_000_000) }

private func event(
  _ seconds: Int64, _ channel: Channel, _ value: Double, room: Int = 0,
  kind: DeviceKind = .thermometer
) -> PatternEvent {
  PatternEvent(
    time: at(seconds), room: RoomIndex(room), deviceKind: kind, channel: channel, value: value)
}

/// A match as text: `room:start-end` in seconds.
private func found(
  _ pattern: HouseholdPattern, _ events: [PatternEvent], roomCount: Int = 2
) -> [String] {
  var matcher = HouseholdMatcher(pattern, roomCount: roomCount)
  var matches: [PatternMatch] = []
  for event in events { matcher.observe(event, raisedAt: event.time, matches: &matches) }
  return matches.map {
    "\($0.room.index):\($0.start.microseconds / 1_000_000)-\($0.end.microseconds / 1_000_000)"
  }
}

/// Steps in the plainest form, from which both the pattern and the reference are made.
private struct Plan {
  struct Step {
    var isNext = false
    var condition: EventCondition
    /// What must not come while the step is waited for.
    var unless: EventCondition?
  }

  var steps: [Step]
  var within: SimDuration
  var homeWide: [Channel] = []
  static let channels: [Channel] = [.temperature, .contact, .hvacCall]

  func pattern() throws -> HouseholdPattern {
    try HouseholdPattern(
      .temperatureAlert, in: Self.channels, homeWide: homeWide, first: steps[0].condition
    ) { begun in
      var pattern = begun
      for (index, step) in steps.enumerated().dropFirst() {
        if let unless = step.unless {
          pattern = try pattern.notFollowedBy("not \(index)", .when(unless))
        }
        let (name, condition) = ("step \(index)", StageCondition.when(step.condition))
        pattern = step.isNext ? pattern.next(name, condition) : pattern.followedBy(name, condition)
      }
      return pattern.within(within)
    }
  }

  /// The specification in the plainest words: for each room, its own list of events, and after each
  /// event every start since the last match is tried anew from the beginning.
  func matches(in events: [PatternEvent], roomCount: Int) -> [String] {
    var found: [(index: Int, room: Int, text: String)] = []
    for room in 0..<roomCount {
      let stream = events.enumerated().filter {
        homeWide.contains($0.element.channel) || $0.element.room.index == room
      }
      var first = 0
      for last in stream.indices {
        guard
          let begin = (first...last).first(where: { ends(stream[$0...last].map(\.element)) })
        else { continue }
        let times = (stream[begin].element.time, stream[last].element.time)
        let text =
          "\(room):\(times.0.microseconds / 1_000_000)-\(times.1.microseconds / 1_000_000)"
        found.append((stream[last].offset, room, text))
        first = last + 1
        if first >= stream.count { break }
      }
    }
    return found.sorted { ($0.index, $0.room) < ($1.index, $1.room) }.map(\.text)
  }

  /// Whether a match begins at the first of these events and ends exactly at the last.
  private func ends(_ events: [PatternEvent]) -> Bool {
    guard steps[0].condition.holds(events[0]) else { return false }
    var step = 1
    for (index, event) in events.enumerated().dropFirst() {
      if step == steps.count || event.time - events[0].time >= within { return false }
      let (isLast, holds) = (step + 1 == steps.count, steps[step].condition.holds(event))
      // An event that must not come and completes the match still completes it.
      if let unless = steps[step].unless, unless.holds(event) {
        return isLast && holds && index == events.count - 1
      }
      if holds { step += 1 } else if steps[step].isNext { return false }
    }
    return step == steps.count
  }
}

@Suite struct HouseholdPatternTests {
  let alert: HouseholdPattern
  let airing: HouseholdPattern

  init() throws {
    alert = try .temperatureAlert(start: 30, alert: 40, within: .seconds(10))
    airing = try .windowOpenWhileHeating(within: .hours(1))
  }

  /// Above 30, then at any time within a day above 40.
  private func patientAlert(within: SimDuration = .days(1)) throws -> HouseholdPattern {
    try HouseholdPattern(
      .temperatureAlert, in: [.temperature], first: EventCondition(.temperature, .above, 30)
    ) {
      try $0.followedBy("alert").where(.when(EventCondition(.temperature, .above, 40))).within(
        within)
    }
  }

  @Test func windowOfTimeIsStrict() {
    #expect(found(alert, [event(0, .temperature, 31), event(9, .temperature, 41)]) == ["0:0-9"])
    #expect(found(alert, [event(0, .temperature, 31), event(10, .temperature, 41)]) == [])
  }

  @Test func nextWantsTheVeryNextAndFollowedByDoesNot() throws {
    let events = [
      event(0, .temperature, 31), event(1, .temperature, 20), event(2, .temperature, 41),
    ]
    #expect(found(alert, events) == [])
    #expect(found(try patientAlert(), events) == ["0:0-2"])
    // Other channels are not in the stream at all.
    let humid = [
      event(0, .temperature, 31), event(1, .relativeHumidity, 1), event(2, .temperature, 41),
    ]
    #expect(found(alert, humid) == ["0:0-2"])
  }

  @Test func roomsDoNotMix() {
    let events = [
      event(0, .temperature, 31, room: 0), event(1, .temperature, 41, room: 1),
      event(2, .temperature, 45, room: 0), event(3, .temperature, 45, room: 9),
    ]
    #expect(found(alert, events) == ["0:0-2"])
  }

  @Test func searchGoesOnBehindAMatch() {
    // Each value is a start and an alert; without skipping there would be three matches.
    let events = (0..<4).map { event(Int64($0), .temperature, 50) }
    #expect(found(alert, events) == ["0:0-1", "0:2-3"])
  }

  @Test func unlessEndsTheWait() {
    let open = event(0, .contact, 1, kind: .windowContact)
    let shut = event(5, .contact, 0, kind: .windowContact)
    let heat = event(9, .hvacCall, 1, room: 1, kind: .thermostat)
    #expect(found(airing, [open, heat]) == ["0:0-9"])
    #expect(found(airing, [open, shut, heat]) == [])
    let door = event(0, .contact, 1, kind: .doorContact)
    #expect(found(airing, [door, heat]) == [])
  }

  @Test func homeWideEventsCountInEveryRoom() {
    let events = [
      event(0, .contact, 1, room: 0, kind: .windowContact),
      event(1, .contact, 1, room: 1, kind: .windowContact),
      event(9, .hvacCall, 1, room: 1, kind: .thermostat),
    ]
    #expect(found(airing, events) == ["0:0-9", "1:1-9"])
  }

  @Test func homeWideEventsCanBeginAMatch() throws {
    let heatFirst = try HouseholdPattern(
      .windowOpenWhileHeating, in: [.contact, .hvacCall], homeWide: [.hvacCall],
      first: EventCondition(.hvacCall, .equal, 1)
    ) {
      $0.followedBy("open", .when(EventCondition(.contact, of: .windowContact, .equal, 1)))
        .within(.hours(1))
    }
    let events = [
      event(0, .hvacCall, 1, room: 1, kind: .thermostat),
      event(4, .contact, 1, room: 0, kind: .windowContact),
    ]
    #expect(found(heatFirst, events) == ["0:0-4"])
  }

  @Test func oneStepMatchesAtOnce() throws {
    let hot = try HouseholdPattern(
      .temperatureAlert, in: [.temperature], first: EventCondition(.temperature, .above, 30)
    ) { $0 }
    #expect(found(hot, [event(3, .temperature, 31), event(4, .temperature, 29)]) == ["0:3-3"])
  }

  @Test func partialMatchesAreBounded() throws {
    var matcher = HouseholdMatcher(try patientAlert(), roomCount: 1)
    var matches: [PatternMatch] = []
    for i in 0..<100 as Range<Int64> {
      matcher.observe(event(i, .temperature, 31), raisedAt: at(i), matches: &matches)
    }
    #expect(matcher.evictedCount == 100 - 64)
    matcher.observe(event(200, .temperature, 41), raisedAt: at(201), matches: &matches)
    // The oldest gave way, so the oldest that is left matches.
    #expect(matches.map(\.start) == [at(36)])
    #expect(matches.map(\.raisedAt) == [at(201)])
  }

  @Test func whatCannotMeanAnythingIsRefused() {
    #expect(throws: PatternMistake("last: a last stage that must not come needs a window (within)"))
    {
      try HouseholdPattern(
        .temperatureAlert, in: [.temperature], first: EventCondition(.temperature, .above, 30)
      ) { try $0.notFollowedBy("last") }
    }
  }

  @Test(arguments: [
    (EventCondition.Comparison.above, [false, false, true]), (.atLeast, [false, true, true]),
    (.below, [true, false, false]), (.atMost, [true, true, false]), (.equal, [false, true, false]),
  ])
  func comparisons(comparison: EventCondition.Comparison, expected: [Bool]) {
    let condition = EventCondition(.temperature, comparison, 20)
    #expect([19, 20, 21].map { condition.holds(event(0, .temperature, $0)) } == expected)
  }

  @Test func agreesWithTheReferenceOnRandomStreams() throws {
    var total = 0
    for seed in 0..<2_000 as Range<UInt64> {
      var chance = RandomStream(seed: seed, purpose: Purpose("tests.patterns"), entity: 0)
      let channels = Plan.channels
      func condition() -> EventCondition {
        EventCondition(
          channels[Int(chance.below(3))], chance.bernoulli(0.5) ? .atLeast : .equal,
          Double(chance.below(3)))
      }
      let plan = Plan(
        steps: (0..<(1 + Int(chance.below(3)))).map { _ in
          Plan.Step(
            isNext: chance.bernoulli(0.4), condition: condition(),
            unless: chance.bernoulli(0.3) ? condition() : nil)
        }, within: .seconds(Int64(1 + chance.below(12))),
        homeWide: chance.bernoulli(0.5) ? [.hvacCall] : [])
      var time: Int64 = 0
      let events = (0..<24).map { _ in
        time += Int64(chance.below(4))
        return event(
          time, channels[Int(chance.below(3))], Double(chance.below(3)), room: Int(chance.below(2)))
      }
      let expected = plan.matches(in: events, roomCount: 2)
      total += expected.count
      #expect(found(try plan.pattern(), events) == expected, "seed \(seed)")
    }
    #expect(total > 2_000)
  }
}
