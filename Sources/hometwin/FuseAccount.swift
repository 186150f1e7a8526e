import Clockwork
import Exchange
import Reporting
import Scenarios
import StateSpace
import Telemetry

/// A table that was fused, and what was found about its sensors.
struct FuseAccount {
  static let sensorCountMax = 12
  /// Fewer readings of a sensor do not tell its noise.
  static let countMin = 10

  /// What was wrong with a sensor for a while.
  struct Stretch {
    var kind: String
    var start: SimTime
    var end: SimTime
    var count: Int
    /// Of the offset, where it was off.
    var mean: Double?
  }

  let path: String
  let names: [String]
  let series: [[FusionPass.Reading]]
  let tuning: FuseTuning
  let pass: FusionPass
  /// For each sensor, in order of time.
  let stretches: [[Stretch]]
  let rejectedCounts: [Int]
  let refusals: RowProblems

  /// - Throws: `RunError.input` for a table that cannot be fused.
  init(_ path: String, given: FuseTuning.Given, smooths: Bool) throws {
    self.path = path
    let table = try MeasurementTable.read(path: path)
    refusals = table.problems
    guard table.series.count <= Self.sensorCountMax else {
      throw RunError.input(
        "\(path): found \(table.series.count) sensors, expected at most \(Self.sensorCountMax), "
          + "those of one quantity in one place")
    }
    let names = table.series.map(\.name)
    // Of each reading its line, for the file's order.
    var rows: [(reading: FusionPass.Reading, line: Int)] = []
    for (sensor, one) in table.series.enumerated() {
      for (place, time) in one.times.enumerated() {
        rows.append(
          (
            .init(time: SimTime(microseconds: time), sensor: sensor, value: one.values[place]),
            one.lines[place]
          ))
      }
    }
    guard !rows.isEmpty else {
      throw RunError.input(
        "\(path): found no row that can be used, expected the columns time,sensor,value and rows "
          + "below" + (refusals.examples.first.map { "; \($0)" } ?? ""))
    }
    // In order of time; of the same time in the file's order.
    rows.sort { ($0.reading.time, $0.line) < ($1.reading.time, $1.line) }
    let readings = rows.map(\.reading)
    let series = names.indices.map { place in readings.filter { $0.sensor == place } }
    if given.noise == nil, let place = series.firstIndex(where: { $0.count < Self.countMin }) {
      throw RunError.input(
        "\(path): sensor \"\(names[place].printable)\": found \(series[place].count) readings, "
          + "expected \(Self.countMin) to estimate its noise; give it with --noise")
    }
    let tuning = try FuseTuning(series, given: given)
    let pass = FusionPass(
      readings,
      by: FusionFilter(
        tuning.process, sensors: tuning.sensors, faults: tuning.faults, level: tuning.level,
        levelSD: tuning.levelSD), smooths: smooths)
    (self.names, self.series, self.tuning, self.pass) = (names, series, tuning, pass)
    let verdicts = zip(readings, pass.verdicts).map { $0 }
    stretches = names.indices.map { sensor in
      let own = verdicts.filter { $0.0.sensor == sensor }
      return Self.stretches(
        "stuck", own.map { ($0.0.time, ($0.1?.stuck ?? 0) > 0.5, nil) })
        + Self.stretches(
          "off",
          pass.moments.map {
            let offset = $0.offsets[sensor]
            return (
              $0.time, offset.biasedProbability + offset.driftingProbability > 0.5, offset.mean
            )
          })
    }
    rejectedCounts = names.indices.map { sensor in
      verdicts.count {
        $0.0.sensor == sensor && ($0.1.map { $0.belief < 0.5 && $0.stuck <= 0.5 } ?? false)
      }
    }
  }

  private static func stretches(
    _ kind: String, _ rows: [(time: SimTime, isMeant: Bool, offset: Double?)]
  ) -> [Stretch] {
    var all: [Stretch] = []
    var isOpen = false
    for row in rows {
      if row.isMeant {
        if !isOpen {
          all.append(
            Stretch(kind: kind, start: row.time, end: row.time, count: 0, mean: row.offset))
        }
        let last = all.count - 1
        all[last].end = row.time
        all[last].count += 1
        if let mean = all[last].mean, let offset = row.offset {
          all[last].mean = mean + (offset - mean) / Double(all[last].count)
        }
      }
      isOpen = row.isMeant
    }
    return all
  }

  var csv: String {
    var text = "time,value,standard_deviation\n"
    for moment in pass.moments {
      text += "\(JSONTimestamp.text(moment.time)),\(moment.level.mean),"
      text += "\(moment.level.variance.squareRoot())\n"
    }
    return text
  }

  static let columns = [
    "sensor", "readings", "noise", "noise learned", "now", "probability", "offset",
    "offset sd", "drift a day", "stuck", "rejected",
  ]

  func cells(_ sensor: Int) -> [String] {
    let (condition, probability) = standing(sensor)
    let offset = pass.filter.offset(sensor: sensor)
    return [
      names[sensor].printable, "\(series[sensor].count)",
      TextTable.short(tuning.sensors[sensor].sd),
      TextTable.short(pass.filter.noiseSD(sensor: sensor)), condition,
      TextTable.short(probability), TextTable.short(offset.mean), TextTable.short(offset.sd),
      condition == "drifting" ? TextTable.short(offset.drift * 86_400) : "-",
      "\(stuckCount(sensor))", "\(rejectedCounts[sensor])",
    ]
  }

  func stuckCount(_ sensor: Int) -> Int {
    stretches[sensor].reduce(0) { $0 + ($1.kind == "stuck" ? $1.count : 0) }
  }

  /// The likeliest condition at the end.
  func standing(_ sensor: Int) -> (name: String, probability: Double) {
    let offset = pass.filter.offset(sensor: sensor)
    let sound = max(0, 1 - offset.biasedProbability - offset.driftingProbability)
    return [
      ("sound", sound), ("biased", offset.biasedProbability),
      ("drifting", offset.driftingProbability),
    ].max { $0.1 < $1.1 } ?? ("sound", sound)
  }
}
