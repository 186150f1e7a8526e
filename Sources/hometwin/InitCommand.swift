import ArgumentParser
import Foundation
import ScenarioFiles
import Scenarios

struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Write a commented scenario to start from.",
    discussion: """
      The file runs as it is; its comments say what may be changed. An existing file is never \
      overwritten.

        hometwin init my-home.yaml && hometwin run my-home.yaml
      """)
  @Argument(help: "The file to write, such as my-home.yaml.", completion: .file()) var file: String

  func run() throws {
    try Loading.guarded("writing \(file)") {
      guard !file.isEmpty else {
        throw RunError.input("init: found an empty name, expected a file such as my-home.yaml")
      }
      guard !FileManager.default.fileExists(atPath: file) else {
        throw RunError.input("\(file): exists and is not overwritten; choose another name")
      }
      let name = URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent
      do {
        try Data(Template.scenario(name).utf8).write(
          to: URL(fileURLWithPath: file), options: .withoutOverwriting)
      } catch {
        try? FileManager.default.removeItem(atPath: file)
        throw RunError.environment("\(file): cannot be written (\(SystemReason.text(error)))")
      }
      Console.print("\(file): written; next: hometwin run \(file)")
      return 0
    }
  }
}
