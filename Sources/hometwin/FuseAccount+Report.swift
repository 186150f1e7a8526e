import Clockwork
import Exchange
import Reporting
import StateSpace
import Telemetry

extension FuseAccount {
  func tell(isJSON: Bool) {
    if isJSON {
      for sensor in names.indices { Console.print(json(sensor)) }
    } else {
      for line in TextTable(table).lines { Console.print(line) }
      for (name, stretches) in zip(names, stretches) {
        for stretch in stretches { Console.print("\(name.printable): \(Self.text(stretch))") }
      }
      for note in tuning.notes { Console.print("estimated: " + note) }
    }
    guard refusals.total > 0 else { return }
    Console.note("\(refusals.total) rows refused")
    for example in refusals.examples { Console.note("  refused: " + example) }
  }

  private var table: ReportTable {
    ReportTable(columns: Self.columns, rows: names.indices.map { cells($0) })
  }

  private static func text(_ stretch: Stretch) -> String {
    let (start, end) = (JSONTimestamp.text(stretch.start), JSONTimestamp.text(stretch.end))
    let offset = stretch.mean.map { " by \(TextTable.short($0)) on average" } ?? ""
    let count = stretch.mean == nil ? ", \(stretch.count) readings" : ""
    return "\(stretch.kind)\(offset) from \(start) to \(end)\(count)"
  }

  private func json(_ sensor: Int) -> JSONValue {
    let (condition, probability) = standing(sensor)
    let offset = pass.filter.offset(sensor: sensor)
    return .object([
      JSONMember("sensor", .string(names[sensor])),
      JSONMember("readings", .integer(Int64(series[sensor].count))),
      JSONMember("noise_sd", .number(tuning.sensors[sensor].sd)),
      JSONMember("noise_sd_learned", .number(pass.filter.noiseSD(sensor: sensor))),
      JSONMember("condition", .string(condition)), JSONMember("probability", .number(probability)),
      JSONMember("offset", .number(offset.mean)), JSONMember("offset_sd", .number(offset.sd)),
      JSONMember("drift_per_day", .number(offset.drift * 86_400)),
      JSONMember("rejected", .integer(Int64(rejectedCounts[sensor]))),
      JSONMember(
        "stretches",
        .array(
          stretches[sensor].map { stretch in
            .object([
              JSONMember("kind", .string(stretch.kind)),
              JSONMember("start", .string(JSONTimestamp.text(stretch.start))),
              JSONMember("end", .string(JSONTimestamp.text(stretch.end))),
              JSONMember("offset_mean", stretch.mean.map { .number($0) } ?? .null),
            ])
          })),
    ])
  }

  /// The sensors' readings as dots, the fused value with its 95 % band over them.
  var report: Report {
    let readings = names.indices.map { place in
      LineFigure.Series(
        names[place].printable, series[place].map { TimedValue($0.time, $0.value) },
        isPoints: true, tone: .accent(place))
    }
    let fused = LineFigure.Series(
      "fused", pass.moments.map { TimedValue($0.time, $0.level.mean) },
      band: pass.moments.map {
        let half = 1.96 * $0.level.variance.squareRoot()
        return TimedRange($0.time, $0.level.mean - half, $0.level.mean + half)
      }, bandLabel: "95 %", tone: .ink)
    let shades = zip(names, stretches).flatMap { name, all in
      all.filter { $0.kind == "stuck" }.map {
        ShadedInterval(from: $0.start, to: $0.end, label: "\(name.printable) stuck")
      }
    }
    let offsets = names.indices.map { place in
      LineFigure.Series(
        names[place].printable,
        pass.moments.map { TimedValue($0.time, $0.offsets[place].mean) }, tone: .accent(place))
    }
    let figures: [Figure] = [
      .line(
        LineFigure(
          id: "fused", title: "Fused value", caption: "Shaded while a sensor is stuck.",
          axis: "value", unit: "", series: readings + [fused], shades: shades, utcOffset: .zero)),
      .line(
        LineFigure(
          id: "offsets", title: "What each sensor reads too much", caption: "",
          axis: "offset", unit: "", series: offsets, utcOffset: .zero)),
    ]
    return Report(
      title: "Fusing \(path)", why: "One value of several sensors, and what is wrong with them.",
      facts: tuning.notes, verdicts: nil,
      sections: [ReportSection(id: "fusion", title: "Fusion", figures: figures, table: table)])
  }
}
