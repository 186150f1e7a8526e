import Climate
import Clockwork
import Foundation
import Homes
import Scenarios
import TestSupport
import Testing

@testable import ScenarioFiles

/// Damages texts in the ways that editors, people and disks do; the same seed, the same damage.
struct Mutator {
  private var random: TestRandom

  init(seed: UInt64) { random = TestRandom(seed: seed &* 0x9E37_79B9_7F4A_7C15 &+ 1) }

  mutating func below(_ limit: Int) -> Int { random.below(limit) }

  private static let words: [String] = [
    "99999999999999999999999", "-1", "1e999", ".nan", ".inf", "-.inf", "0x7fffffffffffffff", "null",
    "~", "''", "[]", "{}", "[[[[", "}}", "*a", "&a", "<<: *a", "!!binary x", "!!int", "? ", "- - -",
    "\u{0}", "\u{FEFF}", "\u{202E}", "\u{1F3E0}", "e\u{301}\u{301}", "\u{85}", "\u{2028}",
    "℃", "°F",
    "extends: canary.yaml", "extends: ../Scenarios/quickstart.yaml", "world: {}", "world: null",
    "9223372036854775807us", "9223372036854775808d", "-9223372036854775808", "1e-320 K", "0.1e",
    "1_0_0", "2024-02-30", "2024-01-15T24:00", "9999-12-31", "0000-00-00", "\t", "\r", "\r\n",
    "---",
    "...", "%YAML 9.9", "|", ">", "\"\\uD800\"", "\"\\xFF\"", "\"\\U0010FFFF\"", "in 1...0",
    "kind: drift", "must: fail", "must: {fail: x.y}", "faults: [{}]", "share: 1", "count: 3",
  ]

  mutating func mutate(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    for _ in 0...below(3) { bytes = mutateOnce(bytes) }
    return bytes
  }

  private mutating func mutateOnce(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    guard !bytes.isEmpty else { return Array(Self.words[below(Self.words.count)].utf8) }
    switch below(9) {
    case 0: bytes[below(bytes.count)] ^= 1 << UInt8(below(8))
    case 1: bytes[below(bytes.count)] = UInt8(below(256))
    case 2: bytes.remove(at: below(bytes.count))
    case 3:
      let start = below(bytes.count)
      bytes.removeSubrange(start..<min(bytes.count, start + 1 + below(40)))
    case 4: bytes.insert(contentsOf: word(), at: below(bytes.count))
    case 5: bytes.removeLast(below(bytes.count))
    case 6: bytes = replaceValue(bytes)
    default: bytes = shuffleLines(bytes)
    }
    return bytes
  }

  private mutating func word() -> [UInt8] { Array(Self.words[below(Self.words.count)].utf8) }

  /// Puts a word behind a colon, where a value stands.
  private mutating func replaceValue(_ bytes: [UInt8]) -> [UInt8] {
    let colons = bytes.indices.filter { bytes[$0] == UInt8(ascii: ":") }
    guard !colons.isEmpty else { return bytes }
    let start = colons[below(colons.count)] + 1
    let stops: [UInt8] = Array("\n,}]".utf8)
    let end = bytes[start...].firstIndex { stops.contains($0) } ?? bytes.count
    return bytes[..<start] + [UInt8(ascii: " ")] + word() + bytes[end...]
  }

  /// Swaps, repeats, drops or indents lines.
  private mutating func shuffleLines(_ bytes: [UInt8]) -> [UInt8] {
    var lines = bytes.split(separator: 10, omittingEmptySubsequences: false).map(Array.init)
    let (a, b) = (below(lines.count), below(lines.count))
    switch below(4) {
    case 0: lines.swapAt(a, b)
    case 1: lines.insert(lines[a], at: b)
    case 2: lines.remove(at: a)
    default: lines[a] = Array(repeating: 32, count: below(7)) + lines[a]
    }
    return Array(lines.joined(separator: [10]))
  }
}

