/// How a sensor stands with the filter: whether its last word was believed.
///
/// A word is a reading, or a silence that says something. One word that does not fit is left out:
/// a spike, or a message that was lost. Several in a row mean that something has changed, and the
/// other sensors of the room tell what: where most of those that spoke meanwhile fit, the sensor;
/// where they do not, or there are none, the room.
struct SensorStanding: Hashable, Sendable {
  static let refusalLimit = 4

  var refusals: UInt8 = 0
  /// Of the first of the refusals, whole seconds since 1970.
  var firstRefusal: Int64 = 0
  var lastWord = Int64.min
  var isBelieved = true
}

extension RoomFilter {
  mutating func believe(_ sensor: Int) {
    standings[sensor].refusals = 0
    standings[sensor].isBelieved = true
    standings[sensor].lastWord = clock ?? 0
  }

  /// Notes a word that does not fit.
  ///
  /// - Returns: whether the filter has made room for it, so that it can be taken now.
  mutating func doubt(_ sensor: Int, innovation: Double) -> Bool {
    let now = clock ?? 0
    if standings[sensor].refusals == 0 { standings[sensor].firstRefusal = now }
    standings[sensor].refusals += 1
    standings[sensor].isBelieved = false
    standings[sensor].lastWord = now
    guard standings[sensor].refusals >= SensorStanding.refusalLimit else { return false }
    widen(sensor, innovation: innovation)
    standings[sensor].refusals = 0
    return true
  }

  private mutating func widen(_ sensor: Int, innovation: Double) {
    let size = model.stateCount
    let variance = innovation * innovation
    let since = standings[sensor].firstRefusal
    var votes = 0
    for other in standings.indices where other != sensor && standings[other].lastWord >= since {
      votes += standings[other].isBelieved ? 1 : -1
    }
    if votes > 0 {
      covariance[(model.firstBias + sensor) * (size + 1)] += variance
      return
    }
    for i in model.levels {
      for j in model.levels { covariance[i * size + j] += variance }
    }
    covariance[FilterModel.rate * (size + 1)] +=
      model.dynamics.rateSD * model.dynamics.rateSD
  }
}
