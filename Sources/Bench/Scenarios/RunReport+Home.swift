internal import Clockwork
internal import Reporting
internal import ScenarioFiles
internal import Scoring
internal import Telemetry
internal import Truth

/// The parts of the report that look at one home.
extension RunReport {
  // MARK: A day

  func day(_ portrait: Portrait) -> ReportSection {
    let window = portrait.dayStart...min(portrait.dayStart + .days(1), plan.end)
    let faults = portrait.spans.filter {
      ["faults", "incidents"].contains($0.lane) && $0.end > $0.start
    }
    let shades = faults.map { ShadedInterval(from: $0.start, to: $0.end, label: $0.label) }
    let isFaulty = faults.contains { $0.start < window.upperBound && $0.end > window.lowerBound }
    let date = ClockText(utcOffset: utcOffset).date(at: window.lowerBound)
    let lanes = LanesFigure(
      id: "lanes", title: "The day in lanes",
      caption: "What people did, what was really wrong, what the pipeline flagged and recognised, "
        + "what was said and what the agents ordered. A dot is a moment.",
      lanes: lanes(portrait, in: window), utcOffset: utcOffset, window: window)
    return ReportSection(
      id: "day", title: "One home, one day",
      text: "Home \(portrait.home) on \(date), "
        + (isFaulty
          ? "chosen because something is wrong." : "its first day: nothing strikes a home drawn."),
      figures: [.lanes(lanes)] + closeUp(portrait, in: window) + error(portrait, shades: shades),
      table: talks(portrait, in: window))
  }

  private func lanes(_ portrait: Portrait, in window: ClosedRange<SimTime>) -> [LanesFigure.Lane] {
    let names = [
      "resident 1", "resident 2", "resident 3", "resident 4", "resident 5", "resident 6",
      "nobody home", "windows", "faults", "incidents", "flags", "matches", "spoken", "commands",
    ]
    return names.compactMap { name in
      let spans = portrait.spans.filter {
        $0.lane == name && $0.end >= window.lowerBound && $0.start < window.upperBound
      }
      guard !spans.isEmpty else { return nil }
      return LanesFigure.Lane(
        name,
        intervals: spans.filter { $0.end > $0.start }.map {
          LanesFigure.Interval(from: $0.start, to: $0.end, label: $0.label, tone: Self.tone($0))
        },
        marks: spans.filter { $0.end <= $0.start }.map {
          LanesFigure.Mark($0.start, label: $0.label, tone: Self.tone($0))
        })
    }
  }

  /// Awake, asleep and away differ; whatever else stands in a lane has the lane's own colour.
  private static func tone(_ span: Portrait.Span) -> Tone {
    switch span.lane {
    case "nobody home": .accent(4)
    case "windows": .accent(5)
    case "faults", "incidents": .bad
    case "flags": .accent(1)
    case "matches": .accent(2)
    case "spoken": .muted
    case "commands": .accent(3)
    default: span.label == "sleep" ? .accent(6) : span.label == "away" ? .accent(4) : .accent(0)
    }
  }

  // MARK: Truth against estimate

