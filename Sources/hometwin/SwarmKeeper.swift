import Foundation
import ScenarioFiles
import Scenarios
import Trials

/// Writes what a swarm found as scenario files of their own.
struct SwarmKeeper {
  let folder: String
  let scenario: String

  /// The shrunk scenario with what it shows, as a file of its own.
  func file(_ find: SwarmRunner.Find, _ sketch: ScenarioSketch) -> ScenarioSketch {
    var sketch = sketch
    let floor = floor(find.failure)
    var lines = [
      "Shrunk by hometwin swarm from seed \(find.seeds[0]) of \(scenario), of which it said:",
      Self.oneLine("\(find.failure)"),
    ]
    sketch.expectations = sketch.expectations.filter { $0.scoreID == floor }
    sketch.mustFail = floor
    lines.append(
      floor == nil
        ? "It is fixed when hometwin swarm FILE --as-is finds nothing."
        : "A run passes as long as the limit is missed; once it is fixed, delete 'must'.")
    sketch.why = lines.joined(separator: "\n")
    return sketch
  }

  /// Never over another file: the same text stays, another goes beside it under a further number.
  func write(_ sketch: ScenarioSketch, _ find: SwarmRunner.Find) throws -> String {
    let name = "\(scenario)-\(find.seeds[0])-\(Self.slug(find.failure.id))"
    let bytes = Data(sketch.text.utf8)
    var number = 1
    while true {
      let path = "\(folder)/\(name)\(number > 1 ? "-\(number)" : "").yaml"
      guard let there = FileManager.default.contents(atPath: path) else {
        try FileManager.default.createDirectory(
          atPath: folder, withIntermediateDirectories: true)
        try bytes.write(to: URL(fileURLWithPath: path), options: .withoutOverwriting)
        return path
      }
      if there == bytes { return path }
      number += 1
    }
  }

  private func floor(_ failure: SwarmFailure) -> String? {
    failure.id.hasPrefix("floor ") ? String(failure.id.dropFirst(6)) : nil
  }

  private static func oneLine(_ text: String) -> String {
    String(text.replacing("\n", with: " ").prefix(1_000))
  }

  private static func slug(_ id: String) -> String {
    let letters = id.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }
    let words = String(letters).split(separator: "-").joined(separator: "-")
    return String(words.prefix(48))
  }
}
