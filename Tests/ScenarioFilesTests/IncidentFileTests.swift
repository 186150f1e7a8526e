import Clockwork
import Quantities
import Testing

@testable import ScenarioFiles

/// The list `incidents:` of a scenario: what is read, what is refused, what is warned of.
@Suite struct IncidentFileTests {
  private static let wrong: [(text: String, message: String)] = [
    (
      "[{kind: water-leek}]",
      "6:20: error: kind: found \"water-leek\", expected one of water-leak, fridge-failure, "
        + "heating-failure, window-left-open, stove-left-on, smoke, intrusion, fall, "
        + "refrigerant-loss, pv-string-failure, meter-tampering; did you mean 'water-leak'? "
        + "[at incidents[0].kind]"
    ),
    ("[{homes: {share: 1}}]", "missing key 'kind'"),
    ("[{kind: fall, flow: 2 L/min}]", "unknown key 'flow'"),
    ("[{kind: fall, room: kitchen}]", "unknown key 'room'"),
    ("[{kind: water-leak, flow: 2}]", "flow: found \"2\" without a unit, expected a flow of water"),
    ("[{kind: water-leak, flow: 90 L/min}]", "flow: found"),
    ("[{kind: water-leak, water: warm}]", "expected one of cold, hot"),
    ("[{kind: fridge-failure, mode: broken}]", "expected one of dead, runs-on"),
    ("[{kind: smoke, heat: 5 kW}]", "heat: found"),
    ("[{kind: smoke, for: end}]", "for: found"),
    ("[{kind: refrigerant-loss, share: 60 %}]", "share: found"),
    ("[{kind: fall, for: 30s}]", "for: found"),
    ("[{kind: fall, rate: 3}]", "rate: found"),
    ("[{kind: fall, rate: 60/day}]", "rate: found"),
    ("[{kind: fall, homes: {share: 1, count: 2}}]", "'share' and 'count' exclude each other"),
    ("[{kind: fall, from: yesterday}]", "from: found"),
    ("3", "expected a list of at most 1000 entries"),
  ]

  @Test(arguments: wrong.indices)
  func wrongLinesAreRefused(index: Int) {
    let (text, message) = Self.wrong[index]
    let problems = Fixture.problems(Fixture.scenario + "\nincidents: " + text)
    #expect(problems.count == 1, "\(problems)")
    #expect(problems.first?.contains(message) == true, "\(problems)")
  }

  @Test func everyKeyIsRead() throws {
    let loaded = try Fixture.read(
      Fixture.scenario
        + """

        incidents:
          - kind: water-leak
            homes: {count: 2}
            room: bathroom
            flow: 90 L/h
            water: hot
            from: 6h
            for: 2h
            rate: 2/week
          - kind: fall
        """)
    let incidents = loaded.scenario.incidents
    #expect(
      incidents == [
        Scenario.Incident(
          effect: .waterLeak(litresPerMinute: 1.5, water: .hot), homes: .count(2),
          room: "bathroom", from: .sinceStart(.hours(6)), duration: .hours(2),
          ratePerDay: 2.0 / 7),
        Scenario.Incident(
          effect: .fall, homes: .share(Ratio(1)), room: nil, from: .sinceStart(.zero),
          duration: .hours(1), ratePerDay: nil),
      ])
    // The world is another one with incidents, and the same as ever without.
    let without = try Fixture.read(Fixture.scenario)
    #expect(loaded.worldText.contains("water-leak"))
    #expect(!without.worldText.contains("incidents"))
    #expect(without.scenario.incidents.isEmpty)
  }

  @Test func whatNeverHappensIsWarnedOf() throws {
    func warnings(_ text: String) throws -> [String] {
      try Fixture.read(Fixture.scenario + "\nincidents: " + text).warnings.map(\.message)
    }
    #expect(
      try warnings("[{kind: fall, homes: {share: 0}}]") == ["the incident has nobody to strike"])
    #expect(try warnings("[{kind: fall, rate: 0/day}]") == ["the incident never happens"])
    #expect(try warnings("[{kind: fall, from: 4d}]") == ["the incident begins after the run ends"])
    #expect(try warnings("[{kind: fall, from: 2d}]").isEmpty)
  }
}
