/// Outdoor temperature as the pipeline knows it: what was reported, and what is forecast.
public struct OutdoorTemperature: Sendable {
  /// Hourly means of the past, °C; only hours before the issue are read.
  public var history: HourlySeries
  /// The UTC hour, counted from 1970, of the first element of `forecastC`.
  public var forecastStartHour: Int64
  /// Forecast hourly means, °C.
  public var forecastC: [Double]

  public init(history: HourlySeries, forecastStartHour: Int64, forecastC: [Double]) {
    self.history = history
    self.forecastStartHour = forecastStartHour
    self.forecastC = forecastC
  }

  /// The temperature of an hour: reported before `originHour`, forecast from then on, °C.
  func temperatureC(atHour hour: Int64, originHour: Int64) -> Double? {
    if hour < originHour { return history[hour] }
    let index = hour - forecastStartHour
    guard index >= 0, index < Int64(forecastC.count) else { return nil }
    let value = forecastC[Int(index)]
    return value.isFinite ? value : nil
  }
}

/// Heating and cooling degrees of each hour of a window and of the hours after it.
struct DegreeColumns {
  /// 65 °F, the usual base of degree days (ASHRAE, *Handbook: Fundamentals*, chapter 14).
  static let baseC = 18.3
  /// Below this share of training hours with a temperature the regressors are left out.
  static let knownShareMin = 0.9

  /// K below and above the base; hours without a temperature hold the mean.
  let heatingK: [Double]
  let coolingK: [Double]

  /// Nil when too little of the past or any target hour is unknown.
  ///
  /// - Parameters:
  ///   - firstHour: the first training hour.
  ///   - isObserved: for each training hour, whether the load is known.
  ///   - originHour: the first hour whose truth was unknown at the issue.
  ///   - endHour: the hour after the last target.
  ///   - isHindcast: true when the "forecast" is to be what was reported later.
  init?(
    _ outdoor: OutdoorTemperature, firstHour: Int64, isObserved: [Bool], originHour: Int64,
    endHour: Int64, isHindcast: Bool
  ) {
    let count = Int(endHour - firstHour)
    var heating = [Double](repeating: 0, count: count)
    var cooling = heating
    var isKnown = [Bool](repeating: false, count: count)
    var observedCount = 0
    var knownCount = 0
    var heatingSum = 0.0
    var coolingSum = 0.0
    for index in 0..<count {
      let hour = firstHour + Int64(index)
      let isTraining = index < isObserved.count && isObserved[index]
      if isTraining { observedCount += 1 }
      let boundary = isHindcast ? endHour : originHour
      guard let temperature = outdoor.temperatureC(atHour: hour, originHour: boundary) else {
        if hour >= originHour { return nil }
        continue
      }
      heating[index] = max(0, Self.baseC - temperature)
      cooling[index] = max(0, temperature - Self.baseC)
      isKnown[index] = true
      if isTraining {
        knownCount += 1
        heatingSum += heating[index]
        coolingSum += cooling[index]
      }
    }
    guard knownCount > 0, Double(knownCount) >= Self.knownShareMin * Double(observedCount) else {
      return nil
    }
    for index in 0..<count where !isKnown[index] {
      heating[index] = heatingSum / Double(knownCount)
      cooling[index] = coolingSum / Double(knownCount)
    }
    heatingK = heating
    coolingK = cooling
  }
}