/// One damaged file among the shipped ones, and what reading it must never do.
enum MutationTrial {
  static let scenarios = Fixture.shipped("Scenarios").map { "Scenarios/\($0)" }
  static let worlds = Fixture.shipped("Worlds").map { "Worlds/\($0)" }
  static let shortWorld = Array(Fixture.world.utf8)
  static let shipped: [String: [UInt8]] = {
    var files: [String: [UInt8]] = [:]
    for path in scenarios + worlds {
      files[path] = (try? Fixture.bytes(path)) ?? []
    }
    return files
  }()

  /// - Returns: what is wrong with how the damaged file was read; nil if all is well.
  static func failure(seed: UInt64) -> String? {
    var mutator = Mutator(seed: seed)
    let main = scenarios[mutator.below(scenarios.count)]
    let paths = Array(repeating: main, count: 7) + worlds
    let victim = paths[mutator.below(paths.count)]
    var files = shipped
    // Most trials hurt the scenario; a short world in place of the shipped one saves their time.
    if victim == main, seed % 8 != 0 {
      for path in worlds { files[path] = shortWorld }
    }
    files[victim] = mutator.mutate(files[victim] ?? [])
    do {
      let reader = ScenarioReader(worldFolders: ["Worlds"], files: .memory(files))
      let loaded = try reader.read(path: main)
      if let failure = planFailure(loaded) { return failure }
      // One in eight, because each costs more than the reading itself.
      return seed % 8 == 1 ? replayFailure(loaded) : nil
    } catch {
      return failure(of: error)
    }
  }

  /// The shipped weather, read once.
  private static let weather: [String: WeatherFile] = {
    var files: [String: WeatherFile] = [:]
    for name in ["chicago", "denver", "tucson"] {
      guard let bytes = try? Fixture.bytes("Worlds/climates/\(name).epw") else { continue }
      files[name] = try? WeatherFile(bytes: bytes, name: name)
    }
    return files
  }()

  private static let devices = try? DeviceCatalogue(
    folder: Fixture.project.appendingPathComponent("Worlds/devices").path)

  /// What `hometwin validate` does beyond reading: the plan, down to one home's specification.
  private static func planFailure(_ loaded: LoadedScenario) -> String? {
    guard let file = weather[loaded.world.climate] else {
      return weather.count == 3 ? nil : "the shipped weather is unreadable"
    }
    do {
      guard let devices else { return "the shipped devices are unreadable" }
      let plan = try RunPlan(
        loaded, weather: file, climateName: loaded.world.climate, devices: devices,
        dwellings: DwellingCatalogue(
          loaded, builtinFolder: Fixture.project.path + "/Worlds/dwellings"))
      guard plan.birth <= plan.start, plan.start < plan.end else { return "time runs backwards" }
      let last = loaded.scenario.homeCount - 1
      guard plan.specification(0).home != plan.specification(max(last, 1)).home else {
        return "two homes have one name"
      }
      return nil
    } catch is RunError {
      return nil
    } catch {
      return "an untyped error: \(error)"
    }
  }

  private static func failure(of error: ScenarioErrors) -> String? {
    guard (1...20).contains(error.errors.count) else { return "\(error.errors.count) errors" }
    for error in error.errors {
      guard case .file(let place) = error.origin, place.line > 0, place.column > 0,
        shipped.keys.contains(place.file)
      else { return "no file and line: \(error)" }
      let text = error.description
      guard text.hasPrefix("\(place.file):\(place.line):\(place.column): error: "),
        !text.contains("\n"), text.count < 2000
      else { return "malformed: \(text)" }
    }
    return nil
  }

