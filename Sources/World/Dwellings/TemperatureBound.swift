internal import Quantities

/// How far the coldest and the warmest node of a dwelling can get within a step.
///
/// The network x' = A x + f is monotone: A has no negative entry beside its diagonal (it is
/// Metzler), and its rows sum to minus the conductance to outdoors and ground over the capacity. So
/// the coldest node m obeys m' >= -k (m - b) - c, and the warmest M obeys M' <= k (b' - M) + g
/// wherever they lie inside of the weather's range: k is the largest such ratio (the inverse of
/// the shortest time constant), b and b' the colder and warmer of air and ground outdoors, c and g
/// the largest cooling and heating rates of any node. Over many steps this is the exponential
/// approach to the weather of a home left alone (Gronwall). What rooms exchange (``RoomExchange``)
/// is mixed before and after and widens no range. Comparison principle: Walter,
/// *Ordinary Differential Equations* (1998), chapter III, section 10.XII; cooperative systems:
/// Smith, *Monotone Dynamical Systems* (1995), chapter 3.
struct TemperatureBound: Sendable {
  /// 1/s, of the masses; the airs' depend on air flows.
  private let massRate: Double
  /// Largest share over capacity of any room, K/J.
  private let inverseAirMax: Double
  private let inverseMassMax: Double
  private let heatingPerJ: Double
  private let coolingPerJ: Double
  /// Largest absorber over capacity of any room, by side; K/J times m².
  private let airSun: SIMD4<Double>
  private let massSun: SIMD4<Double>
  private let airRoofSun: Double
  private let massRoofSun: Double

  init(_ cells: [RoomCell]) {
    func largest(_ value: (RoomCell) -> Double) -> Double { cells.reduce(0) { max($0, value($1)) } }
    massRate = largest { ($0.massToOutdoors + $0.massToGround) * $0.inverseMassCapacity }
    inverseAirMax = largest(\.inverseAirCapacity)
    inverseMassMax = largest(\.inverseMassCapacity)
    heatingPerJ = largest { $0.heatingShare * $0.inverseAirCapacity }
    coolingPerJ = largest { $0.coolingShare * $0.inverseAirCapacity }
    airRoofSun = largest { $0.airRoofSolarM2 * $0.inverseAirCapacity }
    massRoofSun = largest { $0.massRoofSolarM2 * $0.inverseMassCapacity }
    var (air, mass) = (SIMD4<Double>.zero, SIMD4<Double>.zero)
    for side in 0..<4 {
      air[side] = largest { $0.airSolarM2[side] * $0.inverseAirCapacity }
      mass[side] = largest { $0.massSolarM2[side] * $0.inverseMassCapacity }
    }
    (airSun, massSun) = (air, mass)
  }

  /// Where all nodes must lie after a step.
  ///
  /// - Parameters:
  ///   - range: coldest and warmest node before the step, °C.
  ///   - airRate: largest conductance to outdoors over capacity of any room's air, 1/s.
  func after(
    _ range: (low: Double, high: Double), airRate: Double, _ report: StepReport,
    _ outdoor: OutdoorConditions, seconds: Double
  ) -> (low: Double, high: Double) {
    let rate = max(airRate, massRate) * seconds
    let coldest = min(outdoor.temperatureC, outdoor.groundTemperatureC)
    let warmest = max(outdoor.temperatureC, outdoor.groundTemperatureC)
    // A heat pump for water and drying floors take from one room what others do not give.
    let takenW = max(-report.waterRoomHeatW, 0) + report.dryingHeatW
    let gainW = report.applianceHeatW + takenW + report.personHeatW
    // Radiators give where their valves are open: any room may get all of it.
    let coilW = report.hvacHeatW - report.radiatorHeatW
    let givenW = report.radiatorHeatW + report.radiatorTakenW
    let sun = outdoor.facadeIrradianceWm2
    let roof = outdoor.globalHorizontalWm2
    let airHeating =
      ThermalNetwork.gainAirShare * gainW * inverseAirMax + (airSun * sun).sum()
      + airRoofSun * roof + heatingPerJ * max(coilW, 0)
      + (1 - Radiator.radiantShare) * givenW * inverseAirMax
    let massHeating =
      (1 - ThermalNetwork.gainAirShare) * gainW * inverseMassMax + (massSun * sun).sum()
      + massRoofSun * roof + Radiator.radiantShare * givenW * inverseMassMax
    // 1 - k h lies below exp(-k h), so this is wider than the exponential by (k h)²/2.
    return (
      range.low - rate * max(range.low - coldest, 0)
        - seconds * coolingPerJ * max(-coilW, 0)
        - seconds * (takenW + report.radiatorTakenW) * max(inverseAirMax, inverseMassMax),
      range.high + rate * max(warmest - range.high, 0) + seconds * max(airHeating, massHeating)
    )
  }
}
