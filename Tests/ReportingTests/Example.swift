import Clockwork
import Reporting
import TestSupport

@testable import Scoring

/// A made-up winter day with every kind of figure.
enum Example {
  static let start = SimTime(microseconds: 1_705_298_400_000_000)
  static let utcOffset = SimDuration.hours(-6)

  static func at(_ minutes: Int) -> SimTime { start + .minutes(Int64(minutes)) }

  /// A smooth daily curve in -1...1 without libm: a parabola for each half day.
  static func wave(_ minute: Int) -> Double {
    let share = Double(((minute % 1_440) + 1_440) % 1_440) / 720
    let x = share < 1 ? share : share - 1
    return (share < 1 ? 4 : -4) * x * (1 - x)
  }

  /// Repeatable noise in -1...1.
  static func noise(_ n: Int) -> Double {
    var random = TestRandom(seed: UInt64(bitPattern: Int64(n)) &* 0x9E37_79B9_7F4A_7C15)
    return random.uniform(-1, 1)
  }

  static func score(
    _ id: String, _ value: Double?, unit: String, null: Double? = nil, random: Double? = nil,
    oracle: Double? = nil, skill: Double? = nil, halfWidth: Double? = nil,
    status: Score.Status? = nil, why: String? = nil, kind: OracleKind? = .reference
  ) -> Score {
    let interval = halfWidth.flatMap { half in value.map { ($0 - half)...($0 + half) } }
    return Score(
      id: id, stage: String(id.prefix { $0 != "." }), value: value, unit: unit, better: .lower,
      null: null, random: random, oracle: oracle, skill: skill, interval: interval,
      skillInterval: skill.flatMap { $0.isFinite ? ($0 - 0.06)...($0 + 0.05) : nil },
      intervalOver: ["home", "day"],
      count: 12_345, homeCount: 100, seedCount: 1, oracleKind: kind, isHeadline: true,
      status: status, why: why,
      meaning: "Root mean squared error of the room's air temperature against the truth, K.")
  }

  static let scores: [Score] = [
    score("ingestion.skill", 0.97, unit: "1", null: 0, oracle: 1, skill: 0.97, kind: nil),
    score(
      "ingestion.duplicates_through", 0, unit: "messages", null: 10_412, oracle: 0, skill: 1,
      status: .met, kind: .bound),
    score(
      "ingestion.latency_p99_s", 2.31, unit: "s", null: 14.2, oracle: 1.98, skill: 0.973,
      halfWidth: 0.04),
    score(
      "sampling.temperature.rmse_k", 0.081, unit: "K", null: 0.142, random: 0.31, oracle: 0.064,
      skill: 0.78, halfWidth: 0.004),
    score(
      "quality.drift.f1", 0.61, unit: "1", null: 0.22, random: 0.18, oracle: 0.83, skill: 0.64,
      halfWidth: 0.05, status: .undecided),
    score(
      "fusion.skill", 0.94, unit: "1", null: 0, oracle: 1, skill: 0.94, status: .met, kind: nil),
    score(
      "fusion.temperature.rmse_k", 0.0734, unit: "K", null: 0.212, random: 1.9, oracle: 0.0645,
      skill: 0.94, halfWidth: 0.0025, status: .met, kind: .bound),
    score(
      "fusion.temperature.coverage_95", 0.942, unit: "1", halfWidth: 0.006, why: "no headroom"),
    score(
      "forecasting.home_power.mase_24h", 0.87, unit: "1", null: 1, random: 1.41, oracle: 0.71,
      skill: 0.45, halfWidth: 0.03, status: .missed),
    score(
      "forecasting.home_power.crps_w", nil, unit: "W", why: "needs at least 5 origins a home"),
    score(
      "agents.energy.cost_usd", 61.2, unit: "$", null: 59.8, random: 75.3, oracle: 51.4,
      skill: -0.17, halfWidth: 1.1),
  ]

  static var report: Report {
    Report(
      title: "A cold week in Chicago & its drifting thermometers",
      why: "Does fusion survive drifting thermometers, and does the heating agent save money "
        + "without cold feet?",
      facts: ["100 homes", "7 days after 28 days of history", "seed 42"],
      verdicts: [
        ReportVerdict(
          expectation: "fusion.temperature.rmse_k <= 0.15", value: "0.0734 K",
          interval: "95 %: 0.0709 to 0.0759", status: .met),
        ReportVerdict(
          expectation: "quality.drift.f1 >= 0.6", value: "0.61",
          interval: "95 %: 0.56 to 0.66", status: .undecided),
        ReportVerdict(
          expectation: "forecasting.home_power.mase_24h <= 0.8", value: "0.87",
          interval: "95 %: 0.84 to 0.90", status: .missed),
      ], scores: scores, sections: [day, losses, forecasts, energy],
      provenance: [
        ("scenario", "winter-week"), ("seed", "42"), ("version", "0.1.0"),
        ("fingerprint", "9f1c2b7a64d0e3185c77aa01b2f9e6d4"),
        ("again", "hometwin replay Reports/runs/winter-week-42"),
      ])
  }

