/// Heating and cooling that a dwelling needs on its site's design days.
struct DesignLoad {
  var heatingW: Double
  /// Sensible.
  var coolingW: Double
  /// Each room's share of the plant's heat, as an installer balances it.
  var heatingShares: [Double]
  var coolingShares: [Double]

  init(
    _ plan: DwellingPlan, _ network: ThermalNetwork, _ builder: ModeBuilder, _ site: DwellingSite
  ) {
    let winterK = max(21 - site.designHeatingC, 10)
    let summerK = max(site.designCoolingC - 24, 4)
    func losses(_ differenceK: Double) -> [Double] {
      let speed = builder.air.leakSpeed(temperatureDifferenceK: differenceK, windSpeedMS: 5)
      let flows = builder.air.outdoorFlows(leakSpeed: speed, windowSpeed: 0, openWindows: 0)
      return zip(network.shellLoss, flows).map { ($0 + $1 * builder.airHeat) * differenceK }
    }
    let winter = losses(winterK)
    var summer = losses(summerK)
    for (room, spec) in plan.rooms.enumerated() {
      // Afternoon sun on the west side, sky light on the others, high sun on the roof; people and
      // appliances give 5 W/m².
      let sun = [150.0, 150, 300, 600, 800]
      // Heat at the mass flows inwards and outwards as the conductances on both sides have it.
      let outer = network.massToOutdoors[room] + network.massToGround[room]
      let inward = network.massToAir[room] / (network.massToAir[room] + outer)
      for side in 0..<5 {
        let absorber =
          network.airSolarM2[5 * room + side] + inward * network.massSolarM2[5 * room + side]
        summer[room] += sun[side] * absorber
      }
      summer[room] += 5 * spec.areaM2
    }
    heatingW = winter.reduce(0, +)
    coolingW = summer.reduce(0, +)
    heatingShares = Self.shares(winter)
    coolingShares = Self.shares(summer)
  }

  private static func shares(_ parts: [Double]) -> [Double] {
    let sum = parts.reduce(0, +)
    return parts.map { sum > 0 ? $0 / sum : 1 / Double(parts.count) }
  }
}
