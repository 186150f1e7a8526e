internal import Clockwork
internal import Dwellings
internal import Homes
internal import Truth

/// What a home's battery and its car held and moved, hour by hour.
struct StorageHours {
  private struct Sum {
    var hour: SimTime?
    var count = 0
    var batteryW = 0.0
    var carW = 0.0
  }

  /// Of what is there, kWh; nil for what is not.
  private let batteryKWh: Double?
  private let carKWh: Double?
  private var sum = Sum()

  init(_ home: Home) {
    batteryKWh = home.dwelling.batteryCapacityKWh
    carKWh = home.dwelling.vehicleCapacityKWh
  }

  /// Whether there is anything to tell of.
  var isEmpty: Bool { batteryKWh == nil && carKWh == nil }

  /// - Returns: the hour that the state completes, once for the battery and once for the car.
  mutating func add(_ state: HomeState) -> [StorageHour] {
    if isEmpty { return [] }
    let begin = state.time - .seconds(60)
    let start = SimTime(
      microseconds: begin.microseconds - begin.microseconds % 3_600_000_000)
    if sum.hour != start { sum = Sum(hour: start) }
    sum.count += 1
    sum.batteryW += state.batteryPowerW
    sum.carW += state.vehiclePowerW
    guard sum.count == 60 else { return [] }
    var hours: [StorageHour] = []
    if let batteryKWh {
      hours.append(
        StorageHour(
          kind: .battery, start: start, chargeKWh: state.batteryChargeKWh,
          level: state.batteryChargeKWh / batteryKWh, meanW: sum.batteryW / 60, isHome: true))
    }
    if let carKWh {
      // On the road it is not known how much it holds until it is back.
      let level = state.isVehicleHome ? state.vehicleLevel : nil
      hours.append(
        StorageHour(
          kind: .car, start: start, chargeKWh: level.map { $0 * carKWh }, level: level,
          meanW: sum.carW / 60, isHome: state.isVehicleHome))
    }
    return hours
  }
}