  private static var day: ReportSection {
    let window = start...at(1_440)
    let fault = [ShadedInterval(from: at(600), to: at(900), label: "drift, living room")]
    return ReportSection(
      id: "day", title: "One home-day in lanes",
      text: "Home 7 on Monday: who did what, what the gateway received, and what was estimated.",
      figures: [
        .lanes(lanes(window, fault)), .line(temperature(window, fault)),
      ])
  }

  private static func lanes(
    _ window: ClosedRange<SimTime>, _ fault: [ShadedInterval]
  ) -> LanesFigure {
    func span(_ a: Int, _ b: Int, _ label: String, _ tone: Tone) -> LanesFigure.Interval {
      LanesFigure.Interval(from: at(a), to: at(b), label: label, tone: tone)
    }
    let received = (0..<1_440).filter { $0 % 3 == 0 && !(1_000..<1_080).contains($0) }.map {
      LanesFigure.Mark(at($0), label: "", tone: .accent(5))
    }
    return LanesFigure(
      id: "home-day", title: "Activity, messages, alerts and commands",
      caption: "The living room's thermometer drifts from 10:00; the link is down from 16:40.",
      lanes: [
        LanesFigure.Lane(
          "Ana",
          intervals: [
            span(0, 400, "sleeping", .accent(5)), span(400, 455, "breakfast", .accent(4)),
            span(460, 1_020, "away", .accent(6)), span(1_030, 1_110, "cooking", .accent(1)),
            span(1_110, 1_320, "television", .accent(3)),
            span(1_320, 1_440, "sleeping", .accent(5)),
          ]),
        LanesFigure.Lane(
          "Ben",
          intervals: [
            span(0, 465, "sleeping", .accent(5)), span(470, 800, "working", .accent(2)),
            span(800, 850, "lunch", .accent(4)), span(850, 1_110, "working", .accent(2)),
            span(1_110, 1_380, "television", .accent(3)),
            span(1_380, 1_440, "sleeping", .accent(5)),
          ]),
        LanesFigure.Lane("Received", marks: received),
        LanesFigure.Lane(
          "Alerts",
          marks: [
            LanesFigure.Mark(at(742), label: "drift suspected", tone: .bad),
            LanesFigure.Mark(at(1_012), label: "gap", tone: .bad),
          ]),
        LanesFigure.Lane(
          "Commands",
          marks: [
            LanesFigure.Mark(at(465), label: "set back to 17 °C", tone: .accent(0)),
            LanesFigure.Mark(at(1_015), label: "heat to 21 °C", tone: .accent(0)),
          ]),
      ], shades: fault, utcOffset: utcOffset, window: window)
  }

  private static func temperature(
    _ window: ClosedRange<SimTime>, _ fault: [ShadedInterval]
  ) -> LineFigure {
    func truth(_ m: Int) -> Double { 20 + 1.4 * wave(m - 480) }
    let drift = { (m: Int) in (600..<900).contains(m) ? Double(m - 600) * 0.004 : 0 }
    return LineFigure(
      id: "temperature", title: "Living room: truth, reading and estimate",
      caption: "The band is the estimate's 95 % interval.", axis: "Air temperature", unit: "°C",
      series: [
        LineFigure.Series(
          "reading",
          (0..<288).map { i in
            let isLost = (200..<216).contains(i)
            let value = truth(i * 5) + drift(i * 5) + 0.25 * noise(i)
            return TimedValue(at(i * 5), isLost ? .nan : value)
          }, tone: .accent(6)),
        LineFigure.Series(
          "estimate",
          (0...288).map { TimedValue(at($0 * 5), truth($0 * 5) + 0.3 * drift($0 * 5)) },
          band: (0...288).map { i in
            let middle = truth(i * 5) + 0.3 * drift(i * 5)
            let half = (200..<216).contains(i) ? 0.5 : 0.22
            return TimedRange(at(i * 5), middle - half, middle + half)
          }, tone: .accent(0)),
        LineFigure.Series("truth", (0...1_440).map { TimedValue(at($0), truth($0)) }, tone: .ink),
        LineFigure.Series(
          "set point",
          [
            TimedValue(at(0), 18), TimedValue(at(390), 21), TimedValue(at(465), 17.5),
            TimedValue(at(1_015), 21), TimedValue(at(1_440), 21),
          ], isStep: true, isDashed: true, tone: .accent(1)),
      ], shades: fault, utcOffset: utcOffset, window: window)
  }

