internal import Truth

/// A day's account of a hot-water tank: heat that came in either left or is stored.
///
/// What came in is taken from the meters of fuel and electricity where these tell it, and what was
/// lost from the layers' temperatures, so that neither is the tank's own word.
struct TankGuard: Sendable {
  private var storedJ: Double
  private var drawnJ: Double
  private var inJ = 0.0
  private var lostJ = 0.0
  /// What heats and what the room has until the next tick.
  private var heatW: Double
  private var roomC: Double

  /// nil without a tank.
  init?(_ dwelling: Dwelling) {
    guard let water = dwelling.water else { return nil }
    storedJ = water.tank.heatJ
    drawnJ = water.drawnJ
    heatW = water.firing.heatW
    roomC = dwelling.rooms[water.room].temperatureC
  }

  /// After a step.
  mutating func look(at dwelling: Dwelling, _ report: StepReport, seconds: Double) {
    guard let water = dwelling.water else { return }
    let metered: Double =
      switch water.kind {
      case .gasTank: water.sheet.burnerEfficiency * report.waterFuelPowerW
      case .electricTank: report.waterElectricPowerW - water.sheet.standbyW
      // A heat pump takes from the air what no meter shows.
      default: heatW
      }
    inJ += metered * seconds
    let capacity = WaterTank.heatCapacity * water.tank.nodeLitres * Double(WaterTank.nodeCount)
    let meanC = water.tank.heatJ / capacity
    // What fell to this mean within the step, e^k - 1 of the excess that is left, k some 3e-4: what
    // the series leaves out is a 1e-12th.
    let k = water.sheet.lossWK * seconds / capacity
    lostJ += capacity * (meanC - roomC) * k * (1 + k / 2 * (1 + k / 3))
    heatW = water.firing.heatW
    roomC = dwelling.rooms[water.room].temperatureC
  }

  /// Closes the day's account and opens the next.
  mutating func balance(_ dwelling: Dwelling, _ record: inout PlausibilityRecord) {
    guard let water = dwelling.water else { return }
    record.add(.tankBalance)
    let stored = water.tank.heatJ - storedJ
    let drawn = water.drawnJ - drawnJ
    let gross = inJ + drawn.magnitude + lostJ.magnitude
    let within = DwellingAccount.roundingTolerance * gross + 1
    let expected = inJ - drawn - lostJ
    if !((stored - expected).magnitude <= within) {
      record.note(
        Implausibility(
          .tankBalance, at: dwelling.time, "heat stored in the hot-water tank in a day",
          found: "\(brief(stored)) J",
          expected: "\(brief(expected)) J give or take "
            + brief(within)))
    }
    (storedJ, drawnJ, inJ, lostJ) = (water.tank.heatJ, water.drawnJ, 0, 0)
  }
}
