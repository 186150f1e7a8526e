import Foundation
import Testing

/// Damaged weather files of a user's own world.
@Suite struct BadWeatherTests {
  struct Damage: Sendable, CustomTestStringConvertible {
    var name: String
    var hurt: @Sendable (inout [UInt8]) -> Void
    var says: [String]
    var testDescription: String { name }
  }

  static let shipped = [UInt8](
    FileManager.default.contents(atPath: Program.root + "/Worlds/climates/chicago.epw") ?? Data())

  /// Puts a text in place of one field of one line, both counted from 1.
  private static func put(
    _ text: String, line: Int, field: Int, in bytes: inout [UInt8]
  ) {
    var lines = bytes.split(separator: 10, omittingEmptySubsequences: false).map(Array.init)
    var fields = lines[line - 1].split(separator: 0x2C, omittingEmptySubsequences: false)
      .map(Array.init)
    fields[field - 1] = Array(text.utf8)
    lines[line - 1] = Array(fields.joined(separator: [0x2C]))
    bytes = Array(lines.joined(separator: [10]))
  }

  static let damages: [Damage] = [
    Damage(name: "empty", hurt: { $0 = [] }, says: ["w.epw:1:1: error: found the end of the file"]),
    Damage(
      name: "cut in a header", hurt: { $0.removeSubrange(200...) },
      says: ["w.epw:", "error: found the end of", "expected"]),
    Damage(
      name: "cut in a row", hurt: { $0.removeSubrange(250_000...) },
      says: ["w.epw:", "error: found the end of", "expected"]),
    Damage(
      name: "last line lost",
      hurt: { bytes in
        let end = bytes.dropLast().lastIndex(of: 10) ?? 0
        bytes.removeSubrange((end + 1)...)
      },
      says: ["w.epw:", "error: found the end of the file"]),
    Damage(
      name: "NaN", hurt: { put("NaN", line: 100, field: 5, in: &$0) },
      says: [
        "w.epw:100:", "error: found \"NaN\", expected a dry bulb temperature in °C, -70...70",
      ]),
    Damage(
      name: "infinity", hurt: { put("inf", line: 100, field: 5, in: &$0) },
      says: ["w.epw:100:", "error: found \"inf\", expected a dry bulb temperature"]),
    Damage(
      name: "Fahrenheit", hurt: { put("140", line: 100, field: 5, in: &$0) },
      says: ["w.epw:100:", "error: found 140, the code for a missing value"]),
    Damage(
      name: "a row twice", hurt: { put("2", line: 12, field: 4, in: &$0) },
      says: ["w.epw:12:", "error: found \"2\", expected hour 4 of 1/1 (rows in order)"]),
    Damage(
      name: "binary", hurt: { $0 = (0..<2000).map { UInt8(truncatingIfNeeded: $0 &* 91) } },
      says: ["w.epw:1:", "error: found", "expected"]),
    Damage(
      name: "no clock rule",
      hurt: { bytes in
        var text = String(decoding: bytes, as: UTF8.self)
        text = text.replacing("zone=CST6CDT,M3.2.0,M11.1.0", with: "")
        bytes = Array(text.utf8)
      }, says: ["w.epw:7:", "expected"]),
  ]

  /// A scenario whose world stands beside it, with weather of its own.
  private static func sandbox(_ weather: [UInt8]) throws -> Sandbox {
    let sandbox = try Sandbox()
    var world = String(
      decoding: FileManager.default.contents(
        atPath: Program.root + "/Worlds/chicago-suburb.yaml") ?? Data(), as: UTF8.self)
    world = world.replacing("climate: chicago", with: "climate: w")
    try sandbox.write(world, to: "worlds/own.yaml")
    try sandbox.write(weather, to: "worlds/climates/w.epw")
    try sandbox.write(
      Text.tiny.replacing("builtin:chicago-suburb", with: "worlds/own.yaml"), to: "s.yaml")
    return sandbox
  }

  @Test(arguments: damages)
  func isRefusedWithItsPlace(_ damage: Damage) throws {
    var bytes = Self.shipped
    damage.hurt(&bytes)
    let sandbox = try Self.sandbox(bytes)
    let before = sandbox.everything
    expectRefusal(try Program.run(["run", "s.yaml"], in: sandbox.path), says: damage.says)
    #expect(sandbox.everything == before)
  }

  @Test func aMissingWeatherFileNamesTheLineThatAsksForIt() throws {
    let sandbox = try Self.sandbox(Self.shipped)
    try FileManager.default.removeItem(atPath: sandbox.path + "/worlds/climates/w.epw")
    expectRefusal(
      try Program.run(["validate", "s.yaml"], in: sandbox.path),
      says: ["worlds/own.yaml:", "error: climate \"w\" not found; searched ", "[at world.climate]"])
  }

  @Test func aFolderIsNoWeatherFile() throws {
    let sandbox = try Self.sandbox(Self.shipped)
    try FileManager.default.removeItem(atPath: sandbox.path + "/worlds/climates/w.epw")
    try sandbox.write("", to: "worlds/climates/w.epw/x")
    expectRefusal(
      try Program.run(["validate", "s.yaml"], in: sandbox.path),
      says: ["w.epw:1:1: error: cannot read the weather file: it is a folder"])
  }

  /// The run folder keeps the weather, so that it replays where the world is gone.
  @Test func ownWeatherGoesAlongWithTheRun() throws {
    let sandbox = try Self.sandbox(Self.shipped)
    let run = try Program.run(["run", "s.yaml", "--out", "r", "--quiet"], in: sandbox.path)
    #expect(run.status == 0, "\(run.errors)")
    #expect(sandbox.exists("r/climates/w.epw"))
    try FileManager.default.removeItem(atPath: sandbox.path + "/worlds")
    let replay = try Program.run(["replay", "r"], in: sandbox.path)
    #expect(replay.status == 0, "\(replay.errors)")
  }
}
