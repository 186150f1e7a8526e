import Foundation
import Testing

/// Device models of a user's own, in a folder beside a world or a scenario.
@Suite struct OwnDeviceTests {
  private static let file = """
    why: A test.
    sources:
      sheet: "A data sheet."
    models:
      - kind: thermometer
        name: own-1
        about: a bare sensor
        manufacturer: Acme
        model: Own 1
        firmware: v1
        period: {value: 60s, assumed: [30s, 300s]}
        status_every: {value: 24h, assumed: [1h, 7d]}
        clock:
          rate: {value: 20 ppm, source: sheet}
          offset: {value: 20ms, assumed: [5ms, 100ms]}
          set_every: {value: 24h, assumed: [1h, 7d]}
        temperature:
          resolution: {value: 10 mK, source: sheet}
          min: {value: -40 °C, source: sheet}
          max: {value: 85 °C, source: sheet}
          sheet: {value: 0.2 K, source: sheet}
    """

  /// A scenario whose world stands in another folder; homes own the model of the user's own.
  private static func sandbox(_ file: String = file, at place: String) throws -> Sandbox {
    let sandbox = try Sandbox()
    let shipped = FileManager.default.contents(
      atPath: Program.root + "/Worlds/chicago-suburb.yaml")
    let world = String(decoding: shipped ?? Data(), as: UTF8.self)
      .replacing("{model: t-dot-1, share: 50 %}", with: "{model: own-1, share: 50 %}")
    try sandbox.write(world, to: "worlds/own.yaml")
    try sandbox.write(file, to: place)
    try sandbox.write(
      Text.tiny.replacing("builtin:chicago-suburb", with: "worlds/own.yaml"), to: "s.yaml")
    return sandbox
  }

  @Test(arguments: ["worlds/devices/mine.yaml", "devices/mine.yaml"])
  func areFoundBesideWorldAndScenario(place: String) throws {
    let sandbox = try Self.sandbox(at: place)
    let validate = try Program.run(["validate", "s.yaml"], in: sandbox.path)
    #expect(validate.status == 0, "\(validate.errors)")
    let list = try Program.run(["list", "--scenario", "s.yaml"], in: sandbox.path)
    #expect(list.output.contains("own-1 (\(place))"), "\(list.output)")
    let shipped = try Program.run(["list"], in: sandbox.path)
    #expect(shipped.output.contains("t-dot-1") && !shipped.output.contains("own-1"))
    let json = try Program.run(["list", "--scenario", "s.yaml", "--json"], in: sandbox.path)
    #expect(json.output.contains("\(place)") && json.output.contains("\"line\":5"))
  }

  /// The run folder keeps the models, so that it replays where they are gone.
  @Test func goAlongWithTheRun() throws {
    let sandbox = try Self.sandbox(at: "worlds/devices/mine.yaml")
    let run = try Program.run(["run", "s.yaml", "--out", "r", "--quiet"], in: sandbox.path)
    #expect(run.status == 0, "\(run.errors)")
    #expect(try sandbox.bytes("r/devices/mine.yaml") == Array(Self.file.utf8))
    try FileManager.default.removeItem(atPath: sandbox.path + "/worlds")
    let replay = try Program.run(["replay", "r"], in: sandbox.path)
    #expect(replay.status == 0, "\(replay.errors)")
  }

  @Test func withoutTheFileTheWorldsLineIsNamed() throws {
    let sandbox = try Self.sandbox(at: "elsewhere/mine.yaml")
    expectRefusal(
      try Program.run(["validate", "s.yaml"], in: sandbox.path),
      says: ["worlds/own.yaml:", "error: device model \"own-1\" not found", "model]"])
  }

  @Test(arguments: [
    (
      "name: own-1", "name: th-duo",
      [
        "worlds/devices/mine.yaml:5:5: error: name: found a second model 'th-duo'",
        "the first is at ", "hygrometers.yaml:",
      ]
    ),
    (
      "name: own-1", "name: own-1\n    standard: true",
      ["worlds/devices/mine.yaml:5:5: error: standard: found a standard model among one's own"]
    ),
    (
      "period:", "peroid:",
      ["worlds/devices/mine.yaml:11:5: error: unknown key 'peroid'; did you mean 'period'?"]
    ),
  ])
  func mistakesSayWhere(old: String, new: String, says: [String]) throws {
    let sandbox = try Self.sandbox(
      Self.file.replacing(old, with: new), at: "worlds/devices/mine.yaml")
    expectRefusal(try Program.run(["validate", "s.yaml"], in: sandbox.path), says: says)
  }
}