  /// The six hours of the day in which the estimate was furthest off.
  private func closeUp(_ portrait: Portrait, in window: ClosedRange<SimTime>) -> [Figure] {
    let day = portrait.temperature.filter { window.contains($0.time) }
    guard let first = day.first, let last = day.last else { return [] }
    let span = SimDuration.hours(6)
    var worst = (from: first.time, error: -1.0)
    var from = first.time
    while from + span <= last.time + .minutes(1) {
      let inside = day.filter { $0.time >= from && $0.time < from + span }
      let sum = inside.reduce(0) { $0 + ($1.mean - $1.truth).magnitude }
      let error = inside.isEmpty ? 0 : sum / Double(inside.count)
      if error > worst.error { worst = (from, error) }
      from = from + .hours(1)
    }
    let shown = worst.from...(worst.from + span)
    let points = day.filter { shown.contains($0.time) }
    let received = portrait.received.filter { shown.contains($0.time) }
    return [
      .line(
        LineFigure(
          id: "temperature",
          title: "Temperature of the \(Portrait.words(portrait.roomName)): truth and estimate",
          caption: "The six hours of that day in which the estimate was furthest off: what was "
            + "true, the readings that arrived of every thermometer in the room, and what fusion "
            + "believed with its 95 % band.",
          axis: "temperature", unit: "°C",
          series: [
            LineFigure.Series(
              "estimate", points.map { TimedValue($0.time, $0.mean) },
              band: points.map {
                let half = FusionScorer.z95 * $0.sd
                return TimedRange($0.time, $0.mean - half, $0.mean + half)
              }, bandLabel: "its 95 % band", tone: .accent(1)),
            LineFigure.Series("truth", points.map { TimedValue($0.time, $0.truth) }, tone: .ink),
            LineFigure.Series(
              "readings", received.map { TimedValue($0.time, $0.value) }, isPoints: true,
              tone: .accent(0)),
          ], utcOffset: utcOffset, window: shown))
    ]
  }

  /// How far off the estimate was on every day drawn, and how far off it thought it might be.
  private func error(_ portrait: Portrait, shades: [ShadedInterval]) -> [Figure] {
    let points = portrait.temperature
    guard !points.isEmpty else { return [] }
    return [
      .line(
        LineFigure(
          id: "error", title: "Error of the estimate, and the error it allowed for",
          caption: "Estimate minus truth in the same room on every day drawn. The line should "
            + "leave the band one time in twenty."
            + (shades.isEmpty ? "" : " Shaded: a fault or an incident is on."),
          axis: "estimate \u{2212} truth", unit: "K",
          series: [
            LineFigure.Series(
              "error", points.map { TimedValue($0.time, $0.mean - $0.truth) },
              band: points.map {
                TimedRange($0.time, -FusionScorer.z95 * $0.sd, FusionScorer.z95 * $0.sd)
              }, bandLabel: "stated 95 % band", tone: .accent(0))
          ], shades: shades, utcOffset: utcOffset))
    ]
  }

  // MARK: Words

  /// What was said to the house that day and what it made of it.
  private func talks(_ portrait: Portrait, in window: ClosedRange<SimTime>) -> ReportTable? {
    let clock = ClockText(utcOffset: utcOffset)
    let said = portrait.talks.filter { window.contains($0.said.time) }
    guard !said.isEmpty else { return nil }
    let rows = said.prefix(Self.talkCountMax).map { talk in
      let verdict =
        talk.answer.map { $0.intent == talk.said.intent ? "right" : "wrong" } ?? "unheard"
      return [
        clock.clock(at: talk.said.time), "\u{201C}\(talk.said.text)\u{201D}",
        talk.answer?.text ?? NumberText.missing, verdict,
      ]
    }
    return ReportTable(
      columns: ["time", "said", "answer", "verdict"], rows: rows,
      caption: "Said to the house that day, its answer, and whether it had understood the wish.")
  }

  private static let talkCountMax = 20

  // MARK: Load

  func load(_ portrait: Portrait) -> ReportSection {
    var figures: [Figure] = []
    let hours = Self.hourly(portrait.power)
    if let forecast = portrait.forecasts.last(where: {
      $0.firstHour + .hours(Int64($0.mean.count)) <= plan.end
    }) {
      figures.append(.fan(fan(forecast, hours)))
    }
    figures.append(
      .line(
        LineFigure(
          id: "load", title: "Electric load of home \(portrait.home)",
          caption: "Hourly means: what was true, and the median of each day's forecast.",
          axis: "power", unit: "W",
          series: [
            LineFigure.Series("truth", hours, isStep: true, tone: .ink),
            LineFigure.Series(
              "forecast", Self.successive(portrait.forecasts).flatMap(Self.median), isStep: true,
              isDashed: true, tone: .accent(1)),
          ], utcOffset: utcOffset, hasZero: true)))
    let missing = score("forecasting.power_24h.mae_w").flatMap { $0.value == nil ? $0.why : nil }
    return ReportSection(
      id: "load", title: "Load and its forecast",
      text: "One home's electric power, and what the pipeline expected a day ahead."
        + (missing.map { " Forecasts have no score in this run: \($0)." } ?? ""),
      figures: figures)
  }

