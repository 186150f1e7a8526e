import Testing

@testable import ScenarioFiles

/// Files of the device catalogue: what is read, and what every mistake says.
@Suite struct DeviceFileTests {
  private static let file = """
    why: A test.
    sources:
      sheet: "A data sheet."
    models:
      - kind: thermometer
        name: t-1
        standard: true
        about: a bare sensor
        manufacturer: Acme
        model: T 1
        firmware: v1
        period: {value: 60s, assumed: [30s, 300s]}
        status_every: {value: 24h, assumed: [1h, 7d]}
        clock:
          rate: {value: 20 ppm, source: sheet}
          offset: {value: 20ms, assumed: [5ms, 100ms]}
          set_every: {value: 24h, assumed: [1h, 7d]}
        battery:
          chemistry: alkaline
          capacity: {value: 9 kJ, assumed: [7 kJ, 10 kJ]}
          self_discharge: {value: 3 %/year, source: sheet}
          attempt: {value: 2 mJ, assumed: [1 mJ, 5 mJ]}
          sleep: {value: 15 µW, assumed: [5 uW, 50 µW]}
        temperature:
          resolution: {value: 10 mK, source: sheet}
          min: {value: -40 °F, source: sheet}
          max: {value: 85 °C, source: sheet}
          sheet: {value: 0.2 K, source: sheet}
          ageing: {value: 30 mK/year, source: sheet}
    """

  private static func read(_ text: String) throws(ScenarioErrors) -> DeviceFile {
    try DeviceReader(files: .memory(["d.yaml": Array(text.utf8)])).read(path: "d.yaml")
  }

  private static func problems(_ old: String, _ new: String) -> String {
    let text = file.replacing(old, with: new)
    guard text != file else { return "the text has no \(old)" }
    do throws(ScenarioErrors) {
      _ = try read(text)
      return ""
    } catch {
      return error.description
    }
  }

  @Test func figuresAreReadInTheirFirstUnits() throws {
    let file = try Self.read(Self.file)
    #expect(file.sources == [.init(key: "sheet", text: "A data sheet.")])
    let model = try #require(file.models.first)
    #expect(model.kind == .thermometer && model.isStandard && model.chemistry == .alkaline)
    for (path, value) in [
      ("period", 60), ("status_every", 86_400), ("clock.rate", 20e-6), ("clock.offset", 0.02),
      ("battery.capacity", 9_000), ("battery.self_discharge", 0.03), ("battery.attempt", 0.002),
      ("battery.sleep", 15e-6), ("temperature.resolution", 0.01), ("temperature.min", -40),
      ("temperature.ageing", 0.03),
    ] {
      let found = try #require(model[path])
      #expect((found - value).magnitude < 1e-9 * max(value.magnitude, 1e-3), "\(path)")
    }
    #expect(model["temperature.noise"] == nil)
    #expect(model.figures.count == 14 && model.assumedCount == 7)
    let sleep = try #require(model.figures.first { $0.path == "battery.sleep" })
    #expect(sleep.basis == .assumed(5e-6...50e-6))
  }

  @Test(arguments: [
    ("{value: 0.2 K, source: sheet}", "{value: 0.2 K}", "d.yaml:28:14", "'source' or 'assumed'"),
    ("{value: 0.2 K, source: sheet}", "0.2 K", "d.yaml:28:14", "expected a mapping"),
    (
      "{value: 0.2 K, source: sheet}", "{value: 0.2 K, source: shet}", "d.yaml:28:37",
      "did you mean 'sheet'?"
    ),
    (
      "{value: 0.2 K, source: sheet}", "{value: 0.2 K, source: sheet, assumed: [0 K, 1 K]}",
      "d.yaml:28:53", "keep one"
    ),
    ("[30s, 300s]", "[90s, 300s]", "d.yaml:12:35", "expected a range about the value"),
    ("[30s, 300s]", "[30s]", "d.yaml:12:35", "a list of 2...2 entries"),
    ("0.2 K, source", "0.2 lx, source", "d.yaml:28:22", "in 'lx'"),
    ("resolution:", "resolutoin:", "d.yaml:25:7", "did you mean 'resolution'?"),
    ("kind: thermometer", "kind: termometer", "d.yaml:5:11", "did you mean 'thermometer'?"),
    ("kind: thermometer", "kind: hygrometer", "d.yaml:5:5", "missing key 'humidity'"),
    (
      "    firmware: v1", "    firmware: v1\n    doubles_period: true", "d.yaml:12:21",
      "expected the update that brings it"
    ),
    ("  sheet: \"A", "  other: \"B.\"\n  sheet: \"A", "d.yaml:3:10", "no figure cites"),
  ])
  func everyMistakeSaysWhereAndWhat(old: String, new: String, place: String, text: String) {
    let found = Self.problems(old, new)
    #expect(found.contains(place + ": error:"), "\(found)")
    #expect(found.contains(text), "\(found)")
  }

  @Test func aMissingFileAndAnEmptyOneAreReported() {
    let reader = DeviceReader(files: .memory(["e.yaml": []]))
    for path in ["d.yaml", "e.yaml"] {
      do throws(ScenarioErrors) {
        _ = try reader.read(path: path)
        Issue.record("\(path) was read")
      } catch {
        #expect(error.description.hasPrefix("\(path):1:1: error: "))
      }
    }
  }

  /// Damaged in the ways of `Mutator`, a shipped file is read or refused with its place.
  @Test func damagedFilesAreReadOrRefused() throws {
    let names = Fixture.shipped("Worlds/devices")
    var acceptedCount = 0
    for seed in 0..<UInt64(1_000) {
      var mutator = Mutator(seed: seed)
      let name = names[mutator.below(names.count)]
      let path = "Worlds/devices/\(name)"
      let bytes = mutator.mutate(try Fixture.bytes(path))
      do throws(ScenarioErrors) {
        let file = try DeviceReader(files: .memory([path: bytes])).read(path: path)
        for model in file.models where model.location.file != path || model.location.line < 1 {
          Issue.record("seed \(seed): \(model.name) is at \(model.location)")
        }
        acceptedCount += 1
      } catch {
        for problem in error.errors {
          let text = problem.description
          #expect(
            text.hasPrefix(path + ":") && text.contains(": error: ") && !text.contains("\n"),
            "seed \(seed): \(text)")
        }
        #expect((1...20).contains(error.errors.count), "seed \(seed)")
      }
    }
    #expect((20...900).contains(acceptedCount), "\(acceptedCount) of 1,000 were accepted")
  }
}
