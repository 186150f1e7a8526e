/// The filter's equations over whole seconds.
///
/// State: level x, rate v, the plant's gain g, one lagged level y for each response time of the
/// sensors, one bias b for each sensor. x' = v + g u + w; y' = (x - y) / tau; v is an
/// Ornstein-Uhlenbeck process; u is the plant's call, held over a step. The gain's own wandering
/// enters at the ends of steps.
///
/// A class, because it never changes and filters are copied: a filter carries a reference.
final class FilterModel: Sendable {
  static let level = 0
  static let rate = 1
  static let gain = 2
  static let firstLag = 3

  let dynamics: QuantityDynamics
  let steps: FilterSteps
  /// For each sensor the state that it reads: the level itself or a lagged one.
  let readState: [Int]
  let firstBias: Int
  let stateCount: Int
  /// The level and its lagged twins.
  let levels: [Int]

  /// - Parameter responses: of each sensor, seconds; 0 or less where it follows at once.
  init(_ dynamics: QuantityDynamics, responses: [Double]) {
    self.dynamics = dynamics
    let lags = responses.map { $0 > 0 ? FilterSteps.lag(ofResponse: $0, dynamics) : 0 }
    var distinct: [Double] = []
    for lag in lags.sorted() where lag > 0 && distinct.last != lag { distinct.append(lag) }
    readState = lags.map { lag in
      distinct.firstIndex(of: lag).map { Self.firstLag + $0 } ?? Self.level
    }
    firstBias = Self.firstLag + distinct.count
    stateCount = firstBias + responses.count
    steps = FilterSteps.shared(dynamics, lags: distinct)
    levels = [Self.level] + Array(Self.firstLag..<firstBias)
  }

  var sensorCount: Int { readState.count }
}
