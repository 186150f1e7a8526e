internal import Calendar
internal import Clockwork
internal import Reporting
internal import ScenarioFiles
internal import Scoring
internal import Telemetry

/// Draws a finished run: one home's day, loads and forecasts, batteries and losses, comfort.
struct RunReport {
  let plan: RunPlan
  let result: RunResult
  let verdicts: [Verdict]
  let provenance: [(key: String, value: String)]

  private var utcOffset: SimDuration { plan.zone.segment(at: plan.start).utcOffset }

  var report: Report {
    Report(
      title: plan.scenario.name, why: plan.scenario.why,
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
      value: score?.value.map { "\(NumberText.short($0)) \(score?.unit ?? "")" } ?? "nothing",
      interval: interval ?? score?.why ?? "no score has this id", status: verdict.status)
  }

  private var sections: [ReportSection] {
    let portrait = result.portraits.first
    var sections = portrait.map { [day($0)] } ?? []
    sections += [losses, sampling, detection, calibration]
    if let portrait { sections.append(load(portrait)) }
    sections += [scoresOf("agents", "Words understood", "accuracy_ratio"), comfort, distribution]
    return sections.filter { !$0.figures.isEmpty || !$0.text.isEmpty }
  }

  // MARK: One home

  private func day(_ portrait: Portrait) -> ReportSection {
    let end = min(plan.start + .days(1), plan.end)
    let window = plan.start...end
    let names = [
      "resident 1", "resident 2", "resident 3", "resident 4", "nobody home", "windows", "spoken",
      "faults", "flags", "matches", "commands",
    ]
    let lanes = names.enumerated().compactMap { index, name -> LanesFigure.Lane? in
      let spans = portrait.spans.filter {
        $0.lane == name && $0.end >= plan.start && $0.start <= end
      }
      guard !spans.isEmpty else { return nil }
      let tone = Tone.accent(index % 7)
      return LanesFigure.Lane(
        name,
        intervals: spans.filter { $0.end > $0.start }.map {
          LanesFigure.Interval(from: $0.start, to: $0.end, label: $0.label, tone: tone)
        },
        marks: spans.filter { $0.end <= $0.start }.map {
          LanesFigure.Mark($0.start, label: $0.label, tone: tone)
        })
    }
    let faults = portrait.spans.filter { $0.lane == "faults" && $0.end > $0.start }.map {
      ShadedInterval(from: $0.start, to: $0.end, label: $0.label)
    }
    let points = portrait.temperature.filter { window.contains($0.time) }
    let received = portrait.received.filter { window.contains($0.time) }
    let line = LineFigure(
      id: "temperature", title: "Temperature in the \(portrait.roomName) of \(portrait.name)",
      caption: "What was true, what arrived, and what fusion believed with its 95 % band.",
      axis: "temperature", unit: "°C",
      series: [
        LineFigure.Series(
          "received", received.map { TimedValue($0.time, $0.value) }, isDashed: true,
          tone: .muted),
        LineFigure.Series(
          "estimate", points.map { TimedValue($0.time, $0.mean) },
          band: points.map {
            TimedRange(
              $0.time, $0.mean - FusionScorer.z95 * $0.sd, $0.mean + FusionScorer.z95 * $0.sd)
          }, tone: .accent(1)),
        LineFigure.Series("truth", points.map { TimedValue($0.time, $0.truth) }, tone: .ink),
      ], shades: faults, utcOffset: utcOffset, window: window)
    return ReportSection(
      id: "day", title: "One home, one day",
      text: "The first day of \(portrait.name): what people did, what went wrong, what the "
        + "pipeline noticed and what its agents ordered.",
      figures: [
        .lanes(
          LanesFigure(
            id: "lanes", title: "The day in lanes", caption: "Hover or see the data below.",
            lanes: lanes, shades: faults, utcOffset: utcOffset, window: window)), .line(line),
      ])
  }

  private func load(_ portrait: Portrait) -> ReportSection {
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
          id: "load", title: "Electric load of \(portrait.name)",
          caption: "Hourly means of the truth and the medians of each day's forecast.",
          axis: "power", unit: "W",
          series: [
            LineFigure.Series("truth", hours, isStep: true, tone: .ink),
            LineFigure.Series(
              "forecast", portrait.forecasts.flatMap(Self.median), isStep: true, isDashed: true,
              tone: .accent(1)),
          ], utcOffset: utcOffset, hasZero: true)))
    let devices = Set(portrait.battery.map(\.device)).sorted().prefix(6)
    figures.append(
      .line(
        LineFigure(
          id: "battery", title: "Batteries of \(portrait.name)",
          caption: "Charge as the devices' own messages state it.", axis: "charge", unit: "%",
          series: devices.enumerated().map { index, device in
            LineFigure.Series(
              "device \(device)",
              portrait.battery.filter { $0.device == device }.map {
                TimedValue($0.time, $0.percent)
              }, isStep: true, tone: .accent(index % 7))
          }, utcOffset: utcOffset)))
    return ReportSection(
      id: "load", title: "Load, forecast and batteries", figures: figures)
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
      id: "fan", title: "A day ahead", caption: "Bands of 80 and 95 %, the median, and what came.",
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

  // MARK: The fleet

  private var losses: ReportSection {
    let bars = (result.ledger.world + result.ledger.pipeline).filter { $0.count > 0 }.map {
      BarFigure.Bar($0.cause, Double($0.count))
    }
    return ReportSection(
      id: "ledger", title: "Where every reading went",
      text: "All balances closed in every window, in counts and in sums of ids.",
      figures: [
        .bar(
          BarFigure(
            id: "losses", title: "Ledger by cause",
            caption: "Readings, messages and copies, each with its fate; logarithmic.",
            axis: "count", unit: "", bars: bars, isLog: true))
      ])
  }

  private func scoresOf(_ stage: String, _ title: String, _ ending: String) -> ReportSection {
    let chosen = result.scores.filter {
      $0.stage == stage && $0.id.hasSuffix(ending) && $0.value != nil
    }
    let bars = chosen.map {
      BarFigure.Bar(
        $0.id, $0.value ?? 0, lower: $0.interval?.lowerBound, upper: $0.interval?.upperBound)
    }
    return ReportSection(
      id: stage, title: title,
      figures: [
        .bar(
          BarFigure(
            id: stage + "-bars", title: title, caption: "With 95 % intervals over homes.",
            axis: "share", unit: "1", bars: bars))
      ])
  }

  private var comfort: ReportSection {
    func value(_ id: String, _ player: (Score) -> Double?) -> Double? {
      result.scores.first { $0.id == id }.flatMap(player)
    }
    let players: [(String, (Score) -> Double?)] = [
      ("agents", { $0.value }), ("no agent", { $0.null }), ("oracle", { $0.oracle }),
    ]
    let points = players.compactMap { name, player -> ScatterFigure.Point? in
      guard let x = value("agents.energy.hvac_kwh_per_day", player),
        let y = value("agents.energy.discomfort_kh_per_day", player)
      else { return nil }
      return ScatterFigure.Point(x: x, y: y, label: name, group: name)
    }
    return ReportSection(
      id: "comfort", title: "Comfort against energy",
      text: "Each player is a whole run of the same seed.",
      figures: [
        .scatter(
          ScatterFigure(
            id: "comfort-energy", title: "Comfort against energy",
            caption: "Down and to the left is better.", xAxis: "heating and cooling",
            xUnit: "kWh a home and day", yAxis: "discomfort", yUnit: "K h a home and day",
            points: points))
      ])
  }
}