  private static func replayFailure(_ loaded: LoadedScenario) -> String? {
    let files = ["r.yaml": Array(loaded.canonicalText.utf8)]
    do {
      let again = try ScenarioReader(files: .memory(files)).read(path: "r.yaml")
      guard again.scenario == loaded.scenario, again.world == loaded.world else {
        return "the canonical text reads as another scenario"
      }
      return again.canonicalText == loaded.canonicalText ? nil : "the canonical text changes"
    } catch {
      return "the canonical text is wrong: \(error)"
    }
  }
}

/// A small file through which a child process tells its parent how far it came.
private struct Notes {
  private let url: URL

  init(owner: Int32, first seed: UInt64) {
    url = FileManager.default.temporaryDirectory
      .appendingPathComponent("hometwin-mutations-\(owner)-\(seed).txt")
  }

  /// Runs trials in a child process; stops at the fifth failure.
  static func runTrials(_ seeds: Range<UInt64>) -> Never {
    let notes = Notes(owner: getppid(), first: seeds.lowerBound)
    var failures: [String] = []
    for seed in seeds where failures.count < 5 {
      notes.mark(seed)
      if let failure = MutationTrial.failure(seed: seed) {
        failures.append("seed \(seed): \(failure)")
      }
    }
    notes.write(failures.joined(separator: "\n"))
    exit(failures.isEmpty ? 0 : 1)
  }

  func write(_ text: String) { try? Data(text.utf8).write(to: url) }

  /// Leaves the number of a trial that is about to begin, as cheaply as a file can.
  func mark(_ seed: UInt64) {
    guard let file = fopen(url.path, "w") else { return }
    fputs("trap at seed \(seed)", file)
    fclose(file)
  }

  func take() -> String {
    defer { try? FileManager.default.removeItem(at: url) }
    return (try? String(contentsOf: url, encoding: .utf8)) ?? "nothing was noted"
  }
}

@Suite struct MutationTests {
  // Each half in a process of its own, so that a trap fails the test and names its seed.

  @Test func fiveThousandDamagedFilesAreReadOrRefused() async {
    await #expect(processExitsWith: .success) { Notes.runTrials(0..<5000) }
    let text = Notes(owner: getpid(), first: 0).take()
    #expect(text == "", "\(text)")
  }

  @Test func fiveThousandMoreDamagedFilesAreReadOrRefused() async {
    await #expect(processExitsWith: .success) { Notes.runTrials(5000..<10_000) }
    let text = Notes(owner: getpid(), first: 5000).take()
    #expect(text == "", "\(text)")
  }

  @Test func theTrialsReachBothOutcomes() {
    var acceptedCount = 0
    for seed in 0..<UInt64(200) {
      var mutator = Mutator(seed: seed)
      let bytes = mutator.mutate(MutationTrial.shipped["Scenarios/winter-week.yaml"] ?? [])
      var files = MutationTrial.shipped
      files["Scenarios/x.yaml"] = bytes
      let reader = ScenarioReader(files: .memory(files))
      if (try? reader.read(path: "Scenarios/x.yaml")) != nil { acceptedCount += 1 }
    }
    #expect((20...180).contains(acceptedCount), "\(acceptedCount) of 200 were accepted")
  }

  @Test func damagedOptionsAreReadOrRefused() {
    let options = [
      "homes=20", "faults[0].rate=1 K/day", "expect.fusion.skill=>= 0.8", "keep=[wire, truth]",
      "world.setpoints.heating=20 °C", "pipeline.sampling.tolerance=0.1 K", "must={fail: a.b}",
    ]
    for seed in 0..<UInt64(1000) {
      var mutator = Mutator(seed: seed &+ 1_000_000)
      let option = options[mutator.below(options.count)]
      let bytes = mutator.mutate(Array(option.utf8))
      let argument = String(decoding: bytes, as: UTF8.self)
      do {
        _ = try Fixture.read(Fixture.scenario, overrides: [argument])
      } catch {
        #expect(
          error.errors.allSatisfy { !$0.description.hasPrefix("default") },
          "seed \(seed): \(error)")
      }
    }
  }
}
