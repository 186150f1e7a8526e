import Foundation
import Testing

/// The load-bearing wall: nothing under Pipeline/ reaches anything under World/.
@Suite struct WallTests {
  /// Imports that would let a floor see the truth.
  static func breaches(in file: SourceTree.File, world: Set<String>) -> [String] {
    file.imports.filter(world.contains).map {
      "\(file.path) imports \($0): the pipeline must not see the truth; "
        + "pass what a device would send through Telemetry"
    }
  }

  @Test func pipelineNeverImportsWorld() {
    let world = SourceTree.modules(on: "World")
    #expect(world.contains("Truth"))
    var seen = 0
    for floor in ["System", "Kernel", "Wire", "Pipeline"] {
      for file in SourceTree.files(under: "Sources/\(floor)") {
        seen += 1
        #expect(Self.breaches(in: file, world: world) == [])
      }
    }
    #expect(seen > 30, "the walk found the sources")
  }

  @Test(arguments: [
    "import Truth", "internal import Truth", "@preconcurrency import Homes",
    "public import struct Truth.RoomState", "import Dwellings.Sub",
  ])
  func aPlantedImportIsFound(line: String) {
    let file = SourceTree.File(
      path: "Sources/Pipeline/Fusion/Planted.swift", lines: ["// planted", Substring(line)])
    #expect(Self.breaches(in: file, world: SourceTree.modules(on: "World")).count == 1)
  }

  /// The compiler's own guard, on a copy of the real modules with one planted import.
  @Test func theCompilerRefusesAPlantedImport() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("hometwin-wall-\(ProcessInfo.processInfo.processIdentifier)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let targets = [
      ("Kernel/Quantities", "[]"), ("Kernel/Clockwork", "[\"Quantities\"]"),
      ("Wire/Telemetry", "[\"Quantities\", \"Clockwork\"]"),
      ("World/Truth", "[\"Quantities\", \"Clockwork\", \"Telemetry\"]"),
      ("Pipeline/Patterns", "[\"Quantities\", \"Clockwork\", \"Telemetry\"]"),
    ]
    var manifest = "// swift-tools-version: 6.2\nimport PackageDescription\n"
    manifest += "let package = Package(name: \"wall\", targets: [\n"
    for (path, needs) in targets {
      let name = path.split(separator: "/")[1]
      manifest += ".target(name: \"\(name)\", dependencies: \(needs), path: \"\(name)\"),\n"
      try FileManager.default.copyItem(
        at: SourceTree.root.appendingPathComponent("Sources/\(path)"),
        to: folder.appendingPathComponent(String(name)))
    }
    manifest += "])\n"
    try manifest.write(
      to: folder.appendingPathComponent("Package.swift"), atomically: true, encoding: .utf8)
    try "import Truth\nlet planted = RoomState.self\n".write(
      to: folder.appendingPathComponent("Patterns/Planted.swift"), atomically: true,
      encoding: .utf8)

    let build = Process()
    build.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    build.arguments = [
      "swift", "build", "--package-path", folder.path, "--explicit-target-dependency-import-check",
      "error",
    ]
    let output = Pipe()
    build.standardOutput = output
    build.standardError = output
    try build.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    build.waitUntilExit()
    #expect(build.terminationStatus != 0)
    #expect(text.contains("Truth"), "\(text.suffix(2_000))")
  }
}
