import ArgumentParser
import Foundation
import ScenarioFiles
import Scenarios

/// Reads scenarios for every verb, and turns what goes wrong into one message and an exit code.
enum Loading {
  static func scenario(_ name: String, overrides: [String]) throws -> LoadedScenario {
    do {
      return try ScenarioReader.read(
        path: Resources.scenario(name), overrides: overrides, worldFolders: [Resources.worlds])
    } catch {
      throw RunError.input(error.description)
    }
  }

  static func plan(_ loaded: LoadedScenario) throws -> RunPlan {
    let path = Resources.worlds + "/climates/" + loaded.world.climate + ".epw"
    guard let data = FileManager.default.contents(atPath: path) else {
      throw RunError.input(
        "\(path): not found; the world names the climate \"\(loaded.world.climate)\"")
    }
    do {
      return try RunPlan(loaded, climateBytes: [UInt8](data), climateName: path)
    } catch let error as RunError {
      throw error
    } catch {
      throw RunError.input("\(error)")
    }
  }

  /// Runs a verb's body; whatever it throws becomes one message and the right exit code.
  static func guarded(_ body: () throws -> Int32) throws {
    let code: Int32
    do {
      code = try body()
    } catch let error as ExitCode {
      throw error
    } catch let error as RunError {
      Console.error(error.description)
      code = error.exitCode
    } catch {
      Console.error("internal error: \(error)")
      code = 70
    }
    if code != 0 { throw ExitCode(code) }
  }
}

/// Plain text to the two streams.
enum Console {
  static func error(_ text: String) {
    let prefix = text.contains("error:") ? "" : "error: "
    FileHandle.standardError.write(Data((prefix + text + "\n").utf8))
  }
  static func note(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }
  static var isTerminal: Bool { isatty(2) == 1 }
}
