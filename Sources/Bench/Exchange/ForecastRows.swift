internal import Clockwork
internal import Telemetry

/// One hour of a forecast, as a row states it.
struct ForecastRow: Sendable {
  var issuedAt: SimTime
  var hour: SimTime
  var mean: Double
  /// At ``ForecastLevels``.
  var quantiles: [Double]
}

extension RowParser {
  mutating func forecastRow() throws(Refusal) -> (home: Int, value: ForecastRow) {
    let issued = try time(0)
    let home = try home(1)
    _ = try choice(2, .unknownTarget, among: [(Layout.target, ())])
    let hour = try time(3)
    let mean = try number(4)
    var quantiles: [Double] = []
    for column in 5..<cells.count {
      let value = try number(column)
      if let last = quantiles.last, value < last {
        throw malformed(column, "no less than the quantile before it, \(last)")
      }
      quantiles.append(value)
    }
    return (
      home, ForecastRow(issuedAt: issued, hour: hour, mean: mean, quantiles: quantiles)
    )
  }
}

/// Joins a home's rows to whole forecasts, each for an origin of the run.
struct ForecastRows {
  let frame: Frame

  /// - Parameters:
  ///   - rows: of one home, in any order.
  ///   - refuse: told each group of rows that is no forecast of the run, by its first row.
  /// - Returns: at most one forecast an origin, issued when it was due.
  func forecasts(
    _ rows: [Placed<ForecastRow>],
    refuse: (RowProblems.Kind, Placed<ForecastRow>, Int, String) -> Void
  ) -> [Placed<Forecast>] {
    let sorted = rows.sorted { a, b in
      if a.value.issuedAt != b.value.issuedAt { return a.value.issuedAt < b.value.issuedAt }
      return a.value.hour != b.value.hour ? a.value.hour < b.value.hour : a.precedes(b)
    }
    var whole: [Placed<Forecast>] = []
    var next = 0
    while next < sorted.count {
      let (issued, hour) = (sorted[next].value.issuedAt, sorted[next].value.hour)
      // Who fits once issues the forecasts of several days at a time.
      let over = hour + .hours(Int64(frame.horizonHours))
      let end =
        sorted[next...].firstIndex { $0.value.issuedAt != issued || $0.value.hour >= over }
        ?? sorted.count
      let group = unique(sorted[next..<end], refuse)
      next = end
      if let forecast = forecast(group, refuse) { whole.append(forecast) }
    }
    whole.sort { $0.precedes($1) }
    return firstOfEach(whole) { forecast in
      let row = sorted.first { $0.line == forecast.line && $0.file == forecast.file }
      guard let row else { return }
      refuse(
        .duplicate, row, frame.horizonHours,
        "a second forecast of the day from \(JSONTimestamp.text(forecast.value.firstHour))")
    }
  }

  /// One row an hour.
  private func unique(
    _ rows: ArraySlice<Placed<ForecastRow>>,
    _ refuse: (RowProblems.Kind, Placed<ForecastRow>, Int, String) -> Void
  ) -> [Placed<ForecastRow>] {
    var kept: [Placed<ForecastRow>] = []
    for row in rows {
      if kept.last?.value.hour == row.value.hour {
        refuse(.duplicate, row, 1, "a second row of \(JSONTimestamp.text(row.value.hour))")
      } else {
        kept.append(row)
      }
    }
    return kept
  }

  private func forecast(
    _ rows: [Placed<ForecastRow>],
    _ refuse: (RowProblems.Kind, Placed<ForecastRow>, Int, String) -> Void
  ) -> Placed<Forecast>? {
    guard let first = rows.first else { return nil }
    let row = first.value
    guard let origin = frame.origins.firstIndex(where: { $0.firstHour == row.hour }) else {
      let some = frame.origins.prefix(7).map { JSONTimestamp.text($0.firstHour) }
      let days = some + (frame.origins.count > some.count ? ["..."] : [])
      refuse(
        .notScored, first, rows.count,
        "time: found a forecast from \(JSONTimestamp.text(row.hour)) on, expected one from "
          + (days.isEmpty ? "nowhere: nothing is forecast here" : days.joined(separator: ", ")))
      return nil
    }
    let due = frame.origins[origin].due
    guard row.issuedAt <= due else {
      refuse(
        .afterTheFact, first, rows.count,
        "issued_at: found \(JSONTimestamp.text(row.issuedAt)), expected no later than "
          + "\(JSONTimestamp.text(due))")
      return nil
    }
    let isWhole =
      rows.count == frame.horizonHours
      && rows.enumerated().allSatisfy { $1.value.hour == row.hour + .hours(Int64($0)) }
    guard isWhole else {
      refuse(
        .incomplete, first, rows.count,
        "found \(rows.count) hours from \(JSONTimestamp.text(row.hour)) on, expected each of "
          + "\(frame.horizonHours)")
      return nil
    }
    let forecast = Forecast(
      channel: .power, issuedAt: due, firstHour: row.hour, mean: rows.map(\.value.mean),
      quantiles: rows.flatMap(\.value.quantiles))
    return Placed(value: forecast, file: first.file, line: first.line, key: Int64(origin))
  }

  private func firstOfEach(
    _ forecasts: [Placed<Forecast>], _ refuse: (Placed<Forecast>) -> Void
  ) -> [Placed<Forecast>] {
    var kept: [Placed<Forecast>] = []
    for forecast in forecasts {
      if kept.last?.key == forecast.key { refuse(forecast) } else { kept.append(forecast) }
    }
    return kept
  }
}
