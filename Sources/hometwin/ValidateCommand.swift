import ArgumentParser
import ScenarioFiles
import Scenarios
import Telemetry

struct ValidateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Check scenario files without running them.",
    discussion: """
      Reads each file with its world and its weather, and says everything that is wrong: file, \
      line, column, what was found, what was expected, and the nearest right key.

        hometwin validate my-home.yaml
        hometwin validate my-home.yaml --resolved   every value and its origin

      Exit code 2 if any file is wrong.
      """)
  @Argument(
    help: "Scenario files, or names of shipped ones.", completion: Completions.scenario)
  var scenarios: [String]
  @OptionGroup var settings: SettingOptions
  @ArgumentParser.Flag(help: "Print the effective scenario with each value's origin.")
  var resolved = false
  @OptionGroup var quiet: QuietOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    try Loading.guarded("reading scenarios") {
      var code: Int32 = 0
      var results: [JSONValue] = []
      for name in scenarios {
        let result = check(name)
        code = max(code, result.code)
        results.append(result.json)
      }
      if output.json { Console.print(.array(results)) }
      return code
    }
  }

  private func check(_ name: String) -> (code: Int32, json: JSONValue) {
    do {
      let ready = try Loading.ready(name, overrides: settings.overrides)
      let (loaded, warnings) = (ready.loaded, ready.plan.warnings.map(\.description))
      if !output.json {
        if !quiet.quiet { for warning in warnings { Console.note(warning) } }
        if resolved {
          Console.print(String(loaded.resolvedText.dropLast()))
        } else if !quiet.quiet {
          Console.print("\(name): good")
        }
      }
      return (0, report(name, errors: [], loaded, warnings))
    } catch {
      let problem = RunError(error, while: "reading \(name)")
      if !output.json { Console.error(problem.description) }
      let errors =
        (error as? ScenarioErrors)?.errors.map(Self.json)
        ?? [.object([JSONMember("message", .string(problem.description))])]
      return (problem.exitCode, report(name, errors: errors, nil))
    }
  }

  private func report(
    _ name: String, errors: [JSONValue], _ loaded: LoadedScenario?, _ warnings: [String] = []
  ) -> JSONValue {
    var members = [
      JSONMember("file", .string(name)), JSONMember("valid", .bool(errors.isEmpty)),
      JSONMember("errors", .array(errors)),
      JSONMember("warnings", .array(warnings.map { .string($0) })),
    ]
    if resolved, let loaded { members.append(JSONMember("resolved", .string(loaded.resolvedText))) }
    return .object(members)
  }

  /// One problem with its place, for editors.
  private static func json(_ error: ScenarioError) -> JSONValue {
    var members = [
      JSONMember("key_path", .string(error.keyPath)),
      JSONMember("message", .string(error.problem.description)),
    ]
    switch error.origin {
    case .file(let place):
      members += [
        JSONMember("file", .string(place.file)), JSONMember("line", .integer(Int64(place.line))),
        JSONMember("column", .integer(Int64(place.column))),
      ]
    case .option(let text): members.append(JSONMember("set", .string(text)))
    case .defaulted: break
    }
    return .object(members)
  }
}
