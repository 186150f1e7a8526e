import Clockwork
import Foundation
import Quantities
import ScenarioFiles
import Scenarios
import Scoring
import Testing

/// Outside programs that set the rules by which devices send.
@Suite struct SampleStageTests {
  private static let hasPython = ["/usr/bin/python3", "/usr/local/bin/python3"].contains {
    FileManager.default.isExecutableFile(atPath: $0)
  }
  private static let settings = [
    "homes=2", "duration=1d", "oracle.homes=0", "players.agents=[]", "audit.homes=1",
  ]

  /// Sets the rules of all channels by `RULE`, an expression of channel and period, where `WHEN`.
  private static func program(rule: String, when: String) -> String {
    """
    import json, sys
    KEPT = {"energy", "voltage", "current", "power_factor"}
    plans = []
    heard = 0
    print('{"type":"ready","protocol":1,"name":"rules"}', flush=True)
    for line in sys.stdin:
        item = json.loads(line)
        if item["type"] == "plan":
            plans.append(item["plan"])
        elif item["type"] == "measured":
            heard += 1
        elif item["type"] == "tick":
            for plan in plans if \(when) else []:
                for device in plan["devices"]:
                    for c in device["channels"]:
                        if c["period_s"] and c["sensor_type"] not in KEPT:
                            print(json.dumps(dict(\(rule), type="policy", home=plan["home"],
                                device=device["index"], sensor_type=c["sensor_type"])))
            print('{"done": %d}' % item["tick"], flush=True)
    assert heard > 1000, heard
    """
  }

  private static func run(
    _ overrides: [String], program: String? = nil, threads: Int = 2, window: SimDuration = .days(1)
  ) throws -> RunResult {
    let folder = try Fixture.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var outside: [String] = []
    if let program {
      try program.write(toFile: folder + "/rules.py", atomically: true, encoding: .utf8)
      outside = ["pipeline.outside.sample.command=[python3, rules.py]"]
    }
    var options = RunOptions(threadCount: threads, window: window)
    options.programFolder = folder
    return try Run(
      try Fixture.plan("quickstart", settings + overrides + outside), options: options,
      outputs: nil, report: { _ in }
    ).execute()
  }

  /// The thresholds that quickstart's devices have, set again at every tick: nothing changes.
  @Test(.enabled(if: hasPython)) func ourRulesSaidFromOutsideAreOurs() throws {
    let sampling = try Fixture.plan("quickstart", []).scenario.pipeline.sampling
    let tolerance = sampling.tolerance
    let deltas = """
      {"temperature": \(tolerance.temperature.value), "humidity": \(tolerance.humidity.value), \
      "co2": \(tolerance.co2.value), "luminosity": \(tolerance.illuminance.value), \
      "power": \(tolerance.power.value)}
      """
    let rule =
      "method=\"send_on_delta\", delta=\(deltas).get(c[\"sensor_type\"], 0.05), "
      + "heartbeat_s=\(sampling.heartbeat.seconds)"
    let ours = try Self.run([])
    let theirs = try Self.run([], program: Self.program(rule: rule, when: "True"))
    #expect((theirs.outside.first?.answerCount ?? 0) > 10_000)
    #expect(theirs.fingerprint == ours.fingerprint)
    // A device that was told other tolerances sends as ours once the program has spoken.
    let retuned = try Self.run(
      ["pipeline.sampling.tolerance=1.5 K"],
      program: Self.program(rule: rule, when: "True"))
    #expect(retuned.fingerprint.wire == ours.fingerprint.wire)
    let untuned = try Self.run(["pipeline.sampling.tolerance=1.5 K"])
    #expect(untuned.fingerprint.wire != ours.fingerprint.wire)
  }

  /// Our fixed period of five minutes, and a program that asks devices of one minute for it; the
  /// same on other threads and windows. (Meters send from their history on, so the wires differ.)
  @Test(.enabled(if: hasPython)) func aFixedPeriodFromOutsideIsKept() throws {
    let standard = "world.devices.models=[]"
    let fixed = "pipeline.sampling={method: fixed, period: 5min}"
    let ours = try Self.run([standard, fixed])
    let program = Self.program(rule: "method=\"fixed\", every_s=300", when: "True")
    let often = "pipeline.sampling={method: fixed, period: 1min}"
    let theirs = try Self.run([standard, often], program: program)
    let ratios = try [ours, theirs].map { result in
      try #require(
        result.scores.first { $0.id == "sampling.temperature.sent_ratio" }?.value)
    }
    #expect((ratios[0] - 0.2).magnitude < 0.002 && (ratios[1] - ratios[0]).magnitude < 0.002)
    let other = try Self.run(
      [standard, often], program: program, threads: 1, window: .hours(7))
    #expect(other.fingerprint == theirs.fingerprint)
  }

  @Test(.enabled(if: hasPython)) func whoSaysNothingLeavesDevicesAsTheyAre() throws {
    let ours = try Self.run([])
    let theirs = try Self.run(
      [], program: Self.program(rule: "method=\"fixed\", every_s=300", when: "False"))
    #expect(theirs.outside.first?.answerCount == 0)
    #expect(theirs.fingerprint == ours.fingerprint)
  }
}
