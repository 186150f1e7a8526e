import Clockwork
import ScenarioFiles
import Scenarios
import Trials

/// Whether a swarm found the planted failure and shrank it to what was planted.
enum SwarmCanary {
  /// - Throws: ``RunError/bug(_:)``: a swarm that misses what was planted proves nothing.
  static func verdict(_ report: SwarmReport) throws -> Int32 {
    guard let find = report.finds.first(where: { $0.failure.id == "planted" }) else {
      throw RunError.bug(
        "the canary is mute: \(report.results.count) variants did not show what was planted")
    }
    guard let sketch = find.outcome?.sketch, find.isReproduced else {
      throw RunError.bug("the canary's failure was found but not shrunk and reproduced")
    }
    let parts = sketch.parts.filter { !$0.isPinned }
    let fault = parts.first { $0.path == ScenarioSketch.faultPath }
    guard parts.count == 2, fault?.value["kind"]?.scalarText == "drift",
      sketch.value(at: "wire")?.scalarText == "json", sketch.homeCount == 1,
      sketch.duration == .minutes(1)
    else {
      throw RunError.bug("the canary was shrunk to something else:\n\(sketch.text)")
    }
    return 0
  }
}
