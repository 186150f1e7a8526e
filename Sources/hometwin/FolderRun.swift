import Clockwork
import ScenarioFiles
import Scenarios

/// A run whose results lie in a partial folder, ready to get its name.
struct FolderRun {
  let result: RunResult
  let verdicts: [Verdict]
  let document: RunDocument

  /// Lives the scenario; `folder` holds the files that grow meanwhile.
  init(
    _ ready: Loading.Ready, options: RunOptions, folder: RunFolder,
    cancellation: CancellationFlag, report: @escaping (RunProgress) -> Void
  ) throws {
    let clock = Stopwatch()
    let scenario = ready.loaded.scenario
    let outputs = try RunOutputs(
      folder: folder.partial, keep: scenario.keep, store: scenario.store,
      durability: scenario.durability)
    let run = Run(
      ready.plan, options: options, outputs: outputs, cancellation: cancellation, report: report)
    result = try run.execute()
    verdicts = Verdicts.all(scenario.expectations, result.scores)
    document = RunDocument(
      plan: ready.plan, climate: ready.climate, result: result, verdicts: verdicts,
      options: options, versionText: Version.number, commit: Version.commit,
      wallSeconds: clock.wallSeconds, cpuSeconds: clock.cpuSeconds, bands: try References.bands())
  }
}
