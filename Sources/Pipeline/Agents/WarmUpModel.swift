internal import Clockwork

/// One home's heat as a single node, learnt from its own thermometer: how long will it take to be
/// warm?
///
/// C dT/dt = P - (T - T_out) R^-1 has two numbers: the time constant tau = R C, seen when the plant
/// rests, and the rate P/C, seen when it runs. Each is the running mean of what stretches of half
/// an hour and more have shown.
/// - Source: optimal start as in Seem, Armstrong and Hancock 1989, "Comparison of seven methods for
///   forecasting the time to return from night setback", ASHRAE Transactions 95(2): the rate is
///   found from earlier warm-ups and the outdoor temperature.
struct WarmUpModel: Sendable {
  static let stretchMin = SimDuration.minutes(30)
  /// Weight of a new stretch.
  static let learning = 0.3
  static let leadMax = SimDuration.hours(4)

  /// Hours; typical of a brick house until seen otherwise.
  private(set) var tauHours = 40.0
  /// K an hour of full heating, without losses.
  private(set) var heatingRate = 3.0
  private(set) var outdoorC: Double?
  private(set) var temperatureC: Double?
  private var call = 0.0
  private var first: (time: SimTime, temperatureC: Double)?

  mutating func observe(outdoorC value: Double) { outdoorC = value }

  mutating func observe(call value: Double, at time: SimTime) {
    guard value != call else { return }
    call = value
    first = nil
  }

  mutating func observe(temperatureC value: Double, at time: SimTime) {
    guard value.isFinite else { return }
    temperatureC = value
    guard let start = first else {
      first = (time, value)
      return
    }
    guard time - start.time >= Self.stretchMin, let outdoorC else { return }
    let slope = (value - start.temperatureC) / (time - start.time).hours
    let excess = 0.5 * (value + start.temperatureC) - outdoorC
    if call == 0, slope < -0.05, excess > 3 {
      tauHours += Self.learning * (min(max(-excess / slope, 5), 200) - tauHours)
    } else if call > 0 {
      let rate = slope + excess / tauHours
      heatingRate += Self.learning * (min(max(rate, 0.3), 20) - heatingRate)
    }
    first = (time, value)
  }

  /// From now to `target` at full heat; nil while nothing is known.
  func lead(toC target: Double) -> SimDuration? {
    guard let temperatureC, let outdoorC else { return nil }
    let missing = target - temperatureC
    guard missing > 0 else { return .zero }
    let rate = heatingRate - (0.5 * (target + temperatureC) - outdoorC) / tauHours
    guard rate > 0.1 else { return Self.leadMax }
    return min(.microseconds(Int64(missing / rate * 3.6e9)), Self.leadMax)
  }
}
