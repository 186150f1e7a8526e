internal import Clockwork
internal import Realism

/// What the report of a run needs to hold its homes against measured ones.
struct HomeSurvey: Sendable {
  /// Of the first homes; empty where no report is written.
  var records: [HomeRecord] = []
  /// nil where no report is written.
  var links: LinkRecord?
}

extension Run {
  /// Whose sensors are listened to for two nights more.
  private static let listenedHomesMax = 20

  /// Lives the first nights of some homes once more and surveys links, where a report is written.
  func survey(
    _ shards: [Shard], runner: ShardRunner, cancellation: CancellationFlag
  ) throws -> HomeSurvey {
    let span = LoadSpan.fitting(hours: Int((plan.end - plan.birth).hours))
    var records = shards.compactMap { shard in
      shard.notes?.record("home \(shard.index)", span, at: plan.end)
    }
    guard !records.isEmpty else { return HomeSurvey() }
    let nights = try plan.surveyNights(
      homeCount: min(records.count, Self.listenedHomesMax), runner: runner,
      cancellation: cancellation, report: { tellSurvey($0, pass: passCount) })
    for (index, noises) in nights.enumerated() { records[index].noises = noises }
    let links = try plan.surveyLinks(
      homeLimit: records.count, runner: runner, cancellation: cancellation,
      report: { tellSurvey($0, pass: passCount + 1) })
    return HomeSurvey(records: records, links: links)
  }

  /// Surveys come after all lives and are none of them.
  private func tellSurvey(_ progress: RunProgress, pass: Int) {
    var progress = progress
    progress.pass = pass
    report(progress)
  }
}
