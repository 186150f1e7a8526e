import Clockwork
import Quantities

/// Counts what the plant does between changes of its call.
@usableFromInline
struct PlantMeter: Sendable {
  @usableFromInline var call: HVACCall = .off
  var performance = Plant.Performance()
  private(set) var settledAt: SimTime
  /// Since the start of the run, kWh.
  var electricKWh = 0.0
  private(set) var fuelKWh = 0.0
  private(set) var reactiveKVArh = 0.0
  /// Since the last tick.
  private(set) var stepElectricKWh = 0.0
  private(set) var stepFuelKWh = 0.0
  private(set) var stepHeatJ = 0.0
  private(set) var stepWaterHeatJ = 0.0
  private(set) var stepVapourKg = 0.0

  init(at time: SimTime) { settledAt = time }

  mutating func settle(to time: SimTime) {
    guard time > settledAt else { return }
    let span = time - settledAt
    let electric = KilowattHours(
      Watts(performance.electricW), microseconds: span.microseconds)
    let fuel = KilowattHours(Watts(performance.fuelW), microseconds: span.microseconds)
    electricKWh += electric.value
    reactiveKVArh +=
      KilowattHours(Watts(performance.reactiveVAr), microseconds: span.microseconds).value
    fuelKWh += fuel.value
    stepElectricKWh += electric.value
    stepFuelKWh += fuel.value
    stepHeatJ += performance.heatW * span.seconds
    stepWaterHeatJ += performance.waterHeatW * span.seconds
    stepVapourKg += performance.vapourKgS * span.seconds
    settledAt = time
  }

  mutating func beginStep() {
    stepElectricKWh = 0
    stepFuelKWh = 0
    stepHeatJ = 0
    stepWaterHeatJ = 0
    stepVapourKg = 0
  }
}
