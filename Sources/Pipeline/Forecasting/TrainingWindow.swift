/// What a forecaster may know: the hours from the first to the last observed one before the issue.
struct TrainingWindow {
  /// Fewer observed hours than a day say nothing about a day.
  static let observedMin = 24

  /// Hours since 1970 UTC of the first value.
  let firstHour: Int64
  /// Zero where not observed.
  let values: [Double]
  let isObserved: [Bool]
  let observedCount: Int

  var count: Int { values.count }
  /// The hour after the last observed one.
  var endHour: Int64 { firstHour + Int64(count) }

  init(
    _ series: HourlySeries, before originHour: Int64, hoursMax: Int
  ) throws(ForecastError) {
    var start = max(series.startHour, originHour - Int64(hoursMax))
    var end = min(series.endHour, originHour)
    while start < end && series[start] == nil { start += 1 }
    while start < end && series[end - 1] == nil { end -= 1 }
    let count = Int(max(0, end - start))
    var values = [Double](repeating: 0, count: count)
    var isObserved = [Bool](repeating: false, count: count)
    var observedCount = 0
    for index in 0..<count {
      guard let value = series[start + Int64(index)] else { continue }
      values[index] = value
      isObserved[index] = true
      observedCount += 1
    }
    guard observedCount >= Self.observedMin else {
      throw .tooLittleHistory(observedHours: observedCount, needed: Self.observedMin)
    }
    firstHour = start
    self.values = values
    self.isObserved = isObserved
    self.observedCount = observedCount
  }

  /// Local hours of the week of every hour from the first to `endHour`.
  func hoursOfWeek(until endHour: Int64, _ localHours: LocalHours) -> [Int] {
    (0..<Int(endHour - firstHour)).map { localHours.hourOfWeek(ofHour: firstHour + Int64($0)) }
  }
}