  private static var losses: ReportSection {
    let causes: [(String, Double)] = [
      ("lost on the radio", 18_230), ("outage", 4_120), ("queue overflow", 377),
      ("duplicate", 10_412), ("rejected: checksum", 51), ("battery empty", 2),
    ]
    return ReportSection(
      id: "loss", title: "Loss by cause", text: "Copies that never became a stored reading.",
      figures: [
        .bar(
          BarFigure(
            id: "loss", title: "Copies by cause", caption: "Whiskers: 95 % over homes.",
            axis: "copies", unit: "",
            bars: causes.map { BarFigure.Bar($0.0, $0.1, lower: $0.1 * 0.8, upper: $0.1 * 1.2) },
            isLog: true)),
        .histogram(
          HistogramFigure(
            id: "homes", title: "Fusion error over homes", caption: "One count a home.",
            axis: "RMSE", unit: "K",
            bins: HistogramFigure.bins(
              of: (0..<400).map {
                0.07 + 0.01 * (noise($0) + noise($0 + 999) + noise($0 + 5_000))
              }),
            references: [HistogramFigure.Reference(0.0645, label: "oracle")])),
      ],
      table: ReportTable(
        columns: ["home", "error (K)", "why"],
        rows: [
          ["home-0031", "0.1420", "two sensors swapped"], ["home-0007", "0.1180", "drift"],
          ["home-0088", "-0.1020", "outage of 80 min"],
        ], caption: "The worst homes"))
  }

  private static var forecasts: ReportSection {
    func load(_ h: Int) -> Double { 900 + 500 * wave(h * 60 - 700) + 250 * noise(h) }
    func middle(_ h: Int) -> Double { 900 + 480 * wave(h * 60 - 700) }
    func band(_ level: Double, _ half: Double) -> FanFigure.Band {
      FanFigure.Band(
        level: level,
        ranges: (48...72).map { h in
          let width = half * (1 + 0.03 * Double(h - 48))
          return TimedRange(at(h * 60), middle(h) - width, middle(h) + width)
        })
    }
    return ReportSection(
      id: "forecast", title: "Forecasts",
      figures: [
        .fan(
          FanFigure(
            id: "fan", title: "Home power, 24 h ahead", caption: "Made at midnight on Wednesday.",
            axis: "Power", unit: "W", bands: [band(0.8, 260), band(0.95, 410)],
            median: (48...72).map { TimedValue(at($0 * 60), middle($0)) },
            truth: (0...72).map { TimedValue(at($0 * 60), load($0)) }, origin: at(48 * 60),
            utcOffset: utcOffset))
      ])
  }

  private static var energy: ReportSection {
    let players: [(String, Double, Double)] = [
      ("null", 312, 41), ("schedule", 281, 66), ("ours", 270, 49), ("oracle", 251, 38),
    ]
    let cost = players.map { StackFigure.Bar($0.0, [$0.1, $0.2 / 2]) }
    let coverage = [
      DotFigure.Row(
        "temperature, 95 %", 0.942, interval: 0.936...0.948, null: 0.41, random: 0.55,
        oracle: 0.951,
        target: 0.95),
      DotFigure.Row("power, 80 %", 0.83, target: 0.8),
    ]
    return ReportSection(
      id: "energy", title: "Comfort against energy",
      figures: [
        .stack(
          StackFigure(
            id: "cost", title: "Cost of four players", caption: "Shorter is better.", axis: "cost",
            unit: "kWh", parts: ["energy", "discomfort"], bars: cost)),
        .dots(
          DotFigure(
            id: "coverage", title: "Share of truths inside",
            caption: "The line is what was stated.",
            axis: "share", unit: "", rows: coverage, extent: 0...1)),
        .scatter(
          ScatterFigure(
            id: "comfort", title: "Discomfort and heat of four players",
            caption: "Down and left is better. Small dots: single homes of ours.",
            xAxis: "Heating energy", xUnit: "kWh", yAxis: "Discomfort", yUnit: "K h",
            points: (0..<300).map { i in
              ScatterFigure.Point(
                x: 270 + 40 * noise(i), y: 49 + 16 * noise(i + 700) + 6 * noise(i), group: "homes")
            }
              + players.map {
                ScatterFigure.Point(x: $0.1, y: $0.2, label: $0.0, group: "players, mean")
              })),
      ])
  }
}
