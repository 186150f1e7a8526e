import ArgumentParser
import Foundation
import Scenarios

/// `--set`, the same for every verb that reads a scenario.
struct SettingOptions: ParsableArguments {
  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Set a key of the scenario, as in --set pipeline.fusion.method=mean. Repeatable.",
      valueName: "key=value"))
  var overrides: [String] = []

  init() {}
}

/// `--programs`, the same for every verb that lives a run again.
struct ProgramOptions: ParsableArguments {
  @Option(
    help: "Where the run's outside programs lie now. Default: where they lay.",
    completion: .directory)
  var programs: String?
}

/// `--threads`, the same for every verb that lives homes.
struct ThreadOptions: ParsableArguments {
  @Option(help: "Threads; results do not depend on it. Default: HOMETWIN_THREADS or all cores.")
  var threads: Int?

  init() {}

  /// - Throws: `RunError.input` for a number that makes no sense, wherever it came from.
  func count() throws -> Int {
    let variable = ProcessInfo.processInfo.environment["HOMETWIN_THREADS"]
    let text = threads.map(String.init) ?? variable
    let count = text.map { Int($0) } ?? ProcessInfo.processInfo.activeProcessorCount
    guard let count, (1...1024).contains(count) else {
      let name = threads == nil ? "HOMETWIN_THREADS" : "--threads"
      throw RunError.input("\(name): found \"\(text ?? "")\", expected a whole number in 1...1024")
    }
    return count
  }
}

/// `--json`, the same for every verb that prints results.
struct OutputOptions: ParsableArguments {
  @Flag(help: "Print JSON for programs instead of text for people.") var json = false

  init() {}
}

/// `--quiet`, the same for every verb that tells how far it is.
struct QuietOptions: ParsableArguments {
  @Flag(help: "Print nothing but errors.") var quiet = false

  init() {}
}