  /// Forecasts that follow each other, where later ones overlap earlier ones.
  private static func successive(_ forecasts: [Forecast]) -> [Forecast] {
    var chosen: [Forecast] = []
    for forecast in forecasts {
      let end = chosen.last.map { $0.firstHour + .hours(Int64($0.mean.count)) }
      if end.map({ forecast.firstHour >= $0 }) ?? true { chosen.append(forecast) }
    }
    return chosen
  }

  private func fan(_ forecast: Forecast, _ hours: [TimedValue]) -> FanFigure {
    let levels = ForecastLevels.all
    func quantile(_ h: Int, _ level: Double) -> Double {
      guard let q = levels.firstIndex(of: level) else { return forecast.mean[h] }
      return forecast.quantiles[h * levels.count + q]
    }
    func band(_ level: Double, _ low: Double, _ high: Double) -> FanFigure.Band {
      FanFigure.Band(
        level: level,
        ranges: forecast.mean.indices.map {
          TimedRange(
            forecast.firstHour + .hours(Int64($0)), quantile($0, low), quantile($0, high))
        })
    }
    let first = forecast.firstHour - .days(1)
    let last = forecast.firstHour + .hours(Int64(forecast.mean.count))
    return FanFigure(
      id: "fan", title: "A day ahead",
      caption: "The last forecast whose day was lived: its median, the bands that should hold 80 "
        + "and 95 % of what comes, and what came.",
      axis: "power", unit: "W", bands: [band(0.95, 0.025, 0.975), band(0.8, 0.1, 0.9)],
      median: Self.median(forecast),
      truth: hours.filter { $0.time >= first && $0.time < last }, origin: forecast.issuedAt,
      utcOffset: utcOffset, hasZero: true)
  }

  private static func median(_ forecast: Forecast) -> [TimedValue] {
    let width = ForecastLevels.all.count
    return forecast.mean.indices.map {
      TimedValue(
        forecast.firstHour + .hours(Int64($0)), forecast.quantiles[$0 * width + width / 2])
    }
  }

  private static func hourly(_ power: [(time: SimTime, watts: Double)]) -> [TimedValue] {
    var values: [TimedValue] = []
    var i = 0
    while i + 60 <= power.count {
      let sum = power[i..<i + 60].reduce(0) { $0 + $1.watts }
      values.append(TimedValue(power[i].time - .minutes(1), sum / 60))
      i += 60
    }
    return values
  }

  // MARK: Batteries

  func batteries(_ portrait: Portrait) -> Figure? {
    let devices = portrait.battery.sorted { ($0.value.last, $0.key) < ($1.value.last, $1.key) }
    guard !devices.isEmpty else { return nil }
    let bars = devices.prefix(12).map { index, charge in
      let name = Portrait.words(portrait.deviceNames[index] ?? "device \(index)")
      return BarFigure.Bar(
        name, charge.last, tone: charge.last < 20 ? .accent(1) : .accent(0))
    }
    let used = devices.map { $0.value.first - $0.value.last }.max() ?? 0
    return .bar(
      BarFigure(
        id: "battery", title: "Batteries of home \(portrait.home)",
        caption: "The charge that each device stated last"
          + (devices.count > bars.count ? ", the \(bars.count) lowest of \(devices.count)" : "")
          + "; none fell by more than \(NumberText.fixed(used, decimals: 0)) points.",
        axis: "charge", unit: "%", bars: bars))
  }
}
