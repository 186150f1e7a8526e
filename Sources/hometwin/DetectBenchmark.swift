import Anomaly
import Reporting
import Telemetry

/// The labelled streams' tables, with what others reach on streams like them.
enum DetectBenchmark {
  /// F1 / average precision / false episodes a day, published for ten streams of the same kind,
  /// whose sizes of faults are not known.
  private static let published = [
    "IsolationForest, value": ".27 / .30 / .60",
    "IsolationForest, value + 5 window features": ".54 / .82 / 1.6",
    "HalfSpaceTrees, value + 5 window features": ".52 / .75 / 1.46",
  ]

  static func tell(seeds: [UInt64], isJSON: Bool) {
    let benchmark = FaultBenchmark(seeds: seeds)
    let (rows, kinds) = (benchmark.rows, benchmark.kindRows)
    // Thirty healthy streams of three weeks, apart from all seeds that faults are drawn from.
    let healthy = FaultBenchmark.healthyRate(seeds: Array(1_001...1_030), stated: 0.05)
    if isJSON {
      for row in rows { Console.print(json(row)) }
      for row in kinds { Console.print(json(row)) }
      let rate = JSONValue.object([
        JSONMember("stated_false_episodes_per_day", .number(0.05)),
        JSONMember("healthy_false_episodes_per_day", .number(healthy)),
      ])
      Console.print(rate)
      return
    }
    for line in table(rows).lines + [""] + table(kinds).lines { Console.print(line) }
    Console.print("")
    Console.print(
      "30 healthy streams: \(TextTable.short(healthy)) episodes a day, stated .05")
  }

  private static func table(_ rows: [FaultBenchmark.Row]) -> TextTable {
    var table = TextTable([
      ("detector", .left), ("F1 points", .right), ("F1 ranges", .right), ("AP", .right),
      ("VUS-PR", .right), ("event recall", .right), ("false a day", .right), ("delay, h", .right),
      ("published F1/AP/false", .right),
    ])
    for row in rows {
      let scores = row.scores
      table.add([
        row.name, TextTable.short(scores.pointF1), TextTable.short(scores.rangeF1),
        TextTable.short(scores.averagePrecision), TextTable.short(scores.volumePR),
        TextTable.short(scores.eventRecall), TextTable.short(scores.falseEpisodesPerDay),
        TextTable.short(scores.delayRows.map { $0 / 6 }), published[row.name] ?? "-",
      ])
    }
    return table
  }

  private static func table(_ rows: [FaultBenchmark.KindRow]) -> TextTable {
    var table = TextTable([
      ("fault", .left), ("events", .right), ("found, left out", .right), ("delay, h", .right),
      ("AP", .right), ("found, all members", .right), ("delay, h", .right), ("named", .right),
    ])
    for row in rows {
      table.add([
        row.fault.rawValue, "\(row.eventCount)", "\(row.foundCount)",
        TextTable.short(row.delayRows.map { $0 / 6 }), TextTable.short(row.averagePrecision),
        "\(row.foundKnowingCount)", TextTable.short(row.delayKnowingRows.map { $0 / 6 }),
        "\(row.namedCount)",
      ])
    }
    return table
  }

  private static func json(_ row: FaultBenchmark.Row) -> JSONValue {
    .object([
      JSONMember("detector", .string(row.name)),
      JSONMember("f1_points", .number(row.scores.pointF1)),
      JSONMember("f1_ranges", .number(row.scores.rangeF1)),
      JSONMember("average_precision", .number(row.scores.averagePrecision)),
      JSONMember("vus_pr", .number(row.scores.volumePR)),
      JSONMember("event_recall", .number(row.scores.eventRecall)),
      JSONMember("false_episodes_per_day", .number(row.scores.falseEpisodesPerDay)),
      JSONMember("delay_hours", hours(row.scores.delayRows)),
    ])
  }

  private static func json(_ row: FaultBenchmark.KindRow) -> JSONValue {
    .object([
      JSONMember("fault", .string(row.fault.rawValue)),
      JSONMember("event_count", .integer(Int64(row.eventCount))),
      JSONMember("found_left_out_count", .integer(Int64(row.foundCount))),
      JSONMember("delay_left_out_hours", hours(row.delayRows)),
      JSONMember("average_precision_left_out", .number(row.averagePrecision)),
      JSONMember("found_count", .integer(Int64(row.foundKnowingCount))),
      JSONMember("delay_hours", hours(row.delayKnowingRows)),
      JSONMember("named_count", .integer(Int64(row.namedCount))),
    ])
  }

  private static func hours(_ rows: Double?) -> JSONValue {
    rows.map { .number($0 / 6) } ?? .null
  }
}
