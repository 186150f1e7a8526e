import Quantities

/// A condensing gas boiler that modulates, follows a heating curve and pumps.
struct Boiler: Sendable {
  /// By the higher heating value, at full load and with ``returnC`` of EnergyPlus' data set.
  static let nominalEfficiency = 0.89
  /// Least power over the most: assumed, 0.1-0.3.
  static let turndown = 0.2
  /// Half the band within which it cycles below its least power, K: assumed, 3-8.
  static let bandK = 5.0
  /// How fast it brings the water to its temperature, s: assumed, 60-300.
  static let controlSeconds = 120.0
  /// Water of boiler and pipes, J/K: assumed 15 litres, 8-40.
  static let waterJK = 15 * Radiator.waterHeat
  /// Circulator, W: assumed, 15-60 (EU 622/2012 asks for an energy index of 0.23 or less).
  static let pumpW = 35.0
  /// Fan and gas valve while it burns, W: assumed, 20-50.
  static let burnerW = 30.0
  /// Coolest water of the curve, °C: assumed, 25-35.
  static let supplyMinC = 30.0

  let fullW: Double
  /// Outdoor temperature at which the curve ends, °C.
  let designC: Double
  /// Supplied water.
  var supplyC: Double
  var returnC: Double
  /// What the radiators took in the last step, W.
  var takenW = 0.0
  private var isBurning = false

  init(fullW: Double, designC: Double, supplyC: Double) {
    self.fullW = fullW
    self.designC = designC
    self.supplyC = supplyC
    returnC = supplyC
  }

  /// What the curve asks for at an outdoor temperature, °C: radiators then give what a room loses.
  ///
  /// Their excess over 20 °C follows the load's (1 / n)th power (EN 442's law turned round).
  func targetC(outdoorC: Double) -> Double {
    let load = min(max((20 - outdoorC) / max(20 - designC, 10), 0), 1)
    guard load > 0 else { return Self.supplyMinC }
    let excess = Elementary.pow(load, 1 / Radiator.exponent)
    // The drop between supply and return falls with the load.
    let mean = (Radiator.designSupplyC - Radiator.designDropK / 2 - 20) * excess
    return max(20 + mean + Radiator.designDropK / 2 * load, Self.supplyMinC)
  }

  /// Heat that it puts into the water from now on, W.
  mutating func fire(outdoorC: Double) -> Double {
    let target = targetC(outdoorC: outdoorC)
    let leastW = Self.turndown * fullW
    let wanted = takenW + Self.waterJK * (target - supplyC) / Self.controlSeconds
    if wanted >= leastW {
      isBurning = supplyC < target + Self.bandK
    } else if supplyC > target + Self.bandK {
      isBurning = false
    } else if supplyC < target - Self.bandK {
      isBurning = true
    }
    return isBurning ? min(max(wanted, leastW), fullW) : 0
  }

  mutating func rest() { isBurning = false }

  /// Share of the fuel's higher heating value that reaches the water.
  ///
  /// - Parameters:
  ///   - load: over full power.
  ///   - returnC: water that comes back.
  /// - Source: EnergyPlus 23, data set `Boilers.idf`, curve CondensingBoilerEff, fitted to
  ///   Viessmann, *Condensing Technology*, 9446 803-1 GB (2004); holds for loads of 0.1-1 and
  ///   30-85 °C.
  static func efficiency(load: Double, returnC: Double) -> Double {
    let x = min(max(load, 0.1), 1)
    let y = min(max(returnC, 30), 85)
    let curve =
      1.124970374 + 0.014963852 * x - 0.02599835 * x * x - 1.40464e-6 * y * y - 0.00153624 * x * y
    return nominalEfficiency * curve
  }

  /// The least of it.
  static let efficiencyMin = efficiency(load: 1, returnC: 85)
}
