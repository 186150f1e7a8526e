import Clockwork
import Foundation
import ScenarioFiles
import Scenarios
import Scoring
import Telemetry
import Trials

/// Lives one scenario as it is and watches what must hold of any.
struct SwarmLife {
  /// What costs lives of its own.
  enum Check: String, CaseIterable {
    /// The same bits with other windows and more threads.
    case window
    /// The same conclusions from the recorded wire.
    case replay

    /// - Throws: ``RunError/input(_:)`` for a name that is none; an empty text is no check.
    static func set(_ text: String) throws(RunError) -> Set<Self> {
      var found: Set<Self> = []
      for name in text.split(separator: ",").map(String.init) {
        guard let check = Self(rawValue: name) else {
          throw .input(
            "--checks: found \"\(name.brief)\", expected of "
              + allCases.map(\.rawValue).joined(separator: ", "))
        }
        found.insert(check)
      }
      return found
    }
  }

  let file: String
  let floors: [Expectation]
  let checks: Set<Check>
  /// A folder of its own for what runs write; emptied at the end.
  let folder: String
  let cancellation: CancellationFlag

  /// - Throws: ``RunError`` for what is no failure of ours: a wrong file, a full disk, Ctrl-C.
  func watch() throws -> ([SwarmFailure], SwarmAccount) {
    let ready = try Loading.ready(file, overrides: [])
    defer { try? FileManager.default.removeItem(atPath: folder) }
    do {
      return try watch(ready)
    } catch {
      let problem = RunError(error, while: "living \(file)")
      guard case .bug(let text) = problem else { throw problem }
      return ([.bug(text)], SwarmAccount())
    }
  }

  private func watch(_ ready: Loading.Ready) throws -> ([SwarmFailure], SwarmAccount) {
    let scenario = ready.loaded.scenario
    let target = folder + "/run"
    let (first, verdicts) = try live(ready, window: .days(1), threads: 1, target: target)
    var failures = ScoreInvariants.violations(first.scores)
    failures += first.boundViolations.map { text in
      let id = text.prefix { $0 != " " }
      return SwarmFailure(
        id: "bound \(id)", place: String(id), found: text,
        expected: "no value better than what is provably the best")
    }
    let extra = floors.filter { floor in !scenario.expectations.contains(floor) }
    failures += (verdicts + Verdicts.all(extra, first.scores)).compactMap(Self.missed)
    failures += try rereading(ready, target)
    if checks.contains(.window) {
      let windows = [61, 90, 427, 1_500].map { SimDuration.minutes($0) }
      let other = try live(
        ready, window: windows[Int(ready.plan.seed % 4)], threads: 2, target: folder + "/again"
      ).result
      failures += Self.differences(first.fingerprint, other.fingerprint)
    }
    if checks.contains(.replay), scenario.keep.contains(.wire) {
      failures += try replay(target, first)
    }
    return (failures, SwarmAccount(first))
  }

  /// As `hometwin run` does, report and all.
  private func live(
    _ ready: Loading.Ready, window: SimDuration, threads: Int, target: String
  ) throws -> (result: RunResult, verdicts: [Verdict]) {
    let output = try RunFolder(
      target: target, hash: ready.plan.resultHash(version: Version.number), force: true)
    var options = RunOptions(threadCount: threads, window: window)
    options.programFolder = Resources.folder(ofScenario: file)
    options.stageFolder = output.partial
    do {
      let lived = try FolderRun(
        ready, options: options, folder: output, cancellation: cancellation
      ) { _ in }
      try lived.document.write(to: output)
      try output.commit()
      return (lived.result, lived.verdicts)
    } catch {
      output.discard()
      throw error
    }
  }

  // MARK: Invariants

  private static func missed(_ verdict: Verdict) -> SwarmFailure? {
    guard verdict.status == .missed else { return nil }
    let score = verdict.score
    let value = score?.value.map { "\($0)" } ?? "nothing"
    let interval = score?.interval.map { " (\($0.lowerBound) ... \($0.upperBound))" } ?? ""
    return SwarmFailure(
      id: "floor \(verdict.expectation.scoreID)", place: verdict.expectation.scoreID,
      found: value + interval, expected: verdict.expectation.comparison.description)
  }

  private static func differences(_ one: RunFingerprint, _ other: RunFingerprint) -> [SwarmFailure]
  {
    let parts = [
      ("truth", one.truth, other.truth), ("wire", one.wire, other.wire),
      ("conclusions", one.conclusions, other.conclusions), ("scores", one.scores, other.scores),
    ]
    // What follows from the first part that differs is no failure of its own.
    guard let (name, mine, others) = parts.first(where: { $0.1 != $0.2 }) else { return [] }
    return [
      SwarmFailure(
        id: "window \(name)", place: "the \(name) with another window and 2 threads",
        found: others, expected: mine)
    ]
  }

  /// The effective scenario in the run folder is the same scenario.
  private func rereading(_ ready: Loading.Ready, _ target: String) throws -> [SwarmFailure] {
    let again = try Loading.scenario(target + "/scenario.yaml", overrides: [])
    guard again.fingerprint != ready.loaded.fingerprint else { return [] }
    return [
      SwarmFailure(
        id: "scenario", place: "the run folder's scenario.yaml", found: again.fingerprint.hex,
        expected: ready.loaded.fingerprint.hex)
    ]
  }

  private func replay(_ target: String, _ first: RunResult) throws -> [SwarmFailure] {
    let ready = try Loading.ready(target + "/scenario.yaml", overrides: [])
    guard ready.loaded.scenario.pipeline.outside.isEmpty else { return [] }
    let options = RunOptions(threadCount: 1, window: .days(1))
    let outcome = try Replay(ready.plan, folder: target, options: options, isScored: false)
      .execute()
    guard outcome.conclusions != first.fingerprint.conclusions else { return [] }
    return [
      SwarmFailure(
        id: "replay", place: "the conclusions from the recorded wire",
        found: outcome.conclusions, expected: first.fingerprint.conclusions)
    ]
  }
}
