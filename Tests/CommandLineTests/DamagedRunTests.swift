import Foundation
import Testing

/// Run folders with missing, cut, foreign and older files: said, not trapped.
@Suite struct DamagedRunTests {
  /// One finished run for all tests; each works on a copy.
  private static let finished: Sandbox? = {
    guard let sandbox = try? Sandbox(), (try? sandbox.write(Text.tiny, to: "s.yaml")) != nil,
      let run = try? Program.run(["run", "s.yaml", "--out", "r", "--quiet"], in: sandbox.path),
      run.status == 0
    else { return nil }
    return sandbox
  }()

  private static func copy() throws -> Sandbox {
    let finished = try #require(finished, "the run to damage did not succeed")
    let sandbox = try Sandbox()
    try FileManager.default.copyItem(
      atPath: finished.path + "/r", toPath: sandbox.path + "/r")
    return sandbox
  }

  private static func remove(_ name: String, in sandbox: Sandbox) throws {
    try FileManager.default.removeItem(atPath: sandbox.path + "/r/" + name)
  }

  struct Damage: Sendable, CustomTestStringConvertible {
    var file: String
    var name: String
    /// nil removes the file.
    var hurt: (@Sendable (inout [UInt8]) -> Void)?
    var says: [String]
    var testDescription: String { "\(file): \(name)" }
  }

  private static func cut(_ bytes: inout [UInt8]) { bytes.removeLast(bytes.count / 2) }
  private static func empty(_ bytes: inout [UInt8]) { bytes = [] }
  private static func garble(_ bytes: inout [UInt8]) {
    for index in bytes.indices where index % 3 == 0 { bytes[index] ^= 0x55 }
  }
  private static func older(_ bytes: inout [UInt8]) {
    bytes = Array(
      String(decoding: bytes, as: UTF8.self)
        .replacing(/hometwin\.(run|scores)\/1/) { "hometwin.\($0.1)/0" }.utf8)
  }

  private static let json: [Damage] = ["run.json", "scores.json"].flatMap { file in
    [
      Damage(
        file: file, name: "missing", hurt: nil, says: ["r/\(file): cannot read: no such file"]),
      Damage(file: file, name: "cut", hurt: { cut(&$0) }, says: ["r/\(file): found ", "damaged"]),
      Damage(
        file: file, name: "empty", hurt: { empty(&$0) }, says: ["r/\(file): found ", "damaged"]),
      Damage(
        file: file, name: "garbled", hurt: { garble(&$0) }, says: ["r/\(file): found ", "damaged"]),
      Damage(
        file: file, name: "older", hurt: { older(&$0) },
        says: ["r/\(file): found format \"hometwin.", "/0\", expected \"hometwin."]),
    ]
  }

  private static let words: [Damage] = [
    Damage(
      file: "scores.json", name: "a word for a number",
      hurt: { bytes in
        bytes = Array(
          String(decoding: bytes, as: UTF8.self)
            .replacing(/"value": *[0-9.]+/, maxReplacements: 1) { _ in "\"value\":\"x\"" }.utf8)
      },
      says: ["r/scores.json: scores[", "].value: found \"x\", expected a number or null"])
  ]

  private static let wire: [Damage] = [
    Damage(
      file: "wire.sqlite", name: "missing", hurt: nil, says: ["r/wire.sqlite: found no such file"]),
    Damage(
      file: "wire.sqlite", name: "cut", hurt: { cut(&$0) }, says: ["r/wire.sqlite: ", "again"]),
    Damage(
      file: "wire.sqlite", name: "empty", hurt: { empty(&$0) }, says: ["r/wire.sqlite: found"]),
    Damage(
      file: "wire.sqlite", name: "garbled", hurt: { garble(&$0) }, says: ["r/wire.sqlite: found"]),
    Damage(
      file: "wire.sqlite", name: "another version",
      // PRAGMA user_version is a big-endian integer at byte 60 of the file.
      hurt: { $0[63] = 99 }, says: ["r/wire.sqlite: found version 99, expected"]),
    Damage(
      file: "scenario.yaml", name: "missing", hurt: nil,
      says: ["r/scenario.yaml:1:1: error: cannot read "]),
    Damage(
      file: "scenario.yaml", name: "cut", hurt: { $0.removeLast($0.count - 40) },
      says: ["r/scenario.yaml:", "error: "]),
  ]

  @Test(arguments: json.filter { $0.file == "run.json" } + wire)
  func replayRefuses(_ damage: Damage) throws {
    let sandbox = try Self.hurt(damage)
    let before = sandbox.everything
    expectRefusal(try Program.run(["replay", "r"], in: sandbox.path), says: damage.says)
    #expect(sandbox.everything == before)
  }

  @Test(arguments: json + words)
  func explainRefuses(_ damage: Damage) throws {
    let sandbox = try Self.hurt(damage)
    expectRefusal(try Program.run(["explain", "r"], in: sandbox.path), says: damage.says)
  }

  private static func hurt(_ damage: Damage) throws -> Sandbox {
    let sandbox = try copy()
    if let hurt = damage.hurt {
      var bytes = try sandbox.bytes("r/" + damage.file)
      hurt(&bytes)
      try sandbox.write(bytes, to: "r/" + damage.file)
    } else {
      try remove(damage.file, in: sandbox)
    }
    return sandbox
  }

  /// One changed byte within a segment: its checksum tells.
  @Test func oneFlippedByteOfTheWireIsSeen() throws {
    let sandbox = try Self.copy()
    var bytes = try sandbox.bytes("r/wire.sqlite")
    // The last page of a fresh log holds a segment's data or the index; the middle holds data.
    bytes[bytes.count / 2] ^= 1
    try sandbox.write(bytes, to: "r/wire.sqlite")
    let outcome = try Program.run(["replay", "r"], in: sandbox.path)
    #expect(!outcome.wasKilled && [1, 2].contains(outcome.status), "\(outcome.errors)")
  }

  /// The wire, what was asked of the pipeline and what came of it are all that a replay needs.
  @Test func threeFilesAreEnoughForReplay() throws {
    let sandbox = try Self.copy()
    let needed = ["scenario.yaml", "run.json", "wire.sqlite"]
    for name in try FileManager.default.contentsOfDirectory(atPath: sandbox.path + "/r")
    where !needed.contains(name) {
      try Self.remove(name, in: sandbox)
    }
    let outcome = try Program.run(["replay", "r"], in: sandbox.path)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains(": equal"))
  }

  @Test func truthIsNotNeededForReplay() throws {
    let sandbox = try Self.copy()
    for name in ["truth.sqlite", "ledger.sqlite", "twin.sqlite", "report.html"] {
      try Self.remove(name, in: sandbox)
    }
    let outcome = try Program.run(["replay", "r"], in: sandbox.path)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains(": equal\n"))
  }

  @Test func whatIsNoRunFolderIsSaid() throws {
    let sandbox = try Sandbox()
    for verb in ["replay", "explain"] {
      expectRefusal(
        try Program.run([verb, "nowhere"], in: sandbox.path),
        says: ["nowhere: found no folder, expected a run folder such as"])
      expectRefusal(
        try Program.run([verb, "."], in: sandbox.path), says: ["./run.json: cannot read"])
    }
  }
}
