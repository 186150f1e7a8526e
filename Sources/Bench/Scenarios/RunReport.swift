internal import Calendar
internal import Climate
internal import Clockwork
internal import Realism
internal import Reporting
internal import ScenarioFiles
internal import Scoring
internal import Telemetry

/// Draws a finished run; the sections stand in files of their own.
struct RunReport {
  let plan: RunPlan
  let result: RunResult
  let verdicts: [Verdict]
  let provenance: [(key: String, value: String)]
  let bands: [MeasuredBand]

  var utcOffset: SimDuration { plan.zone.segment(at: plan.start).utcOffset }

  var report: Report {
    Report(
      title: plan.scenario.name, why: plan.scenario.why, facts: facts,
      verdicts: verdicts.map(banner), scores: result.scores, sections: sections,
      provenance: provenance)
  }

  private func banner(_ verdict: Verdict) -> ReportVerdict {
    let score = verdict.score
    let interval = score?.interval.map {
      "\(NumberText.short($0.lowerBound)) to \(NumberText.short($0.upperBound))"
    }
    return ReportVerdict(
      expectation: "\(verdict.expectation)",
      value: score?.value.map { NumberText.short($0) + Self.unit(score) } ?? "nothing",
      interval: interval ?? score?.why ?? "no score has this id", status: verdict.status)
  }

  /// A unit with a blank before it, for behind a number; shares and counts have none.
  private static func unit(_ score: Score?) -> String {
    guard let unit = score?.unit, !unit.isEmpty, unit != "1" else { return "" }
    return " " + unit
  }

  private var sections: [ReportSection] {
    let portrait = result.portraits.first
    var sections = portrait.map { [day($0)] } ?? []
    sections += incidents.map { [$0] } ?? []
    sections += [losses(portrait), sampling, detection, calibration]
    if let portrait { sections.append(load(portrait)) }
    sections += [conversation, energy, homes]
    if !result.survey.records.isEmpty {
      sections.append(
        Realism(
          simulated: result.survey.records, links: result.survey.links, bands: bands
        ).summary)
    }
    return sections.filter { !$0.figures.isEmpty || !$0.text.isEmpty }
  }

  private var facts: [String] {
    func days(_ span: SimDuration) -> String {
      let days = span.hours / 24
      let text = days == days.rounded() ? NumberText.whole(Int(days)) : NumberText.short(days)
      return text + (days == 1 ? " day" : " days")
    }
    let scenario = plan.scenario
    let count = scenario.homeCount
    let homes = NumberText.whole(count) + (count == 1 ? " home" : " homes")
    let history = scenario.history > .zero ? " after \(days(scenario.history)) of history" : ""
    return [
      homes, days(scenario.duration) + history, "weather of \(plan.climate.file.city)",
      NumberText.whole(result.readingCount) + " readings", "seed \(plan.seed)",
      "fingerprint \(result.fingerprint.whole)",
    ] + result.outside.map(\.text)
  }

  // MARK: Pieces

  func score(_ id: String) -> Score? { result.scores.first { $0.id == id } }

  /// A row of players for a score that has a value.
  func row(_ label: String, _ score: Score) -> DotFigure.Row? {
    score.value.map {
      DotFigure.Row(
        label, $0, interval: score.interval, null: score.null, random: score.random,
        oracle: score.oracle, target: score.target)
    }
  }
}
