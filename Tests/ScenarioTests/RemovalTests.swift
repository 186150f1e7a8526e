import Homes
import ScenarioFiles
import Scoring
import Telemetry
import Testing

@testable import Scenarios

/// The same worlds without one thing: what it does not touch stays as it was, to the last bit.
@Suite struct RemovalTests {
  private static let small = [
    "homes=3", "duration=1d", "oracle.homes=0", "players.agents=[]", "keep=[]",
  ]

  private func run(
    _ more: [String] = [], without removals: [String] = []
  ) throws -> RunResult {
    var plan = try Fixture.plan("quickstart", Self.small + more)
    for text in removals { plan = try plan.without(Removal(text)) }
    return try Fixture.run(plan)
  }

  private func values(_ result: RunResult, _ prefix: String) -> [String: Double?] {
    Dictionary(
      uniqueKeysWithValues: result.scores.filter { $0.id.hasPrefix(prefix) }.map {
        ($0.id, $0.value)
      })
  }

  /// Both faults strike the same sensors with drawn spikes and losses: one is not the other's luck.
  @Test func aFaultTakesItsOwnChanceWithIt() throws {
    let spikes =
      "{kind: spikes, sensors: {kind: temperature, share: 100 %}, size: 3 K, rate: 40/day}"
    let losses = "{kind: dropout, sensors: {kind: temperature, share: 100 %}, share: 20 %}"
    let nothing = "{kind: bias, sensors: {kind: temperature, share: 0 %}, size: 1 K}"
    // In the other's place stands a fault that hits nobody.
    for (both, alone, index) in [
      ("[\(spikes), \(losses)]", "[\(nothing), \(losses)]", 0),
      ("[\(spikes), \(losses)]", "[\(spikes), \(nothing)]", 1),
    ] {
      let removed = try run(["faults=\(both)"], without: ["fault:\(index)"])
      let expected = try run(["faults=\(alone)"])
      #expect(removed.fingerprint.wire == expected.fingerprint.wire)
      #expect(removed.fingerprint.scores == expected.fingerprint.scores)
      let whole = try run(["faults=\(both)"])
      #expect(whole.fingerprint.wire != removed.fingerprint.wire)
    }
  }

  @Test func aDeviceLeavesOthersAlone() throws {
    let whole = try run()
    for device in ["light_sensor", "light_sensor_001"] {
      let bare = try run(without: ["device:\(device)"])
      #expect(bare.readingCount < whole.readingCount)
      // Fusion may differ: each message tells how far a home has been heard of.
      for stage in ["agents.", "patterns.", "sampling.temperature.rmse"] {
        #expect(values(bare, stage) == values(whole, stage), "\(device): \(stage)")
      }
    }
    // Motion says who is at home; without it people still live as before.
    let blind = try run(without: ["device:motion_detector", "agent:energy"])
    let seeing = try run(without: ["agent:energy"])
    #expect(values(blind, "agents.energy") == values(seeing, "agents.energy"))
    let plan = try Fixture.plan("quickstart", Self.small)
    let kinds = Set(
      Home.devices(of: try plan.without(Removal("device:hygrometer_002")).specification(0))
        .map(\.name))
    #expect(!kinds.contains("hygrometer_002") && kinds.contains("hygrometer_003"))
  }

  @Test func aStageGivesWayToItsNull() throws {
    let whole = try run()
    let fused = try run(without: ["stage:fusion"])
    #expect(fused.fingerprint.wire == whole.fingerprint.wire)
    #expect(
      fused.fingerprint.scores
        == (try run(["pipeline.fusion.method=inverse-variance"]))
        .fingerprint.scores)
    let trusting = try run(
      ["faults=[{kind: stuck, sensors: {kind: temperature, share: 100 %}, from: 1h}]"],
      without: ["stage:quality"])
    #expect(trusting.scores.first { $0.id == "quality.faults.f1_ratio" }?.value == 0)
    let silent = try run(without: ["stage:patterns"])
    #expect(values(silent, "fusion.") == values(whole, "fusion."))
    #expect(values(silent, "patterns.") != values(whole, "patterns."))
  }

  @Test(arguments: [
    ("fault:7", "expected one of 0 (drift)"), ("fault:x", "fault:N"), ("stage:foo", "sampling"),
    ("agent:", "energy, conversation"), ("device:gateway", "hygrometer_001"),
    ("device:hygrometer_999", "hygrometer_001"), ("window", "fault:N"), ("", "fault:N"),
  ])
  func mistakesAreSaid(text: String, says: String) throws {
    let plan = try Fixture.plan("quickstart", Self.small)
    do {
      _ = try plan.without(Removal(text))
      Issue.record("\(text) was taken")
    } catch { #expect(error.description.contains(says), "\(error)") }
  }
}
