import ArgumentParser
import Clockwork
import Foundation
import ScenarioFiles
import Scenarios
import Telemetry

struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List shipped scenarios, worlds and device models, and finished runs.",
    discussion: "Each scenario says what it is for; hometwin run NAME runs it.")
  @Option(help: "Where finished runs lie.", completion: .directory)
  var runs = RunCommand.runsFolder
  @Option(
    help: "A scenario whose own device models are listed, too.",
    completion: Completions.scenario)
  var scenario: String?
  @OptionGroup var output: OutputOptions

  func run() throws {
    try Loading.guarded("listing") {
      let scenarios = Resources.names(in: Resources.scenarios).map(Entry.init(scenario:))
      let worlds = Resources.names(in: Resources.worlds).map(Entry.init(world:))
      let finished = Self.runFolders(in: runs).compactMap { try? RunRecord(folder: $0) }
      let dwellings = try DwellingCatalogue.descriptions(in: Resources.dwellings).map {
        Entry(name: $0.name, why: $0.why)
      }
      let devices =
        try scenario.map { try Loading.catalogue(Loading.scenario($0, overrides: []), $0) }
        ?? DeviceCatalogue(folder: Resources.devices)
      if output.json {
        printJSON(scenarios, worlds, dwellings, devices, finished)
      } else {
        printText(scenarios, worlds, dwellings, devices, finished)
      }
      return 0
    }
  }

  /// The run folders of a folder, as paths.
  static func runFolders(in folder: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.sorted().filter { !$0.hasPrefix(".") }.map { "\(folder)/\($0)" }
      .filter { FileManager.default.fileExists(atPath: $0 + "/run.json") }
  }

  /// A shipped file and what it is for.
  struct Entry {
    var name: String
    /// How many homes for how long; empty for a world.
    var size = ""
    var why: String

    init(name: String, why: String) { (self.name, self.why) = (name, why) }

    init(scenario name: String) {
      self.name = name
      do {
        let scenario = try Loading.scenario(name, overrides: []).scenario
        let days = fixedDecimals(scenario.duration.hours / 24, digits: 1)
        size = "\(scenario.homeCount) homes, \(days) d"
        why = scenario.why
      } catch {
        why = "unreadable: \(error)"
      }
    }

    init(world name: String) {
      self.name = name
      do {
        why = try ScenarioReader().readWorld(path: "\(Resources.worlds)/\(name).yaml").why
      } catch {
        why = "unreadable: \(error)"
      }
    }

    /// The text's first sentence, on one line.
    var firstSentence: String {
      let text = why.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      guard let end = text.firstRange(of: /[.?!](?= |$)/) else { return text }
      return String(text[..<end.upperBound])
    }
  }

  private func printText(
    _ scenarios: [Entry], _ worlds: [Entry], _ dwellings: [Entry], _ devices: DeviceCatalogue,
    _ finished: [RunRecord]
  ) {
    Console.print("Scenarios (hometwin run NAME)")
    for entry in scenarios {
      Console.print("  \(entry.name)  (\(entry.size))")
      Console.print(Wrapped.text(entry.firstSentence, indent: 6, width: 96))
    }
    Console.print("\nWorlds (world: builtin:NAME)")
    for entry in worlds {
      Console.print("  \(entry.name)")
      Console.print(Wrapped.text(entry.firstSentence, indent: 6, width: 96))
    }
    Console.print("\nDwellings (archetype: NAME in a world's dwellings)")
    for entry in dwellings {
      Console.print("  \(entry.name)")
      Console.print(Wrapped.text(entry.firstSentence, indent: 6, width: 96))
    }
    printText(devices)
    Console.print("\nRuns in \(runs)" + (finished.isEmpty ? ": none yet" : ""))
    for record in finished {
      Console.print("  \(record.folder)  \(record.verdictSentence)")
    }
  }

  /// A line a kind: the standard model first, by which homes without a choice are furnished.
  private func printText(_ devices: DeviceCatalogue) {
    let (all, assumed) = devices.figureCounts
    Console.print(
      "\nDevice models (devices: {models: [{model: NAME, share: 60 %}, ...]} in a world; "
        + "\(assumed) of \(all) figures assumed)")
    for kind in DeviceDescription.Kind.allCases {
      let models = devices.descriptions.filter { $0.kind == kind }
      let names = models.filter(\.isStandard) + models.filter { !$0.isStandard }
      let label = kind.rawValue.padding(toLength: 18, withPad: " ", startingAt: 0)
      let shown = names.map { $0.name + (devices.isOwn($0) ? " (\($0.location.file))" : "") }
      Console.print("  \(label) \(shown.joined(separator: ", "))")
    }
    Console.print(
      "  All from \(devices.folders[0])"
        + (devices.ownFiles.isEmpty ? "." : ", but for those whose file is named."))
  }

  private func printJSON(
    _ scenarios: [Entry], _ worlds: [Entry], _ dwellings: [Entry], _ devices: DeviceCatalogue,
    _ finished: [RunRecord]
  ) {
    let models = devices.descriptions.map { model in
      JSONValue.object([
        JSONMember("name", .string(model.name)), JSONMember("kind", .string(model.kind.rawValue)),
        JSONMember("about", .string(model.about)),
        JSONMember("file", .string(model.location.file)),
        JSONMember("line", .integer(Int64(model.location.line))),
        JSONMember("figure_count", .number(Double(model.figures.count))),
        JSONMember("assumed_count", .number(Double(model.assumedCount))),
      ])
    }
    func entry(_ entry: Entry) -> JSONValue {
      .object([JSONMember("name", .string(entry.name)), JSONMember("why", .string(entry.why))])
    }
    let runs = finished.map { record in
      JSONValue.object([
        JSONMember("folder", .string(record.folder)),
        JSONMember("scenario", .string(record.scenario)), JSONMember("seed", .string(record.seed)),
        JSONMember("missed", .array(record.scoreIDs(status: "missed").map { .string($0) })),
        JSONMember("met", .array(record.scoreIDs(status: "met").map { .string($0) })),
      ])
    }
    Console.print(
      .object([
        JSONMember("scenarios", .array(scenarios.map(entry))),
        JSONMember("worlds", .array(worlds.map(entry))),
        JSONMember("dwellings", .array(dwellings.map(entry))),
        JSONMember("devices", .array(models)),
        JSONMember("runs", .array(runs)),
      ]))
  }
}

/// Text broken into lines at blanks.
enum Wrapped {
  static func text(_ text: String, indent: Int, width: Int) -> String {
    let margin = String(repeating: " ", count: indent)
    var lines: [String] = []
    var line = margin
    for word in text.split(separator: " ") {
      if line.count > indent, line.count + 1 + word.count > width {
        lines.append(line)
        line = margin
      }
      line += (line.count > indent ? " " : "") + word
    }
    return (lines + [line]).joined(separator: "\n")
  }
}

/// A number with so many decimals at most.
func fixedDecimals(_ value: Double, digits: Int) -> String {
  let text = String(format: "%.\(digits)f", value)
  return text.hasSuffix("." + String(repeating: "0", count: digits))
    ? String(text.dropLast(digits + 1)) : text
}
